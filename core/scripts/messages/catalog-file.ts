import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** German texts of a package by key. */
export type Catalog = Readonly<Record<string, string>>;

export const CATALOG = 'locales/de.json';

/** The catalog of a package; an empty one where it has none. @throws Error where it is no JSON */
export function readCatalog(root: string, folder: string): Catalog {
  const file = join(root, folder, CATALOG);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Catalog) : {};
}

/** A catalog as it is written: sorted, so that two people who add texts seldom meet in one line. */
export function renderCatalog(catalog: Catalog): string {
  const sorted = Object.entries(catalog).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}

export function writeCatalog(root: string, folder: string, catalog: Catalog): void {
  const file = join(root, folder, CATALOG);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, renderCatalog(catalog));
}
