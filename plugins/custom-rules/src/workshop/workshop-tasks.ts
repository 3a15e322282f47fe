import type { FieldError } from '@datawave/plugin-sdk';
import type { ExaminedColumn } from '../engine/examine-column.ts';
import { CERTAIN, type Chance, measureChances } from '../engine/measure-chance.ts';
import { type BundleFormat, readBundle, writeBundle } from '../exchange/rule-bundle.ts';
import type { RuleCost } from '../rules/check-block.ts';
import { checkRule } from '../rules/check-rule.ts';
import type { Rule } from '../rules/rule.ts';
import { type PreviewOutcome, previewRule } from './preview-rule.ts';

/** A rule that may be saved, or what is wrong with it. */
export type AssessedRule =
  | { readonly rule: Rule; readonly cost: RuleCost; readonly chance: Chance; readonly errors: readonly [] }
  | { readonly rule: null; readonly errors: readonly FieldError[] };

/** What is done away from the thread that answers everybody. Everything that goes in and out can be cloned. */
export interface WorkshopTasks {
  assess(documents: readonly unknown[], at: readonly string[]): Promise<readonly AssessedRule[]>;
  preview(document: unknown, columns: readonly ExaminedColumn[]): Promise<PreviewOutcome>;
  read(text: string): Promise<readonly unknown[]>;
  write(rules: readonly Rule[], format: BundleFormat): Promise<string>;
}

/** More faults help nobody. */
const MOST_ERRORS = 200;

/** The work itself. */
export const workshopTasks: WorkshopTasks = {
  async assess(documents, at) {
    const checked = documents.map((document, index) => checkRule(document, at[index] ?? ''));
    const rules = checked.flatMap(({ rule }) => (rule === null ? [] : [rule]));
    const chances = await measureChances(rules);
    let next = 0;
    return checked.map((entry): AssessedRule => {
      if (entry.rule === null) return { rule: null, errors: entry.errors.slice(0, MOST_ERRORS) };
      const measured = chances[next++];
      const { value, column } = measured ?? CERTAIN;
      return { ...entry, chance: { value, column } };
    });
  },
  preview: previewRule,
  read: async (text) => readBundle(text),
  write: async (rules, format) => writeBundle(rules, format),
};
