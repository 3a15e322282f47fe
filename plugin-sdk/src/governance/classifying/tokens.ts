import {
  ABBREVIATIONS,
  COMPOUND_HEADS,
  COMPOUND_MODIFIERS,
  ORGANISATION_NOUNS,
  PERSON_NOUNS,
  THING_NOUNS,
} from './lexicon.ts';
import { TRANSLATIONS } from './translations.ts';

/** Lower case without diacritics: `Straße` → `strasse`, `Prénom` → `prenom`. @public */
export function foldText(text: string): string {
  let isPlain = true;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 127) {
      isPlain = false;
      break;
    }
  }
  if (isPlain) return text.toLowerCase();
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .replaceAll('đ', 'd')
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

// One name is never so long that cutting it loses meaning; a bound keeps hostile ones cheap.
const LONGEST_NAME = 200;
const MOST_TOKENS = 12;

/**
 * Splits the name of a column or table into whole tokens: at case changes, separators and digits;
 * folded, abbreviations written out: `custEMailAddr_2` → `customer`, `email`, `address`, `2`.
 * @public
 */
export function tokenizeName(name: string): readonly string[] {
  const spaced = name
    .slice(0, LONGEST_NAME)
    .replace(/\be[-_ ]?mail/gi, ' email ')
    .replace(/E-?Mail/g, ' email ')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .replace(/(\d)(\p{L})/gu, '$1 $2');
  const tokens: string[] = [];
  for (const raw of foldText(spaced).split(/[^\p{L}\d]+/u)) {
    if (raw === '' || tokens.length >= MOST_TOKENS) continue;
    for (const part of expandToken(raw)) tokens.push(part);
  }
  return joinKnownPairs(tokens);
}

const written = (token: string): readonly string[] | undefined =>
  ABBREVIATIONS.get(token) ?? TRANSLATIONS.get(token);

const isKnown = (token: string): boolean =>
  COMPOUND_HEADS.has(token) ||
  COMPOUND_MODIFIERS.has(token) ||
  PERSON_NOUNS.has(token) ||
  ORGANISATION_NOUNS.has(token) ||
  THING_NOUNS.has(token);

function expandToken(token: string): readonly string[] {
  const known = written(token);
  if (known !== undefined) return known;
  if (UNSPACED.test(token)) return segment(token);
  if (isKnown(token)) return [token];
  // Names run together without a separator: `customeremail`, `userid`. Only known heads after known words, never any substring.
  for (const head of COMPOUND_HEADS) {
    if (token.length > head.length + 1 && token.endsWith(head)) {
      const rest = token.slice(0, -head.length);
      const before = written(rest) ?? (isKnown(rest) ? [rest] : undefined);
      if (before !== undefined) return [...before, ...(written(head) ?? [head])];
    }
  }
  for (const head of LEADING_HEADS) {
    if (token.startsWith(head)) {
      const rest = token.slice(head.length);
      const after = written(rest) ?? (rest.length > 3 && isKnown(rest) ? [rest] : undefined);
      if (after !== undefined) return [...(written(head) ?? [head]), ...after];
    }
  }
  return [token];
}

/** What stands first in Romance names run together: `idcliente`, `codcliente`. */
const LEADING_HEADS: readonly string[] = ['id', 'cod', 'num'];

/** Scripts that put no blanks between words. Folding takes Hangul apart into its letters. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const LONGEST_WORD = 20;
/** Suffixes of one character that mean something within a longer word: 教授名. */
const SHORT_SUFFIXES: ReadonlyMap<string, string> = new Map([
  ['名', 'name'],
  ['号', 'number'],
  ['數', 'count'],
  ['数', 'count'],
  ['率', 'rate'],
]);

/** Longest known words first; what is between them stays as it is. */
function segment(token: string): readonly string[] {
  const parts: string[] = [];
  let unknown = '';
  let index = 0;
  while (index < token.length) {
    let found: readonly string[] | undefined;
    let length = Math.min(LONGEST_WORD, token.length - index);
    for (; length > 1; length--) {
      found = TRANSLATIONS.get(token.slice(index, index + length));
      if (found !== undefined) break;
    }
    const suffix = index === token.length - 1 ? SHORT_SUFFIXES.get(token.slice(index)) : undefined;
    if (found === undefined && suffix !== undefined) found = [suffix];
    if (found === undefined) {
      unknown += token[index] ?? '';
      index++;
      continue;
    }
    if (unknown !== '') parts.push(unknown);
    unknown = '';
    parts.push(...found);
    index += length;
  }
  if (unknown !== '') parts.push(unknown);
  return parts.slice(0, MOST_TOKENS);
}

/** Pairs that are one word: a browser is nobody's agent. */
const PAIRS: ReadonlyMap<string, string> = new Map([
  ['e mail', 'email'],
  ['user agent', 'useragent'],
  ['user agents', 'useragents'],
]);

function joinKnownPairs(tokens: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const token of tokens) {
    const pair = PAIRS.get(`${joined.at(-1) ?? ''} ${token}`);
    if (pair === undefined) joined.push(token);
    else joined[joined.length - 1] = pair;
  }
  return joined;
}

/** A run of tokens within a name, joined without separator, and where it stands. @public */
export interface NamePhrase {
  readonly text: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/**
 * Every run of up to five neighbouring tokens: what name rules are looked up by. A number within a run may be passed
 * over: `actor_2_name` is a name of an actor.
 * @public
 */
export function namePhrases(tokens: readonly string[]): readonly NamePhrase[] {
  const phrases: NamePhrase[] = [];
  for (let start = 0; start < tokens.length; start++) {
    let text = '';
    let withoutNumbers = '';
    for (let end = start + 1; end <= Math.min(tokens.length, start + 5); end++) {
      const token = tokens[end - 1] ?? '';
      text += token;
      phrases.push({ text, start, end });
      if (/^\d+$/.test(token)) continue;
      withoutNumbers += token;
      if (withoutNumbers !== text && withoutNumbers !== token)
        phrases.push({ text: withoutNumbers, start, end });
    }
  }
  return phrases;
}
