import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './repository.ts';

/**
 * Compares generated texts, by path relative to the root, with the committed files. With `write` it renews them,
 * without it names the stale ones and answers false.
 */
export function renewOrCheck(texts: ReadonlyMap<string, string>, command: string, write: boolean): boolean {
  const stale = [...texts].filter(([file, text]) => readIfThere(join(root, file)) !== text);
  for (const [file, text] of stale) {
    if (write) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
      console.log(`wrote ${file}`);
    } else console.error(`${file} is stale: run "${command}" and commit it`);
  }
  return write || stale.length === 0;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
