import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Classification, ReviewRequest } from '@datawave/plugin-sdk';
import { changedEvidence, type EvidenceContext } from './evidence-basis.ts';
import { type Alternative, type QueueReason, settlesType, type Verdict } from './verdict.ts';

/** What the latest scan said of a column. */
export interface Scanned {
  readonly classifications: readonly Classification[];
  readonly review: ReviewRequest | null;
}

/** A column's verdicts and what follows from them for the catalog. */
export interface Settled {
  readonly verdicts: readonly Verdict[];
  readonly classifications: readonly Classification[];
}

interface Wanted {
  readonly classification: Classification;
  readonly reason: 'suggested' | 'abstained';
  readonly detail: string | null;
  readonly alternatives: readonly Alternative[];
}

const keyOf = (entry: { readonly question: string; readonly infoType: string }): string =>
  `${entry.question} ${entry.infoType}`;

/**
 * Brings back what was rejected where its evidence has changed since. Everything else that a person decided stays.
 * @param band - see {@link changedEvidence}
 */
export function reopenChanged(
  verdicts: readonly Verdict[],
  scanned: Scanned,
  context: EvidenceContext,
  band: number,
): readonly Verdict[] {
  const said = new Map(
    [...(scanned.review?.candidates ?? []), ...scanned.classifications].map((entry) => [keyOf(entry), entry]),
  );
  return verdicts.map((verdict) => {
    const now = said.get(keyOf(verdict));
    if (verdict.status !== 'rejected' || verdict.basis === null || now === undefined) return verdict;
    const change = changedEvidence(verdict.basis, now, context, band);
    if (change === null) return verdict;
    return {
      ...verdict,
      status: 'suggested',
      reason: 'returned',
      reasonDetail: change,
      basis: null,
      decision: null,
    };
  });
}

/**
 * Puts what people decided and what the engine says together: which verdicts wait for a person, and what the catalog
 * shows. Pure; decisions are read, never written.
 */
export function settleColumn(scanned: Scanned, verdicts: readonly Verdict[]): Settled {
  const byKey = new Map(verdicts.map((verdict) => [keyOf(verdict), verdict]));
  const wanted = new Map(openQuestions(scanned, byKey).map((entry) => [keyOf(entry.classification), entry]));
  const settled = verdicts.map((verdict) => place(verdict, wanted.get(keyOf(verdict)), scanned));
  for (const [key, entry] of wanted) if (!byKey.has(key)) settled.push(open(entry));
  return { verdicts: settled, classifications: standing(scanned, verdicts) };
}

function openQuestions(scanned: Scanned, byKey: ReadonlyMap<string, Verdict>): readonly Wanted[] {
  const isOpen = (entry: Classification): boolean => {
    const status = byKey.get(keyOf(entry))?.status;
    return status === undefined || status === 'suggested';
  };
  const candidates = scanned.review?.candidates ?? [];
  const detail = scanned.review?.reason ?? null;
  const wanted: Wanted[] = [];
  if (![...byKey.values()].some(settlesType)) {
    const types = scanned.classifications.filter(({ question }) => question === 'type');
    const maybe = candidates.filter(({ question }) => question === 'type');
    const chosen = types.find(isOpen) ?? maybe.find(isOpen);
    if (chosen !== undefined) {
      const isAbstained = maybe.some(({ infoType }) => infoType === chosen.infoType);
      wanted.push({
        classification: chosen,
        reason: isAbstained ? 'abstained' : 'suggested',
        detail: isAbstained ? detail : null,
        alternatives: otherTypes(chosen, [...types, ...maybe]),
      });
    }
  }
  const contained = [...scanned.classifications, ...candidates].filter(
    (entry) => entry.question === 'contains' && isOpen(entry),
  );
  for (const entry of contained) {
    if (wanted.some(({ classification }) => keyOf(classification) === keyOf(entry))) continue;
    const isAbstained = candidates.includes(entry);
    wanted.push({
      classification: entry,
      reason: isAbstained ? 'abstained' : 'suggested',
      detail: isAbstained ? detail : null,
      alternatives: [],
    });
  }
  return wanted;
}

function otherTypes(chosen: Classification, types: readonly Classification[]): readonly Alternative[] {
  const others = new Map<string, Alternative>();
  for (const { infoType, confidence } of types)
    if (infoType !== chosen.infoType && !others.has(infoType)) others.set(infoType, { infoType, confidence });
  return [...others.values()].slice(0, 4);
}

/** A verdict that is there already, after a scan or a decision. */
function place(verdict: Verdict, wanted: Wanted | undefined, scanned: Scanned): Verdict {
  if (verdict.status !== 'suggested') {
    const now = scanned.classifications.find((entry) => keyOf(entry) === keyOf(verdict));
    return change(verdict, { isListed: true, classification: now ?? verdict.classification });
  }
  if (wanted === undefined) return change(verdict, { isListed: false });
  const isBack = verdict.reason === 'returned';
  const reason: QueueReason = isBack ? 'returned' : wanted.reason;
  return change(verdict, {
    isListed: true,
    classification: wanted.classification,
    alternatives: wanted.alternatives,
    reason,
    reasonDetail: isBack ? verdict.reasonDetail : wanted.detail,
  });
}

function change(verdict: Verdict, part: Partial<Verdict>): Verdict {
  const next = { ...verdict, ...part };
  return isDeepStrictEqual(next, verdict) ? verdict : next;
}

const open = ({ classification, reason, detail, alternatives }: Wanted): Verdict => ({
  id: randomUUID(),
  question: classification.question,
  infoType: classification.infoType,
  status: 'suggested',
  reason,
  reasonDetail: detail,
  isListed: true,
  classification,
  alternatives,
  decided: null,
  basis: null,
  decision: null,
  version: 0,
});

/** What the catalog shows: what type the column is, then what else it contains. */
function standing(scanned: Scanned, verdicts: readonly Verdict[]): readonly Classification[] {
  const byKey = new Map(verdicts.map((verdict) => [keyOf(verdict), verdict]));
  const isRejected = (entry: Classification): boolean => byKey.get(keyOf(entry))?.status === 'rejected';
  const settled = verdicts.find(settlesType);
  const types =
    settled?.decided != null
      ? [refreshed(settled, settled.decided, scanned)]
      : scanned.classifications.filter((entry) => entry.question === 'type' && !isRejected(entry));
  const contained = new Map<string, Classification>();
  for (const entry of scanned.classifications) {
    if (entry.question !== 'contains' || byKey.get(keyOf(entry))?.status === 'corrected') continue;
    if (!isRejected(entry)) contained.set(entry.infoType, entry);
  }
  for (const verdict of verdicts) {
    if (verdict.question !== 'contains' || verdict.decided === null || verdict.status === 'rejected')
      continue;
    if (verdict.status === 'suggested') continue;
    contained.set(verdict.decided.infoType, refreshed(verdict, verdict.decided, scanned));
  }
  for (const { infoType } of types.slice(0, 1)) contained.delete(infoType);
  return [...types, ...contained.values()];
}

/** An accepted verdict keeps the evidence of the latest scan that gave it; a corrected one has only the person's word. */
function refreshed(verdict: Verdict, decided: Classification, scanned: Scanned): Classification {
  if (verdict.status !== 'accepted') return decided;
  const now = scanned.classifications.find((entry) => keyOf(entry) === keyOf(verdict));
  if (now === undefined) return decided;
  const { status, confidence, explanation } = decided;
  return { ...now, status, confidence, explanation };
}
