import type { FieldError } from '@datawave/plugin-sdk';
import type { Chance } from '../engine/measure-chance.ts';
import { orderRule } from '../exchange/rule-order.ts';
import type { Rule } from '../rules/rule.ts';

/** A rule as it is kept. */
export interface StoredRule {
  readonly id: string;
  readonly rule: Rule;
  /** Rises with what the rule says. */
  readonly version: number;
  /** Rises with every change, also when the rule is enabled or disabled. */
  readonly revision: number;
  /** How it fares among ordinary values, measured when it was saved. */
  readonly chance: Chance;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** A row of the table `rules`. */
export interface RuleRow {
  readonly id: string;
  readonly document: Omit<Rule, 'enabled'>;
  readonly enabled: boolean;
  readonly version: number;
  readonly revision: number;
  readonly chance: Chance;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export const toStored = ({ document, enabled, ...row }: RuleRow): StoredRule => ({
  ...row,
  rule: orderRule({ ...document, enabled }),
});

/** A rule as its page shows it. */
export const toDetail = ({ id, rule, ...kept }: StoredRule): Readonly<Record<string, unknown>> => ({
  id,
  ...rule,
  ...kept,
});

/** A rule in a list: without what it consists of, which may be long. */
export interface RuleItem {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly infoType: string;
  readonly question: Rule['question'];
  readonly enabled: boolean;
  /** How many blocks of each kind. */
  readonly blocks: Readonly<Record<string, number>>;
  readonly terms: number;
  readonly confidence: number | null;
  readonly chance: Chance;
  readonly version: number;
  readonly revision: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** What a version of a rule was. */
export interface RuleVersion {
  readonly version: number;
  readonly title: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

/** What would become of one rule of an import. */
export interface ImportEntry {
  readonly index: number;
  readonly key: string | null;
  readonly title: string | null;
  readonly outcome: 'create' | 'replace' | 'skip' | 'unchanged' | 'conflict' | 'invalid';
  readonly errors: readonly FieldError[];
}
