import { type FileHandle, open, stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { AssetSlice, ChangeMarker, DataWaveError } from '@datawave/plugin-sdk';
import { fileError, sourceError, systemErrorCode } from '@datawave/plugin-sdk/connector';
import {
  type Compression,
  compressionByContent,
  type FileFormat,
  formatByContent,
  shapeByName,
} from './file-format.ts';

const CHUNK_BYTES = 256 * 1024;

/** A file of the source, opened for one piece of work; disposing of it closes it. */
export interface SourceFile extends AsyncDisposable {
  /** As it stands in messages. */
  readonly label: string;
  readonly path: string;
  /** Descriptor under which it is open. */
  readonly descriptor: number;
  readonly format: FileFormat;
  readonly compression: Compression;
  readonly sizeBytes: number;
  /** Changes when the file is replaced or written to. */
  readonly identity: string;
  /** The file's own, however it is named; the same while its content changes in place. */
  readonly node: string;
  /** When it was modified; null while a change in the same tick of the clock could go unnoticed. */
  readonly changeMarker: ChangeMarker | null;
  /** Bytes of the file as it lies there; fewer at its end. */
  block(position: number, length: number): Promise<Buffer>;
  /** The first bytes of the content, uncompressed. */
  head(length: number, signal: AbortSignal): Promise<{ readonly bytes: Buffer; readonly isWhole: boolean }>;
  /** The content from its beginning, uncompressed, in chunks; of a file that is not compressed also a part of it. */
  stream(signal: AbortSignal, part?: FilePart): AsyncGenerator<Buffer, void, void>;
  /**
   * @throws DataWaveError DW_SOURCE_CHANGED when the file was replaced or written to since it was opened. While a slice was read
   * it may have grown: what was added is in the last one.
   */
  refuseChanged(slice?: AssetSlice): Promise<void>;
}

/** Bytes of a file; `to` is the first one after them, null for its end. */
export interface FilePart {
  readonly from: number;
  readonly to: number | null;
}

interface FileStatus {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

/** File systems keep times to two seconds at worst; a clock of another machine may differ. */
const TICK_NS = 2_500_000_000n;

function markerOf(status: FileStatus): ChangeMarker | null {
  const { ino, size, mtimeNs, ctimeNs } = status;
  const latest = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  if (latest + TICK_NS > BigInt(Date.now()) * 1_000_000n) return null;
  return { kind: 'modified-at', value: [mtimeNs, ctimeNs, size, ino].join('-') };
}

const identityOf = (status: FileStatus): string =>
  [status.dev, status.ino, status.size, status.mtimeNs].join('-');

const nodeOf = (status: FileStatus): string => [status.dev, status.ino].join('-');

const damaged = (label: string): DataWaveError =>
  sourceError(
    'DW_SOURCE_QUERY',
    `The compressed data of ${label} is damaged or ends early.`,
    'Unpack it by hand to see how far it goes, or fetch it again.',
  );

async function* rawChunks(
  handle: FileHandle,
  signal: AbortSignal,
  { from, to }: FilePart = { from: 0, to: null },
): AsyncGenerator<Buffer, void, void> {
  let position = from;
  while (to === null || position < to) {
    signal.throwIfAborted();
    const length = Math.min(CHUNK_BYTES, (to ?? Number.POSITIVE_INFINITY) - position);
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafeSlow(length), 0, length, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

async function* unpackedChunks(
  handle: FileHandle,
  label: string,
  compression: 'gzip' | 'zstd',
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, void> {
  const raw = Readable.from(rawChunks(handle, signal), { objectMode: false });
  const unpack =
    compression === 'gzip'
      ? createGunzip({ chunkSize: CHUNK_BYTES })
      : createZstdDecompress({ chunkSize: CHUNK_BYTES });
  // The error of either side ends the loop below; the callback is asked for by the signature.
  pipeline(raw, unpack, () => undefined);
  try {
    for await (const chunk of unpack) {
      if (chunk instanceof Buffer) yield chunk;
      signal.throwIfAborted();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw /^(Z_|ERR_ZSTD|ZSTD_)/.test(systemErrorCode(error) ?? '') ? damaged(label) : error;
  } finally {
    raw.destroy();
    unpack.destroy();
  }
}

async function firstBytes(
  chunks: AsyncGenerator<Buffer, void, void>,
  length: number,
): Promise<{ readonly bytes: Buffer; readonly isWhole: boolean }> {
  const parts: Buffer[] = [];
  let got = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    got += chunk.length;
    if (got > length) break;
  }
  return { bytes: Buffer.concat(parts).subarray(0, length), isWhole: got <= length };
}

/**
 * Opens a file. Its name decides how it is written unless `format` does; where the name says nothing, the content does.
 */
export async function openSourceFile(
  path: string,
  label: string,
  format: FileFormat | undefined,
): Promise<SourceFile> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileError(error, label);
  });
  try {
    const status = await handle.stat({ bigint: true });
    if (!status.isFile())
      throw sourceError(
        'DW_SOURCE_NOT_FOUND',
        `${label} is not a regular file.`,
        'Name a file, a folder or a glob.',
      );
    const identity = identityOf(status);
    const block = async (position: number, length: number): Promise<Buffer> => {
      const buffer = Buffer.allocUnsafe(length);
      const { bytesRead } = await handle.read(buffer, 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    const compression = compressionByContent(await block(0, 4));
    const stream = (signal: AbortSignal, part?: FilePart): AsyncGenerator<Buffer, void, void> =>
      compression === 'none'
        ? rawChunks(handle, signal, part)
        : unpackedChunks(handle, label, compression, signal);
    const head = (length: number, signal: AbortSignal): ReturnType<SourceFile['head']> =>
      firstBytes(stream(signal), length);
    const found =
      format ??
      shapeByName(path)?.format ??
      formatByContent((await head(4096, new AbortController().signal)).bytes);
    if (found === null)
      throw sourceError(
        'DW_SOURCE_QUERY',
        `${label} is neither text nor Parquet.`,
        'Name a CSV, TSV, JSON, NDJSON or Parquet file, or set "format".',
      );
    return {
      label,
      path,
      descriptor: handle.fd,
      format: found,
      compression,
      sizeBytes: Number(status.size),
      identity,
      node: nodeOf(status),
      changeMarker: markerOf(status),
      block,
      head,
      stream,
      async refuseChanged(slice) {
        const own = await handle.stat({ bigint: true });
        const there = await stat(path, { bigint: true }).catch(() => null);
        const isSame = (now: FileStatus): boolean =>
          identityOf(now) === identity ||
          (slice?.kind === 'byte-range' && nodeOf(now) === nodeOf(status) && now.size > status.size);
        if (there === null || !isSame(own) || !isSame(there)) {
          throw sourceError(
            'DW_SOURCE_CHANGED',
            `${label} was replaced or written to while it was read.`,
            'Scan it again when it is at rest.',
          );
        }
      },
      [Symbol.asyncDispose]: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
