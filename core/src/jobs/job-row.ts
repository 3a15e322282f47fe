import type { ExecutionScope, JobState, JobSummary, Principal } from '@datawave/plugin-sdk';

/** A job that this process has claimed: it holds the lease and the fencing token. */
export interface ClaimedJob {
  readonly id: string;
  readonly plugin: string;
  readonly name: string;
  readonly priority: number;
  readonly attempt: number;
  readonly attempts: number;
  readonly token: bigint;
  readonly lost: number;
  readonly payload: unknown;
  /** Answers the scope of whoever enqueued it, carrying the attempt's own signal. */
  readonly scope: Omit<ExecutionScope, 'signal'>;
}

/** Documents and bigints come as text: drivers differ in what they make of them. */
export interface ClaimedRow {
  readonly id: string;
  readonly plugin: string;
  readonly name: string;
  readonly priority: number;
  readonly attempt: number;
  readonly attempts: number;
  readonly token: string;
  readonly lost: number;
  readonly workspace_id: string;
  readonly payload: string;
  readonly principal: string;
  readonly request_id: string;
  readonly traceparent: string | null;
}

/** Columns of {@link ClaimedRow}, from an alias `j`. */
export const claimedColumns = `j.id::text as id, j.plugin, j.name, j.priority, j.attempt, j.attempts, j.token::text as token, j.lost,
  j.workspace_id::text as workspace_id, j.payload::text as payload, j.principal::text as principal, j.request_id, j.traceparent`;

export function claimedJob(row: ClaimedRow): ClaimedJob {
  return {
    id: row.id,
    plugin: row.plugin,
    name: row.name,
    priority: row.priority,
    attempt: row.attempt,
    attempts: row.attempts,
    token: BigInt(row.token),
    lost: row.lost,
    payload: JSON.parse(row.payload),
    scope: scopeOf(row.workspace_id, JSON.parse(row.principal), row.request_id, row.traceparent),
  };
}

/** The part of a scope that a row keeps. */
export function scopeOf(
  workspace: string,
  principal: Principal,
  requestId: string,
  traceparent: string | null,
): Omit<ExecutionScope, 'signal'> {
  return { workspace, principal, requestId, ...(traceparent === null ? {} : { traceparent }) };
}

export interface SummaryRow {
  readonly id: string;
  readonly name: string;
  readonly plugin: string;
  readonly state: JobState;
  readonly attempt: number;
  readonly attempts: number;
  readonly fraction: number;
  readonly detail: string | null;
  readonly priority: number;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
}

const isoTime = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`;

/** Columns of {@link SummaryRow}. */
export const summaryColumns = `id::text as id, name, plugin, state, attempt, attempts, fraction, detail, priority,
  ${isoTime('created_at')}, ${isoTime('started_at')}, ${isoTime('finished_at')}, error_code, error_message`;

export function jobSummary(row: SummaryRow): JobSummary {
  return {
    id: row.id,
    name: row.name,
    plugin: row.plugin,
    state: row.state,
    attempt: row.attempt,
    attempts: row.attempts,
    progress: { fraction: row.fraction, detail: row.detail },
    priority: row.priority,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
  };
}

/** Job names are `PLUGIN.NAME`. */
export const pluginOf = (name: string): string => name.slice(0, name.indexOf('.'));
