import type { TreeEnsemble } from './trees.ts';

/** A trained model: it scores the candidates of a column against each other and against "none". */
export interface ColumnModel {
  /** `model@3fa9c2d1`, by its checksum; part of every verdict's version. */
  readonly version: string;
  readonly ensemble: TreeEnsemble;
  /** Types of which it has seen labelled columns enough to know them. */
  readonly taught: ReadonlySet<string>;
  /** Scores are divided by it before they become probabilities. */
  readonly temperature: number;
}

/** The model as its file has it. */
export interface ModelFile {
  readonly format: 'datawave-column-model';
  readonly version: string;
  /** SHA-256 of the JSON of `trees`, so that a damaged file is noticed. */
  readonly checksum: string;
  /** What each feature is; the code that computes them must agree. */
  readonly features: readonly string[];
  readonly temperature: number;
  readonly trees: {
    readonly feature: readonly number[];
    readonly threshold: readonly number[];
    readonly left: readonly number[];
    readonly right: readonly number[];
    readonly roots: readonly number[];
  };
  /** Labelled columns of each type that it was trained on. */
  readonly support: Readonly<Record<string, number>>;
  /** How it came about: seed, data with licences, figures on data it had not seen. */
  readonly training: Readonly<Record<string, unknown>>;
}

/** Labelled columns from which on something is learnt of a type. */
const LEAST_SUPPORT = 10;

/** The types that enough labelled columns are of. */
export const taughtTypes = (support: ModelFile['support']): ReadonlySet<string> =>
  new Set(Object.keys(support).filter((infoType) => (support[infoType] ?? 0) >= LEAST_SUPPORT));
