import { type Form, type FormSource, RUN_LISTS, WORD_LISTS } from './forms.ts';
import { FNV_BASIS, finishHash, growHash, mixHash } from './hash.ts';
import type { Lexicon } from './lexicon.ts';
import type { Tokens } from './tokenize.ts';

/** What the features of tokens follow from: what each token is, and what lists say of it with those beside it. */
export interface Neighbourhood {
  readonly length: number;
  readonly forms: readonly Form[];
  /** Hashes of words and shapes; token t is at `MARGIN + t`, with something that stands for "outside" around them. */
  readonly words: Uint32Array;
  readonly shapes: Uint32Array;
  /** Hashes of the lists that hold the token, alone and in runs; at `MARGIN + t`, too. */
  readonly listings: Uint32Array;
  /** Lists of runs of words that begin at a token, and that go on there. */
  readonly begins: Int32Array;
  readonly insides: Int32Array;
  /** 1 where a line break stands before the token. */
  readonly breaks: Uint8Array;
  readonly hasCues: boolean;
}

/** Places before the first token and after the last. */
export const MARGIN = 3;
/** What stands there. */
const OUTSIDE_WORD = 1;
const OUTSIDE_SHAPE = 2;
const OUTSIDE_LISTING = mixHash(mixHash(0, 0), 0);
/** Longest run of words that a list may hold. */
const LONGEST_RUN = 4;
const LEAST_ROOM = 256;

/** Makes a reader of neighbourhoods; its answer is written over by the next one. */
export function createNeighbourhoods(
  formOf: FormSource,
  lexicon: Lexicon,
): (tokens: Tokens) => Neighbourhood {
  const forms: Form[] = [];
  let room = 0;
  let words = new Uint32Array(0);
  let shapes = new Uint32Array(0);
  let listings = new Uint32Array(0);
  let begins = new Int32Array(0);
  let insides = new Int32Array(0);
  return (tokens) => {
    const { text, codes, length, starts, ends } = tokens;
    if (length > room) {
      room = Math.max(LEAST_ROOM, length * 2);
      words = new Uint32Array(room + 2 * MARGIN);
      shapes = new Uint32Array(room + 2 * MARGIN);
      listings = new Uint32Array(room + 2 * MARGIN);
      begins = new Int32Array(room);
      insides = new Int32Array(room);
    }
    for (const at of [0, length + MARGIN]) {
      words.fill(OUTSIDE_WORD, at, at + MARGIN);
      shapes.fill(OUTSIDE_SHAPE, at, at + MARGIN);
      listings.fill(OUTSIDE_LISTING, at, at + MARGIN);
    }
    forms.length = 0;
    begins.fill(0, 0, length);
    insides.fill(0, 0, length);
    let hasCues = false;
    for (let index = 0; index < length; index++) {
      const form = formOf(text, codes, starts[index] ?? 0, ends[index] ?? 0);
      forms.push(form);
      words[MARGIN + index] = form.word;
      shapes[MARGIN + index] = form.shape;
      if (form.cues !== 0) hasCues = true;
    }
    for (let index = 0; index < length; index++) {
      const form = forms[index];
      if (form !== undefined && form.initial >= 65 && (form.startsRun || form.runs !== 0))
        markRuns(forms, index, lexicon, begins, insides);
    }
    for (let index = 0; index < length; index++)
      listings[MARGIN + index] = mixHash(
        mixHash((forms[index]?.lists ?? 0) & WORD_LISTS, begins[index] ?? 0),
        insides[index] ?? 0,
      );
    return { length, forms, words, shapes, listings, begins, insides, breaks: tokens.afterBreak, hasCues };
  };
}

/** Marks the longest run that begins with the token. */
function markRuns(
  forms: readonly Form[],
  first: number,
  lexicon: Lexicon,
  begins: Int32Array,
  insides: Int32Array,
): void {
  const [form] = forms.slice(first, first + 1);
  if (form === undefined) return;
  let longest = 1;
  let bits = form.runs;
  if (form.startsRun) {
    let hash = growHash(form.listed, FNV_BASIS);
    for (let length = 2; length <= LONGEST_RUN && first + length <= forms.length; length++) {
      hash = growHash(forms[first + length - 1]?.listed ?? '', growHash(' ', hash));
      const held = lexicon.bits(finishHash(hash) || 1) & RUN_LISTS;
      if (held === 0) continue;
      longest = length;
      bits = held;
    }
  }
  if (bits === 0) return;
  begins[first] = bits;
  for (let at = first + 1; at < first + longest; at++) insides[at] = (insides[at] ?? 0) | bits;
}
