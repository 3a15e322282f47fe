import type { Logger } from '@datawave/plugin-sdk';
import type { Outcome, RegisteredJob } from './attempt.ts';
import { backoffMs, DEFAULT_BACKOFF } from './backoff.ts';
import { isUnretryable, recordedError } from './job-errors.ts';
import type { ClaimedJob } from './job-row.ts';
import type { Settler } from './settler.ts';

/** What became of a claim; `lease-lost` wrote nothing. */
export type EndState = 'completed' | 'retried' | 'failed' | 'dead' | 'cancelled' | 'put-back' | 'lease-lost';

/** What recording an end takes. */
export interface EndRecording {
  readonly settler: Settler;
  readonly log: Logger;
  /** Uniform in [0, 1), for the spread of retries. */
  readonly random: () => number;
  /** A retry will be due in this time. */
  onRetryDue(delayMs: number): void;
}

/** Writes how an attempt ended: completed, tried again later, put back or over. Resolves after the commit; never rejects. */
export async function recordEnd(
  o: EndRecording,
  registered: RegisteredJob,
  job: ClaimedJob,
  outcome: Outcome,
): Promise<EndState> {
  try {
    switch (outcome.kind) {
      case 'committed':
        return 'completed';
      case 'returned':
        return await o.settler.complete(job, outcome.result);
      case 'threw':
        return await recordFailure(o, registered, job, outcome.error);
      case 'aborted': {
        const { by, error, hasSettled } = outcome;
        if (by === 'lease-lost') return 'lease-lost';
        if (!hasSettled) {
          o.log.warn('A job handler did not stop when told to; its attempt is ended without it', {
            job: job.id,
            name: job.name,
            by,
          });
        }
        if (by === 'stopping') return await o.settler.putBack(job);
        if (by === 'cancelled') return await o.settler.cancel(job);
        return await recordFailure(o, registered, job, error);
      }
    }
  } catch (error) {
    // The row keeps its lease and is taken over once that has run out.
    o.log.error('The end of a job could not be recorded', { job: job.id, name: job.name, error });
    return 'lease-lost';
  }
}

async function recordFailure(
  o: EndRecording,
  registered: RegisteredJob,
  job: ClaimedJob,
  error: unknown,
): Promise<EndState> {
  const { id, name, attempt, attempts } = job;
  o.log.warn('A job attempt failed', { job: id, name, attempt, attempts, error });
  if (isUnretryable(error)) return o.settler.fail(job, 'failed', recordedError(error));
  if (attempt >= attempts) return o.settler.fail(job, 'dead', recordedError(error));
  const delayMs = backoffMs(registered.definition.backoff ?? DEFAULT_BACKOFF, attempt, o.random);
  const state = await o.settler.retry(job, delayMs, recordedError(error));
  o.onRetryDue(delayMs);
  return state;
}
