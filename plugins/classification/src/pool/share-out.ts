import type { InfoTypeEvidence, TableSample } from '@datawave/plugin-sdk';
import type { ExamineOutcome } from './messages.ts';

/** What one thread is to do of a table. */
export interface Share {
  /** Positions of its columns; null: all of them. */
  readonly columns: ReadonlySet<number> | null;
  /** Places of its classifiers among those that are asked. */
  readonly classifiers: readonly number[];
}

/**
 * Parts a table by its columns, so that each of their values is read in one thread alone; one of fewer columns than parts by the
 * classifiers.
 * @param most - parts that there may be
 */
export function shareOut(sample: TableSample, classifiers: number, most: number): readonly Share[] {
  const all = Array.from({ length: classifiers }, (_, place) => place);
  if (most <= 1) return [{ columns: null, classifiers: all }];
  if (sample.columns.length >= most)
    return partColumns(sample, most).map((columns) => ({ columns, classifiers: all }));
  const parts = Math.max(1, Math.min(most, classifiers));
  return Array.from({ length: parts }, (_, part) => ({
    columns: null,
    classifiers: all.filter((place) => place % parts === part),
  }));
}

/** The largest first, each to those that have least. */
function partColumns(sample: TableSample, parts: number): readonly ReadonlySet<number>[] {
  const shares = Array.from({ length: parts }, () => ({ columns: new Set<number>(), values: 0 }));
  const bySize = [...sample.columns.entries()].sort(([, a], [, b]) => b.values.length - a.values.length);
  for (const [position, { values }] of bySize) {
    const least = shares.reduce((best, share) => (share.values < best.values ? share : best));
    least.columns.add(position);
    // A column without values is no work, and yet goes to somebody.
    least.values += Math.max(1, values.length);
  }
  return shares.map(({ columns }) => columns);
}

/** What was done of a share: an outcome for each of its classifiers, null where the threads cannot be used. */
export interface DoneShare {
  readonly share: Share;
  readonly outcomes: readonly ExamineOutcome[] | null;
}

/** What each of the classifiers says of the whole table; whoever failed over one part is not heard of the others. */
export function putTogether(
  done: readonly DoneShare[],
  classifiers: number,
  columns: number,
): readonly (ExamineOutcome | null)[] {
  return Array.from({ length: classifiers }, (_, place) => {
    const evidence = new Array<readonly InfoTypeEvidence[]>(columns).fill([]);
    for (const { share, outcomes } of done) {
      const at = share.classifiers.indexOf(place);
      if (at < 0) continue;
      const outcome = outcomes?.[at];
      if (outcome === undefined) return null;
      if (share.columns === null || !('answer' in outcome) || outcome.answer.length !== columns)
        return outcome;
      for (const position of share.columns) evidence[position] = outcome.answer[position] ?? [];
    }
    return { answer: evidence };
  });
}
