import { posteriorLogOdds } from '@datawave/plugin-sdk';
import { roundShare } from './compete.ts';
import type { ColumnEvidence } from './gather-evidence.ts';
import { mergeByType, type Verdict } from './weigh-column.ts';

/** Log odds beyond which nothing can be known from a sample. */
const SUREST = 7;

/** Whether a column holds such values among others: each type for itself, because several may stand side by side. Likeliest first. */
export function weighContained(column: ColumnEvidence): readonly Verdict[] {
  return mergeByType(column.filter(({ question }) => question === 'contains'))
    .filter(({ matched }) => matched > 0)
    .map(({ infoType, weight, matched, sampled, evidence }): Verdict => {
      const score = Math.max(-30, Math.min(SUREST, posteriorLogOdds(infoType, weight, 'contains')));
      return {
        infoType,
        confidence: roundShare(1 / (1 + Math.exp(-score))),
        matched,
        sampled,
        evidence,
      };
    })
    .sort((a, b) => b.confidence - a.confidence || (a.infoType < b.infoType ? -1 : 1));
}
