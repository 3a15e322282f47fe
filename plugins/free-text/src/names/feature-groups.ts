import { FNV_BASIS, finishHash } from './hash.ts';
import { LABEL_COUNT } from './labels.ts';

const MULTIPLIER = 0x9e3779b1;

/** Groups of features that always come together, by the numbers that they follow from, with what a model gave for them. */
export interface FeatureGroups {
  /** Puts the numbers of a token down, to be looked up next. */
  readonly wanted: Uint32Array;
  /** Rows of as many sums of weights as there are labels: together, and no list of a group's own to be looked for. */
  readonly sums: Int16Array;
  /** Where the row of the numbers wanted begins, or -1 when they were not met lately. */
  find(): number;
  /** Where the row begins, of zeros, that is theirs from now on. */
  keep(): number;
}

/**
 * Groups of so many numbers that were met lately, in so many places (a power of two). All of the numbers are compared, so
 * that none is taken for another.
 */
export function keepGroups(numberCount: number, places: number): FeatureGroups {
  const wanted = new Uint32Array(numberCount);
  const numbers = new Uint32Array(places * numberCount);
  /** A group that falls on the place of another takes it. */
  const sums = new Int16Array(places * LABEL_COUNT);
  const isTaken = new Uint8Array(places);
  let place = 0;
  return {
    wanted,
    sums,
    find() {
      let hash = FNV_BASIS;
      for (let index = 0; index < numberCount; index++)
        hash = Math.imul(hash ^ (hash >>> 15) ^ (wanted[index] ?? 0), MULTIPLIER);
      place = finishHash(hash) & (places - 1);
      if (isTaken[place] === 0) return -1;
      const at = place * numberCount;
      for (let index = 0; index < numberCount; index++) if (numbers[at + index] !== wanted[index]) return -1;
      return place * LABEL_COUNT;
    },
    keep() {
      numbers.set(wanted, place * numberCount);
      isTaken[place] = 1;
      const row = place * LABEL_COUNT;
      sums.fill(0, row, row + LABEL_COUNT);
      return row;
    },
  };
}

/** Groups of all kinds. */
export interface KeptGroups {
  /** By five shapes and the line breaks among them. */
  readonly shapes: FeatureGroups;
  /** By what lists say of three tokens, and their shapes. */
  readonly listings: FeatureGroups;
  /** By a token's word, shape and lists, and the word before it, or the word after it. */
  readonly before: FeatureGroups;
  readonly after: FeatureGroups;
}

const PATTERNS = 1 << 12;
const PAIRS = 1 << 14;

/** None yet. */
export const noGroups = (): KeptGroups => ({
  shapes: keepGroups(6, PATTERNS),
  listings: keepGroups(6, PATTERNS),
  before: keepGroups(4, PAIRS),
  after: keepGroups(4, PAIRS),
});
