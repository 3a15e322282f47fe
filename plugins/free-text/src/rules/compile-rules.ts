import type { SpanRule, SpanRuleSet } from '@datawave/plugin-sdk';
import type { Piece } from '../scan/piece.ts';
import { type BarrenPieces, createBarrenPieces } from './barren-pieces.ts';
import { createLabels, type Labels } from './labels.ts';
import { contextPhrase, createPhraseBook, type PhraseBook } from './phrase-book.ts';
import { pieceRules } from './piece-rules.ts';

/** A rule made ready to run. */
export interface CompiledRule {
  readonly rule: SpanRule;
  /** `SET/RULE@VERSION`. */
  readonly detector: string;
  readonly classifier: string;
  readonly pattern: RegExp;
  readonly hasValueGroup: boolean;
  readonly reach: number;
  /** Phrases as {@link contextPhrase} writes them. */
  readonly raise: ReadonlySet<string>;
  readonly lower: ReadonlySet<string>;
}

/** The rules that a piece may meet. */
export interface PieceRules {
  readonly free: readonly CompiledRule[];
  /** Those that count only where a word stands near. */
  readonly needingContext: readonly CompiledRule[];
  /** Whether the phrase speaks for a match of one of them. */
  isRaisedBy(phrase: string): boolean;
  /** Whether what the free ones find depends on nothing beyond the piece. */
  readonly isAlone: boolean;
}

/** All rules, found by what a piece holds or by the label before it. */
export interface RuleIndex {
  readonly rules: readonly CompiledRule[];
  readonly book: PhraseBook;
  readonly labels: Labels;
  /** Pieces in which the rules that need no word beside them found nothing. */
  readonly barren: BarrenPieces;
  /** Rules whose triggers the piece meets, literals aside. */
  forPiece(piece: Piece, codes: Uint16Array): PieceRules;
}

const MOST_REACH = 64;

/**
 * Compiles the rules of all sets.
 * @param onFault - told of a set that is not as the contract says, which is then left out
 * @throws TypeError naming the rule, unless `onFault` is given
 */
export function compileRules(
  sets: readonly SpanRuleSet[],
  onFault?: (set: SpanRuleSet, error: unknown) => void,
): RuleIndex {
  const rules = sets.flatMap((set) => {
    try {
      return set.rules.map((rule) => compileRule(set, rule));
    } catch (error) {
      if (onFault === undefined) throw error;
      onFault(set, error);
      return [];
    }
  });
  const onPieces = rules.filter(({ rule }) => rule.trigger.labels === undefined);
  // Made at the first piece: where only threads look at texts, nobody else needs it.
  let find: RuleIndex['forPiece'] | null = null;
  return {
    rules,
    book: createPhraseBook(rules.flatMap(({ raise, lower }) => [...raise, ...lower])),
    labels: createLabels(rules),
    barren: createBarrenPieces(),
    forPiece(piece, codes) {
      find ??= pieceRules(onPieces);
      return find(piece, codes);
    },
  };
}

function compileRule(set: SpanRuleSet, rule: SpanRule): CompiledRule {
  const name = `${set.id}/${rule.id}`;
  if (/[gy]/.test(rule.pattern.flags))
    throw new TypeError(`The pattern of the span rule "${name}" must not have the flags g or y.`);
  const { trigger } = rule;
  if (trigger.labels === undefined && !/digit|upper|[@:=.]/.test(trigger.requires ?? ''))
    throw new TypeError(
      `The span rule "${name}" names nothing in its trigger that wakes the scan: digit, upper, @, :, = or ., or labels.`,
    );
  const hasValueGroup = rule.pattern.source.includes('(?<value>');
  const words = (list: readonly string[] = []): ReadonlySet<string> => new Set(list.map(contextPhrase));
  return {
    rule,
    detector: `${name}@${set.version}`,
    classifier: `${set.id}@${set.version}`,
    pattern: new RegExp(
      rule.pattern.source,
      `${rule.pattern.flags.replace('d', '')}g${hasValueGroup ? 'd' : ''}`,
    ),
    hasValueGroup,
    reach: Math.min(MOST_REACH, trigger.reach ?? 0),
    raise: words(rule.context?.raise),
    lower: words(rule.context?.lower),
  };
}
