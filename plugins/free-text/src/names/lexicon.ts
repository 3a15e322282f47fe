import { foldText } from '@datawave/plugin-sdk';
import { hashText } from './hash.ts';

/** What a list says of a word or a run of words; one bit each. */
export const LISTS = [
  'first-name',
  'last-name',
  'city',
  'country',
  'nationality',
  'ordinary',
  'frequent',
  'street',
  'organisation',
  'title',
  'occupation',
  'ambiguous-name',
  'month',
  'cue-card',
  'cue-phone',
  'cue-address',
  'cue-age',
  'cue-postcode',
  'cue-licence',
  'cue-person',
  'cue-organisation',
  'cue-date',
  'run-start',
  'hint',
] as const;

/** One of {@link LISTS}. */
export type ListName = (typeof LISTS)[number];

/** Bit of a list. */
export const listBit = (name: ListName): number => 1 << LISTS.indexOf(name);

/** Words and runs of up to four words by hash: open addressing, keys beside bits. A hash of 32 bits stands for the words. */
export interface Lexicon {
  /** Bits of all lists that hold the folded word or run, 0 for none. */
  bits(hash: number): number;
  /** The hashes of the words that one of the lists holds. */
  holding(lists: number): readonly number[];
  readonly size: number;
}

/** The hash by which a lexicon knows a word or a run of words. */
export const lexiconKey = (words: string): number => hashText(listedAs(words)) || 1;

/** Words as lists hold them. */
export const listedAs = (words: string): string => foldText(words).replace(/[-'’]/g, ' ');

/** Slots whose bits are summed up, so that few words are found among many without a look at each. */
const BLOCK = 256;
/** Words whose bits are kept at hand. */
const LATELY = 4_096;

/** A lexicon over sorted keys and their bits. */
export function createLexicon(keys: Uint32Array, bits: Uint32Array): Lexicon {
  let capacity = 1024;
  while (capacity < keys.length * 2) capacity *= 2;
  const mask = capacity - 1;
  const slots = new Uint32Array(capacity);
  const values = new Uint32Array(capacity);
  const blocks = new Uint32Array(capacity / BLOCK);
  // No function takes part, which would hold what it was given for as long as the lexicon is there.
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? 0;
    let slot = key & mask;
    while (slots[slot] !== 0 && slots[slot] !== key) slot = (slot + 1) & mask;
    slots[slot] = key;
    values[slot] = (values[slot] ?? 0) | (bits[index] ?? 0);
    const block = Math.floor(slot / BLOCK);
    blocks[block] = (blocks[block] ?? 0) | (bits[index] ?? 0);
  }
  const size = keys.length;
  // Texts repeat their words: what was looked up lately is answered from a table that stays in the cache.
  const lately = new Uint32Array(LATELY);
  const answers = new Uint32Array(LATELY);
  const look = (hash: number): number => {
    let slot = hash & mask;
    for (;;) {
      const found = slots[slot] ?? 0;
      if (found === hash) return values[slot] ?? 0;
      if (found === 0) return 0;
      slot = (slot + 1) & mask;
    }
  };
  return {
    size,
    holding(lists) {
      const held: number[] = [];
      blocks.forEach((summed, block) => {
        if ((summed & lists) === 0) return;
        for (let slot = block * BLOCK; slot < (block + 1) * BLOCK; slot++)
          if (((values[slot] ?? 0) & lists) !== 0) held.push(slots[slot] ?? 0);
      });
      return held;
    },
    bits(hash) {
      const place = hash & (LATELY - 1);
      if (lately[place] === hash) return answers[place] ?? 0;
      const bits = look(hash);
      lately[place] = hash;
      answers[place] = bits;
      return bits;
    },
  };
}
