import type { ListedScan } from './api.ts';

const isOfSameSource = (one: ListedScan, other: ListedScan): boolean => one.source.id === other.source.id;

/** The runs after this one of its source, of runs that stand newest first. */
export function laterRuns(runs: readonly ListedScan[], earlier: ListedScan): readonly ListedScan[] {
  const at = runs.findIndex(({ id }) => id === earlier.id);
  return at < 0 ? [] : runs.slice(0, at).filter((run) => isOfSameSource(run, earlier));
}

/** The runs that a later one of their source can be put beside, of runs that stand newest first. */
export const comparableRuns = (runs: readonly ListedScan[]): readonly ListedScan[] =>
  runs.filter((run) => laterRuns(runs, run).length > 0);
