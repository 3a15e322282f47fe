import { Buffer } from 'node:buffer';
import { archiveFault } from './archive-fault.ts';

/** One header block of a tar archive, of the few kinds that a package may have. */
export interface TarHeader {
  readonly kind: 'file' | 'folder' | 'extended';
  readonly name: string;
  /** Bytes of the body. */
  readonly size: number;
}

const KINDS: Readonly<Record<string, TarHeader['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '5': 'folder',
  x: 'extended',
};

/** Why the other kinds are refused, so that the reason can be said. */
const REFUSED: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a device',
  '4': 'a device',
  '6': 'a named pipe',
  '7': 'a contiguous file',
  D: 'a list of a folder',
  g: 'a header about all files that follow',
  K: 'a long name of a link, in the way of GNU',
  L: 'a long name, in the way of GNU',
  M: 'the rest of a file from another volume',
  N: 'a long name, in the way of old GNU',
  S: 'a sparse file',
  V: 'the name of a volume',
  X: 'an extended header in the way of Solaris',
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads a header of the POSIX form, which is the one that npm writes. @throws DataWaveError DW_PACKAGE_DAMAGED, DW_PACKAGE_ENTRY, DW_PACKAGE_PATH */
export function readTarHeader(block: Uint8Array): TarHeader {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.length);
  if (octal(bytes, 148, 8) !== checksum(block))
    throw archiveFault('DW_PACKAGE_DAMAGED', 'The checksum of a header in the archive does not hold.');
  const flag = bytes.toString('latin1', 156, 157);
  const kind = KINDS[flag];
  if (kind === undefined)
    throw archiveFault(
      'DW_PACKAGE_ENTRY',
      `"${text(bytes, 0, 100)}" is ${REFUSED[flag] ?? 'of a kind that npm does not write'}; a package has files only.`,
    );
  if (bytes.toString('latin1', 257, 265) !== 'ustar\x0000')
    throw archiveFault(
      'DW_PACKAGE_ENTRY',
      'The archive is not in the POSIX form, which is the one that npm writes.',
    );
  if (text(bytes, 157, 100) !== '')
    throw archiveFault('DW_PACKAGE_ENTRY', `"${text(bytes, 0, 100)}" leads to another file.`);
  const size = octal(bytes, 124, 12);
  if (kind === 'folder' && size > 0)
    throw archiveFault('DW_PACKAGE_ENTRY', 'A folder in the archive has a content.');
  const prefix = text(bytes, 345, 155);
  const name = text(bytes, 0, 100);
  return { kind, name: prefix === '' ? name : `${prefix}/${name}`, size };
}

/** A text that is filled up with zeros, and with nothing else. */
function text(bytes: Buffer, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  if (end >= 0 && field.subarray(end).some((byte) => byte !== 0))
    throw archiveFault('DW_PACKAGE_ENTRY', 'Something is hidden behind the end of a text in a header.');
  try {
    return utf8.decode(end < 0 ? field : field.subarray(0, end));
  } catch (error) {
    throw archiveFault('DW_PACKAGE_PATH', 'A path in the archive is no UTF-8 text.', error);
  }
}

/** An octal number, as POSIX writes it: no signs, no other base, nothing behind its end. */
function octal(bytes: Buffer, at: number, length: number): number {
  const digits = /^ *([0-7]+)[ \0]*$/.exec(bytes.toString('latin1', at, at + length))?.[1];
  if (digits === undefined)
    throw archiveFault('DW_PACKAGE_DAMAGED', 'A number in a header of the archive cannot be read.');
  return Number.parseInt(digits, 8);
}

function checksum(block: Uint8Array): number {
  let sum = 8 * 0x20;
  for (const [index, byte] of block.entries()) if (index < 148 || index >= 156) sum += byte;
  return sum;
}
