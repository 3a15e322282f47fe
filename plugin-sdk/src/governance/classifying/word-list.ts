import { readFileSync } from 'node:fs';

/**
 * Reads a shipped word list, one entry a line, `#` before comments: its source and licence stand at its head.
 * Synchronous and small on purpose: called once, at a classifier's first column.
 * @throws the file system's error when the package is incomplete
 * @public
 */
export function readWordList(file: URL): ReadonlySet<string> {
  const entries = readFileSync(file, 'utf8').split('\n');
  return new Set(entries.filter((line) => line !== '' && !line.startsWith('#')));
}
