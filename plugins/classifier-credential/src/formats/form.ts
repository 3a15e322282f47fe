/**
 * How keys are written down: literal text with slots. `{alnum:36}` stands for 36 letters and digits,
 * `{alnum:20-40}` for 20 to 40 of them, `{live|test}` for one of the words. No anchors and no repetition of groups,
 * so that the same notation serves whole values and free text, and can never run away.
 */

/** Characters that a slot draws from, as the inside of a character class. */
export const ALPHABETS = {
  digit: '0-9',
  hex: '0-9a-f',
  HEX: '0-9A-F',
  xdigit: '0-9A-Fa-f',
  lower: 'a-z',
  letter: 'A-Za-z',
  lowernum: '0-9a-z',
  uppernum: '0-9A-Z',
  alnum: '0-9A-Za-z',
  upper: 'A-Z',
  /** Last character of Base64 before two padding signs. */
  base64Last: 'AQgw',
  'A-D': 'A-D',
  'A-L': 'A-L',
  'A-P': 'A-P',
  '9DH': '9DH',
  /** Unreserved characters and delimiters of a URI. */
  uri: '0-9A-Za-z%:@._~&=+-',
  /** RFC 4648 without padding. */
  base32: 'A-Z2-7',
  base58: '1-9A-HJ-NP-Za-km-z',
  /** BIP 173, in either case. */
  bech32: '02-9ac-hj-np-z',
  BECH32: '02-9AC-HJ-NP-Z',
  base64: '0-9A-Za-z+/',
  /** Base64 with padding inside the run. */
  padded: '0-9A-Za-z+/=',
  word: '0-9A-Za-z_',
  /** Base64url. */
  url: '0-9A-Za-z_-',
  dotted: '0-9A-Za-z_.-',
  /** Base64url with padding. */
  token: '0-9A-Za-z_=-',
} as const;

/** A run of characters or a choice of words. */
export type FormPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'choice'; readonly words: readonly string[] }
  | {
      readonly kind: 'run';
      readonly alphabet: keyof typeof ALPHABETS;
      readonly least: number;
      readonly most: number;
    };

const isAlphabet = (name: string): name is keyof typeof ALPHABETS => Object.hasOwn(ALPHABETS, name);

/** Parses a form. @throws TypeError naming the slot that cannot be read */
export function parseForm(form: string): readonly FormPart[] {
  const parts: FormPart[] = [];
  for (const piece of form.split(/(\{[^{}]*\})/)) {
    if (piece === '') continue;
    if (!piece.startsWith('{')) {
      parts.push({ kind: 'literal', text: piece });
      continue;
    }
    const slot = piece.slice(1, -1);
    if (slot.includes('|')) {
      parts.push({ kind: 'choice', words: slot.split('|') });
      continue;
    }
    const [alphabet = '', count = '1'] = slot.split(':');
    const [least = '', most = least] = count.split('-');
    if (!isAlphabet(alphabet) || !/^\d+$/.test(least) || !/^\d+$/.test(most))
      throw new TypeError(`The form "${form}" has a slot "${slot}" that cannot be read.`);
    parts.push({ kind: 'run', alphabet, least: Number(least), most: Number(most) });
  }
  return parts;
}

const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
const CHARACTERS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(ALPHABETS).map(([name, inside]) => {
    const one = new RegExp(`[${inside}]`);
    return [name, PRINTABLE.filter((character) => one.test(character))];
  }),
);

/** The characters of an alphabet. */
export const charactersOf = (alphabet: keyof typeof ALPHABETS): readonly string[] =>
  CHARACTERS.get(alphabet) ?? [];

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** The source of a regular expression, without anchors. */
export const patternOf = (parts: readonly FormPart[]): string =>
  parts
    .map((part) => {
      if (part.kind === 'literal') return literally(part.text);
      if (part.kind === 'choice') return `(?:${part.words.map(literally).join('|')})`;
      const class_ = `[${ALPHABETS[part.alphabet]}]`;
      return part.least === part.most ? `${class_}{${part.least}}` : `${class_}{${part.least},${part.most}}`;
    })
    .join('');

/** Shortest and longest text of the form, in UTF-16 code units. */
export function lengthsOf(parts: readonly FormPart[]): { readonly least: number; readonly most: number } {
  let least = 0;
  let most = 0;
  for (const part of parts) {
    const lengths = part.kind === 'choice' ? part.words.map((word) => word.length) : [];
    least +=
      part.kind === 'literal' ? part.text.length : part.kind === 'run' ? part.least : Math.min(...lengths);
    most +=
      part.kind === 'literal' ? part.text.length : part.kind === 'run' ? part.most : Math.max(...lengths);
  }
  return { least, most };
}

/** Every literal text that the form may start with; empty when it starts with a run. */
export function prefixesOf(parts: readonly FormPart[]): readonly string[] {
  let prefixes = [''];
  for (const part of parts) {
    if (part.kind === 'run') break;
    const words = part.kind === 'literal' ? [part.text] : part.words;
    prefixes = prefixes.flatMap((prefix) => words.map((word) => prefix + word));
  }
  return prefixes.filter((prefix) => prefix !== '');
}

/** The longest literal text that stands in every key of the form: what to look for first. Empty when there is none. */
export const literalOf = (parts: readonly FormPart[]): string =>
  parts.reduce(
    (longest, part) => (part.kind === 'literal' && part.text.length > longest.length ? part.text : longest),
    '',
  );
