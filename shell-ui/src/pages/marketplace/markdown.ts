import { t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { lexer, type Token, type Tokens } from 'marked';

/** Characters that are read; what a stranger wrote may be long. */
const MOST = 200_000;
/** Levels of lists and quotations within each other. */
const DEEPEST = 12;

/**
 * What somebody wrote in Markdown, as templates: every text of it stays a text, whatever markup is in it. Links lead to other sites in a
 * tab of their own; pictures are named and not fetched, because each would tell another server who reads this.
 * @param firstLevel - of headings: those of the text go on below the page's
 */
export function markdown(source: string, firstLevel = 2): unknown {
  const tokens = lexer(source.slice(0, MOST), { gfm: true });
  // No level is left out, though the text may: who hears the page counts them.
  let last = firstLevel - 1;
  const levelOf = (depth: number): number => {
    last = Math.min(6, firstLevel + depth - 1, last + 1);
    return last;
  };
  return blocks(tokens, levelOf, 0);
}

/** The level of a heading, by how deep it is in the text. */
type LevelOf = (depth: number) => number;

const blocks = (tokens: readonly Token[], levelOf: LevelOf, depth: number): unknown =>
  depth > DEEPEST ? nothing : tokens.map((token) => block(token as Tokens.Generic, levelOf, depth + 1));

function block(token: Tokens.Generic, levelOf: LevelOf, depth: number): unknown {
  const within = (): unknown => inline(token.tokens ?? [], depth);
  switch (token.type) {
    case 'heading':
      return heading(levelOf(Number(token['depth'])), within());
    case 'paragraph':
      return html`<p>${within()}</p>`;
    case 'text':
      return token.tokens === undefined ? unescaped(token['text']) : within();
    case 'code':
      return html`<pre tabindex="0"><code>${token['text']}</code></pre>`;
    case 'blockquote':
      return html`<blockquote>${blocks(token.tokens ?? [], levelOf, depth)}</blockquote>`;
    case 'list':
      return list(token as Tokens.List, levelOf, depth);
    case 'table':
      return table(token as Tokens.Table, depth);
    case 'hr':
      return html`<hr>`;
    case 'html':
      return html`<p>${token.raw}</p>`;
    default:
      return nothing;
  }
}

function heading(level: number, content: unknown): unknown {
  return html`<div role="heading" aria-level=${level} class="heading h${level}">${content}</div>`;
}

function list({ ordered, items, start }: Tokens.List, levelOf: LevelOf, depth: number): unknown {
  const rows = items.map((item) => html`<li>${blocks(item.tokens, levelOf, depth)}</li>`);
  return ordered ? html`<ol start=${start === '' ? 1 : start}>${rows}</ol>` : html`<ul>${rows}</ul>`;
}

function table({ header, rows }: Tokens.Table, depth: number): unknown {
  const cells = (row: readonly Tokens.TableCell[], isHead: boolean): unknown =>
    row.map(({ tokens }) =>
      isHead ? html`<th scope="col">${inline(tokens, depth)}</th>` : html`<td>${inline(tokens, depth)}</td>`,
    );
  return html`<div class="wide" tabindex="0" role="region" aria-label=${t('Table')}><table><thead><tr>${cells(header, true)}</tr></thead><tbody>${rows.map((row) => html`<tr>${cells(row, false)}</tr>`)}</tbody></table></div>`;
}

const inline = (tokens: readonly Token[], depth: number): unknown =>
  depth > DEEPEST ? nothing : tokens.map((token) => part(token as Tokens.Generic, depth + 1));

function part(token: Tokens.Generic, depth: number): unknown {
  const within = (): unknown => inline(token.tokens ?? [], depth);
  switch (token.type) {
    case 'strong':
      return html`<strong>${within()}</strong>`;
    case 'em':
      return html`<em>${within()}</em>`;
    case 'del':
      return html`<del>${within()}</del>`;
    case 'codespan':
      return html`<code>${unescaped(token['text'])}</code>`;
    case 'br':
      return html`<br>`;
    case 'link':
      return link(String(token['href']), within());
    case 'image':
      return html`<span class="muted">[${unescaped(token['text'] === '' ? token['href'] : token['text'])}]</span>`;
    case 'text':
      return token.tokens === undefined ? unescaped(token['text']) : within();
    case 'escape':
      return unescaped(token['text']);
    default:
      return token.raw;
  }
}

/** Only to other sites: an address of this one would be written by a stranger and opened with the session of whoever reads. */
function link(href: string, content: unknown): unknown {
  const url = URL.parse(href);
  if (url === null || url.protocol !== 'https:' || url.origin === location.origin) return content;
  return html`<a href=${url.href} target="_blank" rel="noopener noreferrer nofollow">${content}</a>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
/** The parser writes some signs as HTML would. */
const unescaped = (text: unknown): string =>
  String(text).replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
