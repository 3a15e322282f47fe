import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Modules that a script imports before it runs, as they stand in what the bundler writes. */
const IMPORTS = /(?:import|from)\s*["']\.\/([\w.-]+\.js)["']/g;

/**
 * Scripts that a built shell fetches before it shows anything, as paths below its folder: what the page names, and what
 * those import, leaving out what is imported on demand.
 */
export function firstLoad(directory: string): readonly string[] {
  const html = readFileSync(join(directory, 'index.html'), 'utf8');
  const named = html.matchAll(/<(?:script[^>]* src|link rel="modulepreload" href)="\/(static\/[^"]+\.js)"/g);
  const found = new Set<string>();
  const add = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, name = ''] of readFileSync(join(directory, file), 'utf8').matchAll(IMPORTS))
      add(`static/${name}`);
  };
  for (const [, file = ''] of named) add(file);
  return [...found];
}
