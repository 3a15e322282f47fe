import { DataWaveError, type ExecutionScope, type JobState, type JobSummary } from '@datawave/plugin-sdk';
import { sqlStateOf } from '../storage/driver-errors.ts';
import { jobSummary, type SummaryRow, summaryColumns } from './job-row.ts';
import type { JobsStorage } from './jobs-storage.ts';
import type { Announcement } from './transport.ts';

/** Which jobs to list. */
export interface JobFilter {
  readonly name?: string;
  readonly state?: JobState;
  /** 1 to 500; 50 unless given. */
  readonly limit?: number;
  readonly cursor?: string;
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

export async function getJob(
  storage: JobsStorage,
  scope: ExecutionScope,
  id: string,
): Promise<JobSummary | null> {
  if (!isUuid(id)) return null;
  return storage.service('core').transaction(scope, async (tx) => {
    const rows = await storage.executeIn<SummaryRow>(tx, {
      text: `select ${summaryColumns} from core.jobs where id = $1::uuid and workspace_id = $2::uuid`,
      parameters: [id, scope.workspace],
    });
    const row = rows[0];
    return row === undefined ? null : jobSummary(row);
  });
}

/** Newest first. @throws DataWaveError DW_JOB_CURSOR */
export async function listJobs(
  storage: JobsStorage,
  scope: ExecutionScope,
  filter: JobFilter,
): Promise<{ readonly items: readonly JobSummary[]; readonly nextCursor: string | null }> {
  const limit = Math.min(500, Math.max(1, Math.trunc(filter.limit ?? 50)));
  const parameters: unknown[] = [scope.workspace];
  const conditions = ['workspace_id = $1::uuid'];
  if (filter.name !== undefined) conditions.push(`name = $${parameters.push(filter.name)}`);
  // The literal lets the partial indexes of rare states serve.
  if (filter.state !== undefined) conditions.push(`state = ${stateLiteral(filter.state)}`);
  if (filter.cursor !== undefined)
    conditions.push(`id < $${parameters.push(idOfCursor(filter.cursor))}::uuid`);
  const text = `select ${summaryColumns} from core.jobs where ${conditions.join(' and ')} order by id desc limit $${parameters.push(limit + 1)}`;
  return storage.service('core').transaction(scope, async (tx) => {
    const rows = await storage.executeIn<SummaryRow>(tx, { text, parameters });
    const items = rows.slice(0, limit).map(jobSummary);
    const last = items.at(-1);
    return {
      items,
      nextCursor:
        rows.length > limit && last !== undefined ? Buffer.from(last.id).toString('base64url') : null,
    };
  });
}

/** The state that the job had; null when it had ended or is not there. */
export async function cancelJob(
  storage: JobsStorage,
  scope: ExecutionScope,
  id: string,
): Promise<'waiting' | 'running' | null> {
  if (!isUuid(id)) return null;
  return storage.service('core').transaction(scope, async (tx) => {
    const rows = await storage.executeIn<{ state: JobState }>(tx, {
      text: `update core.jobs set
          cancel_requested = true,
          state = case when state = 'running' then state else 'cancelled' end,
          finished_at = case when state = 'running' then null else now() end
        where id = $1::uuid and workspace_id = $2::uuid and state in ('waiting', 'delayed', 'running')
        returning state`,
      parameters: [id, scope.workspace],
    });
    const row = rows[0];
    if (row === undefined) return null;
    return row.state === 'running' ? 'running' : 'waiting';
  });
}

/**
 * Puts a dead or failed job back with a fresh count of attempts; null when there is none.
 * @throws DataWaveError DW_JOB_DUPLICATE when another job of the same deduplication key has taken its place
 */
export async function replayJob(
  storage: JobsStorage,
  scope: ExecutionScope,
  id: string,
): Promise<Announcement | null> {
  if (!isUuid(id)) return null;
  try {
    return await storage.service('core').transaction(scope, async (tx) => {
      const rows = await storage.executeIn<Announcement>(tx, {
        text: `update core.jobs set
            state = 'waiting', attempt = 0, lost = 0, cancel_requested = false, fraction = 0, detail = null,
            run_at = now(), started_at = null, finished_at = null, error_code = null, error_message = null
          where id = $1::uuid and workspace_id = $2::uuid and state in ('dead', 'failed')
          returning id::text as id, plugin, name, priority`,
        parameters: [id, scope.workspace],
      });
      return rows[0] ?? null;
    });
  } catch (cause) {
    if (sqlStateOf(cause) !== '23505') throw cause;
    throw new DataWaveError({
      code: 'DW_JOB_DUPLICATE',
      message: `Job ${id} cannot be replayed: another one with its deduplication key is waiting or running.`,
      hint: 'Let that one end, or cancel it, and replay then.',
      status: 409,
      cause,
    });
  }
}

function stateLiteral(state: JobState): string {
  const known: Readonly<Record<JobState, string>> = {
    waiting: `'waiting'`,
    delayed: `'delayed'`,
    running: `'running'`,
    completed: `'completed'`,
    failed: `'failed'`,
    cancelled: `'cancelled'`,
    dead: `'dead'`,
  };
  const literal: string | undefined = Object.hasOwn(known, state) ? known[state] : undefined;
  if (literal !== undefined) return literal;
  throw new DataWaveError({
    code: 'DW_JOB_STATE',
    message: 'There is no such state of a job.',
    hint: `One of ${Object.keys(known).join(', ')}.`,
    status: 400,
  });
}

function idOfCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (isUuid(id)) return id;
  throw new DataWaveError({
    code: 'DW_JOB_CURSOR',
    message: 'The cursor is not one of this list.',
    hint: 'Pass nextCursor of the page before, unchanged.',
    status: 400,
  });
}

/** How many rows of one plugin are in one state. */
export interface JobCount {
  readonly plugin: string;
  readonly state: JobState;
  readonly count: number;
}

/** Counts what waits, runs or was set aside, over all workspaces; each state by its own partial index. */
export async function countJobs(storage: JobsStorage): Promise<readonly JobCount[]> {
  return storage.execute<JobCount>({
    text: ['waiting', 'delayed', 'running', 'dead', 'failed']
      .map(
        (state) =>
          `select plugin, state, count(*)::int as count from core.jobs where state = '${state}' group by plugin, state`,
      )
      .join(' union all '),
    parameters: [],
  });
}
