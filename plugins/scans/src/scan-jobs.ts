import {
  DEFAULT_WORKSPACE,
  defineJob,
  type ExecutionScope,
  type JobsService,
  type Transaction,
} from '@datawave/plugin-sdk';

const byId = (name: string) => ({
  type: 'object',
  required: [name],
  additionalProperties: false,
  properties: { [name]: { type: 'string', format: 'uuid' } },
});

/** How often something is tried before it is set aside. */
export const TASK_ATTEMPTS = 3;

/** One more, in which nothing is tried: it only ends what has ended its process every time. */
const ATTEMPTS = TASK_ATTEMPTS + 1;

/** Finds a source's assets and makes a task of each. */
export const discoveryJob = defineJob<{ readonly runId: string }>({
  name: 'scans.discover',
  payload: byId('runId'),
  attempts: ATTEMPTS,
  timeoutMs: 30 * 60_000,
  concurrency: 2,
});

/** Scans one asset. */
export const assetJob = (settings: { readonly concurrency: number; readonly timeoutMs: number }) =>
  defineJob<{ readonly taskId: string }>({
    name: 'scans.asset',
    payload: byId('taskId'),
    attempts: ATTEMPTS,
    backoff: { kind: 'exponential', delayMs: 2000, maxDelayMs: 30_000 },
    timeoutMs: settings.timeoutMs,
    concurrency: settings.concurrency,
  });

export type AssetJob = ReturnType<typeof assetJob>;

/** Puts slices together, compares, retires, and ends a run whose tasks have all ended. */
export const finishJob = defineJob<{ readonly runId: string }>({
  name: 'scans.finish',
  payload: byId('runId'),
  attempts: ATTEMPTS,
  backoff: { kind: 'exponential', delayMs: 1000, maxDelayMs: 30_000 },
  timeoutMs: 30 * 60_000,
  concurrency: 2,
});

/** Looks whether a run that waits for its source may go on. */
export const reviewJob = defineJob<{ readonly runId: string }>({
  name: 'scans.review',
  payload: byId('runId'),
  attempts: 3,
  timeoutMs: 60_000,
  concurrency: 4,
});

/** Looks after runs whose jobs ended without ending their tasks. */
export const reconcileJob = defineJob<Record<never, never>>({
  name: 'scans.reconcile',
  payload: { type: 'object', additionalProperties: false },
  attempts: 3,
  timeoutMs: 50_000,
});

/** The one job of a workspace that looks after its runs a minute later. */
const WATCH = { deduplicationKey: 'watch', delayMs: 60_000 };

/** Has the runs of a workspace looked after for as long as there are any. The default workspace has a schedule for it. */
export async function watch(jobs: JobsService, tx: Transaction, scope: ExecutionScope): Promise<void> {
  if (scope.workspace !== DEFAULT_WORKSPACE) await jobs.enqueue(tx, scope, reconcileJob, {}, WATCH);
}
