import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** In a published package, and in a checkout. */
const PLACES = ['../site/', '../dist/site/'] as const;

/** Folder of the SDK's documentation as pages, whose first is `index.html`; null where they were not built (`npm run docs`). @public */
export function siteFolder(): string | null {
  const folders = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return folders.find((folder) => existsSync(join(folder, 'index.html'))) ?? null;
}

/** Every file of the documentation, relative to {@link siteFolder}, with forward slashes, by name. Empty where there is none. @public */
export async function listSiteFiles(): Promise<readonly string[]> {
  const folder = siteFolder();
  if (folder === null) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).split(sep).join('/'))
    .sort();
}
