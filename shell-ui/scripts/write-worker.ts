import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Version of a build, by its document and the names of its files: another one for each other content. */
export const versionOf = (html: string, files: readonly string[]): string =>
  createHash('sha256')
    .update([html, ...files.toSorted()].join('\n'))
    .digest('hex')
    .slice(0, 12);

/** Writes service-worker.js with the version of the build and what of it is kept from the beginning. */
export function writeWorker(
  shellDirectory: string,
  outDirectory: string,
  version: string,
  first: readonly string[],
): void {
  const code = readFileSync(join(shellDirectory, 'src/offline/service-worker.js'), 'utf8');
  const files = ['/', '/favicon.svg', ...first];
  const head = `const VERSION = ${JSON.stringify(version)};\nconst FILES = ${JSON.stringify(files)};\n`;
  writeFileSync(join(outDirectory, 'service-worker.js'), head + code);
}
