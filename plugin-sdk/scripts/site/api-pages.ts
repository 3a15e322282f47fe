import { type ApiItem, type ExcerptToken, kindWord, type ModelItem } from './api-model.ts';
import { codeBlock } from './highlight.ts';
import { escapeHtml, relativeLink, slugOf } from './html.ts';
import type { NavigationPart, SitePage } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import { type Documentation, type LinkResolver, readDocumentation } from './tsdoc.ts';

/** Where the parts of the API stand, by the first folder of a module; whatever else there is comes last. */
const GROUPS: readonly (readonly [folder: string, title: string])[] = [
  ['', 'Plugins and refs'],
  ['services', 'Services of the kernel'],
  ['governance', 'Contracts of governance'],
  ['connector', 'For connectors'],
  ['ui', 'User interface'],
  ['testing', 'Testing'],
];

const MORE_TITLES: Readonly<Record<string, string>> = {
  'key-provider': 'Key providers',
  validation: 'Validation',
  packaging: 'Packages',
  codemods: 'Codemods',
};

/** The pages of the API: one for each module, and what leads to them. */
export interface ApiPages {
  readonly pages: readonly SitePage[];
  readonly navigation: NavigationPart;
  /** Where a name of the API stands, by the name; of members by `Name.member`. */
  readonly addresses: ReadonlyMap<string, string>;
  /** The documentation of each item by name. */
  readonly documentation: ReadonlyMap<string, Documentation>;
  /** What is deprecated: the name, its address, and what its comment says. */
  readonly deprecated: readonly { readonly name: string; readonly address: string; readonly note: string }[];
}

const modulePath = (module: string): string => `api/${module}.html`;
const anchorOf = (name: string, member?: string): string =>
  member === undefined ? name : `${name}.${member}`;

/**
 * Makes the pages of the API.
 * @param codes - error codes that have a place on the page of errors
 */
export function makeApiPages(items: readonly ApiItem[], codes: ReadonlySet<string>): ApiPages {
  const addresses = new Map<string, string>();
  for (const { name, module, model, others } of items) {
    if (!addresses.has(name)) addresses.set(name, `${modulePath(module)}#${anchorOf(name)}`);
    for (const member of [model, ...others].flatMap((one) => one.members ?? [])) {
      if (member.name !== undefined)
        addresses.set(`${name}.${member.name}`, `${modulePath(module)}#${anchorOf(name, member.name)}`);
    }
  }
  const modules = Map.groupBy(items, ({ module }) => module);
  const documentation = new Map<string, Documentation>();
  const deprecated: { name: string; address: string; note: string }[] = [];
  const pages = [...modules].map(([module, members]) => {
    const writer = new ModuleWriter(modulePath(module), addresses, codes);
    const sections = members.map((item) => {
      const read = writer.documentationOf(item.model);
      documentation.set(item.name, read);
      for (const [name, note] of writer.deprecatedIn(item)) {
        deprecated.push({ name, address: addresses.get(name) ?? modulePath(module), note });
      }
      return writer.section(item);
    });
    const title = titleOf(module);
    return {
      path: modulePath(module),
      title,
      description: `${members
        .map(({ name }) => name)
        .slice(0, 8)
        .join(', ')}${members.length > 8 ? ' and more' : ''}.`,
      html: `<p class="kicker">API · <code>${escapeHtml(module)}</code></p><h1>${escapeHtml(title)}</h1>${writer.summary(members)}${sections.join('\n')}`,
      headings: members.map(({ name }) => ({ depth: 2, id: anchorOf(name), text: name })),
    };
  });
  return { pages, navigation: navigate([...modules.keys()]), addresses, documentation, deprecated };
}

/** `governance/classifying/say-matches` → `Say matches`. */
function titleOf(module: string): string {
  const name =
    (module.split('/').at(-1) ?? module) === 'index'
      ? (module.split('/').at(-2) ?? module)
      : (module.split('/').at(-1) ?? module);
  const words = name.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`.replace(
    /\b(?:sql|http|api|urn|url|json|tls|ui)\b/gi,
    (word) => word.toUpperCase(),
  );
}

function navigate(modules: readonly string[]): NavigationPart {
  const folderOf = (module: string): string => (module.includes('/') ? (module.split('/')[0] ?? '') : '');
  const known = GROUPS.map(([folder]) => folder);
  const more = [...new Set(modules.map(folderOf))].filter((folder) => !known.includes(folder)).sort();
  const groups = [
    ...GROUPS,
    ...more.map((folder) => [folder, MORE_TITLES[folder] ?? titleOf(folder)] as const),
  ];
  return {
    title: 'API',
    pages: [{ title: 'All names', path: 'api/index.html' }],
    parts: groups.map(([folder, title]) => ({
      title,
      address: `api/index.html#${groupAnchor(title)}`,
      pages: modules
        .filter((module) => folderOf(module) === folder)
        .map((module) => ({ title: titleOf(module), path: modulePath(module) }))
        .sort((left, right) => (left.title < right.title ? -1 : 1)),
    })),
  };
}

/** Where the page of all names lists the modules of a group. */
const groupAnchor = (title: string): string => `in-${slugOf(title)}`;

/** Writes the declarations of one module. */
class ModuleWriter {
  readonly #path: string;
  readonly #addresses: ReadonlyMap<string, string>;

  readonly #known: ReadonlySet<string>;

  constructor(path: string, addresses: ReadonlyMap<string, string>, codes: ReadonlySet<string>) {
    this.#path = path;
    this.#addresses = addresses;
    this.#known = codes;
  }

  readonly #link: LinkResolver = (name, member) => {
    const address =
      this.#addresses.get(member === undefined ? name : `${name}.${member}`) ?? this.#addresses.get(name);
    return address === undefined ? null : relativeLink(this.#path, address);
  };

  documentationOf(model: ModelItem): Documentation {
    return readDocumentation(model.docComment ?? '', this.#link);
  }

  deprecatedIn({ name, model }: ApiItem): readonly (readonly [string, string])[] {
    return [model, ...(model.members ?? [])].flatMap((one) => {
      const { deprecated } = this.documentationOf(one);
      return deprecated === null
        ? []
        : [[one === model ? name : `${name}.${one.name ?? ''}`, deprecated] as const];
    });
  }

  /** What the module holds, each name with its first sentence. */
  summary(items: readonly ApiItem[]): string {
    if (items.length < 2) return '';
    const rows = items.map(
      ({ name, kind, model }) =>
        `<li><a href="#${escapeHtml(anchorOf(name))}"><code>${escapeHtml(name)}</code></a> <span class="kind k-${kindWord(kind)}">${kindWord(kind)}</span><span class="says">${this.#inline(firstSentence(this.documentationOf(model).summary))}</span></li>`,
    );
    return `<ul class="names">${rows.join('')}</ul>`;
  }

  section(item: ApiItem): string {
    const { name, kind, entry, model, others } = item;
    const id = escapeHtml(anchorOf(name));
    const typeOnly = kind === 'Interface' || kind === 'TypeAlias' ? 'type ' : '';
    return `<section class="item"><h2 id="${id}"><a class="anchor" href="#${id}">${escapeHtml(name)}</a> <span class="kind k-${kindWord(kind)}">${kindWord(kind)}</span>${maturity(model)}</h2>
${codeBlock(`import ${typeOnly === '' ? `{ ${name} }` : `type { ${name} }`} from '${entry}';`, 'ts', 'Import')}
${[model, ...others].map((one) => this.#declaration(one)).join('\n')}
${this.#members(name, model)}</section>`;
  }

  #declaration(model: ModelItem): string {
    const documentation = this.documentationOf(model);
    return `<pre class="signature" tabindex="0" role="group" aria-label="Declaration"><code>${this.#excerpt(model.excerptTokens ?? [])}</code></pre>${this.#text(documentation, model)}`;
  }

  #members(owner: string, model: ModelItem): string {
    const seen = new Set<string>();
    const rows = (model.members ?? []).map((member) => {
      const key = anchorOf(owner, member.name ?? kindWord(member.kind));
      const id = seen.has(key) || member.name === undefined ? '' : ` id="${escapeHtml(key)}"`;
      seen.add(key);
      return `<dt${id}><code>${this.#excerpt(member.excerptTokens ?? [])}</code></dt><dd>${this.#text(this.documentationOf(member), member)}</dd>`;
    });
    return rows.length === 0 ? '' : `<dl class="members">${rows.join('')}</dl>`;
  }

  #text(documentation: Documentation, model: ModelItem): string {
    const { summary, remarks, returns, throws, examples, deprecated, parameters } = documentation;
    const told = (model.parameters ?? []).filter(
      ({ parameterName }) => (parameters.get(parameterName) ?? '') !== '',
    );
    return [
      deprecated === null
        ? ''
        : `<div class="callout warning"><strong>Deprecated.</strong> ${this.#block(deprecated)}</div>`,
      this.#block(summary),
      remarks === '' ? '' : this.#block(remarks),
      told.length === 0
        ? ''
        : `<ul class="parameters">${told.map(({ parameterName }) => `<li><code>${escapeHtml(parameterName)}</code> ${this.#inline((parameters.get(parameterName) ?? '').replace(/^-\s*/, ''))}</li>`).join('')}</ul>`,
      returns === '' ? '' : `<p class="returns"><b>Returns</b> ${this.#inline(returns)}</p>`,
      ...throws.map((text) => `<p class="throws"><b>Throws</b> ${this.#codes(this.#inline(text))}</p>`),
      ...examples.map((text) => this.#block(text)),
    ].join('');
  }

  #block(text: string): string {
    return text === '' ? '' : this.#codes(renderMarkdown(text, (href) => href).html);
  }

  #inline(text: string): string {
    return this.#block(text)
      .trim()
      .replace(/^<p>([\s\S]*)<\/p>$/, '$1');
  }

  /** Error codes lead to what they mean, where that is known. */
  #codes(html: string): string {
    return html.replaceAll(/(?<![\w"#])DW_[A-Z0-9_]+\b(?![^<]*<\/a>)/g, (code) =>
      this.#known.has(code)
        ? `<a class="code-link" href="${relativeLink(this.#path, `reference/errors.html#${code}`)}">${code}</a>`
        : code,
    );
  }

  #excerpt(tokens: readonly ExcerptToken[]): string {
    return tokens
      .map(({ kind, text, canonicalReference }) => {
        if (kind === 'Content') return escapeHtml(text);
        const name = text.split('.')[0] ?? text;
        const isOurs = canonicalReference?.startsWith('@datawave/plugin-sdk!') === true;
        const target = isOurs ? this.#link(name, undefined) : null;
        return target === null
          ? `<span class="c-type">${escapeHtml(text)}</span>`
          : `<a href="${escapeHtml(target)}">${escapeHtml(text)}</a>`;
      })
      .join('')
      .replaceAll(/import\(&quot;[^&]*&quot;\)\./g, '')
      .replace(/^export (?:declare )?/, '')
      .replace(/\s*\{?\s*;?\s*$/, '')
      .trim();
  }
}

/** A mark for what may still change. */
const maturity = ({ releaseTag = 'Public' }: ModelItem): string =>
  releaseTag === 'Public'
    ? ''
    : ` <span class="kind k-alpha">${releaseTag.toLowerCase()}, may still change</span>`;

/** The first sentence of a text, its links left out. */
export const firstSentence = (markdown: string): string =>
  (
    /^[\s\S]*?[.](?=\s|$)/.exec(markdown.split('\n\n')[0] ?? '')?.[0] ??
    markdown.split('\n\n')[0] ??
    ''
  ).replaceAll('\n', ' ');

/** The page that lists every name of the API. */
export function makeApiIndex(items: readonly ApiItem[], pages: ApiPages): SitePage {
  const path = 'api/index.html';
  const entries = [...new Set(items.map(({ entry }) => entry))];
  const sections = entries.map((entry) => {
    const names = items
      .filter((item) => item.entry === entry)
      .sort((left, right) => (left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1));
    const rows = names.map(
      ({ name, kind }) =>
        `<li><a href="${escapeHtml(relativeLink(path, pages.addresses.get(name) ?? path))}"><code>${escapeHtml(name)}</code></a> <span class="kind k-${kindWord(kind)}">${kindWord(kind)}</span></li>`,
    );
    return `<h2 id="${slugOf(entry)}"><a class="anchor" href="#${slugOf(entry)}">${escapeHtml(entry)}</a></h2><p>${names.length} names.</p><ul class="names dense">${rows.join('')}</ul>`;
  });
  const subjects = (pages.navigation.parts ?? []).map((part) => {
    const links = part.pages.map(
      (module) =>
        `<li><a href="${escapeHtml(relativeLink(path, module.path))}">${escapeHtml(module.title)}</a></li>`,
    );
    return `<h2 id="${groupAnchor(part.title)}">${escapeHtml(part.title)}</h2><ul class="names dense">${links.join('')}</ul>`;
  });
  return {
    path,
    title: 'All names of the API',
    description: 'Everything that the SDK exports, by the entry point from which it is imported.',
    html: `<h1>All names of the API</h1><p class="lede">Everything that the SDK exports, by what it is about, then by the entry point from which it is imported. What is not marked as alpha stands under the <a href="../guides/versions.html">promises</a>.</p><div class="subjects">${subjects.join('')}</div>${sections.join('')}`,
    headings: [
      ...(pages.navigation.parts ?? []).map(({ title }) => ({
        depth: 2,
        id: groupAnchor(title),
        text: title,
      })),
      ...entries.map((entry) => ({ depth: 2, id: slugOf(entry), text: entry.replace('@datawave/', '') })),
    ],
  };
}
