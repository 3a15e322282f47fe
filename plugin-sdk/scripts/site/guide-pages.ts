import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { relativeLink } from './html.ts';
import type { SitePage } from './layout.ts';
import { renderMarkdown } from './markdown.ts';

/** Guides in the order in which they are read; whatever else stands in the folder follows by name. */
const ORDER = {
  tutorials: ['classifier', 'connector', 'framework', 'channel', 'step', 'page'],
  guides: [
    'concepts',
    'connectors',
    'classifiers',
    'free-text',
    'frameworks',
    'channels',
    'steps',
    'storage',
    'jobs-and-events',
    'http',
    'ui',
    'testing',
    'versions',
  ],
} as const;

type Folder = keyof typeof ORDER;

/** The guides and tutorials of the SDK's folder `docs`, in their order. */
export function makeGuidePages(sdk: string): Readonly<Record<Folder, readonly SitePage[]>> {
  const files = new Map<string, string>();
  for (const file of globSync('docs/**/*.md', { cwd: sdk })) {
    const path = file.replaceAll('\\', '/');
    files.set(
      path,
      path.startsWith('docs/tutorials/')
        ? path.replace(/^docs\/(.*)\.md$/, '$1.html')
        : path.replace(/^docs\/(.*)\.md$/, 'guides/$1.html'),
    );
  }
  const made = [...files].map(([file, path]) => makePage(sdk, file, path, files));
  const inOrder = (folder: Folder): readonly SitePage[] => {
    const order: readonly string[] = ORDER[folder].map((name) => `${folder}/${name}.html`);
    const place = ({ path }: SitePage): number => (order.includes(path) ? order.indexOf(path) : order.length);
    return made
      .filter(({ path }) => path.startsWith(`${folder}/`))
      .sort((left, right) => place(left) - place(right) || (left.path < right.path ? -1 : 1));
  };
  return { tutorials: inOrder('tutorials'), guides: inOrder('guides') };
}

function makePage(sdk: string, file: string, path: string, files: ReadonlyMap<string, string>): SitePage {
  const text = readFileSync(join(sdk, file), 'utf8');
  const link = (href: string): string | null => {
    if (/^(?:https?:|mailto:|#)/.test(href)) return href;
    const [target = '', anchor] = href.split('#');
    // Pages that are gathered have no Markdown file: `../site/reference/hooks.html`.
    const made =
      /^(?:\.\.\/)+site\/(.*)$/.exec(target)?.[1] ??
      files.get(posix.normalize(posix.join(posix.dirname(file), target)));
    if (made !== undefined) return relativeLink(path, anchor === undefined ? made : `${made}#${anchor}`);
    if (!existsSync(join(sdk, posix.dirname(file), target)))
      throw new Error(`${file} links to ${href}, which is not there.`);
    return null;
  };
  const { html, title, headings } = renderMarkdown(text, link, (href) => sourceOf(sdk, file, href));
  if (title === null) throw new Error(`${file} has no heading of the first level.`);
  const first = /^(?!#|```|\||- )\S[\s\S]*?(?=\n\n|$)/m.exec(text)?.[0] ?? title;
  return {
    path,
    title,
    description: plain(first),
    html: `<h1>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</h1>${html}`,
    headings,
  };
}

/** The text of a source file that a page links to; null for a link to anything else. */
function sourceOf(sdk: string, page: string, href: string): string | null {
  if (!/^\.{1,2}\/.*\.(?:ts|json|yaml)$/.test(href)) return null;
  const path = join(sdk, posix.dirname(page), href);
  if (!existsSync(path)) throw new Error(`${page} shows ${href}, which is not there.`);
  return readFileSync(path, 'utf8');
}

/** The first sentence of a paragraph without its marks. */
const plain = (markdown: string): string =>
  (/^[\s\S]*?[.:](?=\s|$)/.exec(markdown)?.[0] ?? markdown)
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll('\n', ' ');
