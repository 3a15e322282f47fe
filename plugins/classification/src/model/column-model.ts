import type { TreeEnsemble } from './trees.ts';

/** A trained model: it scores the candidates of a column against each other and against "none". */
export interface ColumnModel {
  /** `model@3fa9c2d1`, by its checksum; part of every verdict's version. */
  readonly version: string;
  readonly ensemble: TreeEnsemble;
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
  /** How it came about: seed, data with licences, figures on data it had not seen. */
  readonly training: Readonly<Record<string, unknown>>;
}
