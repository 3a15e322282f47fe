import { isDeepStrictEqual } from 'node:util';
import { type ClassificationService, DataWaveError, type ExecutionScope } from '@datawave/plugin-sdk';
import { withKnownType } from '../rules/known-type.ts';
import type { ReadyRule, RuleStore } from '../store/rule-store.ts';
import type { ImportEntry } from '../store/stored-rule.ts';
import type { Workshop } from '../workshop/workshop.ts';
import type { AssessedRule } from '../workshop/workshop-tasks.ts';

/** What is done with a rule whose key is taken by another one. */
export type OnConflict = 'refuse' | 'skip' | 'replace';

export interface ImportRequest {
  readonly text: string;
  readonly onConflict: OnConflict;
  readonly dryRun: boolean;
}

/** What an import did, or would do. */
export interface ImportReport {
  readonly dryRun: boolean;
  /** Whether it was, or could be, done as asked. */
  readonly possible: boolean;
  readonly rules: readonly ImportEntry[];
}

/**
 * Imports rules: all of them or none. A dry run says what would become of each.
 * @throws DataWaveError DW_RULE_BUNDLE, DW_RULE_IMPORT (400 for faults, 409 for conflicts)
 */
export async function importRules(
  scope: ExecutionScope,
  { text, onConflict, dryRun }: ImportRequest,
  services: {
    readonly workshop: Workshop;
    readonly store: RuleStore;
    readonly classification: ClassificationService;
  },
): Promise<ImportReport> {
  const { workshop, store, classification } = services;
  const known = await classification.infoTypes({ workspaceId: scope.workspace });
  const documents = (await workshop.read(text)).map((document) => withKnownType(document, known));
  const assessed = await workshop.assess(
    documents,
    documents.map((_, index) => `/rules/${index}`),
  );
  const present = new Map((await store.all(scope)).map(({ rule }) => [rule.key, rule]));
  const keys = new Set<string>();
  const rules = assessed.map((entry, index): ImportEntry => {
    if (entry.rule === null)
      return { index, ...nameOf(documents[index]), outcome: 'invalid', errors: entry.errors };
    const { key, title } = entry.rule;
    if (keys.has(key))
      return {
        index,
        key,
        title,
        outcome: 'invalid',
        errors: [{ pointer: `/rules/${index}/key`, message: 'stands in the file twice' }],
      };
    keys.add(key);
    return { index, key, title, outcome: outcomeOf(entry, present.get(key), onConflict), errors: [] };
  });
  const possible = !rules.some(({ outcome }) => outcome === 'invalid' || outcome === 'conflict');
  if (dryRun) return { dryRun, possible, rules };
  if (!possible) throw impossible(rules);
  const wanted = assessed.filter((entry, index): entry is ReadyRule & AssessedRule => {
    const { outcome } = rules[index] ?? {};
    return entry.rule !== null && (outcome === 'create' || outcome === 'replace');
  });
  await store.importAll(scope, wanted);
  return { dryRun, possible, rules };
}

function outcomeOf(
  entry: AssessedRule,
  present: ReadyRule['rule'] | undefined,
  onConflict: OnConflict,
): ImportEntry['outcome'] {
  if (present === undefined) return 'create';
  if (isDeepStrictEqual(present, entry.rule)) return 'unchanged';
  return onConflict === 'refuse' ? 'conflict' : onConflict;
}

function nameOf(document: unknown): { readonly key: string | null; readonly title: string | null } {
  const text = (name: string): string | null => {
    const value: unknown =
      typeof document === 'object' && document !== null ? Reflect.get(document, name) : null;
    return typeof value === 'string' ? value.slice(0, 120) : null;
  };
  return { key: text('key'), title: text('title') };
}

function impossible(rules: readonly ImportEntry[]): DataWaveError {
  const faults = rules.flatMap(({ errors }) => errors);
  const conflicts = rules.filter(({ outcome }) => outcome === 'conflict');
  return new DataWaveError({
    code: 'DW_RULE_IMPORT',
    message:
      faults.length > 0
        ? 'Some rules have faults, so none was imported.'
        : `The workspace has other rules under ${conflicts.length === 1 ? 'the same key' : `${conflicts.length} of the keys`}, so none was imported.`,
    hint:
      faults.length > 0
        ? 'Correct the places that are named.'
        : 'Ask for "skip" or "replace" with onConflict, or change the keys.',
    status: faults.length > 0 ? 400 : 409,
    errors: [
      ...faults.slice(0, 200),
      ...conflicts.map(({ index }) => ({
        pointer: `/rules/${index}/key`,
        message: 'is taken by another rule',
      })),
    ],
  });
}
