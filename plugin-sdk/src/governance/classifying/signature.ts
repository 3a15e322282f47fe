/**
 * The class signature of a value: which classes of characters it holds, and how long it is. Computed once per
 * value, it rules out almost every pattern without running it; equal signatures share one candidate list.
 */

const DIGIT = 1 << 0;
const UPPER = 1 << 1;
const LOWER = 1 << 2;
const SPACE = 1 << 3;
const OTHER_LETTER = 1 << 4;
const OTHER = 1 << 20;
const SINGLES = '@.-_+/:,()#=\\\'"';

const classOf = new Uint32Array(128).fill(OTHER);
for (let code = 48; code < 58; code++) classOf[code] = DIGIT;
for (let code = 65; code < 91; code++) classOf[code] = UPPER;
for (let code = 97; code < 123; code++) classOf[code] = LOWER;
classOf[32] = SPACE;
for (let index = 0; index < SINGLES.length; index++) classOf[SINGLES.charCodeAt(index)] = 1 << (5 + index);

/** Longest value that is looked at to its end; longer ones count as holding everything. */
const LONGEST_SCANNED = 512;
const EVERYTHING = 0x1fffff;

/** Character classes of a value as bits. */
export function classesOf(value: string): number {
  if (value.length > LONGEST_SCANNED) return EVERYTHING;
  let classes = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    classes |= code < 128 ? (classOf[code] ?? OTHER) : OTHER_LETTER;
  }
  return classes;
}

/**
 * Names of character classes, separated by spaces: `digit`, `upper`, `lower`, `letter`, `space`, `unicode` (anything beyond ASCII),
 * `other` (ASCII not listed here), and any of the characters `@ . - _ + / : , ( ) # = \ ' "` for itself.
 * @public
 */
export type CharacterClasses = string;

/** Parses {@link CharacterClasses}. @throws TypeError naming the class that there is not */
export function parseClasses(classes: CharacterClasses): number {
  let bits = 0;
  for (const name of classes.split(' ')) {
    if (name === '') continue;
    if (name === 'digit') bits |= DIGIT;
    else if (name === 'upper') bits |= UPPER;
    else if (name === 'lower') bits |= LOWER;
    else if (name === 'letter') bits |= UPPER | LOWER;
    else if (name === 'space') bits |= SPACE;
    else if (name === 'unicode') bits |= OTHER_LETTER;
    else if (name === 'other') bits |= OTHER;
    else if (name.length === 1 && SINGLES.includes(name)) bits |= 1 << (5 + SINGLES.indexOf(name));
    else throw new TypeError(`There is no character class "${name}".`);
  }
  return bits;
}

/** What a value must look like before anything is tried on it. */
export interface Gate {
  /** Classes of which the value may hold none other. */
  readonly allowed: number;
  /** Classes that it must hold, each. */
  readonly required: number;
  readonly minLength: number;
  readonly maxLength: number;
}

/** Answers the positions of the gates that a value passes; memoised by signature. */
export function createPrefilter(gates: readonly Gate[]): (value: string) => readonly number[] {
  const memo = new Map<number, readonly number[]>();
  const lengthCap = 2047;
  return (value) => {
    const classes = classesOf(value);
    const length = value.length;
    // Beyond the cap lengths differ too much to share a list.
    const key = length < lengthCap ? classes * 2048 + length : -1;
    const known = key < 0 ? undefined : memo.get(key);
    if (known !== undefined) return known;
    const isOpaque = classes === EVERYTHING;
    const passing: number[] = [];
    gates.forEach((gate, position) => {
      const fitsClasses =
        isOpaque || ((classes & ~gate.allowed) === 0 && (classes & gate.required) === gate.required);
      if (fitsClasses && length >= gate.minLength && length <= gate.maxLength) passing.push(position);
    });
    // Bounded: hostile columns could otherwise fill it with one entry for each length.
    if (key >= 0 && memo.size < 4096) memo.set(key, passing);
    return passing;
  };
}
