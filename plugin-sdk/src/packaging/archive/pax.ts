import { Buffer } from 'node:buffer';
import { archiveFault } from './archive-fault.ts';

/** What npm's packers write there, and what of it is passed over. Anything else changes what the entry is. */
const KNOWN = new Set(['path', 'size', 'mtime', 'atime', 'ctime', 'uid', 'gid', 'uname', 'gname', 'comment']);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The records of a PAX header: `LENGTH KEY=VALUE\n`, the length counting the whole record.
 * @throws DataWaveError DW_PACKAGE_DAMAGED, DW_PACKAGE_ENTRY
 */
export function readPax(body: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  let rest = Buffer.from(body.buffer, body.byteOffset, body.length);
  while (rest.length > 0) {
    const length = Number(/^([1-9][0-9]{0,4}) /.exec(rest.toString('latin1', 0, 6))?.[1] ?? Number.NaN);
    if (!(length <= rest.length) || rest[length - 1] !== 0x0a) throw damaged();
    const [key, value] = splitRecord(rest.subarray(rest.indexOf(0x20) + 1, length - 1));
    if (!KNOWN.has(key))
      throw archiveFault(
        'DW_PACKAGE_ENTRY',
        `A header says "${key.replaceAll(/[^\w.-]/g, '?').slice(0, 60)}" of a file, which npm writes of none.`,
      );
    if (records.has(key)) throw archiveFault('DW_PACKAGE_ENTRY', `A header says the ${key} of a file twice.`);
    records.set(key, value);
    rest = rest.subarray(length);
  }
  return records;
}

function splitRecord(record: Uint8Array): readonly [string, string] {
  const at = record.indexOf(0x3d);
  if (at < 1) throw damaged();
  try {
    return [utf8.decode(record.subarray(0, at)), utf8.decode(record.subarray(at + 1))];
  } catch (error) {
    throw archiveFault('DW_PACKAGE_PATH', 'A header is no UTF-8 text.', error);
  }
}

const damaged = (): Error =>
  archiveFault('DW_PACKAGE_DAMAGED', 'An extended header of the archive cannot be read.');
