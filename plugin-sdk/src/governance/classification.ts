import { hookRef, serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { Transaction } from '../services/storage.ts';
import type { ClassifierInfo, Evidence } from './classifier.ts';
import { type InfoTypeDefinition, SENSITIVITIES, type Sensitivity } from './info-types.ts';
import type { TableSample } from './sample.ts';

/** What people have said of a verdict; `suggested` until somebody has. @public */
export type ClassificationStatus = 'suggested' | 'accepted' | 'rejected' | 'corrected';

/**
 * What a verdict answers: `type`, the column is of this type; `contains`, such values stand among or within others
 * (one social insurance number in a column of notes). @public
 */
export type ClassificationQuestion = 'type' | 'contains';

/** A verdict: what a column holds, how sure, and why. @public */
export interface Classification {
  readonly question: ClassificationQuestion;
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
  /** The evidence as one sentence for people. Never a value of the source. */
  readonly explanation: string;
  /** Who said it: `engine@2.0.0 model@1`. Each piece of evidence names its classifier. */
  readonly version: string;
  readonly status: ClassificationStatus;
}

/** What the engine says of one column. @public */
export interface ColumnVerdict {
  /** Of at least the asked confidence: what type it is, best first; then what else it contains, the likeliest first. */
  readonly classifications: readonly Classification[];
  /** Calibrated probability that the column holds confidential or restricted values, over all types together. */
  readonly sensitiveProbability: number;
  /** Set when a person should decide: too likely to pass over, too uncertain to rely on. */
  readonly review: ReviewRequest | null;
  /** Classifiers whose evidence this verdict lacks, the same for all columns of a table; absent when all were heard. */
  readonly unheard?: readonly UnheardClassifier[];
}

/** A classifier that was asked about a table and whose answer could not be had; the evidence of the others stands. @public */
export interface UnheardClassifier {
  /** `ID@VERSION`. */
  readonly classifier: string;
  /**
   * `DW_CLASSIFIER_TIMEOUT`: it did not answer in its time, now or over several tables before. `DW_CLASSIFIER_FAILED`: it threw,
   * answered out of shape, or ended its thread.
   */
  readonly code: `DW_CLASSIFIER_${'TIMEOUT' | 'FAILED'}`;
  /** A sentence for people: what happened and how to mend it. Never a value of the source. */
  readonly message: string;
}

/** Who would say verdicts now. @public */
export interface ClassificationVersion {
  /** Engine and model as every verdict names them: {@link Classification.version}. */
  readonly engine: string;
  /** `ID@VERSION` of every classifier that would be asked, sorted; one with rules in the workspace adds `+` and their fingerprint. */
  readonly classifiers: readonly string[];
}

/** Why a person should look at a column. @public */
export interface ReviewRequest {
  /** One sentence. */
  readonly reason: string;
  /** What it may be, best first; some of them below the asked confidence. */
  readonly candidates: readonly Classification[];
}

/** How {@link ClassificationService.classify} is asked. @public */
export interface ClassifyOptions {
  /** Verdicts below it are left out, 0 to 1. */
  readonly minConfidence: number;
  /** Whose rules and corrections count; null or absent outside any workspace. */
  readonly workspaceId?: string | null;
  /** Ids of the classifiers to ask; all unless given. */
  readonly classifiers?: readonly string[];
  /** Verdicts of these info types need this much instead of `minConfidence`. */
  readonly thresholds?: Readonly<Record<string, number>>;
}

/** Verdicts of the columns of a part of an asset, and how many distinct values each rests on. @public */
export interface PartialVerdicts {
  readonly verdicts: readonly ColumnVerdict[];
  /** Of each column, in their order. */
  readonly distinctCounts: readonly number[];
}

/**
 * How carefully the values of a column must be handled: the most sensitive of what it is and what it contains.
 * Verdicts that a person rejected do not count; null when none is left. @public
 */
export function columnSensitivity(classifications: readonly Classification[]): Sensitivity | null {
  const standing = classifications.filter(({ status }) => status !== 'rejected');
  const counted = standing.filter((entry, index) => index === 0 || entry.question === 'contains');
  const ranks = counted.map(({ sensitivity }) => SENSITIVITIES.indexOf(sensitivity));
  return SENSITIVITIES[Math.max(-1, ...ranks)] ?? null;
}

/**
 * Verdicts of one column that stand after some classifiers were asked about it and others were not: what those say now, and what rests
 * on evidence of the others in `before`, where nothing newer answers the same question. A model of the engine counts for nobody.
 * @param now - what was said last; verdicts that rest on evidence of classifiers that were not asked are passed over
 * @param asked - ids of the classifiers that were asked
 * @public
 */
export function withUnasked(
  now: readonly Classification[],
  before: readonly Classification[],
  asked: readonly string[],
): readonly Classification[] {
  const isOfOthers = ({ evidence, version }: Classification): boolean => {
    const engine = version.split(' ');
    return evidence.some(
      ({ classifier, weight }) =>
        weight > 0 && !engine.includes(classifier) && !asked.includes(classifier.split('@')[0] ?? classifier),
    );
  };
  const fresh = now.filter((entry) => !isOfOthers(entry));
  const isAnswered = ({ question, infoType }: Classification): boolean =>
    fresh.some((entry) => entry.question === question && entry.infoType === infoType);
  const kept = before.filter((entry) => isOfOthers(entry) && !isAnswered(entry));
  if (kept.length === 0) return fresh.length === now.length ? now : fresh;
  const all = [...fresh, ...kept].sort((a, b) => b.confidence - a.confidence);
  const [types, contained] = [all.filter(isType), all.filter((entry) => !isType(entry))];
  return [...types, ...contained.filter(({ infoType }) => infoType !== types[0]?.infoType)];
}

const isType = ({ question }: Classification): boolean => question === 'type';

/** Evidence to verdicts; owns the classifier extension point. @public */
export interface ClassificationService {
  /** One verdict for each column of the sample, in their order; a column of nulls has no classification. */
  classify(sample: TableSample, options: ClassifyOptions): Promise<readonly ColumnVerdict[]>;
  /**
   * One verdict for each column of an asset whose parts were classified apart, each with the lowest `minConfidence` there is
   * use for. A type is as sure as the parts are on average, by what each saw; what one part contains, the whole contains.
   */
  combine(parts: readonly PartialVerdicts[], options: ClassifyOptions): Promise<readonly ColumnVerdict[]>;
  classifiers(): Promise<readonly ClassifierInfo[]>;
  /** Verdicts that carry another version, or were made with other classifiers, may come out otherwise today. */
  version(options?: { readonly workspaceId?: string | null }): Promise<ClassificationVersion>;
  /**
   * Says that a classifier would answer otherwise in this workspace from now on, in the transaction that makes it so: who keeps rules
   * of a workspace calls it. What was said before is then looked at anew ({@link classifierChangeHook}).
   */
  changed(tx: Transaction, scope: ExecutionScope): Promise<void>;
  /** Published ones and those that classifiers bring, in a workspace also those of its own. */
  infoTypes(options?: { readonly workspaceId?: string | null }): Promise<readonly InfoTypeDefinition[]>;
}

/** The ref of the engine that weighs evidence, provided by the plugin `classification`. @public */
export const classificationService = serviceRef<ClassificationService>('classification.classification');

/** A classifier that would answer otherwise in a workspace. @public */
export interface ClassifierChange {
  /** What a tap writes with it counts only if the change does. Nobody else sees the change yet. */
  readonly tx: Transaction;
  /** Its workspace is the one whose verdicts may come out otherwise. */
  readonly scope: ExecutionScope;
}

/**
 * Called when {@link ClassificationService.changed} is, in the same transaction. Owned by `classification`; it fails closed: a change
 * that nobody hears of would leave verdicts standing that nobody gives any more.
 * @public
 */
export const classifierChangeHook = hookRef<ClassifierChange>({
  id: 'classification.changed',
  flow: 'series',
  mode: 'async',
  onError: 'fail-closed',
});
