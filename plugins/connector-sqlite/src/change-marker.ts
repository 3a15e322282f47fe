import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { ChangeMarker } from '@datawave/plugin-sdk';

/** File systems keep times to two seconds at worst; a clock of another machine may differ. */
const TICK_NS = 2_500_000_000n;
/** The header of the file, with its change counter, and that of its log, with the salt that a new log gets. */
const HEADER_BYTES = 100;

async function stateOf(path: string): Promise<{ readonly text: string; readonly latest: bigint } | null> {
  const status = await stat(path, { bigint: true }).catch(() => null);
  if (status === null) return null;
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
  // Not when its entry was touched: SQLite itself does that to a log that it opens for reading.
  const { ino, size, mtimeNs } = status;
  return {
    text: [ino, size, mtimeNs, buffer.toString('hex', 0, bytesRead)].join('-'),
    latest: mtimeNs,
  };
}

/**
 * A mark of the whole file and of the log beside it: SQLite does not tell its tables apart. Null while a transaction is in its
 * journal, or while another change could come in the same tick of the clock.
 */
export async function fileMarker(path: string): Promise<ChangeMarker | null> {
  const [main, log, journal] = [
    await stateOf(path),
    await stateOf(`${path}-wal`),
    await stateOf(`${path}-journal`),
  ];
  const now = BigInt(Date.now()) * 1_000_000n;
  if (main === null || [main, log].some((state) => state !== null && state.latest + TICK_NS > now))
    return null;
  // A journal that was used up stays behind, emptied or with its header wiped.
  if (journal !== null && !/-(?:|0+)$/.test(journal.text)) return null;
  const value = createHash('sha256')
    .update(`${main.text} ${log?.text ?? ''}`)
    .digest('base64url')
    .slice(0, 22);
  return { kind: 'modified-at', value };
}

/** Functions that answer otherwise at other times although nothing was written. */
const FICKLE =
  /\b(?:random|randomblob|current_(?:date|time|timestamp)|date|time|datetime|julianday|unixepoch|strftime|timediff|changes|total_changes|last_insert_rowid|sqlite_\w+)\b/i;

/** Whether views show what the file holds and nothing else, as far as their texts tell. */
export const viewsAreSteady = (database: DatabaseSync): boolean =>
  database
    .prepare("SELECT sql FROM sqlite_schema WHERE type = 'view'")
    .all()
    .every(({ sql }) => typeof sql === 'string' && !FICKLE.test(sql));
