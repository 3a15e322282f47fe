import { mixHash } from '../names/hash.ts';
import { parsePieceClasses, pieceClasses } from '../scan/character-classes.ts';
import { countPiece, type Piece, type PieceCounts } from '../scan/piece.ts';
import { LONGEST_SHAPE, SHAPE_WORDS } from '../scan/shape-symbols.ts';
import type { CompiledRule, PieceRules } from './compile-rules.ts';
import { type COUNTED, NO_NEEDS, type PatternNeeds, patternNeeds } from './pattern-needs.ts';
import { type ShapeMatch, shapeMatch } from './shape-match.ts';

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
  readonly mayMatch: ShapeMatch;
}

function candidateOf(compiled: CompiledRule): Candidate {
  const { trigger } = compiled.rule;
  // A pattern that sees beyond the piece may find there what it needs.
  const seesBeyond = compiled.reach > 0;
  const needs = seesBeyond ? NO_NEEDS : patternNeeds(compiled.pattern);
  return {
    compiled,
    needs: {
      ...needs,
      classes: needs.classes | parsePieceClasses(trigger.requires ?? ''),
      digits: Math.max(needs.digits, trigger.minDigits ?? 0),
    },
    minLength: trigger.minLength ?? 0,
    maxLength: (trigger.maxLength ?? Number.POSITIVE_INFINITY) + COMPANY,
    mayMatch: seesBeyond ? () => true : shapeMatch(compiled.pattern),
  };
}

/** The candidates that a piece meets, and their rules. */
interface Met {
  readonly candidates: readonly Candidate[];
  readonly rules: PieceRules;
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
function rulesByCounts(candidates: readonly Candidate[]): (piece: Piece, counts: PieceCounts) => Met {
  const lengths = ranks(candidates.flatMap(({ minLength, maxLength }) => [minLength, maxLength + 1]));
  const ranksOf = (count: (typeof COUNTED)[number]): Uint8Array =>
    ranks(candidates.map(({ needs }) => needs[count]));
  const digits = ranksOf('digits');
  const letters = ranksOf('letters');
  const colons = ranksOf('colons');
  const dots = ranksOf('dots');
  const inner = ranksOf('inner');
  const digitRuns = ranksOf('digitRun');
  const wordRuns = ranksOf('wordRun');
  const keys = new Int32Array(PLACES * 3).fill(-1);
  const answers: (Met | null)[] = Array.from({ length: PLACES }, () => null);
  return (piece, held) => {
    const counts =
      rank(digits, held.digits) |
      (rank(letters, held.letters) << 8) |
      (rank(digitRuns, held.digitRun) << 16) |
      (rank(inner, held.inner) << 24);
    const more =
      rank(lengths, piece.end - piece.start) |
      (rank(colons, held.colons) << 8) |
      (rank(dots, held.dots) << 16) |
      (rank(wordRuns, held.wordRun) << 24);
    let hash =
      Math.imul(piece.classes ^ Math.imul(counts, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(more, 0xc2b2ae35);
    hash ^= hash >>> 15;
    const place = hash & (PLACES - 1);
    const at = place * 3;
    if (keys[at] === piece.classes && keys[at + 1] === counts && keys[at + 2] === more) {
      const known = answers[place] ?? null;
      if (known !== null) return known;
    }
    const met = candidates.filter((candidate) => meets(candidate, piece, held));
    const answer: Met = { candidates: met, rules: asRules(met) };
    keys[at] = piece.classes;
    keys[at + 1] = counts;
    keys[at + 2] = more;
    answers[place] = answer;
    return answer;
  };
}

const rank = (table: Uint8Array, count: number): number => table[count > MOST ? MOST : count] ?? 0;

function meets({ needs, minLength, maxLength }: Candidate, piece: Piece, held: PieceCounts): boolean {
  const length = piece.end - piece.start;
  return (
    (piece.classes & needs.classes) === needs.classes &&
    length >= minLength &&
    length <= maxLength &&
    held.digits >= needs.digits &&
    held.letters >= needs.letters &&
    held.colons >= needs.colons &&
    held.dots >= needs.dots &&
    held.inner >= needs.inner &&
    held.digitRun >= needs.digitRun &&
    held.wordRun >= needs.wordRun
  );
}

function asRules(met: readonly Candidate[]): PieceRules {
  const rules = met.map(({ compiled }) => compiled);
  const free = rules.filter(({ rule }) => rule.needsContext !== true);
  const needingContext = rules.filter(({ rule }) => rule.needsContext === true);
  // Most pieces never stand near a phrase; those that do stand near the same few again and again.
  let asked: Map<string, boolean> | null = null;
  return {
    free,
    needingContext,
    isRaisedBy(phrase) {
      asked ??= new Map();
      const known = asked.get(phrase);
      if (known !== undefined) return known;
      const isRaised = needingContext.some(({ raise }) => raise.has(phrase));
      asked.set(phrase, isRaised);
      return isRaised;
    },
    isAlone: free.every(({ reach }) => reach === 0),
  };
}

const NO_RULES: PieceRules = asRules([]);

/** Places for shapes of pieces that came more than once. */
const SHAPES = 1 << 12;

/**
 * Which rules a piece may meet. Pieces of a shape that came before are answered for by their shape: numbers, codes and
 * identifiers come in few. Which patterns can match in it at all is asked once.
 */
export function pieceRules(rules: readonly CompiledRule[]): (piece: Piece, codes: Uint16Array) => PieceRules {
  const candidates = rules.map(candidateOf);
  const byCounts = rulesByCounts(candidates);
  const classes = pieceClasses();
  const shapes = new Uint32Array(SHAPES * SHAPE_WORDS);
  const lengths = new Uint8Array(SHAPES);
  const answers: PieceRules[] = Array.from({ length: SHAPES }, () => NO_RULES);
  /** Hashes of shapes that came once: those that never come again, as of random identifiers, are not looked into. */
  const came = new Int32Array(SHAPES);
  const isKnown = ({ shape, length }: Piece, place: number): boolean => {
    if (lengths[place] !== length) return false;
    const at = place * SHAPE_WORDS;
    for (let index = 0; index * 4 < length; index++) if (shapes[at + index] !== shape[index]) return false;
    return true;
  };
  const counted = (piece: Piece, codes: Uint16Array): Met =>
    byCounts(piece, countPiece(codes, classes, piece.start, piece.end));
  return (piece, codes) => {
    if (piece.length > LONGEST_SHAPE) return counted(piece, codes).rules;
    const hash = hashOfShape(piece) | 0;
    const place = hash & (SHAPES - 1);
    if (isKnown(piece, place)) return answers[place] ?? NO_RULES;
    const met = counted(piece, codes);
    if (came[place] !== hash) {
      came[place] = hash;
      return met.rules;
    }
    const answer = asRules(met.candidates.filter(({ mayMatch }) => mayMatch(piece.symbols, piece.length)));
    lengths[place] = piece.length;
    shapes.set(piece.shape, place * SHAPE_WORDS);
    answers[place] = answer;
    return answer;
  };
}

function hashOfShape({ shape, length }: Piece): number {
  let hash = length;
  for (let index = 0; index * 4 < length; index++) hash = mixHash(hash, shape[index] ?? 0);
  return hash;
}
