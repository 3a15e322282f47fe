import type { Catalog } from './catalog-file.ts';
import type { FoundKey } from './find-keys.ts';
import { placeholdersOf } from './placeholders.ts';

/** What is wrong with the German of one package. */
export interface CatalogFaults {
  /** Texts that have none, or an empty one. */
  readonly untranslated: readonly FoundKey[];
  /** Keys that no code of the package has. */
  readonly stale: readonly string[];
  /** Sentences on texts that do not fit their English. */
  readonly unfit: readonly string[];
}

/**
 * Compares a catalog with what its package shows.
 * @param isInSource - whether the sources of the package hold a text in any other way: what its server side answers
 */
export function checkCatalog(
  catalog: Catalog,
  found: readonly FoundKey[],
  isInSource: (text: string) => boolean,
): CatalogFaults {
  const byKey = new Map(found.map((key) => [key.key, key]));
  const rich = new Set(found.flatMap(({ key, isRich }) => (isRich ? [key] : [])));
  return {
    untranslated: [...byKey.values()].filter(({ key }) => (catalog[key] ?? '') === ''),
    stale: Object.keys(catalog).filter((key) => !byKey.has(key) && !isInSource(key)),
    unfit: Object.entries(catalog).flatMap(([key, german]) => unfit(key, german, rich.has(key))),
  };
}

function unfit(key: string, german: string, isRich: boolean): readonly string[] {
  if (typeof german !== 'string') return [`“${key}” has something else than a text`];
  const english = key.replace(/^[\w-]+\|/, '');
  const wanted = placeholders(english, isRich);
  // Where English is no format it is shown as it is, and so is its German.
  if (german === '' || typeof wanted === 'string') return [];
  const given = placeholders(german, isRich);
  if (typeof given === 'string') return [`the German of “${key}” cannot be read: ${given}`];
  if (wanted.join() === given.join()) return [];
  return [`“${key}” has ${wanted.join(' ') || 'no placeholders'}, its German ${given.join(' ') || 'none'}`];
}

/** What {@link placeholdersOf} answers, or why it cannot. */
function placeholders(text: string, isRich: boolean): readonly string[] | string {
  try {
    return placeholdersOf(text, isRich);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The same English with two German texts in two packages, as sentences. */
export function findDisagreements(catalogs: ReadonlyMap<string, Catalog>): readonly string[] {
  const known = new Map<string, { readonly german: string; readonly folder: string }>();
  const faults: string[] = [];
  for (const [folder, catalog] of catalogs) {
    for (const [key, german] of Object.entries(catalog)) {
      const other = known.get(key);
      if (german === '') continue;
      if (other === undefined) known.set(key, { german, folder });
      else if (other.german !== german)
        faults.push(`“${key}” is “${other.german}” in ${other.folder} and “${german}” in ${folder}`);
    }
  }
  return faults;
}
