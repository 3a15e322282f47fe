import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOG, type Catalog, readCatalog, renderCatalog, writeCatalog } from './messages/catalog-file.ts';
import { checkCatalog, findDisagreements } from './messages/check-catalog.ts';
import { knowsSaid, SAID } from './messages/find-said.ts';
import { type PackageTexts, packageTexts } from './messages/package-texts.ts';
import { listFiles, listPackages, root } from './repository.ts';

/**
 * `npm run -s messages`: whether every word that pages show is looked up and has a German text, and whether styles follow the direction
 * of the language. With `--write` missing texts are added, empty, and those that nobody shows any more are taken out. Folders narrow
 * it to packages.
 */
export function checkMessages(
  options: { readonly writes?: boolean; readonly only?: readonly string[] } = {},
): boolean {
  const { writes = false, only = [] } = options;
  const files = listFiles('**/*.{ts,json,css}');
  const isInAnySource = isInSources(files);
  const catalogs = new Map<string, Catalog>();
  const said: PackageTexts['said'][number][] = [];
  const faults: string[] = [];
  for (const folder of listPackages()) {
    const own = files.filter((file) => file.startsWith(`${folder}/`));
    const texts = packageTexts(root, folder, own);
    if (only.length === 0 || only.includes(folder)) {
      const given = readCatalog(root, folder);
      const found = faultsOf(texts, given, own, { writes, isInAnySource });
      said.push(...texts.said);
      faults.push(...found.untranslated, ...found.bare, ...found.others);
    }
    catalogs.set(folder, readCatalog(root, folder));
  }
  const isKnown = knowsSaid([...catalogs.values()].flatMap((catalog) => Object.keys(catalog)));
  faults.push(
    ...said
      .filter(({ key }) => !isKnown(key))
      .map(({ file, line, key }) => `${file}:${line} says what has no German: “${key}”`),
    ...findDisagreements(catalogs),
  );
  for (const fault of faults) console.error(fault);
  if (faults.length > 0)
    console.error(`${faults.length} faults; npm run -s messages -- --write adds and removes keys.`);
  return faults.length === 0;
}

function faultsOf(
  texts: PackageTexts,
  catalog: Catalog,
  files: readonly string[],
  { writes, isInAnySource }: { readonly writes: boolean; readonly isInAnySource: (text: string) => boolean },
): Readonly<Record<'untranslated' | 'bare' | 'others', readonly string[]>> {
  const { folder, keys, bare, physical } = texts;
  const { untranslated, stale, unfit } = checkCatalog(
    catalog,
    keys,
    (() => {
      const isInOwn = isInSources(files);
      return (key) => (key.startsWith(SAID) ? isInAnySource(key) : isInOwn(key));
    })(),
  );
  const place = `${folder}/${CATALOG}`;
  const isStale = new Set(stale);
  const isComplete = !untranslated.some(({ key }) => catalog[key] === undefined) && stale.length === 0;
  if (writes && !(isComplete && isSorted(folder, catalog))) {
    const kept = Object.entries(catalog).filter(([key]) => !isStale.has(key));
    writeCatalog(root, folder, {
      ...Object.fromEntries(untranslated.map(({ key }) => [key, ''])),
      ...Object.fromEntries(kept),
    });
  }
  return {
    untranslated: untranslated.map(({ file, line, key }) => `${file}:${line} has no German: “${key}”`),
    bare: bare.map(({ file, line, text }) => `${file}:${line} shows words that are not looked up: “${text}”`),
    others: [
      ...(writes ? [] : stale.map((key) => `${place}: nobody shows “${key}”`)),
      ...unfit.map((fault) => `${place}: ${fault}`),
      ...physical.map(
        (style) => `${style} does not follow the direction of the language: name start and end.`,
      ),
      ...(isSorted(folder, catalog) || writes
        ? []
        : [`${place} is not sorted: npm run -s messages -- --write`]),
      ...undeclared(folder),
    ],
  };
}

/** What a package's server side answers is looked up, too: it stands somewhere in its sources, or in the contract. */
function isInSources(files: readonly string[]): (text: string) => boolean {
  let all: string | null = null;
  return (text) => {
    all ??= files
      .filter((file) => !/(^|\/)(locales|test)\/|\.test\.ts$/.test(file))
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n');
    const sources = all;
    const isThere = (plain: string): boolean =>
      sources.includes(plain) ||
      sources.includes(plain.replaceAll("'", "\\'")) ||
      sources.includes(JSON.stringify(plain).slice(1, -1));
    const plain = text.replace(/^[\w-]+\|/, '');
    // What the server says has places in it that are written otherwise there: the words between them stand in its sources.
    return text.startsWith(SAID) ? isThere(plain) || wordsOf(plain).every(isThere) : isThere(plain);
  };
}

/** The words between the places of a form, where a sentence is put together from them. */
const wordsOf = (form: string): readonly string[] =>
  form.split(/\{\w+\}/).flatMap((part) => part.match(/\p{L}{3,}/gu) ?? []);

const isSorted = (folder: string, catalog: Catalog): boolean =>
  !existsSync(join(root, folder, CATALOG)) ||
  renderCatalog(catalog) === readFileSync(join(root, folder, CATALOG), 'utf8');

/** A plugin's texts are served only where its manifest names them, and shipped only where its package does. */
function undeclared(folder: string): readonly string[] {
  if (!folder.startsWith('plugins/') || !existsSync(join(root, folder, CATALOG))) return [];
  const file = `${folder}/package.json`;
  const manifest = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
    readonly datawave?: { readonly contributes?: { readonly locales?: Readonly<Record<string, string>> } };
  };
  return manifest.datawave?.contributes?.locales?.['de'] === CATALOG
    ? []
    : [`${file} does not name its texts: add "locales": { "de": "${CATALOG}" } to "contributes".`];
}

if (import.meta.filename === process.argv[1]) {
  const args = process.argv.slice(2);
  const only = args.filter((arg) => !arg.startsWith('-')).map((arg) => arg.replace(/\/$/, ''));
  process.exitCode = checkMessages({ writes: args.includes('--write'), only }) ? 0 : 1;
}
