import { CHECKS } from '../checks/check-digits.ts';
import { createEntropyMeter, type EntropyMeter } from '../checks/entropy.ts';
import {
  ALPHABETS,
  charactersOf,
  type FormPart,
  lengthsOf,
  literalOf,
  parseForm,
  patternOf,
  prefixesOf,
} from './form.ts';
import type { KeyFormat } from './key-format.ts';

/**
 * One form of a format, ready to be looked for: in a value of its own, or in running text by its literal and its
 * pattern, which has no anchors.
 */
export interface CompiledForm {
  readonly format: KeyFormat;
  /** Source of a regular expression without anchors; linear in the length of the text. */
  readonly pattern: string;
  /** Inside of a character class: what may not follow (or precede) a whole key in running text. */
  readonly border: string;
  /** Texts that a key may start with; empty when it starts with drawn characters. */
  readonly prefixes: readonly string[];
  /** The longest text that stands in every key; empty when there is none. */
  readonly literal: string;
  /** Where {@link CompiledForm.literal} stands, when that is the same in all keys; else null. */
  readonly literalAt: number | null;
  /** A text with every character that its keys may hold, in their order: no key, but of their kind. */
  readonly example: string;
  readonly minLength: number;
  readonly maxLength: number;
  readonly minEntropy: number;
  /** Whether a text that matches the pattern is drawn at random as it should be. */
  isRandomEnough(key: string): boolean;
  /** Whether its check digits are right; true for a format without any. */
  hasRightCheck(key: string): boolean;
}

/** Share of the greatest possible entropy that even an unlucky key of eight characters and more reaches. */
const LEAST_SHARE = 0.58;

/** How hashes are written: hexadecimal digits in one case. */
const HASH = /^(?:[0-9a-f]+|[0-9A-F]+)$/;
/** A form whose keys look like a hash no more often than that takes no hash, though one may begin as its keys do. */
const RARELY = 1e-9;

/** Reads the forms of a format. @throws TypeError when a form cannot be read */
export function compileFormat(
  format: KeyFormat,
  entropyOf: EntropyMeter = createEntropyMeter(),
): readonly CompiledForm[] {
  return format.forms.map((form) => compileForm(format, parseForm(form), entropyOf));
}

function compileForm(format: KeyFormat, parts: readonly FormPart[], entropyOf: EntropyMeter): CompiledForm {
  const { least, most } = lengthsOf(parts);
  const literal = literalOf(parts);
  const last = parts.at(-1);
  const prefixes = prefixesOf(parts);
  const check = format.check === undefined ? null : CHECKS[format.check];
  // Most forms are never met: what only a match needs waits for the first one.
  let fixed: readonly string[] | null = null;
  return {
    format,
    get pattern() {
      return patternOf(parts);
    },
    get example() {
      return parts.map(exampleOf).join('');
    },
    get minEntropy() {
      return leastEntropy(format, parts);
    },
    border: last?.kind === 'run' ? ALPHABETS[last.alphabet] : ALPHABETS.alnum,
    prefixes,
    literal,
    literalAt: offsetOf(parts, literal),
    minLength: least,
    maxLength: most,
    isRandomEnough(key) {
      if (neverHash(format, parts) && HASH.test(key)) return false;
      fixed ??= fixedText(prefixes, parts);
      return entropyOf(withoutFixed(key, fixed)) >= leastEntropy(format, parts);
    },
    hasRightCheck: (key) => check === null || check(key),
  };
}

function leastEntropy(format: KeyFormat, parts: readonly FormPart[]): number {
  if (format.minEntropy !== undefined) return format.minEntropy;
  const { length, size } = drawnLengths(parts);
  return LEAST_SHARE * Math.min(Math.log2(Math.max(size, 2)), Math.log2(length));
}

/** Beside a keyword it is left open: some vendors write their keys in hexadecimal digits and publish a wider form. */
function neverHash(format: KeyFormat, parts: readonly FormPart[]): boolean {
  const { length, size } = drawnLengths(parts);
  return format.keywords === undefined && (16 / size) ** length < RARELY;
}

const exampleOf = (part: FormPart): string =>
  part.kind === 'literal'
    ? part.text
    : part.kind === 'choice'
      ? part.words.join('')
      : charactersOf(part.alphabet).join('');

/** The form's opening literal and its other long literals say nothing of how random the rest is. */
const fixedText = (prefixes: readonly string[], parts: readonly FormPart[]): readonly string[] => [
  ...prefixes.toSorted((a, b) => b.length - a.length),
  ...parts.flatMap((part) => (part.kind === 'literal' && part.text.length > 3 ? [part.text] : [])),
];

function withoutFixed(key: string, fixed: readonly string[]): string {
  let rest = key;
  for (const text of fixed) {
    if (rest.startsWith(text)) rest = rest.slice(text.length);
    else if (text.length > 3) rest = rest.replace(text, '');
  }
  return rest;
}

/** How many characters are drawn at least, and from how many. */
function drawnLengths(parts: readonly FormPart[]): { readonly length: number; readonly size: number } {
  let length = 0;
  let size = 1;
  for (const part of parts) {
    if (part.kind !== 'run') continue;
    length += part.least;
    size = Math.max(size, charactersOf(part.alphabet).length);
  }
  return { length: Math.max(length, 1), size };
}

function offsetOf(parts: readonly FormPart[], literal: string): number | null {
  let offset = 0;
  for (const part of parts) {
    if (part.kind === 'literal') {
      if (part.text === literal) return offset;
      offset += part.text.length;
    } else if (part.kind === 'run') {
      if (part.least !== part.most) return null;
      offset += part.least;
    } else {
      const [first = ''] = part.words;
      if (part.words.some((word) => word.length !== first.length)) return null;
      offset += first.length;
    }
  }
  return null;
}
