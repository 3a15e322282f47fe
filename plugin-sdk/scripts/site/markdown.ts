import { Marked, type Token } from 'marked';
import { codeBlock } from './highlight.ts';
import { escapeHtml, slugOf } from './html.ts';

/** A heading of a page, for its table of contents. */
export interface PageHeading {
  readonly depth: number;
  readonly id: string;
  readonly text: string;
}

/** Markdown as HTML that holds nothing but what Markdown itself makes. */
export interface RenderedMarkdown {
  readonly html: string;
  /** The text of its first heading of the first level, which is left out of `html`. */
  readonly title: string | null;
  readonly headings: readonly PageHeading[];
}

/**
 * Renders Markdown. HTML in it is shown as text, and links go through `link`.
 * @param link - the address as it belongs into the page; null leaves the text alone, without a link
 * @param source - the text of a source file: a paragraph that is nothing but a link to one shows the file instead
 * @throws Error for pictures and for links that run code, because a page asks nothing of other servers
 */
export function renderMarkdown(
  text: string,
  link: (href: string) => string | null,
  source: (href: string) => string | null = () => null,
): RenderedMarkdown {
  const headings: PageHeading[] = [];
  let title: string | null = null;
  const taken = new Map<string, number>();
  const marked = new Marked({ gfm: true, async: false });
  marked.use({
    renderer: {
      heading({ tokens, depth }) {
        const plain = plainText(tokens);
        if (depth === 1 && title === null) {
          title = plain;
          return '';
        }
        const slug = slugOf(plain);
        const count = taken.get(slug) ?? 0;
        taken.set(slug, count + 1);
        const id = count === 0 ? slug : `${slug}-${count}`;
        headings.push({ depth, id, text: plain });
        return `<h${depth} id="${escapeHtml(id)}"><a class="anchor" href="#${escapeHtml(id)}">${this.parser.parseInline(tokens)}</a></h${depth}>\n`;
      },
      code: ({ text: code, lang }) => codeBlock(code, lang?.split(/\s/)[0] ?? ''),
      paragraph({ tokens }) {
        const [only, ...rest] = tokens;
        if (only?.type === 'link' && rest.length === 0) {
          const code = source(String(only['href']));
          if (code !== null) return codeBlock(code, extensionOf(String(only['href'])), String(only['text']));
        }
        return `<p>${this.parser.parseInline(tokens)}</p>\n`;
      },
      html: ({ text: markup }) => escapeHtml(markup),
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens);
        const target = link(safeAddress(href));
        return target === null ? inner : `<a href="${escapeHtml(target)}"${outside(target)}>${inner}</a>`;
      },
      image({ href }) {
        throw new Error(`A picture, ${href}, stands in the text; draw it as text instead.`);
      },
      table({ header, rows }) {
        const row = (cells: readonly { readonly tokens: Token[] }[], tag: 'td' | 'th'): string =>
          `<tr>${cells
            .map((cell) => {
              const inner = this.parser.parseInline(cell.tokens);
              if (tag === 'td') return `<td>${inner}</td>`;
              return inner === '' ? '<td></td>' : `<th scope="col">${inner}</th>`;
            })
            .join('')}</tr>`;
        const name = header.map(({ text: cell }) => cell).filter((cell) => cell !== '');
        return `<div class="table" tabindex="0" role="group" aria-label="${escapeHtml(name.length > 0 ? name.join(', ') : 'Table')}"><table><thead>${row(header, 'th')}</thead><tbody>${rows
          .map((cells) => row(cells, 'td'))
          .join('')}</tbody></table></div>`;
      },
    },
  });
  const html = marked.parse(text) as string;
  return { html, title, headings };
}

const extensionOf = (path: string): string => path.split('.').at(-1) ?? '';

const outside = (href: string): string => (/^https?:/.test(href) ? ' rel="noreferrer" class="outside"' : '');

/** @throws Error for an address of another kind than a page's, a place on it, or a mail's */
function safeAddress(href: string): string {
  const scheme = /^\s*([a-z][a-z\d+.-]*):/i.exec(href)?.[1]?.toLowerCase();
  if (scheme === undefined || ['http', 'https', 'mailto'].includes(scheme)) return href;
  throw new Error(`The link ${href} is of a kind that has no place in documentation.`);
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if ('tokens' in token && Array.isArray(token.tokens)) return plainText(token.tokens);
      return 'text' in token && typeof token.text === 'string' ? token.text : '';
    })
    .join('')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
