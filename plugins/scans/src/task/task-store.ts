import { randomUUID } from 'node:crypto';
import {
  type AssetProblem,
  type EventsService,
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { NAME_TOO_LONG } from '../discovery/keep-to-length.ts';
import type { NewLogEntry, RunLog } from '../log/run-log.ts';
import { entriesOfEnd, entriesOfTaking } from '../log/task-entries.ts';
import type { RunRow } from '../run/run.ts';
import { runColumns } from '../run/run-columns.ts';
import { WORKING_STATES } from '../run/run-state.ts';
import type {
  Claim,
  ClaimedTask,
  HeldTask,
  NewTask,
  TaskClaim,
  TaskJob,
  TaskOutcome,
  TaskState,
} from './task.ts';

/** Failures of discovery that the log of a run names one by one; the others stand among its tasks. */
const MOST_TOLD = 200;
const MOST_RUNS_KNOWN = 1_000;
/** Tasks of runs in the database. A task is one asset or a slice of one; its row says who works on it and how it ended. */
export class TaskStore {
  readonly #storage: StorageService;
  readonly #events: EventsService;
  readonly #log: RunLog;
  readonly #worker: string;
  /** Runs that know of this worker. Should one be forgotten, the database keeps it from being told twice. */
  readonly #told = new Set<string>();

  /** @param worker - names this process in the log of a run */
  constructor(storage: StorageService, events: EventsService, log: RunLog, worker: string) {
    this.#storage = storage;
    this.#events = events;
    this.#log = log;
    this.#worker = worker;
  }

  /**
   * Adds what discovery found to a locked run. An asset that an earlier attempt added is left alone with all of its slices: it may
   * have grown since, and slices of two plans make up no asset. Answers what is new.
   */
  async add(
    tx: Transaction,
    scope: ExecutionScope,
    runId: string,
    tasks: readonly NewTask[],
  ): Promise<{
    readonly total: number;
    readonly skipped: number;
    readonly weight: number;
    readonly weightSquares: number;
  }> {
    if (tasks.length === 0) return { total: 0, skipped: 0, weight: 0, weightSquares: 0 };
    const rows = tasks.map((task, place) => ({
      ...{ id: randomUUID(), place },
      ...task,
      name: task.asset.path.join('.'),
      slice_index: task.slice?.index ?? 0,
      state: task.isSkipped ? 'skipped' : 'waiting',
    }));
    const added = await this.#storage.query<{ state: TaskState; weight: number }>(
      tx,
      sql`insert into ${this.#table()} (id, workspace_id, run_id, urn, name, asset, slice, slice_index, wanted, reason, weight, state, finished_at)
          select r.id, ${scope.workspace}::uuid, ${runId}::uuid, r.urn, r.name, r.asset, nullif(r.slice, 'null'), r.slice_index,
            case when jsonb_typeof(r.wanted) = 'array' then array(select jsonb_array_elements_text(r.wanted)) end, r.reason, r.weight, r.state, case when r.state = 'skipped' then now() end
          from jsonb_to_recordset(${sql.json(rows)}) as r (id uuid, place integer, urn text, name text, asset jsonb, slice jsonb, slice_index integer, wanted jsonb, reason text, weight double precision, state text)
          where not exists (select from ${this.#table()} t where t.run_id = ${runId}::uuid and t.urn = r.urn) order by r.place
          on conflict (run_id, urn, slice_index) do nothing returning state, weight`,
    );
    const skipped = added.filter(({ state }) => state === 'skipped').length;
    const weights = added.map((task) => (task.state === 'skipped' ? 0 : task.weight));
    const weight = weights.reduce((sum, each) => sum + each, 0);
    const weightSquares = weights.reduce((sum, each) => sum + each * each, 0);
    return { total: added.length, skipped, weight, weightSquares };
  }

  /** Records what discovery could not read as tasks that have failed. Answers how many are new. */
  async addProblems(
    tx: Transaction,
    scope: ExecutionScope,
    runId: string,
    problems: readonly { readonly urn: string | null; readonly problem: AssetProblem }[],
  ): Promise<number> {
    if (problems.length === 0) return 0;
    const rows = problems.map(({ urn, problem }) => ({
      id: randomUUID(),
      urn,
      name: problem.path.join('.'),
      error: { code: problem.code, message: problem.message, hint: problem.hint },
    }));
    const added = await this.#storage.query<{ readonly id: string }>(
      tx,
      sql`insert into ${this.#table()} (id, workspace_id, run_id, urn, name, state, error, finished_at)
          select r.id, ${scope.workspace}::uuid, ${runId}::uuid, r.urn, r.name, 'failed', r.error, now()
          from jsonb_to_recordset(${sql.json(rows)}) as r (id uuid, urn text, name text, error jsonb)
          where r.urn is not null or not exists (
            select from ${this.#table()} t where t.run_id = ${runId}::uuid and t.urn is null and t.name = r.name and t.error ->> 'code' = r.error ->> 'code')
          on conflict (run_id, urn, slice_index) do nothing returning id`,
    );
    const isNew = new Set(added.map(({ id }) => id));
    const told = rows.filter(({ id }) => isNew.has(id)).slice(0, MOST_TOLD);
    await this.#log.add(
      tx,
      scope,
      runId,
      told.map(
        ({ urn, name, error }): NewLogEntry => ({
          ...{ level: 'error', kind: 'task.failed', urn, name, data: error },
        }),
      ),
    );
    return added.length;
  }

  async setJobs(tx: Transaction, tasks: readonly string[], jobs: readonly string[]): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} t set job_id = j.job, fencing_token = null from unnest(${tasks}::uuid[], ${jobs}::uuid[]) as j (task, job) where t.id = j.task`,
    );
  }

  /**
   * Marks waiting tasks of a locked run as queued, as many as it may have with the workers at once; one only while a run of the
   * same workspace with a higher priority has tasks that wait. Several at a time: none while the workers have enough that they have
   * not begun with. Answers their ids.
   */
  async take(tx: Transaction, runId: string, most: number): Promise<readonly string[]> {
    const taken = await this.#storage.query<{ id: string }>(
      tx,
      sql`update ${this.#table()} t set state = 'queued'
          from (select id from ${this.#table()} where run_id = ${runId} and state = 'waiting' order by ordinal
                limit (
                  select case when held.queued >= ${Math.ceil(most / 4)}::int then 0 else greatest(0, allowed.most - held.count) end
                  from (select count(*)::int as count, (count(*) filter (where state = 'queued'))::int as queued
                        from ${this.#table()} where run_id = ${runId} and state in ('queued', 'running')) held,
                    (select case when exists (
                        select from ${this.#runs()} o where o.priority > r.priority and o.state = any(${WORKING_STATES}::text[])
                          and exists (select from ${this.#table()} w where w.run_id = o.id and w.state = 'waiting')
                      ) then 1 else ${most}::int end as most from ${this.#runs()} r where r.id = ${runId}) allowed)) n
          where t.id = n.id returning t.id`,
    );
    return taken.map(({ id }) => id);
  }

  /** Takes queued tasks back from the workers: their jobs find nothing to do. */
  async takeBack(tx: Transaction, runId: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} set state = 'waiting', job_id = null where run_id = ${runId} and state = 'queued'`,
    );
  }

  /** Has a task wait for its turn once more whose job is gone, unless it has another one by now. */
  async release(tx: Transaction, { id, jobId }: TaskJob): Promise<boolean> {
    const released = await this.#storage.query(
      tx,
      sql`update ${this.#table()} set state = 'waiting', job_id = null, worker = null where id = ${id} and state in ('queued', 'running') and job_id is not distinct from ${jobId}::uuid returning id`,
    );
    return released.length > 0;
  }

  /** The run of a task; null when there is no such task any more. */
  async runOf(tx: Transaction, id: string): Promise<string | null> {
    const [task] = await this.#storage.query<{ runId: string }>(
      tx,
      sql`select run_id as "runId" from ${this.#table()} where id = ${id}::uuid`,
    );
    return task?.runId ?? null;
  }

  /**
   * Has a task of a locked run wait for its turn once more that a job has, however far it came with it. False when the job has lost
   * the task, or it has ended.
   * @param claim - of the job; without its token when it could not take the task up
   */
  async putBack(tx: Transaction, id: string, claim: Pick<Claim, 'id'> & Partial<Claim>): Promise<boolean> {
    const token = claim.fencingToken === undefined ? sql`true` : sql`fencing_token = ${claim.fencingToken}`;
    const back = await this.#storage.query(
      tx,
      sql`update ${this.#table()} set state = 'waiting', job_id = null, worker = null, attempt = greatest(0, attempt - ${claim.fencingToken === undefined ? 0 : 1}::int)
          where id = ${id} and state in ('queued', 'running') and job_id = ${claim.id}::uuid and ${token} returning id`,
    );
    return back.length > 0;
  }

  /**
   * Takes tasks up for their jobs, which may be later attempts at them, and answers them with their runs, by
   * their claims. Null where there is nothing to do: it has ended, another job has it, or its run is paused or over.
   */
  async claim(tx: Transaction, claims: readonly TaskClaim[]): Promise<(claim: TaskClaim) => HeldTask | null> {
    const ids = claims.map(({ taskId }) => taskId);
    const jobs = claims.map(({ job }) => job.id);
    const tokens = claims.map(({ job }) => String(job.fencingToken));
    const claimed = await this.#storage.query<ClaimedTask & { readonly run: RunRow; readonly token: string }>(
      tx,
      sql`update ${this.#table()} t set state = 'running', attempt = t.attempt + 1, fencing_token = c.token, worker = ${this.#worker}, started_at = coalesce(t.started_at, now())
          from ${this.#table()} old, (select task, job, max(token) as token from unnest(${ids}::uuid[], ${jobs}::uuid[], ${tokens}::bigint[]) as c (task, job, token) group by task, job) c
          where t.id = any(${ids}::uuid[]) and t.id = c.task and old.id = c.task and t.state in ('queued', 'running') and t.job_id = c.job and coalesce(t.fencing_token <= c.token, true)
            and exists (select from ${this.#runs()} r where r.id = t.run_id and r.state = any(${WORKING_STATES}::text[]))
          returning t.id, t.run_id as "runId", t.asset, t.slice, t.wanted, t.weight, t.attempt, t.urn, t.name, old.worker as "lostBy", c.token::text as token,
            (select to_jsonb(r) from (select ${runColumns()} from ${this.#runs()} where id = t.run_id) r) as run`,
    );
    // Of two attempts at one task the later one has it: the other was taken for dead, and asks when it is back.
    const held = new Map(claimed.map(({ run, token, ...task }) => [`${task.id} ${token}`, { task, run }]));
    return ({ taskId, job }) => held.get(`${taskId} ${job.fencingToken}`) ?? null;
  }

  /**
   * Ends a task. False when whoever asks has lost it to another claim.
   * @param holder - who works on it; the job alone, of which nothing is left, where nobody does
   */
  async settle(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    holder: Claim | Pick<TaskJob, 'jobId'>,
    outcome: TaskOutcome,
  ): Promise<boolean> {
    // Tokens rise within one job only, so that of another job says nothing.
    const held =
      'jobId' in holder
        ? sql`job_id is not distinct from ${holder.jobId}::uuid`
        : sql`job_id = ${holder.id}::uuid and fencing_token = ${holder.fencingToken}`;
    const [settled] = await this.#storage.query<{ runId: string; urn: string | null; name: string }>(
      tx,
      sql`update ${this.#table()} set state = ${outcome.state}, worker = null, row_count = ${outcome.rows ?? null}, columns = ${outcome.columns ?? 0}, sensitive_columns = ${outcome.sensitiveColumns ?? 0},
            byte_count = ${outcome.bytes ?? null}, result = ${outcome.result === undefined ? null : sql.json(outcome.result)}, duration_ms = ${Math.round(outcome.durationMs ?? 0)}, warnings = ${outcome.warnings ?? []}::text[], error = ${outcome.error === undefined ? null : sql.json(outcome.error)}, finished_at = now()
          where id = ${id} and state in ('waiting', 'queued', 'running') and ${held} returning run_id as "runId", urn, name`,
    );
    if (settled === undefined) return false;
    await this.#log.add(tx, scope, settled.runId, entriesOfEnd(settled, outcome));
    await this.#events.publish(tx, scope, {
      type: 'scans.task.ended',
      subject: settled.runId,
      data: { taskId: id, state: outcome.state },
    });
    return true;
  }

  /**
   * Tells that a job lets go of its task, which will be taken up again; nothing when it has lost it before.
   * @param error - why it could not be done this time; null: its worker stops
   */
  async letGo(
    tx: Transaction,
    scope: ExecutionScope,
    task: Pick<ClaimedTask, 'id' | 'attempt'>,
    holder: Claim,
    error: { readonly code: string; readonly message: string } | null,
  ): Promise<void> {
    const [held] = await this.#storage.query<{ runId: string; urn: string | null; name: string }>(
      tx,
      sql`update ${this.#table()} set worker = null where id = ${task.id} and state = 'running' and job_id = ${holder.id}::uuid and fencing_token = ${holder.fencingToken}
          returning run_id as "runId", urn, name`,
    );
    if (held === undefined) return;
    const { runId, urn, name } = held;
    const { attempt } = task;
    await this.#log.add(tx, scope, runId, [
      error === null
        ? { level: 'info', kind: 'task.given-back', urn, name, data: { worker: this.#worker } }
        : { level: 'warning', kind: 'task.retried', urn, name, data: { attempt, ...error } },
    ]);
  }

  /** Tells of workers that came upon a run, and of those that are gone with what they had. */
  async tellTaken(tx: Transaction, scope: ExecutionScope, taken: readonly HeldTask[]): Promise<void> {
    for (const [runId, held] of Map.groupBy(taken, ({ run }) => run.id)) {
      const isNew = !this.#told.has(runId);
      const entries = entriesOfTaking(
        held.map(({ task }) => task),
        this.#worker,
        isNew,
      );
      await this.#log.add(tx, scope, runId, entries);
      this.#storage.afterCommit(tx, () => {
        if (this.#told.size >= MOST_RUNS_KNOWN) this.#told.clear();
        this.#told.add(runId);
      });
    }
  }

  /** Tasks of a run that have not ended, in one of the states given. */
  async pending(
    tx: Transaction,
    runId: string,
    states: readonly ('waiting' | 'queued' | 'running')[],
    limit: number,
  ): Promise<readonly TaskJob[]> {
    return this.#storage.query<TaskJob>(
      tx,
      sql`select id, job_id as "jobId", weight from ${this.#table()} where run_id = ${runId} and state = any(${states}::text[]) limit ${limit}`,
    );
  }

  /** Ends all tasks of a run that nobody works on as cancelled; answers how many. */
  async cancelWaiting(tx: Transaction, runId: string): Promise<number> {
    const [cancelled] = await this.#storage.query<{ count: number }>(
      tx,
      sql`with gone as (update ${this.#table()} set state = 'cancelled', finished_at = now() where run_id = ${runId} and state in ('waiting', 'queued') returning 1)
          select count(*)::int as count from gone`,
    );
    return cancelled?.count ?? 0;
  }

  /**
   * Ends all tasks of a locked run as cancelled, also those that somebody works on; answers how many. One that is being completed
   * at this moment is: whoever does so waits for the run, and counts it.
   */
  async cancelAll(tx: Transaction, runId: string): Promise<number> {
    const [cancelled] = await this.#storage.query<{ count: number }>(
      tx,
      sql`with free as materialized (select id from ${this.#table()} where run_id = ${runId} and state in ('waiting', 'queued', 'running') for update skip locked),
            gone as (update ${this.#table()} t set state = 'cancelled', finished_at = now() from free where t.id = free.id returning 1)
          select count(*)::int as count from gone`,
    );
    return cancelled?.count ?? 0;
  }

  /**
   * Those of the given URNs that a run scanned whole, and those that a run before it had scanned for it. Slices that were never put
   * together do not count.
   */
  async scannedBy(
    scope: ExecutionScope,
    runId: string,
    urns: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ urn: string }>(
        tx,
        sql`select urn from ${this.#table()} where run_id = ${runId}::uuid and urn = any(${urns}::text[]) group by urn having bool_and(state in ('completed', 'skipped') and result is null)`,
      ),
    );
    return new Set(rows.map(({ urn }) => urn));
  }

  /**
   * Whether discovery saw everything: where it failed in part, an asset that was not seen may still be there. One whose name is too
   * long was seen, and is none that is known.
   */
  async sawAll(tx: Transaction, runId: string): Promise<boolean> {
    const missing = await this.#storage.query(
      tx,
      sql`select id from ${this.#table()} where run_id = ${runId}::uuid and asset is null and error ->> 'code' is distinct from ${NAME_TOO_LONG} limit 1`,
    );
    return missing.length === 0;
  }

  /** Those of the given URNs that a run did not see, in their order. */
  async unseen(tx: Transaction, runId: string, urns: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#storage.query<{ urn: string }>(
      tx,
      sql`select u.urn from unnest(${urns}::text[]) with ordinality as u(urn, place)
          where not exists (select from ${this.#table()} t where t.run_id = ${runId}::uuid and t.urn = u.urn) order by u.place`,
    );
    return rows.map(({ urn }) => urn);
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'tasks');
  }

  #runs(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'runs');
  }
}
