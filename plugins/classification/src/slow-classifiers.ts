import type { ClassifierInfo, UnheardClassifier } from '@datawave/plugin-sdk';

/** Tables in a row that a classifier may be too slow for: what hangs always would cost its whole time for each of thousands. */
const MOST_IN_A_ROW = 3;

/** Remembers, as long as the plugin runs, which classifiers do not come to an end. */
export interface SlowClassifiers {
  /** Whether it is not worth asking any more. */
  isSetAside(classifier: ClassifierInfo): boolean;
  wasSlow(classifier: ClassifierInfo): void;
  answered(classifier: ClassifierInfo): void;
}

/** Starts with none. */
export function createSlowClassifiers(): SlowClassifiers {
  const inARow = new Map<string, number>();
  return {
    isSetAside: (info) => (inARow.get(nameOf(info)) ?? 0) >= MOST_IN_A_ROW,
    wasSlow: (info) => void inARow.set(nameOf(info), (inARow.get(nameOf(info)) ?? 0) + 1),
    answered: (info) => void inARow.delete(nameOf(info)),
  };
}

/** What is said of a classifier that did not answer in its time. */
export const timedOut = (info: ClassifierInfo, afterMs: number): UnheardClassifier => ({
  classifier: nameOf(info),
  code: 'DW_CLASSIFIER_TIMEOUT',
  message: `The classifier "${info.title}" did not answer within ${afterMs / 1000} s and was left out. Sample fewer rows, or raise classifierTimeoutMs of the plugin classification.`,
});

/** What is said of a classifier that is not asked any more. */
export const setAside = (info: ClassifierInfo): UnheardClassifier => ({
  classifier: nameOf(info),
  code: 'DW_CLASSIFIER_TIMEOUT',
  message: `The classifier "${info.title}" did not answer in time for ${MOST_IN_A_ROW} tables in a row and is not asked until the plugin classification starts again. Update its plugin, or disable it.`,
});

/** What is said of a classifier that gave no usable answer. */
export const failed = (info: ClassifierInfo, what: string): UnheardClassifier => ({
  classifier: nameOf(info),
  code: 'DW_CLASSIFIER_FAILED',
  message: `The classifier "${info.title}" ${what} and was left out. Update its plugin; the log says where it failed.`,
});

const nameOf = ({ id, version }: ClassifierInfo): string => `${id}@${version}`;
