import { randomUUID } from 'node:crypto';
import {
  type Asset,
  type AssetProblem,
  cutPage,
  decodeCursor,
  type EventsService,
  type ExecutionScope,
  type Page,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { WORKING_STATES } from './run-state.ts';
import type { Claim, ClaimedTask, TaskDetail, TaskJob, TaskOutcome, TaskState } from './task.ts';

/** Tasks of runs in the database. A task is one asset; its row says who works on it and how it ended. */
export class TaskStore {
  readonly #storage: StorageService;
  readonly #events: EventsService;

  constructor(storage: StorageService, events: EventsService) {
    this.#storage = storage;
    this.#events = events;
  }

  /** Adds what discovery found; assets that an earlier attempt added already are left alone. Answers the new tasks' ids. */
  async add(
    tx: Transaction,
    scope: ExecutionScope,
    runId: string,
    assets: readonly { readonly urn: string; readonly asset: Asset }[],
  ): Promise<readonly string[]> {
    if (assets.length === 0) return [];
    const rows = assets.map(({ urn, asset }) => ({
      id: randomUUID(),
      urn,
      name: asset.path.join('.'),
      asset,
    }));
    const added = await this.#storage.query<{ id: string }>(
      tx,
      sql`insert into ${this.#table()} (id, workspace_id, run_id, urn, name, asset, state)
          select r.id, ${scope.workspace}::uuid, ${runId}::uuid, r.urn, r.name, r.asset, 'waiting'
          from jsonb_to_recordset(${sql.json(rows)}) as r (id uuid, urn text, name text, asset jsonb)
          on conflict (run_id, urn) do nothing returning id`,
    );
    return added.map(({ id }) => id);
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
    const added = await this.#storage.query(
      tx,
      sql`insert into ${this.#table()} (id, workspace_id, run_id, urn, name, state, error, finished_at)
          select r.id, ${scope.workspace}::uuid, ${runId}::uuid, r.urn, r.name, 'failed', r.error, now()
          from jsonb_to_recordset(${sql.json(rows)}) as r (id uuid, urn text, name text, error jsonb)
          where r.urn is not null or not exists (
            select from ${this.#table()} t where t.run_id = ${runId}::uuid and t.urn is null and t.name = r.name and t.error ->> 'code' = r.error ->> 'code')
          on conflict (run_id, urn) do nothing returning id`,
    );
    return added.length;
  }

  async setJobs(tx: Transaction, tasks: readonly string[], jobs: readonly string[]): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} t set job_id = j.job from unnest(${tasks}::uuid[], ${jobs}::uuid[]) as j (task, job) where t.id = j.task`,
    );
  }

  /**
   * Takes a task up for a job, which may be a later attempt at it. Null when there is nothing to do: it has ended,
   * another job has it, or its run is paused or over.
   */
  async claim(tx: Transaction, id: string, job: Claim): Promise<ClaimedTask | null> {
    const [task] = await this.#storage.query<ClaimedTask>(
      tx,
      sql`update ${this.#table()} t set state = 'running', attempt = attempt + 1, job_id = ${job.id}::uuid, fencing_token = ${job.fencingToken}, started_at = coalesce(started_at, now())
          where id = ${id} and (state = 'waiting' or (state = 'running' and job_id = ${job.id}::uuid))
            and exists (select from ${this.#runs()} r where r.id = t.run_id and r.state = any(${WORKING_STATES}::text[]))
          returning id, run_id as "runId", asset`,
    );
    return task ?? null;
  }

  /** Ends a task. False when whoever asks has lost it to another claim. */
  async settle(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    holder: Claim | null,
    outcome: TaskOutcome,
  ): Promise<boolean> {
    // Tokens rise within one job only, so that of another job says nothing.
    const held =
      holder === null
        ? sql`true`
        : sql`job_id = ${holder.id}::uuid and fencing_token = ${holder.fencingToken}`;
    const [settled] = await this.#storage.query<{ runId: string }>(
      tx,
      sql`update ${this.#table()} set state = ${outcome.state}, row_count = ${outcome.rows ?? null}, columns = ${outcome.columns ?? 0}, sensitive_columns = ${outcome.sensitiveColumns ?? 0},
            duration_ms = ${Math.round(outcome.durationMs ?? 0)}, warnings = ${outcome.warnings ?? []}::text[], error = ${outcome.error === undefined ? null : sql.json(outcome.error)}, finished_at = now()
          where id = ${id} and state in ('waiting', 'running') and ${held} returning run_id as "runId"`,
    );
    if (settled === undefined) return false;
    await this.#events.publish(tx, scope, {
      type: 'scans.task.ended',
      subject: settled.runId,
      data: { taskId: id, state: outcome.state },
    });
    return true;
  }

  /** Tasks of a run that have not ended, in one of the states given. */
  async pending(
    tx: Transaction,
    runId: string,
    states: readonly ('waiting' | 'running')[],
    limit = 100_000,
  ): Promise<readonly TaskJob[]> {
    return this.#storage.query<TaskJob>(
      tx,
      sql`select id, job_id as "jobId" from ${this.#table()} where run_id = ${runId} and state = any(${states}::text[]) limit ${limit}`,
    );
  }

  /** Ends all waiting tasks of a run as cancelled; answers how many. */
  async cancelWaiting(tx: Transaction, runId: string): Promise<number> {
    const cancelled = await this.#storage.query(
      tx,
      sql`update ${this.#table()} set state = 'cancelled', finished_at = now() where run_id = ${runId} and state = 'waiting' returning id`,
    );
    return cancelled.length;
  }

  /** URNs that a run saw, and whether discovery could read everything. */
  async seen(
    tx: Transaction,
    runId: string,
  ): Promise<{ readonly urns: readonly string[]; readonly isComplete: boolean }> {
    const rows = await this.#storage.query<{ urn: string | null; is_found: boolean }>(
      tx,
      sql`select urn, asset is not null as is_found from ${this.#table()} where run_id = ${runId}`,
    );
    return {
      urns: rows.flatMap(({ urn }) => (urn === null ? [] : [urn])),
      isComplete: rows.every((row) => row.is_found),
    };
  }

  async get(scope: ExecutionScope, id: string): Promise<TaskDetail | null> {
    return this.#storage.transaction(scope, async (tx) => {
      const [task] = await this.#storage.query<TaskDetail>(
        tx,
        sql`select ${this.#detailColumns()} from ${this.#table()} where id = ${id}`,
      );
      return task ?? null;
    });
  }

  /** Failed first, then running, then by name. */
  async page(
    scope: ExecutionScope,
    runId: string,
    state: TaskState | undefined,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<TaskDetail>> {
    const order = sql`case state when 'failed' then 0 when 'running' then 1 else 2 end`;
    const conditions: SqlFragment[] = [sql`run_id = ${runId}`];
    if (state !== undefined) conditions.push(sql`state = ${state}`);
    if (cursor !== undefined) {
      const [rank, name, id] = decodeCursor(cursor, ['integer', 'text', 'uuid']);
      conditions.push(sql`(${order}, name, id) > (${rank}::bigint, ${name}, ${id}::uuid)`);
    }
    return this.#storage.transaction(scope, async (tx) => {
      const rows = await this.#storage.query<TaskDetail & { readonly rank: number }>(
        tx,
        sql`select ${this.#detailColumns()}, ${order} as rank from ${this.#table()} where ${sql.join(conditions, ' and ')} order by rank, name, id limit ${limit + 1}`,
      );
      return cutPage(
        rows,
        limit,
        ({ rank: _rank, ...task }) => task,
        ({ rank, name, id }) => [rank, name, id],
      );
    });
  }

  #detailColumns(): SqlFragment {
    return sql`id, urn, name, state, attempt, row_count::float8 as rows, columns, sensitive_columns as "sensitiveColumns", duration_ms as "durationMs", warnings, error, ${sql.isoTime(sql`finished_at`)} as "finishedAt"`;
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'tasks');
  }

  #runs(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'runs');
  }
}
