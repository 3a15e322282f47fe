import { Buffer } from 'node:buffer';
import { crc32, createInflateRaw } from 'node:zlib';
import { archiveFault } from './archive-fault.ts';
import type { ArchiveLimits } from './archive-limits.ts';

const HEAD_BYTES = 10;
const FOOT_BYTES = 8;
/** Below so many bytes no ratio is a bomb. */
const HARMLESS_BYTES = 1_000_000;

/**
 * Unpacks exactly one gzip member that fills the bytes given, in pieces of 64 KiB, and stops where it grows beyond what is allowed. Node's own
 * reader would go on with a second member and would pass over anything after the last, so that the file would have more in it than was read.
 * @throws DataWaveError DW_PACKAGE_NOT_GZIP, DW_PACKAGE_TRUNCATED, DW_PACKAGE_DAMAGED, DW_PACKAGE_TRAILING, DW_PACKAGE_TOO_LARGE
 */
export async function* gunzip(packed: Uint8Array, limits: ArchiveLimits): AsyncGenerator<Uint8Array> {
  if (packed.length > limits.packedBytes)
    throw archiveFault(
      'DW_PACKAGE_TOO_LARGE',
      `The file has ${packed.length} bytes, ${limits.packedBytes} at most.`,
    );
  checkHead(packed);
  const most = Math.min(limits.unpackedBytes, Math.max(HARMLESS_BYTES, packed.length * limits.ratio));
  const inflate = createInflateRaw({ chunkSize: 65_536 });
  inflate.end(packed.subarray(HEAD_BYTES));
  let length = 0;
  let sum = 0;
  try {
    for await (const piece of inflate) {
      if (!(piece instanceof Uint8Array)) throw new TypeError('the inflater gave something else than bytes');
      length += piece.length;
      if (length > most)
        throw archiveFault(
          'DW_PACKAGE_TOO_LARGE',
          most < limits.unpackedBytes
            ? `The file unpacks to more than ${limits.ratio} times its ${packed.length} bytes.`
            : `The file unpacks to more than ${limits.unpackedBytes} bytes.`,
        );
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch (error) {
    throw inflateFault(error);
  } finally {
    inflate.destroy();
  }
  checkFoot(packed.subarray(HEAD_BYTES + inflate.bytesWritten), sum, length);
}

function checkHead(packed: Uint8Array): void {
  const [first, second, method, flags] = packed;
  if (first !== 0x1f || second !== 0x8b || method !== 8)
    throw archiveFault('DW_PACKAGE_NOT_GZIP', 'The file is no gzip file, as every npm tarball is.');
  if (flags !== 0)
    throw archiveFault(
      'DW_PACKAGE_NOT_GZIP',
      'The head of the gzip file carries more than npm writes there.',
    );
  if (packed.length < HEAD_BYTES + FOOT_BYTES)
    throw archiveFault('DW_PACKAGE_TRUNCATED', 'The file ends in its head.');
}

function checkFoot(rest: Uint8Array, sum: number, length: number): void {
  if (rest.length < FOOT_BYTES)
    throw archiveFault('DW_PACKAGE_TRUNCATED', 'The file ends before its checksum does.');
  const foot = Buffer.from(rest.buffer, rest.byteOffset, FOOT_BYTES);
  if (foot.readUInt32LE(0) !== sum || foot.readUInt32LE(4) !== length % 2 ** 32)
    throw archiveFault('DW_PACKAGE_DAMAGED', 'The checksum of the file is not that of its content.');
  if (rest.length > FOOT_BYTES)
    throw archiveFault(
      'DW_PACKAGE_TRAILING',
      `${rest.length - FOOT_BYTES} bytes follow the end of the packed archive.`,
    );
}

function inflateFault(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR')
    return archiveFault('DW_PACKAGE_TRUNCATED', 'The file ends in the middle.', error);
  if (typeof code === 'string' && code.startsWith('Z_'))
    return archiveFault('DW_PACKAGE_DAMAGED', 'The file cannot be unpacked.', error);
  return error;
}
