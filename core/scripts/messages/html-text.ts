/** Stands for an expression in a template while it is read as HTML. */
export const HOLE = '\uE000';

/** Words in a template: text between tags, or the value of an attribute. */
export interface HtmlWords {
  /** Null for text between tags. */
  readonly attribute: string | null;
  /** With {@link HOLE} for each expression. */
  readonly text: string;
  /** Index of the first expression at or after it. */
  readonly hole: number;
  /** Characters of the template before it. */
  readonly at: number;
}

/** Elements whose text is code or is not shown. */
const NOT_PROSE = new Set(['code', 'kbd', 'pre', 'samp', 'script', 'style', 'svg', 'title-code']);
const VOID = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr']);
const TAG = /<(\/?)([a-zA-Z][\w-]*|\uE000)((?:"[^"]*"|'[^']*'|[^'">])*?)(\/?)>|<!--[\s\S]*?-->/g;
const ATTRIBUTE = /([.?@]?[\w:-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/g;

const holesIn = (text: string): number => text.split(HOLE).length - 1;

/** Reads a template, its expressions replaced by {@link HOLE}, for everything in it that could be words. */
export function htmlWords(template: string): readonly HtmlWords[] {
  const words: HtmlWords[] = [];
  const open: string[] = [];
  let last = 0;
  const textUntil = (end: number): void => {
    const text = template.slice(last, end);
    if (text.trim() === '' || open.some((name) => NOT_PROSE.has(name))) return;
    words.push({ attribute: null, text, hole: holesIn(template.slice(0, last)), at: last });
  };
  for (const match of template.matchAll(TAG)) {
    textUntil(match.index);
    last = match.index + match[0].length;
    const [, closes, name, attributes = '', closed] = match;
    if (name === undefined) continue;
    if (closes === '/') {
      const index = open.lastIndexOf(name.toLowerCase());
      if (index >= 0) open.splice(index);
      continue;
    }
    const before = match.index + 1 + name.length;
    for (const found of attributes.matchAll(ATTRIBUTE)) {
      const [, attribute = '', value = ''] = found;
      const at = before + found.index + found[0].length - value.length;
      const text = value.replace(/^["']|["']$/g, '');
      words.push({ attribute, text, hole: holesIn(template.slice(0, at)), at });
    }
    if (closed !== '/' && !VOID.has(name.toLowerCase())) open.push(name.toLowerCase());
  }
  textUntil(template.length);
  return words;
}
