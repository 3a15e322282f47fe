import {
  type Classification,
  DataWaveError,
  INFO_TYPES,
  type InfoTypeDefinition,
} from '@datawave/plugin-sdk';
import { basisOf, type EvidenceContext, speakers } from './evidence-basis.ts';
import { type DecisionMark, settlesType, type Verdict } from './verdict.ts';

/** What a person does with a verdict. */
export type Decision =
  | { readonly action: 'accept' }
  | { readonly action: 'reject' }
  | { readonly action: 'correct'; readonly to: InfoTypeDefinition }
  | { readonly action: 'withdraw' };

/** In whose name it is decided, and when. */
export interface Decider {
  readonly id: string;
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
  readonly note: string | null;
}

/** A decision carried out on a column's verdicts. */
export interface Decided {
  readonly verdicts: readonly Verdict[];
  /** False when it stood so already. */
  readonly isChanged: boolean;
}

/** Signs what a person says in evidence and as a verdict's version. */
const SIGNATURE = 'review@0.1.0';

/** Log odds that a person's word counts for: as sure as a verdict gets. */
const WORD_OF_A_PERSON = 9;

/**
 * Carries a decision out. What a person says of a column's type takes the place of what one said before; nothing else
 * does.
 * @throws DataWaveError DW_REVIEW_NOTHING_SUGGESTED, status 409, when there is no suggestion to accept or reject
 */
export function decide(
  verdicts: readonly Verdict[],
  id: string,
  decision: Decision,
  decider: Decider,
  context: EvidenceContext,
): Decided {
  const target = verdicts.find((verdict) => verdict.id === id);
  if (target === undefined) throw new TypeError(`The column has no verdict ${id}.`);
  const next = outcome(target, normalised(target, decision), decider, context);
  if (next === target) return { verdicts, isChanged: false };
  return {
    isChanged: true,
    verdicts: verdicts.map((verdict) => {
      if (verdict.id === id) return next;
      return settlesType(next) && settlesType(verdict) ? reset(verdict) : verdict;
    }),
  };
}

/** Correcting to what was suggested is accepting it. */
const normalised = (target: Verdict, decision: Decision): Decision =>
  decision.action === 'correct' && decision.to.id === target.infoType ? { action: 'accept' } : decision;

function outcome(target: Verdict, decision: Decision, decider: Decider, context: EvidenceContext): Verdict {
  if (decision.action === 'withdraw') return target.status === 'suggested' ? target : reset(target);
  const { classification } = target;
  const mark = markOf(classification, decider);
  if (decision.action === 'correct') {
    if (target.status === 'corrected' && target.decided?.infoType === decision.to.id) return target;
    const decided = corrected(target, decision.to, decider);
    return { ...target, status: 'corrected', decided, basis: null, decision: mark };
  }
  if (target.infoType === '' || classification === null) throw nothingSuggested(decision.action);
  if (decision.action === 'accept') {
    if (target.status === 'accepted') return target;
    const decided: Classification = {
      ...classification,
      status: 'accepted',
      confidence: 1,
      explanation: `${decider.name} accepted it on ${dayOf(decider.at)}. ${classification.explanation}`,
    };
    return { ...target, status: 'accepted', decided, basis: null, decision: mark };
  }
  if (target.status === 'rejected') return target;
  const basis = basisOf(classification, context);
  return { ...target, status: 'rejected', decided: null, basis, decision: mark };
}

const reset = (verdict: Verdict): Verdict => ({
  ...verdict,
  status: 'suggested',
  reason: verdict.reason === 'returned' ? 'suggested' : verdict.reason,
  reasonDetail: verdict.reason === 'returned' ? null : verdict.reasonDetail,
  decided: null,
  basis: null,
  decision: null,
});

const markOf = (classification: Classification | null, decider: Decider): DecisionMark => ({
  by: decider.id,
  byName: decider.name,
  at: decider.at,
  note: decider.note,
  confidence: classification?.confidence ?? 0,
  classifiers:
    classification === null
      ? []
      : speakers({
          ...classification,
          evidence: classification.evidence.filter(({ weight }) => weight > 0),
        }),
});

function corrected(target: Verdict, to: InfoTypeDefinition, decider: Decider): Classification {
  const before = target.infoType === '' ? '' : ` from ${titleOf(target.infoType)}`;
  const sentence = `${decider.name} corrected it${before} to ${to.title} on ${dayOf(decider.at)}`;
  return {
    question: target.question,
    infoType: to.id,
    category: to.category,
    sensitivity: to.sensitivity,
    confidence: 1,
    matched: target.classification?.matched ?? 0,
    sampled: target.classification?.sampled ?? 0,
    evidence: [
      { signal: 'feedback', classifier: SIGNATURE, weight: WORD_OF_A_PERSON, detail: `a person said so` },
    ],
    explanation: `${sentence}.`,
    version: SIGNATURE,
    status: 'corrected',
  };
}

/** A type of the workspace's own goes by its id. */
const titleOf = (infoType: string): string => INFO_TYPES.find(({ id }) => id === infoType)?.title ?? infoType;

const dayOf = (at: string): string => at.slice(0, 10);

const nothingSuggested = (action: 'accept' | 'reject'): DataWaveError =>
  new DataWaveError({
    code: 'DW_REVIEW_NOTHING_SUGGESTED',
    message: `There is no suggestion to ${action}: a person named this column's type.`,
    hint: 'Correct it to another type, or withdraw the decision.',
    status: 409,
  });
