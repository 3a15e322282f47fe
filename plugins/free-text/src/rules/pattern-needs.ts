import { CHARACTERS, type CharacterSet } from './character-set.ts';
import { type PatternNode, readPattern } from './pattern-tree.ts';

/** How many characters of a kind every match of a pattern holds at least, and bits of the classes among them. */
export interface PatternNeeds {
  readonly classes: number;
  readonly digits: number;
  /** Letters, and whatever is not ASCII. */
  readonly letters: number;
  readonly colons: number;
  readonly dots: number;
  /** Other ASCII characters between letters and digits. */
  readonly inner: number;
  /** Digits in a row. */
  readonly digitRun: number;
  /** ASCII letters, digits, low lines and hyphens in a row. */
  readonly wordRun: number;
}

/** The names of the counts of {@link PatternNeeds}. */
export const COUNTED = ['digits', 'letters', 'colons', 'dots', 'inner', 'digitRun', 'wordRun'] as const;

/** What is said of patterns that are not understood. */
export const NO_NEEDS: PatternNeeds = {
  classes: 0,
  digits: 0,
  letters: 0,
  colons: 0,
  dots: 0,
  inner: 0,
  digitRun: 0,
  wordRun: 0,
};

/** The least that is in a row: at the beginning, at the end, anywhere; and whether nothing else is there. */
interface Row {
  readonly first: number;
  readonly last: number;
  readonly most: number;
  readonly isAll: boolean;
}

/** What a part of a pattern takes at least. */
interface Part {
  readonly classes: number;
  readonly digits: number;
  readonly letters: number;
  readonly colons: number;
  readonly dots: number;
  /** Whether a letter or a digit is there for sure. */
  readonly isSolid: boolean;
  /** Other characters before the first sure letter or digit (all of them where there is none), between, and after the last. */
  readonly before: number;
  readonly inner: number;
  readonly after: number;
  readonly digitRow: Row;
  readonly wordRow: Row;
}

const NO_ROW: Row = { first: 0, last: 0, most: 0, isAll: true };
const EMPTY: Part = {
  classes: 0,
  digits: 0,
  letters: 0,
  colons: 0,
  dots: 0,
  isSolid: false,
  before: 0,
  inner: 0,
  after: 0,
  digitRow: NO_ROW,
  wordRow: NO_ROW,
};
const UNKNOWN_ROW: Row = { ...NO_ROW, isAll: false };
const UNKNOWN: Part = { ...EMPTY, digitRow: UNKNOWN_ROW, wordRow: UNKNOWN_ROW };
/** More of a row or a count tells nothing more. */
const MOST = 255;

/** What every match of the pattern holds at least; {@link NO_NEEDS} for what is not understood. */
export function patternNeeds(pattern: RegExp): PatternNeeds {
  const tree = readPattern(pattern);
  if (tree === null) return NO_NEEDS;
  const part = partOf(tree);
  return {
    classes: part.classes,
    digits: part.digits,
    letters: part.letters,
    colons: part.colons,
    dots: part.dots,
    inner: part.inner,
    digitRun: part.digitRow.most,
    wordRun: part.wordRow.most,
  };
}

function partOf(node: PatternNode): Part {
  switch (node.kind) {
    case 'one':
      return one(node.set);
    case 'sequence':
      return node.parts.map(partOf).reduce(follow, EMPTY);
    case 'choice':
      return node.parts.map(partOf).reduce(eitherOf);
    case 'repeat': {
      const part = partOf(node.part);
      let repeated = EMPTY;
      for (let count = 0; count < Math.min(node.least, MOST); count++) repeated = follow(repeated, part);
      const isExact = node.most === node.least && node.least <= MOST;
      return isExact ? repeated : follow(repeated, eitherOf(EMPTY, part));
    }
    case 'unknown':
      return UNKNOWN;
    default:
      return EMPTY;
  }
}

const row = (holds: boolean): Row => (holds ? { first: 1, last: 1, most: 1, isAll: true } : UNKNOWN_ROW);

function one(set: CharacterSet): Part {
  const within = (allowed: CharacterSet): boolean =>
    set.every((held, index) => held === 0 || allowed[index] === 1);
  const isDigit = within(CHARACTERS.digit);
  const isLetter = within(CHARACTERS.letter);
  const isSolid = within(CHARACTERS.solid);
  return {
    classes: CHARACTERS.classes.find(([allowed]) => within(allowed))?.[1] ?? 0,
    digits: Number(isDigit),
    letters: Number(isLetter),
    colons: Number(within(CHARACTERS.colon)),
    dots: Number(within(CHARACTERS.dot)),
    isSolid,
    before: Number(within(CHARACTERS.other)),
    inner: 0,
    after: 0,
    digitRow: row(isDigit),
    wordRow: row(within(CHARACTERS.word)),
  };
}

const sum = (a: number, b: number): number => Math.min(MOST, a + b);

function follow(a: Part, b: Part): Part {
  return {
    classes: a.classes | b.classes,
    digits: sum(a.digits, b.digits),
    letters: sum(a.letters, b.letters),
    colons: sum(a.colons, b.colons),
    dots: sum(a.dots, b.dots),
    isSolid: a.isSolid || b.isSolid,
    before: a.isSolid ? a.before : sum(a.before, b.before),
    inner:
      a.isSolid && b.isSolid ? sum(sum(a.inner, b.inner), sum(a.after, b.before)) : sum(a.inner, b.inner),
    after: b.isSolid ? b.after : a.isSolid ? sum(a.after, b.before) : 0,
    digitRow: followRow(a.digitRow, b.digitRow),
    wordRow: followRow(a.wordRow, b.wordRow),
  };
}

const followRow = (a: Row, b: Row): Row => ({
  first: a.isAll ? sum(a.most, b.first) : a.first,
  last: b.isAll ? sum(b.most, a.last) : b.last,
  most: Math.max(a.most, b.most, sum(a.last, b.first)),
  isAll: a.isAll && b.isAll,
});

const eitherOf = (a: Part, b: Part): Part => {
  const isSolid = a.isSolid && b.isSolid;
  // Without a sure letter or digit all other characters count as standing before it.
  const othersOf = (part: Part): number => part.before + part.inner + part.after;
  return {
    classes: a.classes & b.classes,
    digits: Math.min(a.digits, b.digits),
    letters: Math.min(a.letters, b.letters),
    colons: Math.min(a.colons, b.colons),
    dots: Math.min(a.dots, b.dots),
    isSolid,
    before: isSolid ? Math.min(a.before, b.before) : Math.min(othersOf(a), othersOf(b)),
    inner: isSolid ? Math.min(a.inner, b.inner) : 0,
    after: isSolid ? Math.min(a.after, b.after) : 0,
    digitRow: eitherRow(a.digitRow, b.digitRow),
    wordRow: eitherRow(a.wordRow, b.wordRow),
  };
};

const eitherRow = (a: Row, b: Row): Row => ({
  first: Math.min(a.first, b.first),
  last: Math.min(a.last, b.last),
  most: Math.min(a.most, b.most),
  isAll: a.isAll && b.isAll,
});
