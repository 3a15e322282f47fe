import type { ScanRule, ScanRuleSettings } from '@datawave/plugin-sdk';

/** What a version of a rule holds: everything but its id and number. */
export type RuleDocument = ScanRuleSettings & { readonly isEnabled: boolean };

/** What a rule says of which its author says nothing. */
export const DEFAULT_DOCUMENT: Omit<RuleDocument, 'title'> = {
  description: '',
  sources: [],
  assets: { include: [], exclude: [], where: null },
  columns: { include: [], exclude: [], where: null },
  sampling: { rows: 1000, strategy: 'random', stratifyBy: null, seed: 1 },
  mode: 'incremental',
  classifiers: [],
  frameworks: [],
  minConfidence: 0.5,
  thresholds: {},
  priority: 0,
  schedule: null,
  isEnabled: true,
};

/** Days after which what a column tells nothing new of is read again, where a rule does not say: a month, as whole loads are often done. */
export const FULL_READ_EVERY_DAYS = 30;

/** What a request says of a rule: each part replaces its like, within the groups each field. */
export type RulePatch = {
  readonly [Name in keyof RuleDocument]?: Name extends 'assets' | 'columns' | 'sampling'
    ? Partial<RuleDocument[Name]>
    : RuleDocument[Name];
};

/** The document with what a request says; blanks around texts are left out. */
export function withPatch(document: RuleDocument, patch: RulePatch): RuleDocument {
  const merged: RuleDocument = {
    ...document,
    ...patch,
    assets: trimmed({ ...document.assets, ...patch.assets }),
    columns: trimmed({ ...document.columns, ...patch.columns }),
    sampling: { ...document.sampling, ...patch.sampling },
  };
  const { schedule } = merged;
  return inOrder({
    ...merged,
    highWater: (merged.highWater ?? []).map(({ assets, column }) => ({ assets: assets.trim(), column })),
    title: merged.title.trim(),
    description: merged.description.trim(),
    sources: unique(merged.sources),
    classifiers: unique(merged.classifiers),
    frameworks: unique(merged.frameworks),
    schedule:
      schedule === null
        ? null
        : { cron: schedule.cron.trim().replace(/\s+/g, ' '), timeZone: schedule.timeZone.trim() },
  });
}

/** A stored rule as others see it. */
export const toRule = (id: string, version: number, document: RuleDocument): ScanRule => ({
  id,
  version,
  ...document,
  ...growing(document),
});

/** The fields in one order, so that two documents can be compared as text. */
export const inOrder = (document: RuleDocument): RuleDocument => ({
  title: document.title,
  description: document.description,
  isEnabled: document.isEnabled,
  sources: document.sources,
  assets: selectionInOrder(document.assets),
  columns: selectionInOrder(document.columns),
  sampling: {
    rows: document.sampling.rows,
    strategy: document.sampling.strategy,
    stratifyBy: document.sampling.stratifyBy,
    seed: document.sampling.seed,
  },
  mode: document.mode,
  ...growing(document),
  classifiers: document.classifiers,
  frameworks: document.frameworks,
  minConfidence: document.minConfidence,
  thresholds: Object.fromEntries(
    Object.entries(document.thresholds).sort(([one], [other]) => (one < other ? -1 : 1)),
  ),
  priority: document.priority,
  schedule:
    document.schedule === null
      ? null
      : { cron: document.schedule.cron, timeZone: document.schedule.timeZone },
});

/** Absent where there is none, as in rules that were written before it could be said; without columns the days mean nothing. */
const growing = ({
  highWater = [],
  fullReadEveryDays = FULL_READ_EVERY_DAYS,
}: RuleDocument): Pick<RuleDocument, 'highWater' | 'fullReadEveryDays'> =>
  highWater.length === 0
    ? {}
    : { highWater: highWater.map(({ assets, column }) => ({ assets, column })), fullReadEveryDays };

/** What a rule does, without what it is called, whom it is for, and when: rules alike in it find the same. */
export function whatItDoes(document: RuleDocument): string {
  const { title, description, isEnabled, sources, schedule, priority, ...rest } = inOrder(document);
  return JSON.stringify(rest);
}

type Selection = RuleDocument['assets'];

const selectionInOrder = ({ include, exclude, where }: Selection): Selection => ({ include, exclude, where });

const trimmed = ({ include, exclude, where }: Selection): Selection => ({
  include: unique(include.map((glob) => glob.trim())),
  exclude: unique(exclude.map((glob) => glob.trim())),
  where: where === null || where.trim() === '' ? null : where,
});

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
