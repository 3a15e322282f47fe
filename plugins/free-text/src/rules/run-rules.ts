import type { Evidence } from '@datawave/plugin-sdk';
import type { FoundSpan } from '../resolve-spans.ts';
import type { Piece } from '../scan/piece.ts';
import type { TextWindow } from '../scan/text-window.ts';
import type { WordReader } from '../scan/word-reader.ts';
import type { CompiledRule, PieceRules, RuleIndex } from './compile-rules.ts';

/** Patterns see a long piece in stretches of this length, each beginning before the last has ended. */
const STRETCH = 1_024;
const OVERLAP = 256;
/** Around a piece of at most this length words count for all that stands in it; in a longer one, around the match. */
const SHORT_PIECE = 160;
/** What a pattern sees behind a label. */
const LABELLED = 600;
const RAISED = 0.95;
/** How many times less likely a word that lowers makes a match. */
const LOWERED_ODDS = 25;

/** One look at one text: what it looks with, and where it puts what it finds. */
export interface Look {
  readonly window: TextWindow;
  readonly index: RuleIndex;
  /** Opened at the window. */
  readonly words: WordReader;
  readonly add: (span: FoundSpan) => void;
  /** Detectors whose rules failed on this text; they are left out from then on. */
  readonly failed: Set<string>;
  /** Is told of each. What the rule threw is not passed on: it may quote a value. */
  readonly onFault: (compiled: CompiledRule) => void;
}

/** Runs the candidate rules on a piece. */
export function runOnPiece(look: Look, piece: Piece): void {
  const { index, window, words } = look;
  const rules = index.forPiece(piece, window.codes);
  const { free, needingContext, isAlone } = rules;
  if (free.length === 0 && needingContext.length === 0) return;
  const { start, end } = piece;
  const place: Place = { start, end, isShort: end - start <= SHORT_PIECE };
  if (free.length > 0 && !(isAlone && index.barren.holds(piece, window.codes))) {
    let isBarren = true;
    for (const compiled of free) if (runOnStretches(look, compiled, place)) isBarren = false;
    if (isBarren && isAlone && look.failed.size === 0) index.barren.add(piece, window.codes);
  }
  if (needingContext.length === 0) return;
  const around = place.isShort ? words.phrasesAround(start, end) : null;
  if (around !== null && (around.length === 0 || !isRaised(rules, around))) return;
  for (const compiled of needingContext) {
    // Where no word speaks for a match that needs one, the pattern need not run.
    if (around === null || speaksFor(compiled, around)) runOnStretches(look, compiled, place);
  }
}

const isRaised = (rules: PieceRules, around: readonly string[]): boolean =>
  around.some((phrase) => rules.isRaisedBy(phrase));

/** Where a piece stands; the piece itself is read over by the next one. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly isShort: boolean;
}

/** Whether the pattern matched something that may be worth a span. */
function runOnStretches(look: Look, compiled: CompiledRule, place: Place): boolean {
  const run: Run = { look, compiled, around: place.isShort ? place : null, isFirstOnly: false };
  const from = Math.max(0, place.start - compiled.reach);
  const to = Math.min(look.window.length, place.end + compiled.reach);
  let hasFound = false;
  for (let start = from; ; start += STRETCH - OVERLAP) {
    const end = Math.min(to, start + STRETCH);
    if (runApart(run, start, end)) hasFound = true;
    if (end >= to) return hasFound;
  }
}

/** Runs a rule so that its failing stops no other. */
function runApart(run: Run, from: number, to: number): boolean {
  const {
    compiled,
    look: { failed, onFault },
  } = run;
  if (failed.size > 0 && failed.has(compiled.detector)) return false;
  try {
    return runOnStretch(run, from, to);
  } catch {
    failed.add(compiled.detector);
    onFault(compiled);
    return true;
  }
}

const speaksFor = ({ raise }: CompiledRule, around: readonly string[]): boolean =>
  around.some((phrase) => raise.has(phrase));

interface Run {
  readonly look: Look;
  readonly compiled: CompiledRule;
  /** The stretch around which words count; the match itself when null. */
  readonly around: { readonly start: number; readonly end: number } | null;
  readonly isFirstOnly: boolean;
}

/** Runs the rules of a label on the text that it begins. */
export function runOnLabel(look: Look, start: number, end: number): void {
  const { window, index } = look;
  for (const compiled of index.labels.rulesOf(window, start, end))
    runApart(
      { look, compiled, around: null, isFirstOnly: true },
      start,
      Math.min(window.length, start + LABELLED),
    );
}

/** Whether anything matched and passed its check, of whatever type. */
function runOnStretch(run: Run, from: number, to: number): boolean {
  const {
    look: {
      window: { text, codes },
      add,
    },
    compiled,
    isFirstOnly,
  } = run;
  const { rule, pattern } = compiled;
  const stretch = text.slice(from, to);
  const { literals } = rule.trigger;
  if (literals !== undefined && !literals.some((literal) => stretch.includes(literal))) return false;
  let hasFound = false;
  pattern.lastIndex = 0;
  for (;;) {
    const match = pattern.exec(stretch);
    if (match === null) return hasFound;
    if (match[0] === '') {
      pattern.lastIndex++;
      continue;
    }
    const inner = compiled.hasValueGroup ? match.indices?.groups?.value : undefined;
    const start = from + (inner?.[0] ?? match.index);
    const end = from + (inner?.[1] ?? match.index + match[0].length);
    if (end > start && (rule.validate === undefined || rule.validate(text.slice(start, end)))) {
      hasFound = true;
      const span = judge(run, start, end);
      if (span !== null) add(span);
    } else if (inner === undefined) {
      // What fails the check may hide what passes it: "12 4111 1111 1111 1111".
      let next = from + match.index + 1;
      while (next < to && isWordPart(codes[next] ?? 0)) next++;
      pattern.lastIndex = next - from;
    }
    // At the very end a pattern finds nothing more.
    if (isFirstOnly || pattern.lastIndex >= stretch.length) return hasFound;
  }
}

const isWordPart = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

function judge(
  { look: { words: reader }, compiled, around }: Run,
  start: number,
  end: number,
): FoundSpan | null {
  const { rule } = compiled;
  let confidence = rule.probability;
  const evidence: Evidence[] = [piece(rule.signal, compiled, logit(confidence), `it ${rule.says}`)];
  if (compiled.raise.size > 0 || compiled.lower.size > 0) {
    const from = around?.start ?? start;
    const to = around?.end ?? end;
    const words = reader.phrasesAround(from, to);
    const raised = words.find((word) => compiled.raise.has(word));
    // A line of a log says nothing against what stands on the next; what speaks for a value may stand above it.
    const isLowered = raised === undefined && words.some((word) => compiled.lower.has(word));
    const lowered = isLowered
      ? reader.phrasesOnLine(from, to).find((word) => compiled.lower.has(word))
      : undefined;
    if (raised === undefined && rule.needsContext === true) return null;
    if (raised !== undefined) {
      const after = Math.max(confidence, rule.context?.raised ?? RAISED);
      if (after > confidence)
        evidence.push(
          piece('neighbour', compiled, logit(after) - logit(confidence), `"${raised}" stands near it`),
        );
      confidence = after;
    }
    if (lowered !== undefined) {
      const odds = confidence / (1 - confidence) / LOWERED_ODDS;
      evidence.push(piece('negative', compiled, -Math.log(LOWERED_ODDS), `"${lowered}" stands near it`));
      confidence = odds / (1 + odds);
    }
  } else if (rule.needsContext === true) return null;
  return {
    infoType: rule.infoType,
    start,
    end,
    confidence,
    evidence,
    detector: compiled.detector,
    isChecked: rule.signal === 'checksum',
  };
}

const piece = (
  signal: Evidence['signal'],
  { classifier }: CompiledRule,
  weight: number,
  detail: string,
): Evidence => ({
  signal,
  classifier,
  weight: Math.round(weight * 1000) / 1000,
  detail,
});

/** The logarithm of the odds, bounded as evidence is. */
export const logit = (probability: number): number => {
  const bounded = Math.min(0.9999, Math.max(0.0001, probability));
  return Math.log(bounded / (1 - bounded));
};
