import { serviceRef } from '../refs.ts';
import type { ClassifierInfo, Evidence } from './classifier.ts';
import type { InfoTypeDefinition, Sensitivity } from './info-types.ts';
import type { TableSample } from './sample.ts';

/** What people have said of a verdict; `suggested` until somebody has. @public */
export type ClassificationStatus = 'suggested' | 'accepted' | 'rejected' | 'corrected';

/** A verdict: what a column holds, how sure, and why. @public */
export interface Classification {
  readonly infoType: string;
  readonly category: string;
  readonly sensitivity: Sensitivity;
  /** Calibrated probability, 0 to 1. */
  readonly confidence: number;
  /** Distinct values that matched, of `sampled` looked at. */
  readonly matched: number;
  readonly sampled: number;
  /** Strongest first. */
  readonly evidence: readonly Evidence[];
  readonly status: ClassificationStatus;
}

/** Evidence to verdicts; owns the classifier extension point. @public */
export interface ClassificationService {
  /** For each column of the sample its verdicts of at least the given confidence, best first; a column of nulls has none. */
  classify(
    sample: TableSample,
    options: { readonly minConfidence: number },
  ): Promise<readonly (readonly Classification[])[]>;
  classifiers(): Promise<readonly ClassifierInfo[]>;
  /** Published ones and those that classifiers bring. */
  infoTypes(): Promise<readonly InfoTypeDefinition[]>;
}

/** The ref of the engine that weighs evidence, provided by the plugin `classification`. @public */
export const classificationService = serviceRef<ClassificationService>('classification.classification');
