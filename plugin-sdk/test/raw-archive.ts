import { gzipSync } from 'node:zlib';

/** An entry written block by block, so that it can be anything. */
export interface RawEntry {
  readonly name: string;
  readonly body?: string | Uint8Array;
  /** Type flag; `0`, a file, unless given. */
  readonly flag?: string;
  readonly link?: string;
  readonly prefix?: string;
  /** Text of the size field; the body's length unless given. */
  readonly size?: string;
  readonly magic?: string;
  /** Changes the finished block, before its checksum is written. */
  readonly edit?: (block: Buffer) => void;
  /** Leaves the checksum as it is. */
  readonly wrongSum?: boolean;
}

/** The blocks of one entry. */
export function rawEntry(entry: RawEntry): Buffer {
  const body = Buffer.from(entry.body ?? '');
  const block = Buffer.alloc(512);
  block.write(entry.name, 0, 100, 'utf8');
  block.write('0000644\0', 100, 'latin1');
  block.write('0000000\0', 108, 'latin1');
  block.write('0000000\0', 116, 'latin1');
  block.write(entry.size ?? `${body.length.toString(8).padStart(11, '0')}\0`, 124, 12, 'latin1');
  block.write('00000000000\0', 136, 'latin1');
  block.write(entry.flag ?? '0', 156, 'latin1');
  block.write(entry.link ?? '', 157, 100, 'utf8');
  block.write(entry.magic ?? 'ustar\x0000', 257, 8, 'latin1');
  block.write(entry.prefix ?? '', 345, 155, 'utf8');
  entry.edit?.(block);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0) + (entry.wrongSum === true ? 1 : 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return Buffer.concat([block, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** A PAX header about the entry that follows. */
export function paxEntry(records: Readonly<Record<string, string>>, flag = 'x'): Buffer {
  const body = Object.entries(records).map(([key, value]) => {
    const record = ` ${key}=${value}\n`;
    const bytes = Buffer.byteLength(record);
    const length = bytes + String(bytes + String(bytes).length).length;
    return `${length}${record}`;
  });
  return rawEntry({ name: 'PaxHeader/x', flag, body: body.join('') });
}

/** A tar archive of entries and raw blocks, with its end mark. */
export const rawTar = (...parts: readonly (RawEntry | Buffer)[]): Buffer =>
  Buffer.concat([
    ...parts.map((part) => (Buffer.isBuffer(part) ? part : rawEntry(part))),
    Buffer.alloc(1024),
  ]);

/** A tarball of entries and raw blocks. */
export const rawTarball = (...parts: readonly (RawEntry | Buffer)[]): Buffer => gzipSync(rawTar(...parts));
