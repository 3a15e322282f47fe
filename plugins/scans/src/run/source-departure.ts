import {
  DataWaveError,
  type ExecutionScope,
  type Source,
  type SourceDependent,
  type Transaction,
} from '@datawave/plugin-sdk';
import { abandonRun, sourceDeleted } from './abandon-run.ts';
import type { RunControl } from './run-control.ts';
import type { RunParts } from './run-parts.ts';

const amount = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** What becomes of scans when a source is deleted: one that is going on is cancelled, those that have ended stay as history. */
export function sourceDeparture(parts: RunParts, control: Pick<RunControl, 'admit'>): SourceDependent {
  const { storage, runs, states, log } = parts;

  const stop = async (tx: Transaction, scope: ExecutionScope, source: Source): Promise<void> => {
    const active = await runs.activeOf(tx, source.id);
    const run = active === null ? null : await runs.lock(tx, active);
    if (run === null) return;
    await abandonRun(parts, tx, scope, run, sourceDeleted(source.title));
    const after: ExecutionScope = { ...scope, signal: AbortSignal.timeout(30_000) };
    // Its place is free. Should this not come to pass, the next look at all runs sees to it.
    storage.afterCommit(tx, () => {
      control
        .admit(after)
        .catch((error: unknown) => log.warn('the next scan could not be given its turn', { error }));
    });
  };

  return {
    async departure(scope, source) {
      return storage.transaction(scope, async (tx) => {
        const { active, ended } = await runs.countOfSource(tx, source.id);
        const remembered = await states.count(tx, source.id);
        return {
          goes: [
            ...(active === 0 ? [] : ['The scan that is going on: it is cancelled.']),
            ...(remembered === 0
              ? []
              : [
                  `What is remembered of ${amount(remembered, 'asset', 'assets')}, by which the next scan would know what changed.`,
                ]),
          ],
          stays:
            ended === 0
              ? []
              : [
                  `${amount(ended, 'scan that has ended', 'scans that have ended')}, with the outcome of each asset.`,
                ],
        };
      });
    },
    leaving: stop,
    clear: (tx, _scope, source, most) => states.forgetSome(tx, source.id, most),
    async removed(tx, scope, source) {
      await stop(tx, scope, source);
      await states.forget(tx, source.id);
    },
  };
}

/** Whether an error says that the source is not there any more. */
export const isSourceGone = (error: unknown): boolean =>
  DataWaveError.is(error) && error.code === 'DW_SOURCE_UNKNOWN';
