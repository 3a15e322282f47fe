import type { ScanRule } from '@datawave/plugin-sdk';
import { type RuleDocument, toRule } from '../rule/rule-document.ts';

/** A rule as it is kept: its version tells one state from another. */
export interface StoredRule {
  readonly id: string;
  readonly version: number;
  readonly document: RuleDocument;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** A rule as its page shows it. */
export const toDetail = ({ id, version, document, ...kept }: StoredRule): ScanRule & object => ({
  ...toRule(id, version, document),
  ...kept,
});

/** A rule in the list. */
export interface RuleItem {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly isEnabled: boolean;
  readonly version: number;
  readonly mode: RuleDocument['mode'];
  readonly sampling: RuleDocument['sampling'];
  readonly columns: Pick<RuleDocument['columns'], 'where'>;
  readonly sources: readonly string[];
  readonly priority: number;
  readonly schedule: RuleDocument['schedule'];
  /** When it runs next by itself; null where it does not. */
  readonly nextAt: string | null;
  /** What became of it when it was last due. */
  readonly last: {
    readonly outcome: 'started' | 'skipped';
    readonly at: string;
    readonly reason: string;
  } | null;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** What a version of a rule was. */
export interface RuleVersion {
  readonly version: number;
  readonly title: string;
  /** What was done: `created`, `changed`, `restored version 3`. */
  readonly change: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
}
