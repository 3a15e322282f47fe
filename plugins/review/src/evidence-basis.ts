import type { Classification } from '@datawave/plugin-sdk';
import type { EvidenceBasis } from './verdict.ts';

/** Id of the classifier that speaks from people's own decisions; it is no reason to ask them again. */
export const FEEDBACK_ID = 'feedback';

/** Values by which a share must have moved before it counts as doubled or halved: fewer are chance. */
const LEAST_VALUES = 5;

/** A column as evidence is compared on it. */
export interface EvidenceContext {
  readonly dataType: string;
  /** `ID@VERSION` of every classifier that is asked now. */
  readonly classifiers: readonly string[];
}

/** Ids of classifiers that speak for or against, with their versions, without people's own. */
export function speakers(classification: Classification): readonly string[] {
  const names = new Set(classification.evidence.map(({ classifier }) => classifier));
  return [...names].filter((name) => !name.startsWith(`${FEEDBACK_ID}@`)).sort();
}

export function basisOf(classification: Classification | null, context: EvidenceContext): EvidenceBasis {
  return {
    version: classification?.version ?? '',
    classifiers: [
      ...new Set([...context.classifiers, ...(classification === null ? [] : speakers(classification))]),
    ].sort(),
    dataType: context.dataType,
    matched: classification?.matched ?? 0,
    sampled: classification?.sampled ?? 0,
  };
}

/**
 * Says in a sentence what has changed since a rejection so that it has to be asked again; null when nothing has.
 * What counts: the engine or its model, a classifier that speaks now and was not there in this version, the column's
 * data type, and a share of matching values that moved by more than `band`, or doubled or halved by five values or more.
 */
export function changedEvidence(
  basis: EvidenceBasis,
  classification: Classification,
  context: EvidenceContext,
  band: number,
): string | null {
  if (context.dataType !== basis.dataType)
    return `The data type of the column changed from ${basis.dataType} to ${context.dataType}.`;
  if (classification.version !== basis.version) return changedEngine(basis.version, classification.version);
  // The model of the same engine speaks or is silent by a hair: that is no new reason.
  const known = new Set([...basis.classifiers, ...classification.version.split(' ')]);
  const fresh = speakers(classification).find((name) => !known.has(name));
  if (fresh !== undefined) {
    const [id = fresh, version = ''] = fresh.split('@');
    const before = basis.classifiers.find((name) => name.startsWith(`${id}@`))?.slice(id.length + 1);
    return before === undefined
      ? `The classifier "${id}" looks at the column now and was not asked when this was rejected.`
      : `The rules of the classifier "${id}" were updated since this was rejected: version ${before} then, ${version} now.`;
  }
  return changedShare(basis, classification, band);
}

/** Versions read `engine@2.0.0 model@3fa9c2d1`; without a model, or before anything was said, a part is missing. */
function changedEngine(before: string, now: string): string {
  const [engineBefore] = before.split(' ');
  const [engine] = now.split(' ');
  const what = engine === engineBefore ? 'The trained model that weighs' : 'The engine that weighs';
  return `${what} all evidence was updated since this was rejected: ${before || 'none'} then, ${now} now.`;
}

function changedShare(basis: EvidenceBasis, now: Classification, band: number): string | null {
  const before = share(basis.matched, basis.sampled);
  const after = share(now.matched, now.sampled);
  const isBeyond = Math.abs(after - before) > band;
  const expected = before * now.sampled;
  const isMultiple = after >= before * 2 || after <= before / 2;
  if (!isBeyond && !(isMultiple && Math.abs(now.matched - expected) >= LEAST_VALUES)) return null;
  return `${percent(after)} of the values match now, ${percent(before)} matched when this was rejected.`;
}

const share = (matched: number, sampled: number): number => (sampled === 0 ? 0 : matched / sampled);
const percent = (value: number): string => `${Math.round(value * 1000) / 10} %`;
