import { parsePieceClasses } from '../scan/character-classes.ts';
import type { Piece } from '../scan/scan-text.ts';
import type { CompiledRule, PieceRules } from './compile-rules.ts';
import { COUNTED, NO_NEEDS, type PatternNeeds, patternNeeds } from './pattern-needs.ts';

/** Places for signatures of pieces that were met lately; one that falls on the place of another takes it. */
const PLACES = 1 << 14;
/** Longer pieces and greater counts are not told apart. */
const MOST = 511;
/** A piece may hold more than the value: longest lengths allow for company. */
const COMPANY = 256;

/** A rule with what a piece must hold for it. */
interface Candidate {
  readonly compiled: CompiledRule;
  readonly needs: PatternNeeds;
  readonly minLength: number;
  readonly maxLength: number;
}

function candidateOf(compiled: CompiledRule): Candidate {
  const { trigger } = compiled.rule;
  // A pattern that sees beyond the piece may find there what it needs.
  const needs = compiled.reach > 0 ? NO_NEEDS : patternNeeds(compiled.pattern);
  return {
    compiled,
    needs: {
      ...needs,
      classes: needs.classes | parsePieceClasses(trigger.requires ?? ''),
      digits: Math.max(needs.digits, trigger.minDigits ?? 0),
    },
    minLength: trigger.minLength ?? 0,
    maxLength: (trigger.maxLength ?? Number.POSITIVE_INFINITY) + COMPANY,
  };
}

/** How many of the bounds a number reaches: numbers between two bounds are not told apart. */
function ranks(bounds: Iterable<number>): Uint8Array {
  const known = [...new Set(bounds)].filter((bound) => bound > 0 && bound <= MOST).sort((a, b) => a - b);
  const table = new Uint8Array(MOST + 1);
  for (let number = 0; number <= MOST; number++)
    table[number] = known.filter((bound) => number >= bound).length;
  return table;
}

/**
 * Which rules a piece may meet: by what their triggers ask for, and by what every match of their patterns holds.
 * Pieces that no rule tells apart share one answer.
 */
export function pieceRules(rules: readonly CompiledRule[]): (piece: Piece) => PieceRules {
  const candidates = rules.map(candidateOf);
  const lengths = ranks(candidates.flatMap(({ minLength, maxLength }) => [minLength, maxLength + 1]));
  const [digits, letters, colons, dots, inner, digitRuns, wordRuns] = COUNTED.map((count) =>
    ranks(candidates.map(({ needs }) => needs[count])),
  ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const keys = new Int32Array(PLACES * 3).fill(-1);
  const answers: (PieceRules | null)[] = Array.from({ length: PLACES }, () => null);
  return (piece) => {
    const counts =
      rank(digits, piece.digits) |
      (rank(letters, piece.letters) << 8) |
      (rank(digitRuns, piece.digitRun) << 16) |
      (rank(inner, piece.inner) << 24);
    const more =
      rank(lengths, piece.end - piece.start) |
      (rank(colons, piece.colons) << 8) |
      (rank(dots, piece.dots) << 16) |
      (rank(wordRuns, piece.wordRun) << 24);
    let hash =
      Math.imul(piece.classes ^ Math.imul(counts, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(more, 0xc2b2ae35);
    hash ^= hash >>> 15;
    const place = hash & (PLACES - 1);
    const at = place * 3;
    if (keys[at] === piece.classes && keys[at + 1] === counts && keys[at + 2] === more) {
      const known = answers[place] ?? null;
      if (known !== null) return known;
    }
    const answer = meeting(candidates, piece);
    keys[at] = piece.classes;
    keys[at + 1] = counts;
    keys[at + 2] = more;
    answers[place] = answer;
    return answer;
  };
}

const rank = (table: Uint8Array, count: number): number => table[count > MOST ? MOST : count] as number;

function meeting(candidates: readonly Candidate[], piece: Piece): PieceRules {
  const length = piece.end - piece.start;
  const met = candidates
    .filter(
      ({ needs, minLength, maxLength }) =>
        (piece.classes & needs.classes) === needs.classes &&
        length >= minLength &&
        length <= maxLength &&
        piece.digits >= needs.digits &&
        piece.letters >= needs.letters &&
        piece.colons >= needs.colons &&
        piece.dots >= needs.dots &&
        piece.inner >= needs.inner &&
        piece.digitRun >= needs.digitRun &&
        piece.wordRun >= needs.wordRun,
    )
    .map(({ compiled }) => compiled);
  return {
    free: met.filter(({ rule }) => rule.needsContext !== true),
    needingContext: met.filter(({ rule }) => rule.needsContext === true),
  };
}
