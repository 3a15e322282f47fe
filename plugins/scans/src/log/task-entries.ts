import type { ClaimedTask, TaskOutcome } from '../task/task.ts';
import type { NewLogEntry } from './run-log.ts';

/** Warnings of an asset told in the log; its task has them all. */
const MOST_WARNINGS = 3;

/** What the log of a run says of the end of a task: nothing where all went well. */
export function entriesOfEnd(
  { urn, name }: { readonly urn: string | null; readonly name: string },
  { state, error, warnings = [] }: TaskOutcome,
): readonly NewLogEntry[] {
  if (state === 'failed' && error !== undefined)
    return [{ level: 'error', kind: 'task.failed', urn, name, data: { ...error } }];
  if (warnings.length === 0) return [];
  const data = { count: warnings.length, warnings: warnings.slice(0, MOST_WARNINGS) };
  return [{ level: 'warning', kind: 'task.warned', urn, name, data }];
}

/**
 * What it says when a worker takes tasks of a run up: who is gone with what it had, who has come, what goes on.
 * @param isNew - whether the run does not know of the worker yet
 */
export function entriesOfTaking(
  taken: readonly Pick<ClaimedTask, 'urn' | 'name' | 'attempt' | 'lostBy'>[],
  worker: string,
  isNew: boolean,
): readonly NewLogEntry[] {
  const lost = taken.filter(({ lostBy }) => lostBy !== null);
  const gone = new Set(lost.flatMap(({ lostBy }) => lostBy ?? []));
  return [
    ...[...gone]
      .filter((other) => other !== worker)
      .map((other): NewLogEntry => ({ level: 'warning', kind: 'worker.lost', data: { worker: other } })),
    ...(isNew ? [{ level: 'info', kind: 'worker.joined', data: { worker } } satisfies NewLogEntry] : []),
    ...lost.map(
      ({ urn, name, attempt, lostBy }): NewLogEntry => ({
        ...{ level: 'warning', kind: 'task.recovered', urn, name },
        data: { attempt, from: lostBy, worker },
      }),
    ),
  ];
}
