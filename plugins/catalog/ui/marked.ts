import { html, nothing } from 'lit';

/** Characters of a name that are drawn; the whole of it is read on the asset's page. */
const MOST_SHOWN = 300;

/** Words that are looked for, longest first, so that the longer of two that overlap is marked. */
export const wordsOf = (q: string): readonly string[] =>
  q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 10)
    .sort((a, b) => b.length - a.length);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * A name of somebody else's making, set apart so that its direction is its own, with what was looked for marked. Lit writes it as text:
 * whatever it looks like, it does nothing.
 */
export function marked(name: string, words: readonly string[] = []): unknown {
  const shown = name.length > MOST_SHOWN ? `${[...name.slice(0, MOST_SHOWN)].slice(0, -1).join('')}…` : name;
  if (words.length === 0)
    return html`<bdi title=${shown === name ? nothing : name.slice(0, 2000)}>${shown}</bdi>`;
  const parts = shown.split(new RegExp(`(${words.map(escaped).join('|')})`, 'giu'));
  // Every other part is what was looked for.
  return html`<bdi>${parts.map((part, index) => (index % 2 === 1 ? html`<mark>${part}</mark>` : part))}</bdi>`;
}
