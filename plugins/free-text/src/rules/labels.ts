import { FNV_BASIS, FNV_PRIME, finishHash } from '../names/hash.ts';
import type { TextWindow } from '../scan/text-window.ts';
import type { CompiledRule } from './compile-rules.ts';

/** The rules that labels call: words before a colon or an equals sign. */
export interface Labels {
  /** Whether the characters before this place may be the last ones of a label: those of most words are not. */
  mayEnd(codes: Uint16Array, end: number): boolean;
  /** Those of the label that stands there, or else of its part behind the last dot, low line or hyphen. */
  rulesOf(window: TextWindow, start: number, end: number): readonly CompiledRule[];
}

const MARKS = 1 << 14;
/** Three characters of which five bits each are told apart; a bit for each of what may stand before them. */
const ENDS = 1 << 15;
const ANY = Array.from({ length: 32 }, (_, code) => code);
const NOTHING: readonly CompiledRule[] = [];

/** Letters in ASCII as small ones; the sign that a label is joined of becomes something else, as in every label. */
const step = (hash: number, code: number): number => Math.imul(hash ^ (code | 32), FNV_PRIME);

const markOf = (hash: number): number => finishHash(hash) & (MARKS - 1);

const endOf = (third = 0, second = 0, last = 0): number =>
  ((third & 31) << 10) | ((second & 31) << 5) | (last & 31);

/** Marks four characters of a label, the last one first, of which those that it has not may be any. */
function markEnd(
  ends: Uint32Array,
  [last, second, third, fourth]: readonly (readonly number[] | undefined)[],
): void {
  const before = (fourth ?? ANY).reduce((bits, code) => bits | (1 << (code & 31)), 0);
  for (const a of third ?? ANY)
    for (const b of second ?? ANY)
      for (const c of last ?? ANY) ends[endOf(a, b, c)] = (ends[endOf(a, b, c)] ?? 0) | before;
}

const isMarked = (ends: Uint32Array, fourth: number, end: number): boolean =>
  (((ends[end] ?? 0) >>> (fourth & 31)) & 1) === 1;

/** Finds rules by labels. Most words before such signs are no label: their hashes tell. */
export function createLabels(rules: readonly CompiledRule[]): Labels {
  const byLabel = new Map<string, CompiledRule[]>();
  const marks = new Uint8Array(MARKS);
  /** Of labels of up to four characters. */
  const ends = new Uint32Array(ENDS);
  /** Of longer ones, and what stands before their last two: `hostname` ends as `username` does, and is none. */
  const longEnds = new Uint32Array(ENDS);
  const beforeEnds = new Uint32Array(ENDS);
  for (const compiled of rules) {
    for (const label of compiled.rule.trigger.labels ?? []) {
      const lower = label.toLowerCase();
      const known = byLabel.get(lower);
      if (known !== undefined) known.push(compiled);
      else {
        byLabel.set(lower, [compiled]);
        const backwards = Array.from(lower, (sign) => [sign.charCodeAt(0)]).reverse();
        markEnd(backwards.length > 4 ? longEnds : ends, backwards);
        if (backwards.length > 4) markEnd(beforeEnds, backwards.slice(2));
        marks[markOf(Array.from(lower, (sign) => sign.charCodeAt(0)).reduce(step, FNV_BASIS))] = 1;
      }
    }
  }
  return {
    mayEnd(codes, end) {
      const third = codes[end - 3];
      const fourth = codes[end - 4] ?? 0;
      const last = endOf(third, codes[end - 2], codes[end - 1]);
      return (
        isMarked(ends, fourth, last) ||
        (isMarked(longEnds, fourth, last) &&
          isMarked(beforeEnds, codes[end - 6] ?? 0, endOf(codes[end - 5], fourth, third)))
      );
    },
    rulesOf({ text, codes }, start, end) {
      let whole = FNV_BASIS;
      let last = FNV_BASIS;
      for (let index = start; index < end; index++) {
        const code = codes[index] ?? 0;
        whole = step(whole, code);
        last = code === 95 || code === 46 || code === 45 ? FNV_BASIS : step(last, code);
      }
      if (marks[markOf(whole)] === 0 && marks[markOf(last)] === 0) return NOTHING;
      const lower = text.slice(start, end).toLowerCase();
      const known = byLabel.get(lower);
      if (known !== undefined) return known;
      const cut = Math.max(lower.lastIndexOf('_'), lower.lastIndexOf('.'), lower.lastIndexOf('-'));
      return cut < 0 ? NOTHING : (byLabel.get(lower.slice(cut + 1)) ?? NOTHING);
    },
  };
}
