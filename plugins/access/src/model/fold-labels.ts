import { labelOf } from '@datawave/plugin-sdk';
import type { Conditions } from './policy.ts';

const folded = (values: readonly string[]): readonly string[] => [...new Set(values.map(labelOf))];

/** Each list of a condition in the one spelling of labels; what is no list stays. */
function foldLists<T extends object>(condition: T): T {
  const entries = Object.entries(condition).map(([name, value]: [string, unknown]) => [
    name,
    Array.isArray(value) ? folded(value.map(String)) : value,
  ]);
  return { ...condition, ...Object.fromEntries(entries) };
}

/** Conditions with domains and tags spelt as things carry them: else one that denies would deny nothing, and nobody would see why. */
export const foldLabels = (when: Conditions): Conditions => ({
  ...when,
  ...(when.domain === undefined ? {} : { domain: foldLists(when.domain) }),
  ...(when.tags === undefined ? {} : { tags: foldLists(when.tags) }),
});
