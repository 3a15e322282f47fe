import type { BoostOptions } from './grow-tree.ts';

/** How the shipped model is grown. */
export const OPTIONS: BoostOptions = {
  trees: 160,
  depth: 4,
  learningRate: 0.1,
  leastHessian: 2,
  ridge: 2,
  sampleColumns: 0.7,
  sampleFeatures: 0.1,
  seed: 1,
};

/** Parts of the groups that take turns in being unseen. */
export const FOLDS = 5;

/**
 * How much the columns of an origin count, 1 unless named. Statistical tables are many and hold little of people;
 * with this weight about one column in six is sensitive, as in tables of the public web, so that confidences fit those.
 */
export const ORIGIN_WEIGHTS: Readonly<Record<string, number>> = { rdatasets: 0.35 };
