import type { ApiPages } from './api-pages.ts';
import { firstSentence } from './api-pages.ts';
import type { GatheredCode } from './gather-codes.ts';
import type { RepositoryPlugin } from './gather-plugins.ts';
import type { GatheredRef } from './gather-refs.ts';
import type { GatheredSlot } from './gather-slots.ts';
import { escapeHtml, relativeLink, tableOf } from './html.ts';
import type { SitePage } from './layout.ts';
import { renderMarkdown } from './markdown.ts';

/** What the pages of the reference are made of. */
export interface Gathered {
  readonly plugins: readonly RepositoryPlugin[];
  readonly refs: readonly GatheredRef[];
  readonly slots: readonly GatheredSlot[];
  readonly codes: readonly GatheredCode[];
  readonly api: ApiPages;
}

const inline = (markdown: string): string =>
  renderMarkdown(markdown, (href) => (/^https?:/.test(href) ? href : null))
    .html.trim()
    .replace(/^<p>([\s\S]*)<\/p>$/, '$1');

/** All pages of the reference that are gathered from the repository. */
export function makeReferencePages(gathered: Gathered): readonly SitePage[] {
  return [
    services(gathered),
    hooks(gathered),
    points(gathered),
    slots(gathered),
    errors(gathered),
    plugins(gathered),
    deprecations(gathered),
  ];
}

/** Names of plugins as links to what is said of them. */
const names = (ids: readonly string[], { plugins: known }: Gathered): string =>
  ids.length === 0
    ? '<span class="none">nobody yet</span>'
    : ids
        .map((id) =>
          known.some((plugin) => plugin.id === id)
            ? `<a class="plugin" href="plugins.html#${escapeHtml(id)}">${escapeHtml(id)}</a>`
            : `<span class="plugin kernel">${id === 'core' ? 'kernel' : escapeHtml(id)}</span>`,
        )
        .join(' ');

/** A ref with what its documentation says, its interface, and who has to do with it. */
function refSection(
  ref: GatheredRef,
  gathered: Gathered,
  path: string,
  roles: readonly (readonly [string, readonly string[]])[],
): string {
  const { api } = gathered;
  const constant = ref.constant.replace(/^coreServices\./, '');
  // The kernel's services are documented as `httpService`, and reached as `coreServices.http`.
  const documented = ref.constant === constant ? constant : `${constant}Service`;
  const carried = api.documentation.get(documented) ?? api.documentation.get(capital(documented));
  const address =
    api.addresses.get(documented) ??
    api.addresses.get(capital(documented)) ??
    api.addresses.get('coreServices') ??
    'api/index.html';
  const details = api.documentation.get(capital(documented));
  const text = [carried?.summary ?? '', details !== undefined && details !== carried ? details.summary : '']
    .filter((part) => part !== '')
    .map((part) => inline(withoutLinks(part)))
    .join(' ');
  const id = escapeHtml(ref.id);
  return `<section class="ref"><h2 id="${id}"><a class="anchor" href="#${id}"><code>${id}</code></a></h2>
<p>${text}${ref.manner === '' ? '' : ` <span class="kind">${escapeHtml(ref.manner)}</span>`}</p>
<dl class="facts"><dt>In code</dt><dd><a href="${escapeHtml(relativeLink(path, address))}"><code>${escapeHtml(ref.constant)}</code></a></dd>${roles
    .map(([role, ids]) => `<dt>${role}</dt><dd>${names(ids, gathered)}</dd>`)
    .join('')}</dl></section>`;
}

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const withoutLinks = (markdown: string): string => markdown.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');

function refPage(
  kind: GatheredRef['kind'],
  head: Pick<SitePage, 'path' | 'title' | 'description'>,
  lede: string,
  gathered: Gathered,
  roles: (ref: GatheredRef) => readonly (readonly [string, readonly string[]])[],
): SitePage {
  const refs = gathered.refs.filter((ref) => ref.kind === kind);
  return {
    ...head,
    html: `<h1>${head.title}</h1><p class="lede">${lede}</p>${refs.map((ref) => refSection(ref, gathered, head.path, roles(ref))).join('\n')}`,
    headings: refs.map(({ id }) => ({ depth: 2, id, text: id })),
  };
}

const services = (gathered: Gathered): SitePage =>
  refPage(
    'service',
    {
      path: 'reference/services.html',
      title: 'Services',
      description: 'Every service of the kernel and of the plugins, who provides it and who uses it.',
    },
    'A service has one provider and many users. Name its ref among the <code>deps</code> of your plugin, or among the <code>optionalDeps</code> where you can do without.',
    gathered,
    ({ owners, users, others }) => [
      ['Provided by', owners],
      ['Used by', users],
      ['Used where it is there by', others],
    ],
  );

const hooks = (gathered: Gathered): SitePage =>
  refPage(
    'hook',
    {
      path: 'reference/hooks.html',
      title: 'Hooks',
      description: 'Every hook, how it runs, what a failing tap means, who calls it and who taps it.',
    },
    'One plugin owns a hook and calls it; any number hang taps on it. How the taps run, and what one that throws means, is declared with the hook.',
    gathered,
    ({ owners, users }) => [
      ['Called by', owners],
      ['Tapped by', users],
    ],
  );

const points = (gathered: Gathered): SitePage =>
  refPage(
    'extension-point',
    {
      path: 'reference/extension-points.html',
      title: 'Extension points',
      description: 'Every extension point, who owns it, who contributes to it and who reads it.',
    },
    'A keyed collection to which many contribute: connectors, classifiers, frameworks and more. What a plugin contributes goes when it stops.',
    gathered,
    ({ owners, users, others }) => [
      ['Owned by', owners],
      ['Contributed to by', users],
      ['Read by', others],
    ],
  );

function slots(gathered: Gathered): SitePage {
  const sections = gathered.slots.map(({ name, where, context, owners, fillers }) => {
    const id = escapeHtml(name);
    const filled = fillers.map(
      ({ plugin, title, element }) =>
        `<li>${names([plugin], gathered)} <code>&lt;${escapeHtml(element)}&gt;</code>${title === '' ? '' : ` ${escapeHtml(title)}`}</li>`,
    );
    return `<section class="ref"><h2 id="${id}"><a class="anchor" href="#${id}"><code>${id}</code></a></h2><p>${inline(where)}</p><dl class="facts"><dt>Context</dt><dd>${inline(context)}</dd><dt>Offered by</dt><dd>${names(owners, gathered)}</dd><dt>Filled by</dt><dd>${filled.length === 0 ? names([], gathered) : `<ul class="plain">${filled.join('')}</ul>`}</dd></dl></section>`;
  });
  return {
    path: 'reference/slots.html',
    title: 'Slots',
    description: 'Every place in a page that plugins fill with elements of their own.',
    html: `<h1>Slots</h1><p class="lede">Places in the pages of the shell and of other plugins. Name yours under <code>contributes.slots</code> in the manifest; <a href="../guides/ui.html#slots">Pages and slots</a> tells how.</p>${sections.join('\n')}`,
    headings: gathered.slots.map(({ name }) => ({ depth: 2, id: name, text: name })),
  };
}

function errors(gathered: Gathered): SitePage {
  const groups = Map.groupBy(gathered.codes, ({ owner }) => owner);
  const seen = new Set<string>();
  const said = (texts: readonly string[]): string =>
    texts.length === 0
      ? '<span class="none">The error itself says it.</span>'
      : texts
          .slice(0, 4)
          .map((text) => `<span class="said">${escapeHtml(text)}</span>`)
          .join('');
  const order = ['core', ...[...groups.keys()].filter((owner) => owner !== 'core').sort()];
  const sections = order.map((owner) => {
    const rows = (groups.get(owner) ?? []).map(({ code, means, mend }) => {
      const id = seen.has(code) ? `${code}-${owner}` : code;
      seen.add(code);
      return [
        `<code id="${id}"><a class="anchor" href="#${id}">${code.replaceAll('_', '_<wbr>')}</a></code>`,
        said(means),
        said(mend),
      ];
    });
    const title =
      owner === 'core' ? 'Kernel and SDK' : (gathered.plugins.find(({ id }) => id === owner)?.title ?? owner);
    const id = owner === 'core' ? 'kernel' : `of-${owner}`;
    return `<h2 id="${id}"><a class="anchor" href="#${id}">${escapeHtml(title)}</a></h2>${tableOf(['Code', 'Means', 'Mend it'], rows)}`;
  });
  return {
    path: 'reference/errors.html',
    title: 'Error codes',
    description: 'Every error code with what it means and how to mend it.',
    html: `<h1>Error codes</h1><p class="lede">Codes are stable: none changes its meaning, and none is used again for another. The error itself says what it happened to and how to mend that very case; ‹…› stands for what it names.</p>${sections.join('\n')}`,
    headings: order.map((owner) => ({
      depth: 2,
      id: owner === 'core' ? 'kernel' : `of-${owner}`,
      text:
        owner === 'core'
          ? 'Kernel and SDK'
          : (gathered.plugins.find(({ id }) => id === owner)?.title ?? owner),
    })),
  };
}

function plugins(gathered: Gathered): SitePage {
  const sections = gathered.plugins.map(({ id, name, title, manifest }) => {
    const list = (values: readonly string[]): string =>
      values.map((value) => `<code>${escapeHtml(value)}</code>`).join(' ');
    const refs = (kind: GatheredRef['kind']): readonly GatheredRef[] =>
      gathered.refs.filter((ref) => ref.kind === kind && ref.owners.includes(id));
    const link = (kind: GatheredRef['kind'], page: string): string =>
      refs(kind)
        .map((ref) => `<a href="${page}.html#${escapeHtml(ref.id)}"><code>${escapeHtml(ref.id)}</code></a>`)
        .join(' ');
    const facts: readonly (readonly [string, string])[] = [
      ['Package', list([name])],
      ['Requires', list(Object.keys(manifest.requires ?? {}))],
      ['Works with', list(Object.keys(manifest.optional ?? {}))],
      ['Services', link('service', 'services')],
      ['Hooks', link('hook', 'hooks')],
      ['Extension points', link('extension-point', 'extension-points')],
      ['Resources', list(manifest.resources ?? [])],
      ['Permissions', list((manifest.permissions ?? []).map((permission) => permission.id))],
      ['Pages', list((manifest.contributes?.pages ?? []).map((page) => page.path))],
    ];
    const anchor = escapeHtml(id);
    return `<section class="ref"><h2 id="${anchor}"><a class="anchor" href="#${anchor}">${escapeHtml(title)}</a></h2><p>${escapeHtml(manifest.description ?? '')}</p><dl class="facts">${facts
      .filter(([, value]) => value !== '')
      .map(([key, value]) => `<dt>${key}</dt><dd>${value}</dd>`)
      .join('')}</dl></section>`;
  });
  return {
    path: 'reference/plugins.html',
    title: 'Plugins of DataWave',
    description: 'The plugins that come with DataWave: what each offers, requires and contributes.',
    html: `<h1>Plugins of DataWave</h1><p class="lede">Every feature is a plugin, made of nothing but this SDK. What each offers to others, and what it stands on:</p>${sections.join('\n')}`,
    headings: gathered.plugins.map(({ id, title }) => ({ depth: 2, id, text: title })),
  };
}

function deprecations({ api }: Gathered): SitePage {
  const path = 'reference/deprecations.html';
  const rows = api.deprecated.map(({ name, address, note }) => [
    `<a href="${escapeHtml(relativeLink(path, address))}"><code>${escapeHtml(name)}</code></a>`,
    inline(withoutLinks(note)),
  ]);
  return {
    path,
    title: 'Deprecations',
    description: 'What goes with the next version that may break, and what to use instead.',
    html: `<h1>Deprecations</h1><p class="lede">What is deprecated works until the next version that may break, names what to use instead, and is told once to each plugin that still uses it. See the <a href="../guides/versions.html">promises</a>.</p>${
      rows.length === 0
        ? '<div class="callout success"><p>Nothing is deprecated in this version.</p></div>'
        : tableOf(['Name', 'Instead'], rows)
    }`,
    headings: [],
  };
}

/** What the search finds of the reference, beside the pages themselves. */
export function referenceEntries(
  gathered: Gathered,
): readonly (readonly [title: string, kind: string, address: string, text: string])[] {
  const kinds = {
    service: ['service', 'services'],
    hook: ['hook', 'hooks'],
    'extension-point': ['extension point', 'extension-points'],
  } as const;
  const seen = new Set<string>();
  return [
    ...gathered.refs.map(
      ({ kind, id, constant }) =>
        [id, kinds[kind][0], `reference/${kinds[kind][1]}.html#${id}`, constant] as const,
    ),
    ...gathered.slots.map(
      ({ name, where }) =>
        [name, 'slot', `reference/slots.html#${name}`, withoutLinks(where).replaceAll('`', '')] as const,
    ),
    ...gathered.plugins.map(
      ({ id, title, manifest }) =>
        [title, 'plugin', `reference/plugins.html#${id}`, firstSentence(manifest.description ?? id)] as const,
    ),
    ...gathered.codes.flatMap(({ code, means }) => {
      if (seen.has(code)) return [];
      seen.add(code);
      return [[code, 'error', `reference/errors.html#${code}`, means[0] ?? ''] as const];
    }),
  ];
}
