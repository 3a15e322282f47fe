import { SENSITIVITIES } from '@datawave/plugin-sdk';
import { decisionValue } from './priority.ts';
import type { Verdict } from './verdict.ts';

/** A {@link Verdict} as SQL reads it; aliases carry the names. */
export type VerdictRow = Omit<Verdict, 'decision'> & {
  readonly columnId: string;
  readonly decidedBy: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: string | null;
  readonly note: string | null;
  readonly decidedConfidence: number | null;
  readonly decidedClassifiers: readonly string[] | null;
};

export function toVerdict(row: VerdictRow): Verdict {
  const { columnId: _columnId, decidedBy, decidedByName, decidedAt, note, ...rest } = row;
  const { decidedConfidence, decidedClassifiers, ...verdict } = rest;
  return {
    ...verdict,
    decision:
      decidedBy === null || decidedAt === null
        ? null
        : {
            by: decidedBy,
            byName: decidedByName ?? decidedBy,
            at: decidedAt,
            note,
            confidence: decidedConfidence ?? 0,
            classifiers: decidedClassifiers ?? [],
          },
  };
}

/** A verdict as it is written, by column names. */
export function toStored(
  verdict: Verdict,
  column: { readonly id: string; readonly sourceId: string },
): Readonly<Record<string, unknown>> {
  const { classification, decision } = verdict;
  const sensitivity = classification?.sensitivity ?? verdict.decided?.sensitivity ?? null;
  return {
    id: verdict.id,
    column_id: column.id,
    source_id: column.sourceId,
    question: verdict.question,
    info_type: verdict.infoType,
    status: verdict.status,
    reason: verdict.reason,
    reason_detail: verdict.reasonDetail,
    is_listed: verdict.isListed,
    sensitivity,
    sensitivity_rank: sensitivity === null ? -1 : SENSITIVITIES.indexOf(sensitivity),
    confidence: classification?.confidence ?? 0,
    priority: classification === null ? 0 : decisionValue(classification, verdict.reason),
    classification,
    alternatives: verdict.alternatives,
    decided: verdict.decided,
    decided_type: verdict.decided?.infoType ?? null,
    basis: verdict.basis,
    decided_by: decision?.by ?? null,
    decided_by_name: decision?.byName ?? null,
    decided_at: decision?.at ?? null,
    note: decision?.note ?? null,
    decided_confidence: decision?.confidence ?? null,
    decided_classifiers: decision?.classifiers ?? null,
    version: verdict.version,
  };
}
