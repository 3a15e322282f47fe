import {
  HOLDS_DIGIT,
  HOLDS_LOWER,
  HOLDS_UPPER,
  parsePieceClasses,
  SINGLES,
} from '../scan/character-classes.ts';
import { NotUnderstood, type PatternReader } from './pattern-reader.ts';

/** 1 for each ASCII character that may stand there; the last entry stands for all that is not ASCII. */
export type CharacterSet = Uint8Array;

const ASCII = 128;

const setOf = (holds: (character: string) => boolean, isOutsideHeld = false): CharacterSet => {
  const set = new Uint8Array(ASCII + 1);
  for (let code = 0; code < ASCII; code++) set[code] = Number(holds(String.fromCharCode(code)));
  set[ASCII] = Number(isOutsideHeld);
  return set;
};

const not = (set: CharacterSet): CharacterSet => set.map((held, code) => (code === ASCII ? 1 : 1 - held));

/** Sets that what may stand somewhere is compared with. */
export const CHARACTERS = {
  digit: setOf((character) => /\d/.test(character)),
  /** Letters, and whatever is not ASCII. */
  letter: setOf((character) => /[A-Za-z]/.test(character), true),
  /** Letters and digits, and whatever is not ASCII. */
  solid: setOf((character) => /[A-Za-z\d]/.test(character), true),
  other: setOf((character) => !/[A-Za-z\d]/.test(character)),
  colon: setOf((character) => character === ':'),
  dot: setOf((character) => character === '.'),
  word: setOf((character) => /[\w-]/.test(character)),
  /** Sets with the bit of the class of pieces that holds all of them. */
  classes: [
    [setOf((character) => /\d/.test(character)), HOLDS_DIGIT],
    [setOf((character) => /[A-Z]/.test(character)), HOLDS_UPPER],
    [setOf((character) => /[a-z]/.test(character)), HOLDS_LOWER],
    ...[...SINGLES].map(
      (single) => [setOf((character) => character === single), parsePieceClasses(single)] as const,
    ),
  ] as readonly (readonly [CharacterSet, number])[],
} as const;

const ESCAPES: Readonly<Record<string, RegExp>> = { d: /\d/, w: /\w/, s: /\s/ };
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', '0': '\0' };

/** Reads a class in brackets, a dot, or a character. @throws NotUnderstood */
export function readCharacterSet(reader: PatternReader): CharacterSet {
  const sign = reader.source[reader.at] ?? '';
  if (sign === '[') return readBrackets(reader);
  if (/[*+?{}\])]/.test(sign)) throw new NotUnderstood();
  reader.at++;
  if (sign === '.') return not(setOf(() => false));
  return fold(single(sign.charCodeAt(0)), reader);
}

/** Reads what a backslash begins. @throws NotUnderstood */
export const readEscape = (reader: PatternReader): CharacterSet => {
  const read = escaped(reader);
  return fold(typeof read === 'number' ? single(read) : read, reader);
};

const single = (code: number): CharacterSet => {
  const set = new Uint8Array(ASCII + 1);
  set[Math.min(code, ASCII)] = 1;
  return set;
};

/** The code of a character, or the set of a class such as `\d`. */
function escaped(reader: PatternReader): number | CharacterSet {
  const rest = reader.source.slice(reader.at + 1, reader.at + 60);
  const sign = rest[0] ?? '';
  const hexadecimal = /^(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|u\{([\dA-Fa-f]{1,6})\})/.exec(rest);
  if (hexadecimal !== null) {
    reader.at += 1 + hexadecimal[0].length;
    return Number.parseInt(hexadecimal[1] ?? hexadecimal[2] ?? hexadecimal[3] ?? '', 16);
  }
  const property = /^[pP]\{([\w=]+)\}/.exec(rest);
  if (property !== null && reader.isUnicode) {
    reader.at += 1 + property[0].length;
    const named = new RegExp(`\\${property[0]}`, 'u');
    return setOf((character) => named.test(character), true);
  }
  reader.at += 2;
  const known = ESCAPES[sign.toLowerCase()];
  if (known !== undefined) {
    const set = setOf((character) => known.test(character), sign === 's');
    return sign === sign.toLowerCase() ? set : not(set);
  }
  const control = CONTROLS[sign];
  if (control !== undefined) return control.charCodeAt(0);
  if (sign === '' || /[A-Za-z\d]/.test(sign)) throw new NotUnderstood();
  return sign.charCodeAt(0);
}

function readBrackets(reader: PatternReader): CharacterSet {
  reader.at++;
  const isNegated = reader.source[reader.at] === '^';
  if (isNegated) reader.at++;
  const set = new Uint8Array(ASCII + 1);
  const add = (more: CharacterSet): void => {
    more.forEach((held, code) => {
      if (held === 1) set[code] = 1;
    });
  };
  const readOne = (): number | CharacterSet => {
    const sign = reader.source[reader.at];
    if (sign === undefined) throw new NotUnderstood();
    if (sign === '\\' && reader.source[reader.at + 1] === 'b') throw new NotUnderstood();
    if (sign === '\\') return escaped(reader);
    reader.at++;
    return sign.charCodeAt(0);
  };
  while (reader.source[reader.at] !== ']') {
    const first = readOne();
    const isRange = reader.source[reader.at] === '-' && reader.source[reader.at + 1] !== ']';
    if (!isRange) {
      add(typeof first === 'number' ? single(first) : first);
      continue;
    }
    reader.at++;
    const last = readOne();
    if (typeof first !== 'number' || typeof last !== 'number') throw new NotUnderstood();
    for (let code = first; code <= last && code <= ASCII; code++) set[code] = 1;
    if (last > ASCII) set[ASCII] = 1;
  }
  reader.at++;
  const folded = fold(set, reader);
  return isNegated ? not(folded) : folded;
}

/** With the other case of each letter where the pattern tells none apart; two of them have kin outside ASCII. */
function fold(set: CharacterSet, { folds, isUnicode }: PatternReader): CharacterSet {
  if (!folds) return set;
  const folded = Uint8Array.from(set);
  if (isUnicode && set[ASCII] === 1) for (const kin of 'ksKS') folded[kin.charCodeAt(0)] = 1;
  set.forEach((held, code) => {
    if (held === 0 || code === ASCII || !/[A-Za-z]/.test(String.fromCharCode(code))) return;
    folded[code ^ 32] = 1;
    if (isUnicode && /[ks]/i.test(String.fromCharCode(code))) folded[ASCII] = 1;
  });
  return folded;
}
