import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { SDK_API_VERSION } from '../../src/api-version.ts';
import { readItems } from './api-model.ts';
import { type ApiPages, firstSentence, makeApiIndex, makeApiPages } from './api-pages.ts';
import { findBrokenLinks, type SiteFiles } from './check-links.ts';
import { makeCodemodPage } from './codemod-page.ts';
import { makeFrontPage } from './front-page.ts';
import { gatherCodes } from './gather-codes.ts';
import { gatherPlugins, readSources } from './gather-plugins.ts';
import { gatherRefs } from './gather-refs.ts';
import { gatherSlots } from './gather-slots.ts';
import { makeGuidePages } from './guide-pages.ts';
import { type NavigationPart, renderPage, type SitePage } from './layout.ts';
import { type Gathered, makeReferencePages, referenceEntries } from './reference-pages.ts';

/** What stands in the search: title, kind, address, and a few words more that it is found by. */
type SearchEntry = readonly [title: string, kind: string, address: string, text: string];

/**
 * Makes the documentation of the SDK: every file of the site by its path, the same for the same repository.
 * @param root - the repository
 * @param models - the doc models of the SDK's entry points, by name
 * @throws Error naming every broken link, and every slot that no guide describes
 */
export async function buildSite(root: string, models: ReadonlyMap<string, unknown>): Promise<SiteFiles> {
  const sdk = join(root, 'plugin-sdk');
  const items = readItems(models);
  const plugins = await gatherPlugins(root);
  const kernel = readSources(root, 'core');
  const shell = [...readSources(root, 'shell-ui'), ...readSources(root, 'plugin-sdk')];
  const codes = gatherCodes(plugins, readFileSync(join(root, 'core', 'docs', 'errors.md'), 'utf8'));
  const { slots, faults } = gatherSlots(plugins, shell, readFileSync(join(sdk, 'docs', 'ui.md'), 'utf8'));
  const api = makeApiPages(items, new Set(codes.map(({ code }) => code)));
  const gathered: Gathered = { plugins, refs: gatherRefs(plugins, kernel), slots, codes, api };
  const { tutorials, guides } = makeGuidePages(sdk);
  const front = makeFrontPage(gathered, { names: items.length });
  const reference = [...makeReferencePages(gathered), makeCodemodPage(sdk)];
  const pages = [front, ...tutorials, ...guides, ...reference, makeApiIndex(items, api), ...api.pages];
  const navigation = navigate(tutorials, guides, reference, api);
  const files = new Map<string, string | Uint8Array>(
    pages.map((page) => [page.path, renderPage(page, navigation, SDK_API_VERSION)]),
  );
  const entries = searchEntries(
    [...tutorials, ...guides, ...reference],
    gathered,
    items.map(({ name, kind }) => [name, kind]),
  );
  files.set('assets/search-index.js', `globalThis.datawaveSearch = ${JSON.stringify(entries)};\n`);
  for (const [path, content] of assets(root)) files.set(path, content);
  const broken = [...faults, ...findBrokenLinks(files)];
  if (broken.length > 0)
    throw new Error(`The documentation has faults:\n${broken.map((fault) => `  ${fault}`).join('\n')}`);
  return new Map([...files].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function navigate(
  tutorials: readonly SitePage[],
  guides: readonly SitePage[],
  reference: readonly SitePage[],
  api: ApiPages,
): readonly NavigationPart[] {
  const listed = (pages: readonly SitePage[]): NavigationPart['pages'] =>
    pages.map(({ title, path }) => ({ title, path }));
  const first = (path: string): readonly SitePage[] => guides.filter((page) => page.path === path);
  const start = ['guides/concepts.html'];
  return [
    { title: 'Start', pages: [{ title: 'Overview', path: 'index.html' }, ...listed(start.flatMap(first))] },
    { title: 'Tutorials', pages: listed(tutorials) },
    { title: 'Guides', pages: listed(guides.filter(({ path }) => !start.includes(path))) },
    { title: 'Reference', pages: listed(reference) },
    api.navigation,
  ];
}

function searchEntries(
  pages: readonly SitePage[],
  gathered: Gathered,
  items: readonly (readonly [name: string, kind: string])[],
): readonly SearchEntry[] {
  const { addresses, documentation } = gathered.api;
  return [
    ...pages.map(({ title, path, description }): SearchEntry => [title, 'page', path, description]),
    ...pages
      .filter(({ path }) => path.startsWith('guides/') || path.startsWith('tutorials/'))
      .flatMap(({ title, path, headings }) =>
        headings.map(({ id, text }): SearchEntry => [text, 'section', `${path}#${id}`, title]),
      ),
    ...referenceEntries(gathered),
    ...items.map(
      ([name, kind]): SearchEntry => [
        name,
        kind === 'TypeAlias' ? 'type' : kind === 'Variable' ? 'constant' : kind.toLowerCase(),
        addresses.get(name) ?? 'api/index.html',
        firstSentence(documentation.get(name)?.summary ?? '')
          .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
          .replaceAll('`', '')
          .slice(0, 160),
      ],
    ),
  ];
}

/** Style sheet, scripts, font and icon. */
function assets(root: string): readonly (readonly [string, string | Uint8Array])[] {
  const own = (name: string): string => readFileSync(join(import.meta.dirname, 'assets', name), 'utf8');
  const font = createRequire(join(root, 'shell-ui', 'package.json')).resolve(
    '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  );
  return [
    [
      'assets/site.css',
      `${readFileSync(join(root, 'plugin-sdk', 'src', 'ui', 'tokens.css'), 'utf8')}\n${own('site.css')}`,
    ],
    ['assets/site.js', own('site.js')],
    ['assets/theme.js', own('theme.js')],
    ['assets/favicon.svg', readFileSync(join(root, 'shell-ui', 'src', 'favicon.svg'), 'utf8')],
    ['assets/inter.woff2', readFileSync(font)],
  ];
}
