import { ICONS } from '../../src/ui/icons.ts';
import { escapeHtml, relativeLink } from './html.ts';
import type { PageHeading } from './markdown.ts';

/** A page of the site before its frame is put around it. */
export interface SitePage {
  /** Below the root of the site: `guides/storage.html`. */
  readonly path: string;
  readonly title: string;
  /** One sentence, for the head of the page and for the search. */
  readonly description: string;
  /** What stands in `main`, links relative to the page. */
  readonly html: string;
  readonly headings: readonly PageHeading[];
  /** The front page fills the whole width and has no list at its side. */
  readonly isFront?: boolean;
}

/** A part of the navigation; parts within parts fold. */
export interface NavigationPart {
  readonly title: string;
  readonly pages: readonly { readonly title: string; readonly path: string }[];
  readonly parts?: readonly NavigationPart[];
  /** Where all of it is listed: what stands there in its place on pages that are not among it. */
  readonly address?: string;
}

export type IconName = keyof typeof ICONS;

/** An icon of the design system, which says nothing to a screen reader. */
export const icon = (name: IconName): string =>
  `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${ICONS[name]}</svg>`;

/** The mark of DataWave. */
export const MARK =
  '<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect width="32" height="32" rx="8"/><path d="M6 19.5c2.5 0 2.5-7 5-7s2.5 7 5 7 2.5-7 5-7 2.5 7 5 7"/></svg>';

/** A whole document: the frame with navigation, search and table of contents around a page. */
export function renderPage(page: SitePage, navigation: readonly NavigationPart[], version: string): string {
  const to = (path: string): string => escapeHtml(relativeLink(page.path, path));
  const title = page.isFront === true ? page.title : `${page.title} · DataWave SDK`;
  const headings = page.headings.filter(({ depth }) => depth === 2 || depth === 3);
  const hasContents = page.isFront !== true && headings.length > 1;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(page.description)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="${to('assets/favicon.svg')}">
<link rel="stylesheet" href="${to('assets/site.css')}">
<script src="${to('assets/theme.js')}"></script>
<script src="${to('assets/search-index.js')}" defer></script>
<script src="${to('assets/site.js')}" defer></script>
</head>
<body class="${page.isFront === true ? 'front' : 'inner'}" data-root="${'../'.repeat(page.path.split('/').length - 1)}">
<a class="skip" href="#content">Skip to the content</a>
<header class="bar">
<button type="button" class="quiet menu" id="menu" aria-expanded="false" aria-controls="nav" aria-label="Contents">${icon('list')}</button>
<a class="brand" aria-label="DataWave SDK" href="${to('index.html')}">${MARK}<span>DataWave <b>SDK</b></span></a>
<span class="version">${escapeHtml(version)}</span>
<div class="search" id="search" role="search">
<label class="hidden" for="search-field">Search the documentation</label>
${icon('search')}
<input id="search-field" type="search" placeholder="Search guides, API, services, error codes" autocomplete="off" spellcheck="false" role="combobox" aria-expanded="false" aria-controls="search-results" aria-autocomplete="list">
<kbd aria-hidden="true">/</kbd>
<div id="search-results" role="listbox" aria-label="Results" hidden></div>
<p class="hidden" role="status" id="search-status"></p>
</div>
<nav class="quick" aria-label="Quick links">${[
    ['Tutorials', 'tutorials/classifier.html'],
    ['Reference', 'reference/services.html'],
    ['API', 'api/index.html'],
  ]
    .map(([name = '', path = '']) => `<a href="${to(path)}">${name}</a>`)
    .join('')}</nav>
<button type="button" class="quiet" id="theme" aria-label="Dark theme" aria-pressed="false">${icon('sun')}${icon('moon')}</button>
</header>
<div class="frame">
<nav class="side" id="nav" aria-label="Contents">${navigation.map((part) => renderPart(part, page.path, 0)).join('')}</nav>
<main id="content" tabindex="-1">
${page.html}
${page.isFront === true ? '' : neighbours(page.path, navigation)}
</main>
${hasContents ? `<nav class="contents" aria-label="On this page"><p>On this page</p><ul>${headings.map(({ depth, id, text }) => `<li class="d${depth}"><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`).join('')}</ul></nav>` : ''}
</div>
<footer><p>${MARK}<span>DataWave SDK ${escapeHtml(version)}. Apache License 2.0. These pages ask nothing of any other server.</span></p></footer>
</body>
</html>
`;
}

function renderPart(part: NavigationPart, current: string, depth: number): string {
  const holdsCurrent = holds(part, current);
  if (part.address !== undefined && !holdsCurrent)
    return `<a href="${escapeHtml(relativeLink(current, part.address))}">${escapeHtml(part.title)}</a>`;
  const links = part.pages
    .map(
      ({ title, path }) =>
        `<li><a href="${escapeHtml(relativeLink(current, path))}"${path === current ? ' aria-current="page"' : ''}>${escapeHtml(title)}</a></li>`,
    )
    .join('');
  const inner = `${links === '' ? '' : `<ul>${links}</ul>`}${(part.parts ?? []).map((one) => renderPart(one, current, depth + 1)).join('')}`;
  if (depth === 0) return `<section><h2>${escapeHtml(part.title)}</h2>${inner}</section>`;
  return `<details${holdsCurrent ? ' open' : ''}><summary>${escapeHtml(part.title)}${icon('chevron-right')}</summary>${inner}</details>`;
}

const holds = (part: NavigationPart, path: string): boolean =>
  part.pages.some((page) => page.path === path) || (part.parts ?? []).some((one) => holds(one, path));

/** The pages before and after, in the order of the navigation. */
function neighbours(path: string, navigation: readonly NavigationPart[]): string {
  const all = navigation.flatMap(pagesOf).filter((page) => page.path !== 'index.html');
  const at = all.findIndex((page) => page.path === path);
  const link = (index: number, rel: 'prev' | 'next', word: string): string => {
    const page = at < 0 ? undefined : all[index];
    if (page === undefined) return '<span></span>';
    return `<a rel="${rel}" class="${rel}" href="${escapeHtml(relativeLink(path, page.path))}"><small>${word}</small>${escapeHtml(page.title)}</a>`;
  };
  return `<nav class="neighbours" aria-label="Before and after">${link(at - 1, 'prev', 'Before')}${link(at + 1, 'next', 'Next')}</nav>`;
}

const pagesOf = (part: NavigationPart): readonly { readonly title: string; readonly path: string }[] => [
  ...part.pages,
  ...(part.parts ?? []).flatMap(pagesOf),
];
