import { ABBREVIATIONS, COMPOUND_HEADS } from './lexicon.ts';

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

function expandToken(token: string): readonly string[] {
  const written = ABBREVIATIONS.get(token);
  if (written !== undefined) return written;
  // Names run together without a separator: `customeremail`, `userid`. Only known heads, never any substring.
  for (const head of COMPOUND_HEADS) {
    if (token.length > head.length + 2 && token.endsWith(head)) {
      const rest = token.slice(0, -head.length);
      const known = COMPOUND_HEADS.has(rest) ? [rest] : ABBREVIATIONS.get(rest);
      if (known !== undefined) return [...known, ...(ABBREVIATIONS.get(head) ?? [head])];
    }
  }
  return [token];
}

function joinKnownPairs(tokens: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const token of tokens) {
    if (token === 'mail' && joined.at(-1) === 'e') joined[joined.length - 1] = 'email';
    else joined.push(token);
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

/** Every run of up to five neighbouring tokens: what name rules are looked up by. @public */
export function namePhrases(tokens: readonly string[]): readonly NamePhrase[] {
  const phrases: NamePhrase[] = [];
  for (let start = 0; start < tokens.length; start++) {
    let text = '';
    for (let end = start + 1; end <= Math.min(tokens.length, start + 5); end++) {
      text += tokens[end - 1] ?? '';
      phrases.push({ text, start, end });
    }
  }
  return phrases;
}
