import { ANY_DIGIT, ANY_LOWER, ANY_UNICODE, ANY_UPPER } from './shape-symbols.ts';

/** What a character is to the scan. */
export const QUIET = 0;
export const DIGIT = 1;
export const UPPER = 2;
export const AT = 3;
export const EQUALS = 4;
export const COLON = 5;
export const DOT = 6;

/** UTF-16 code units. */
export const CODES = 65_536;

/** The class of every UTF-16 code unit that wakes the scan; all else is {@link QUIET}. */
export function wakingClasses(): Uint8Array {
  const classes = new Uint8Array(CODES);
  markCodes(classes, /[\p{Lu}\p{Lt}]+/gu, UPPER, 0x2e80);
  for (let code = 48; code < 58; code++) classes[code] = DIGIT;
  classes[64] = AT;
  classes[61] = EQUALS;
  classes[58] = COLON;
  classes[46] = DOT;
  return classes;
}

/** Marks the code units below `bound` that stand in what the pattern matches. */
export function markCodes(classes: Uint8Array, runs: RegExp, mark: number, bound: number): void {
  const all = Buffer.from(Uint16Array.from({ length: bound }, (_, code) => code).buffer).toString('utf16le');
  for (const { 0: run, index } of all.matchAll(runs)) classes.fill(mark, index, index + run.length);
}

/** Bits of what a piece holds, in the words of `CharacterClasses`. */
export const HOLDS_DIGIT = 1;
export const HOLDS_UPPER = 2;
export const HOLDS_LOWER = 4;
export const HOLDS_SPACE = 8;
export const HOLDS_UNICODE = 16;
export const HOLDS_OTHER = 1 << 20;
export const HOLDS_LETTER = HOLDS_UPPER | HOLDS_LOWER;
/** Characters that are classes of their own. */
export const SINGLES = '@.-_+/:,()#=\\\'"';

/** What a character adds to the piece that it stands in; 0 ends the piece. */
export function pieceClasses(): Uint32Array {
  const classes = new Uint32Array(CODES).fill(HOLDS_UNICODE);
  for (let code = 0; code < 128; code++) classes[code] = HOLDS_OTHER;
  for (let code = 48; code < 58; code++) classes[code] = HOLDS_DIGIT;
  for (let code = 65; code < 91; code++) classes[code] = HOLDS_UPPER;
  for (let code = 97; code < 123; code++) classes[code] = HOLDS_LOWER;
  for (let index = 0; index < SINGLES.length; index++) classes[SINGLES.charCodeAt(index)] = 1 << (5 + index);
  for (let code = 0; code <= 32; code++) classes[code] = 0;
  for (const character of '"\'<>[]{},;|`\u007f\u0085\u00a0\u2018\u2019\u201c\u201d\u00ab\u00bb\u2028\u2029\ufeff')
    classes[character.charCodeAt(0)] = 0;
  for (let code = 0x2000; code <= 0x200f; code++) classes[code] = 0;
  // Scripts without blanks between words, and halves of surrogate pairs: numbers and addresses end there.
  classes.fill(0, 0x2e80);
  return classes;
}

/** What a character is in the shape of a piece: letters and digits by their kind, other ASCII characters as they are. */
function shapeSymbols(): Uint8Array {
  const symbols = new Uint8Array(CODES).fill(ANY_UNICODE);
  for (let code = 0; code < 128; code++) symbols[code] = code;
  symbols.fill(ANY_DIGIT, 48, 58);
  symbols.fill(ANY_UPPER, 65, 91);
  symbols.fill(ANY_LOWER, 97, 123);
  return symbols;
}

/** Above the bits of {@link pieceClasses}. */
export const SYMBOL_SHIFT = 21;
export const CLASS_BITS = (1 << SYMBOL_SHIFT) - 1;

/** The class of each character and above it its symbol in shapes, so that one look tells both; 0 ends the piece. */
export function pieceMarks(): Uint32Array {
  const symbols = shapeSymbols();
  return pieceClasses().map((held, code) => (held === 0 ? 0 : held | ((symbols[code] ?? 0) << SYMBOL_SHIFT)));
}

/** Bits of the classes that a rule names. @throws TypeError naming the class that there is not */
export function parsePieceClasses(classes: string): number {
  let bits = 0;
  for (const name of classes.split(' ')) {
    if (name === '') continue;
    if (name === 'digit') bits |= HOLDS_DIGIT;
    else if (name === 'upper') bits |= HOLDS_UPPER;
    else if (name === 'lower') bits |= HOLDS_LOWER;
    else if (name === 'unicode') bits |= HOLDS_UNICODE;
    else if (name === 'space') bits |= HOLDS_SPACE;
    else if (name === 'other') bits |= HOLDS_OTHER;
    else if (name.length === 1 && SINGLES.includes(name)) bits |= 1 << (5 + SINGLES.indexOf(name));
    else throw new TypeError(`There is no character class "${name}" for pieces of text.`);
  }
  return bits;
}
