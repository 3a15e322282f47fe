import type { DataKind } from '../asset.ts';
import type { EvidenceSignal } from '../classifier.ts';
import type { CharacterClasses } from './signature.ts';
import type { ColumnView, TableSubject, TableView } from './views.ts';

/** What names a column of the type. @public */
export interface NameRule {
  /** Words as {@link tokenizeName} writes them, separated by spaces: `date of birth`. Whole tokens, never substrings. */
  readonly phrases: readonly string[];
  /** Natural-log likelihood ratio of the name alone. */
  readonly weight: number;
  /** The phrase must be the whole name, but for neutral words. */
  readonly whole?: boolean;
  /** Counts only for columns of these kinds. */
  readonly kinds?: readonly DataKind[];
  /** Counts only in tables about these. */
  readonly subjects?: readonly TableSubject[];
}

/**
 * What values of the type look like. Of several the strongest counts. A value is asked one question: whether it matches, or
 * how much it weighs.
 * @public
 */
export type ValueRule = MatchingRule | WeighingRule;

/** A rule whose values match or do not, all the same. @public */
export interface MatchingRule extends ValueRuleBounds {
  /** An anchored expression without nested repetition, or a function. Gets the trimmed value. */
  readonly matches: RegExp | ((value: string) => boolean);
  /** A checksum or the like, asked only of what matches. */
  readonly validate?: (value: string) => boolean;
  readonly weigh?: never;
}

/** A rule to which one value that matches says more than another, as common names say more than rare ones. @public */
export interface WeighingRule extends ValueRuleBounds {
  /**
   * Null for a value that does not match. Otherwise the natural log of how much likelier it is where the column is of the type
   * than where it is not, beside the other values that match: above 0 for a common name, below 0 for one that is oftener an
   * ordinary word. Gets the trimmed value. The mean over what matches is added to the logarithm of `present / chance`.
   * {@link FrequencyList.weigh} answers so.
   */
  readonly weigh: (value: string) => number | null;
  readonly matches?: never;
  readonly validate?: never;
}

/** What every {@link ValueRule} declares: what it looks at, and how likely a match is. @public */
export interface ValueRuleBounds {
  readonly signal: Extract<EvidenceSignal, 'pattern' | 'checksum' | 'dictionary' | 'shape'>;
  /** Ends the sentence `59 of 59 distinct values ...`: `have the form of an e-mail address`. */
  readonly says: string;
  /** Classes of characters that a value may hold; anything unless given. */
  readonly alphabet?: CharacterClasses;
  /** Classes that it must hold, each. */
  readonly requires?: CharacterClasses;
  /** Classes of which it must hold one at least. */
  readonly requiresOne?: CharacterClasses;
  readonly minLength: number;
  readonly maxLength: number;
  /**
   * Share of the values of a real column that match; 0.95 unless given. From 0.25 on, and without `stray`, the rule is asked
   * about 64 values spread over a long column first, and about the others only when it matched one of them.
   */
  readonly present?: number;
  /** Chance that a value of some other column matches: a tenth of random digits pass Luhn. */
  readonly chance: number;
  /**
   * Chance that a single value of an ordinary column matches. Set it for forms unmistakable enough to be looked for among
   * others: the column is then also asked whether it contains such values.
   */
  readonly stray?: number;
  /** Chance that what matches passes `validate` by accident: 0.1 for Luhn, 1/97 for an IBAN; 0.1 unless given. */
  readonly checkChance?: number;
  /** Bounds of the weight; -4 and 7 unless given. */
  readonly weakest?: number;
  readonly strongest?: number;
}

/** Evidence that a rule's own function found. @public */
export interface RuleEvidence {
  readonly signal: EvidenceSignal;
  readonly weight: number;
  /** A sentence for people, never holding a value. */
  readonly detail: string;
}

/** Everything that speaks for or against one info type. @public */
export interface InfoTypeRule {
  readonly infoType: string;
  /** Columns of other kinds are not looked at. */
  readonly kinds: readonly DataKind[];
  readonly names?: readonly NameRule[];
  /** Single words after the phrase that leave its meaning as it is, though they usually change it. */
  readonly neutral?: readonly string[];
  /** Single words anywhere in the name, outside the phrase, that speak against the type. */
  readonly unlike?: readonly string[];
  readonly values?: readonly ValueRule[];
  /** Single words in the names of columns whose values only look alike: single ones among them are not told, whatever `stray` says. */
  readonly mistakenFor?: readonly string[];
  /** Values decide only together with the name: a three-digit number is no security code by itself. */
  readonly needsName?: boolean;
  /** Weight of what the table is about. */
  readonly subjects?: Partial<Readonly<Record<TableSubject, number>>>;
  /** Weight of each personal neighbour, counted up to three, with falling weight. */
  readonly neighbours?: number;
  /** Anything else, asked only of columns of the right kind that hold a value. */
  readonly inspect?: (column: ColumnView, table: TableView) => readonly RuleEvidence[];
}
