import { FULL_READ_EVERY_DAYS } from '../src/rule/rule-document.ts';
import type { RuleDetail, RuleDocument } from './api.ts';

/** What stands in the form before anything was written. */
export const newDraft = (): RuleDocument => ({
  title: '',
  description: '',
  isEnabled: true,
  sources: [],
  assets: { include: [], exclude: [], where: null },
  columns: { include: [], exclude: [], where: null },
  sampling: { rows: 1000, strategy: 'random', stratifyBy: null, seed: 1 },
  mode: 'incremental',
  highWater: [],
  fullReadEveryDays: FULL_READ_EVERY_DAYS,
  classifiers: [],
  frameworks: [],
  minConfidence: 0.5,
  thresholds: {},
  priority: 0,
  schedule: null,
});

/** A rule that is kept, as the form shows it. */
export function draftOf(rule: RuleDetail | RuleDocument): RuleDocument {
  const { title, description, isEnabled, sources, assets, columns, sampling, mode } = rule;
  const { classifiers, frameworks, minConfidence, thresholds, priority, schedule } = rule;
  const { highWater = [], fullReadEveryDays = FULL_READ_EVERY_DAYS } = rule;
  return {
    ...{ title, description, isEnabled, sources, assets, columns, sampling, mode },
    ...{
      classifiers,
      frameworks,
      minConfidence,
      thresholds,
      priority,
      schedule,
      highWater,
      fullReadEveryDays,
    },
  };
}

/** The rule as the server takes it: an expression that says nothing is none, a full read needs no way of drawing. */
export function ruleOf(draft: RuleDocument): RuleDocument {
  const blankToNull = (text: string | null): string | null =>
    text === null || text.trim() === '' ? null : text;
  const { sampling } = draft;
  return {
    ...draft,
    title: draft.title.trim(),
    assets: { ...draft.assets, where: blankToNull(draft.assets.where) },
    columns: { ...draft.columns, where: blankToNull(draft.columns.where) },
    // A line without a column says nothing; without a pattern it is for all assets.
    highWater: (draft.highWater ?? []).flatMap(({ assets, column }) =>
      column.trim() === '' ? [] : [{ assets: assets.trim() || '*', column: column.trim() }],
    ),
    sampling:
      sampling.rows === 'full'
        ? { ...sampling, strategy: 'random', stratifyBy: null }
        : {
            ...sampling,
            stratifyBy: sampling.strategy === 'stratified' ? blankToNull(sampling.stratifyBy) : null,
          },
  };
}

/** The rule as it can be checked and previewed: one without a name yet is as good as any. */
export function checkable(draft: RuleDocument): Partial<RuleDocument> {
  const { title, ...rest } = ruleOf(draft);
  return title === '' ? rest : { title, ...rest };
}
