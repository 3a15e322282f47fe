import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

function collect(path: string, into: string[]): void {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    into.push(path);
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.name.endsWith('.test.ts') || entry.name.startsWith('.')) continue;
    collect(join(path, entry.name), into);
  }
}

/** One hash over the contents of files and folders, tests left out: equal exactly when a build would see the same. */
export function sourceHash(root: string, paths: readonly string[]): string {
  const files: string[] = [];
  for (const path of paths) collect(path, files);
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}
