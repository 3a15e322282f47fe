import type { SpanRule, SpanRuleSet } from '@datawave/plugin-sdk';
import type { Piece } from '../scan/scan-text.ts';
import { type ContextReader, contextPhrase, createContextReader } from './context.ts';
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
}

/** All rules, found by what a piece holds or by the label before it. */
export interface RuleIndex {
  readonly rules: readonly CompiledRule[];
  readonly context: ContextReader;
  /** Rules whose triggers the piece meets, literals aside. */
  forPiece(piece: Piece): PieceRules;
  forLabel(label: string): readonly CompiledRule[];
  /** Whether what ends there can be such a label at all: by its last two letters. */
  mayBeLabel(text: string, end: number): boolean;
}

const MOST_REACH = 64;
/** Places for the last two letters of labels. */
const ENDINGS = 1_024;
const endingOf = (text: string, end: number): number =>
  ((text.charCodeAt(end - 1) & 31) << 5) | (text.charCodeAt(end - 2) & 31);
const NOTHING: readonly CompiledRule[] = [];

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
  const byLabel = new Map<string, CompiledRule[]>();
  for (const compiled of rules) {
    for (const label of compiled.rule.trigger.labels ?? []) {
      const known = byLabel.get(label.toLowerCase());
      if (known === undefined) byLabel.set(label.toLowerCase(), [compiled]);
      else known.push(compiled);
    }
  }
  const endings = new Uint8Array(ENDINGS);
  for (const label of byLabel.keys()) endings[endingOf(label, label.length)] = 1;
  return {
    rules,
    mayBeLabel: (text, end) =>
      text.charCodeAt(end - 1) > 127 || text.charCodeAt(end - 2) > 127 || endings[endingOf(text, end)] === 1,
    context: createContextReader(rules.flatMap(({ raise, lower }) => [...raise, ...lower])),
    forPiece: pieceRules(rules.filter(({ rule }) => rule.trigger.labels === undefined)),
    forLabel(label) {
      const lower = label.toLowerCase();
      const whole = byLabel.get(lower);
      if (whole !== undefined) return whole;
      const last = Math.max(lower.lastIndexOf('_'), lower.lastIndexOf('.'), lower.lastIndexOf('-'));
      return last < 0 ? NOTHING : (byLabel.get(lower.slice(last + 1)) ?? NOTHING);
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
