import type { FieldError } from '@datawave/plugin-sdk';
import { type ExaminedColumn, examineColumn } from '../engine/examine-column.ts';
import { type Chance, type MeasuredChance, measureChances } from '../engine/measure-chance.ts';
import { Pacer } from '../engine/pacer.ts';
import { compileRules } from '../engine/rule-set.ts';
import { confidenceOf, weightOf } from '../engine/rule-weight.ts';
import { checkRule } from '../rules/check-rule.ts';
import type { Rule } from '../rules/rule.ts';
import { maskExample } from './mask-example.ts';
import { findNearMisses, type NearMiss } from './near-misses.ts';

/** What a rule would do to one column. */
export interface ColumnPreview {
  readonly name: string;
  /** Distinct values that fit, of those looked at. */
  readonly hits: number;
  readonly values: number;
  /** The rule would take the column for its own. */
  readonly applies: boolean;
  /** Confidence of the verdict, were nothing else known; null where it does not apply. */
  readonly confidence: number | null;
  /** Masked values that fit. */
  readonly examples: readonly string[];
  readonly nearMisses: readonly NearMiss[];
}

/** What a rule would do. */
export interface RulePreview {
  readonly columns: readonly ColumnPreview[];
  readonly ordinary: MeasuredChance;
}

export type PreviewOutcome =
  | { readonly errors: readonly FieldError[]; readonly preview: null }
  | { readonly errors: readonly []; readonly preview: RulePreview };

const EXAMPLES = 5;

/** Tries a rule on columns. Nothing of a value is in the answer but its mask. */
export async function previewRule(
  document: unknown,
  columns: readonly ExaminedColumn[],
): Promise<PreviewOutcome> {
  const { rule, errors } = checkRule(document, '/rule');
  if (rule === null) return { errors, preview: null };
  const [ordinary] = await measureChances([rule]);
  if (ordinary === undefined) throw new TypeError('a rule that was measured has no chance');
  const set = await compileRules([{ rule, version: 0, chance: ordinary }]);
  const pacer = new Pacer();
  const previews: ColumnPreview[] = [];
  for (const column of columns) {
    const fitting: string[] = [];
    const missing: string[] = [];
    const [hits] = await examineColumn(set, column, {
      pacer,
      deadline: Number.POSITIVE_INFINITY,
      onValue: (_, value, fits) => void (fits ? fitting : missing).push(value),
    });
    const matched = hits?.matched ?? 0;
    const examined = hits?.examined ?? 0;
    const applies = hits?.applies ?? false;
    previews.push({
      name: column.name,
      hits: matched,
      values: examined,
      applies,
      confidence: applies ? estimate(rule, ordinary, matched, examined) : null,
      examples: [...new Set(fitting.slice(0, 200).map(maskExample))].slice(0, EXAMPLES),
      nearMisses: await findNearMisses(rule, column, missing),
    });
  }
  return { errors: [], preview: { columns: previews, ordinary } };
}

const estimate = (rule: Rule, chance: Chance, matched: number, examined: number): number =>
  confidenceOf(rule, weightOf(rule, chance, matched, examined));
