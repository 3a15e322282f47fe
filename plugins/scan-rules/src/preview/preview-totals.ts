import { type Asset, type AssetOutlook, expectedWork } from '@datawave/plugin-sdk';
import type { RuleDocument } from '../rule/rule-document.ts';
import type { Selected } from '../select/select-assets.ts';
import type { PreviewTotals } from './preview.ts';

/** Rows and bytes that the source has to read for an asset; null when unknown. */
export interface Effort {
  readonly rows: number | null;
  readonly bytes: number | null;
}

/** What reading an asset takes by its own figures: a sample needs so many rows and, of the bytes, its share. */
export function effortOf(asset: Asset, rows: RuleDocument['sampling']['rows']): Effort {
  const { rowEstimate, sizeBytes } = asset;
  if (rows === 'full') return { rows: rowEstimate, bytes: sizeBytes };
  if (rowEstimate === null) return { rows: null, bytes: null };
  const read = Math.min(rows, rowEstimate);
  const bytes =
    sizeBytes === null ? null : Math.round(rowEstimate === 0 ? 0 : (sizeBytes * read) / rowEstimate);
  return { rows: read, bytes };
}

/** Adds up what a rule would touch. */
export class TotalsCounter {
  readonly #rows: RuleDocument['sampling']['rows'];
  readonly #sums = {
    ...{ assets: 0, included: 0, excluded: 0, unchanged: 0, problems: 0, columns: 0, columnsLeftOut: 0 },
    ...{ rows: 0, rowsUnknown: 0, bytes: 0, bytesUnknown: 0, tasks: 0, slices: 0 },
    ...{ workMs: 0, longestMs: 0, known: 0, guessed: 0 },
  };

  constructor(rows: RuleDocument['sampling']['rows']) {
    this.#rows = rows;
  }

  addProblems(count: number): void {
    this.#sums.problems += count;
  }

  /** @param slices - parts that it is cut into, when it is; what is counted before a plan is known is one task */
  add(asset: Asset, selection: Selected, outlook: AssetOutlook | null, effort: Effort, slices: number): void {
    const sums = this.#sums;
    sums.assets += 1;
    if (!selection.isIncluded) {
      sums.excluded += 1;
      return;
    }
    sums.included += 1;
    const read = selection.columns?.length ?? asset.columns.length;
    sums.columns += read;
    sums.columnsLeftOut += asset.columns.length - read;
    if (outlook?.isRead === false) {
      sums.unchanged += 1;
      return;
    }
    sums.tasks += Math.max(1, slices);
    sums.slices += slices > 1 ? slices : 0;
    // Where no column is wanted the asset is listed, and nothing of it is read.
    if (selection.columns?.length === 0) return;
    if (effort.rows === null) sums.rowsUnknown += 1;
    else sums.rows += effort.rows;
    if (effort.bytes === null) sums.bytesUnknown += 1;
    else sums.bytes += effort.bytes;
    const last = outlook?.durationMs ?? null;
    if (last === null) sums.guessed += 1;
    else sums.known += 1;
    const ms = last ?? expectedWork(asset, read, this.#rows === 'full');
    sums.workMs += ms;
    sums.longestMs = Math.max(sums.longestMs, ms / Math.max(1, slices));
  }

  totals(concurrency: number): PreviewTotals {
    const { rows, rowsUnknown, bytes, bytesUnknown, workMs, longestMs, known, guessed, ...counts } =
      this.#sums;
    const isRead = known + guessed > 0;
    return {
      ...counts,
      rows: { amount: rows, unknown: rowsUnknown },
      bytes: { amount: bytes, unknown: bytesUnknown },
      duration: isRead
        ? {
            seconds: Math.max(1, Math.round(Math.max(workMs / Math.max(1, concurrency), longestMs) / 1000)),
            ...{ known, guessed, concurrency },
          }
        : null,
    };
  }
}
