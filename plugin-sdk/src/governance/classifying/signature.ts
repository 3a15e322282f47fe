/**
 * The class signature of a value: which classes of characters it holds, how long it is, what it begins with. Computed once
 * per value, it rules out almost every pattern without running it; equal signatures share one candidate list.
 */

const DIGIT = 1 << 0;
const UPPER = 1 << 1;
const LOWER = 1 << 2;
const SPACE = 1 << 3;
/** Anything beyond ASCII. */
export const NOT_ASCII = 1 << 4;
const OTHER = 1 << 20;
const SINGLES = '@.-_+/:,()#=\\\'"';

/** ASCII, and one for the rest. */
export const FIRST_CODES = 129;

/** Class of each code unit: one look-up without a branch, of which text in ASCII touches half a kilobyte. */
const classOf = new Int32Array(65_536).fill(NOT_ASCII);
classOf.fill(OTHER, 0, 128);
classOf.fill(DIGIT, 48, 58);
classOf.fill(UPPER, 65, 91);
classOf.fill(LOWER, 97, 123);
classOf[32] = SPACE;
for (let index = 0; index < SINGLES.length; index++) classOf[SINGLES.charCodeAt(index)] = 1 << (5 + index);

/** The class of a character by its code. */
export const classBitOf = (code: number): number => classOf[code] ?? OTHER;

/** Longest value that is looked at to its end; longer ones count as holding everything. */
const LONGEST_SCANNED = 512;
const EVERYTHING = 0x1fffff;
/** A gate that lets every class through. */
export const ANYTHING = 0xffffffff;

/** Character classes of a value as bits. */
export function classesOf(value: string): number {
  const { length } = value;
  if (length > LONGEST_SCANNED) return EVERYTHING;
  // Two sums at a time, so that one need not wait for the other.
  let even = 0;
  let odd = 0;
  let index = 0;
  for (; index + 1 < length; index += 2) {
    even |= classOf[value.charCodeAt(index)] ?? OTHER;
    odd |= classOf[value.charCodeAt(index + 1)] ?? OTHER;
  }
  if (index < length) even |= classOf[value.charCodeAt(index)] ?? OTHER;
  return even | odd;
}

/** What a value looks like from afar. @public */
export interface ValueSignature {
  /** Classes of its characters, as bits. */
  readonly classes: number;
  readonly length: number;
  /** Code of its first character, 128 for whatever is not ASCII, 0 for none. */
  readonly first: number;
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
    else if (name === 'unicode') bits |= NOT_ASCII;
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
  /** Classes of which it must hold one at least; anything unless given. */
  readonly requiredOne?: number;
  readonly minLength: number;
  readonly maxLength: number;
  /** By code, 128 for whatever is not ASCII: whether a value may begin with it; anything unless given. */
  readonly first?: Uint8Array;
}

/** Lets everything through. */
export const OPEN_GATE: Gate = {
  allowed: ANYTHING,
  required: 0,
  minLength: 0,
  maxLength: Number.POSITIVE_INFINITY,
};

/** A gate that lets through what both let through, and sometimes more: of two demands for one of several classes it keeps one. */
export function bothGates(one: Gate, other: Gate): Gate {
  const requiredOne = one.requiredOne ?? other.requiredOne;
  const mayBeginWithAny = one.first === undefined && other.first === undefined;
  return {
    allowed: one.allowed & other.allowed,
    required: one.required | other.required,
    ...(requiredOne === undefined ? {} : { requiredOne }),
    minLength: Math.max(one.minLength, other.minLength),
    maxLength: Math.min(one.maxLength, other.maxLength),
    ...(mayBeginWithAny
      ? {}
      : {
          first: Uint8Array.from({ length: FIRST_CODES }, (_, code) =>
            Math.min(one.first?.[code] ?? 1, other.first?.[code] ?? 1),
          ),
        }),
  };
}

const isLetThrough = ({ allowed, required, requiredOne }: Gate, classes: number): boolean =>
  (classes & ~allowed) === 0 &&
  (classes & required) === required &&
  (requiredOne === undefined || (classes & requiredOne) !== 0);

/** Answers the positions of the gates that values of a signature pass. */
export type Prefilter = (signature: ValueSignature) => readonly number[];

/** From this length on lengths differ too much to share lists. */
const LENGTH_CAP = 2048;
/** Slots of the table of signatures; a power of two. */
const SLOTS = 4096;
/** A fuller table is emptied: hostile columns could otherwise fill it with signatures that never come again. */
const MOST_KNOWN = SLOTS / 2;

/**
 * Memoises the gates that a value passes by its signature. Lengths that no gate tells apart share one, and so do first
 * characters, so that a column has few signatures. What it remembers is bounded and changes no answer.
 */
export function createPrefilter(gates: readonly Gate[]): Prefilter {
  const groupOfLength = groupLengths(gates);
  const groupOfFirst = groupFirsts(gates);
  const classKeys = new Int32Array(SLOTS);
  const groupKeys = new Int32Array(SLOTS);
  let lists: (readonly number[] | undefined)[] = new Array(SLOTS).fill(undefined);
  let known = 0;

  const passing = (classes: number, length: number, first: number): readonly number[] => {
    const isOpaque = classes === EVERYTHING;
    const positions: number[] = [];
    gates.forEach((gate, position) => {
      if (length < gate.minLength || length > gate.maxLength || gate.first?.[first] === 0) return;
      if (isOpaque || isLetThrough(gate, classes)) positions.push(position);
    });
    return positions;
  };

  return ({ classes, length, first }) => {
    if (length >= LENGTH_CAP || length === 0) return passing(classes, length, first);
    // One more than the groups, so that no key is the zero of an empty slot.
    const groups = (((groupOfLength[length] ?? 0) << 8) | (groupOfFirst[first] ?? 0)) + 1;
    let slot = (Math.imul(classes, 0x9e3779b1) ^ Math.imul(groups, 0x85ebca6b)) >>> 20;
    while (groupKeys[slot] !== 0) {
      if (groupKeys[slot] === groups && classKeys[slot] === classes) return lists[slot] ?? [];
      slot = (slot + 1) & (SLOTS - 1);
    }
    const list = passing(classes, length, first);
    if (known >= MOST_KNOWN) {
      groupKeys.fill(0);
      lists = new Array(SLOTS).fill(undefined);
      known = 0;
      return list;
    }
    known += 1;
    groupKeys[slot] = groups;
    classKeys[slot] = classes;
    lists[slot] = list;
    return list;
  };
}

/** Lengths between which no gate begins or ends share a number. */
function groupLengths(gates: readonly Gate[]): Uint16Array {
  const borders = new Uint8Array(LENGTH_CAP);
  for (const { minLength, maxLength } of gates) {
    if (minLength < LENGTH_CAP) borders[minLength] = 1;
    if (maxLength + 1 < LENGTH_CAP) borders[maxLength + 1] = 1;
  }
  let number = 0;
  return Uint16Array.from(borders, (border) => {
    number += border;
    return number;
  });
}

/** Characters that the same gates let a value begin with share a number. */
function groupFirsts(gates: readonly Gate[]): Uint8Array {
  const choosy = gates.flatMap(({ first }) => first ?? []);
  const numbers = new Map<string, number>();
  return Uint8Array.from({ length: FIRST_CODES }, (_, code) => {
    const same = choosy.map((first) => first[code]).join('');
    const number = numbers.get(same) ?? numbers.size;
    numbers.set(same, number);
    return number;
  });
}
