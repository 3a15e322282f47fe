import { foldText } from '@datawave/plugin-sdk';
import type { Hits } from '../engine/hits.ts';
import type { DictionaryBlock } from '../rules/rule.ts';
import { LIMITS } from '../rules/rule-limits.ts';

/** Terms with the slots that they set; terms of the same slots share the list. */
class TermTable {
  readonly #terms = new Map<string, readonly number[]>();
  readonly #lists = new Map<string, readonly number[]>();
  /** Words of the longest term. */
  longest = 0;

  get size(): number {
    return this.#terms.size;
  }

  add(term: string, slot: number): void {
    const present = this.#terms.get(term);
    if (present?.includes(slot)) return;
    const slots = [...(present ?? []), slot];
    const key = slots.join(' ');
    const shared = this.#lists.get(key) ?? slots;
    this.#lists.set(key, shared);
    this.#terms.set(term, shared);
  }

  match(term: string, hits: Hits): void {
    const found = this.#terms.get(term);
    if (found !== undefined) for (const slot of found) hits.add(slot);
  }
}

const WORDS = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

/** The words of a text, one blank between them. */
export const wordsOf = (text: string): readonly string[] => text.match(WORDS) ?? [];

/** Letters apart from case and accents. Blanks count once. */
function fold(text: string): string {
  const folded = foldText(text);
  return UNEVEN.test(folded) ? folded.replace(/\s+/g, ' ') : folded;
}

/** Several blanks in a row, or one that is no plain blank. */
const UNEVEN = /\s\s|[^\S ]/;

/** Terms that are entered at a time: some milliseconds. */
const SLICE = 5_000;

/** Looks values up in all dictionaries at once: one look-up by hash for each way of comparing, whatever their size. */
export class DictionaryBank {
  readonly #waiting: { readonly block: DictionaryBlock; readonly slot: number }[] = [];
  readonly #whole = { exact: new TermTable(), folded: new TermTable() };
  readonly #within = { exact: new TermTable(), folded: new TermTable() };

  /** Takes a dictionary up; its terms are entered by {@link DictionaryBank.load}. */
  add(block: DictionaryBlock, slot: number): void {
    this.#waiting.push({ block, slot });
  }

  /** Enters the terms, some thousands at a time, so that the caller may let others have their turn in between. */
  *load(): Generator<void> {
    for (const { block, slot } of this.#waiting.splice(0)) {
      for (let start = 0; start < block.terms.length; start += SLICE) {
        this.#enter(block, block.terms.slice(start, start + SLICE), slot);
        yield;
      }
    }
  }

  #enter(block: DictionaryBlock, terms: readonly string[], slot: number): void {
    const isExact = block.exact === true;
    const tables = block.words === true ? this.#within : this.#whole;
    const table = isExact ? tables.exact : tables.folded;
    for (const term of terms) {
      const compared = isExact ? term.trim() : fold(term.trim());
      if (block.words !== true) {
        table.add(compared, slot);
        continue;
      }
      const words = wordsOf(compared);
      table.longest = Math.max(table.longest, Math.min(LIMITS.termWords, words.length));
      table.add(words.join(' '), slot);
    }
  }

  /** Adds the slots of all dictionaries that hold the value. */
  match(value: string, hits: Hits): void {
    const mayBeWhole = value.length <= LIMITS.termLength;
    if (mayBeWhole && this.#whole.exact.size > 0) this.#whole.exact.match(value, hits);
    if (mayBeWhole && this.#whole.folded.size > 0) this.#whole.folded.match(fold(value), hits);
    if (this.#within.exact.size > 0) matchWithin(this.#within.exact, value, hits);
    if (this.#within.folded.size > 0) matchWithin(this.#within.folded, fold(value), hits);
  }
}

/** Every run of neighbouring words up to the longest term: linear in the value, since that is bounded. */
function matchWithin(table: TermTable, value: string, hits: Hits): void {
  const words = wordsOf(value);
  for (let start = 0; start < words.length; start++) {
    let run = '';
    for (let end = start; end < Math.min(words.length, start + table.longest); end++) {
      run = end === start ? (words[end] ?? '') : `${run} ${words[end]}`;
      if (run.length > LIMITS.termLength) break;
      table.match(run, hits);
    }
  }
}
