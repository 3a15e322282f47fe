import { extensionPointRef } from '../refs.ts';
import type { ClassificationQuestion } from './classification.ts';
import type { TableView } from './classifying/views.ts';
import type { InfoTypeDefinition } from './info-types.ts';
import type { TableSample } from './sample.ts';

/** Where a piece of evidence comes from. @public */
export type EvidenceSignal =
  | 'name'
  | 'comment'
  | 'data-type'
  | 'pattern'
  | 'checksum'
  | 'dictionary'
  | 'shape'
  | 'neighbour'
  | 'key'
  | 'model'
  | 'text'
  | 'rule'
  | 'feedback'
  | 'negative';

/** One reason for or against. @public */
export interface Evidence {
  readonly signal: EvidenceSignal;
  /** `ID@VERSION`. */
  readonly classifier: string;
  /** Natural-log likelihood ratio: positive speaks for, negative against. */
  readonly weight: number;
  /** A sentence for people. Never a value of the source. */
  readonly detail: string;
}

/** What one classifier says of one column and info type. @public */
export interface InfoTypeEvidence {
  readonly infoType: string;
  /** `type` unless given: the column is of the type. `contains`: `matched` of its values are or hold such a value. */
  readonly question?: ClassificationQuestion;
  readonly evidence: readonly Evidence[];
  /** Distinct values that matched, of `sampled` looked at. */
  readonly matched: number;
  readonly sampled: number;
}

/** What the outside sees of a classifier, as data. @public */
export interface ClassifierInfo {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  /** Ids of published info types, or definitions of its own. */
  readonly infoTypes: readonly (string | InfoTypeDefinition)[];
  /** Where its patterns, checksums and lists come from. */
  readonly sources: readonly string[];
}

/** In whose name a sample is examined. @public */
export interface ExamineContext {
  /** Null outside any workspace, as in a one-shot scan. */
  readonly workspaceId: string | null;
  /**
   * What rules see of the sample, made once for all classifiers; each makes its own where it is not given. A function, so
   * it cannot be cloned into a worker thread: the engine sends the sample and the workspace alone, and the thread makes a
   * view of its own, once for all classifiers that it runs over the table. Whoever sends a context elsewhere leaves it out.
   */
  readonly view?: () => TableView;
  /**
   * Positions of the columns that are asked about; all of them unless given. What is said of the others is not heard, so their
   * lists may stay empty: so several threads share a big table. The whole of it is there for whoever looks at neighbours.
   */
  readonly columns?: ReadonlySet<number>;
}

/**
 * How a worker thread makes the same classifier for itself. @public
 */
export interface PortableClassifier {
  /** File URL of an ES module. */
  readonly module: string;
  /**
   * Name of an exported function that makes the classifier or promises it. It is given `settings` and a logger
   * whose lines the engine writes; what else the process has, a thread does not.
   */
  readonly create: string;
  /** Structured-cloneable, and the same again as JSON, by which the thread tells two classifiers of one function apart. */
  readonly settings?: unknown;
}

/**
 * Turns samples into evidence. Stateless; sample and evidence are structured-cloneable, {@link ExamineContext.view} is not.
 * Sees the whole table, so that neighbours can count. `defineClassifier` makes one from rules.
 *
 * The engine gives each classifier a time for each table, and goes on without one that does not answer in it
 * ({@link UnheardClassifier}). A portable one is stopped with its thread, whatever it does. One that is not works in the
 * main thread: there only waiting can be given up. A synchronous loop that does not end holds the whole process and nothing in it
 * can stop that, so whatever may take long over a hostile value belongs into a portable classifier.
 * @public
 */
export interface Classifier {
  readonly info: ClassifierInfo;
  /**
   * Set when what it says depends on the sample alone, so that worker threads may run it. Only what a thread runs can be
   * stopped when it does not come to an end. Asked at each table: a classifier whose rules come from elsewhere may answer
   * otherwise when they have changed.
   */
  readonly portable?: PortableClassifier | undefined;
  /** One list for each of the sample's columns, in their order. */
  examine(sample: TableSample, context: ExamineContext): Promise<readonly (readonly InfoTypeEvidence[])[]>;
  /**
   * Its version in a workspace, where what it says depends on more than the sample and its own version: `info.version`, `+` and a
   * fingerprint of the rules. Never older than what {@link Classifier.examine} goes by when it is asked next. Left out by a classifier
   * whose changes are no reason to look at everything anew.
   */
  version?(context: Pick<ExamineContext, 'workspaceId'>): Promise<string>;
  /** Info types that exist in one workspace only. */
  definitions?(context: ExamineContext): Promise<readonly InfoTypeDefinition[]>;
}

/** Key: the classifier's id. Owned by `classification`. @public */
export const classifierPoint = extensionPointRef<Classifier>('classification.classifiers');
