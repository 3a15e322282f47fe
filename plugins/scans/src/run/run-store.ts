import { randomUUID } from 'node:crypto';
import {
  DataWaveError,
  type EventsService,
  type ExecutionScope,
  type ScanMode,
  type ScanRun,
  type ScanState,
  type Source,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { LogLevel, RunLog } from '../log/run-log.ts';
import type { StoredError } from '../scan-error.ts';
import { type Holder, type RunDelta, type RunRow, unknownScan } from './run.ts';
import { runColumns } from './run-columns.ts';
import type { RunSettings } from './run-settings.ts';
import { BUSY_STATES, canFollow, END_STATES, isEnded } from './run-state.ts';

/** Runs that are looked after in one go. */
const MOST_ACTIVE = 1_000;

/** What a run is made from. */
export interface NewRun {
  readonly source: Source;
  readonly settings: RunSettings;
  readonly mode: ScanMode;
  readonly rule: ScanRun['rule'];
  readonly priority: number;
  readonly reason: string;
  readonly retryOf: string | null;
  /** URNs of the assets that a retry is about; null: all. */
  readonly chosen: readonly string[] | null;
}

/** Runs and their transitions in the database, as they are made and moved on. */
export class RunStore {
  readonly #storage: StorageService;
  readonly #events: EventsService;
  readonly #log: RunLog;

  constructor(storage: StorageService, events: EventsService, log: RunLog) {
    this.#storage = storage;
    this.#events = events;
    this.#log = log;
  }

  /** @throws DataWaveError DW_SCAN_RUNNING, status 409, when the source has a run that has not ended */
  async create(tx: Transaction, scope: ExecutionScope, run: NewRun): Promise<string> {
    const { source } = run;
    const id = randomUUID();
    const label = { id: source.id, key: source.key, title: source.title, connector: source.connector };
    const created = await this.#storage.query(
      tx,
      sql`insert into ${this.#table('runs')} (id, workspace_id, source_id, source, state, mode, rule, settings, priority, retry_of, chosen, previous_id, created_by)
          values (${id}, ${scope.workspace}, ${source.id}, ${sql.json(label)}, 'queued', ${run.mode}, ${run.rule === null ? null : sql.json(run.rule)}, ${sql.json(run.settings)}, ${run.priority}, ${run.retryOf}::uuid, ${run.chosen}::text[],
            (select p.id from ${this.#table('runs')} p where p.source_id = ${source.id}::uuid and p.state in ('completed', 'completed-with-errors') order by p.created_at desc, p.id desc limit 1), ${scope.principal.id})
          on conflict do nothing returning id`,
    );
    if (created.length === 0) throw await this.#isRunning(tx, source);
    await this.#note(tx, scope, id, null, 'queued', run.reason);
    return id;
  }

  async #isRunning(tx: Transaction, source: Source): Promise<DataWaveError> {
    const [running] = await this.#storage.query<{ id: string }>(
      tx,
      sql`select id from ${this.#table('runs')} where source_id = ${source.id} and not (state = any(${END_STATES}::text[]))`,
    );
    return new DataWaveError({
      code: 'DW_SCAN_RUNNING',
      message: `The source "${source.title}" is being scanned already${running === undefined ? '' : `, by scan ${running.id}`}.`,
      hint: 'Wait until it ends, or cancel it.',
      status: 409,
      ...(running === undefined ? {} : { headers: { Location: `/api/v1/scans/${running.id}` } }),
    });
  }

  /**
   * Locks the run, so that whoever changes it does so one after the other. Null when there is none.
   *
   * The order of locks, in every transaction of this plugin: the source (`sources.keep`), the run, its tasks. One differs: who
   * completes a task writes for long and locks the run after it, so that tasks of one run are completed beside each other. Whoever
   * holds a run therefore never waits for a task that runs: it is passed over (`cancelAll`), or known to have no job any more.
   */
  async lock(tx: Transaction, id: string): Promise<RunRow | null> {
    const [run] = await this.#storage.query<RunRow>(
      tx,
      sql`select ${runColumns()} from ${this.#table('runs')} where id = ${id} for update`,
    );
    return run ?? null;
  }

  /** The run as it is, without locking it. */
  async read(tx: Transaction, id: string): Promise<RunRow | null> {
    const [run] = await this.#storage.query<RunRow>(
      tx,
      sql`select ${runColumns()} from ${this.#table('runs')} where id = ${id}`,
    );
    return run ?? null;
  }

  /** Sets a locked run's counters to what its tasks say. */
  async recount(tx: Transaction, run: RunRow): Promise<RunRow> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('runs')} r set total = c.total, done = c.done, failed = c.failed, skipped = c.skipped
          from (select count(*)::int as total, count(finished_at)::int as done, count(*) filter (where state = 'failed')::int as failed, count(*) filter (where state = 'skipped')::int as skipped
                from ${this.#table('tasks')} where run_id = ${run.id}) c
          where r.id = ${run.id}`,
    );
    return this.count(tx, run.id, {});
  }

  /** Moves a locked run on and records who did it and why. */
  async move(
    tx: Transaction,
    scope: ExecutionScope,
    run: RunRow,
    to: ScanState,
    reason: string,
    error: StoredError | null = null,
  ): Promise<RunRow> {
    if (!canFollow(run.state, to)) {
      throw new DataWaveError({
        code: 'DW_SCAN_STATE',
        message: `A scan that is ${run.state} cannot become ${to}.`,
        hint: 'Report this as a defect.',
        status: 409,
      });
    }
    const finished = isEnded(to) ? sql`now()` : sql`null`;
    await this.#storage.query(
      tx,
      sql`update ${this.#table('runs')} set state = ${to}, finished_at = ${finished}, started_at = case when ${to} = 'initializing' then coalesce(started_at, now()) else started_at end,
            error = ${error === null ? sql`error` : sql.json(error)}, held_by = null, held_until = null where id = ${run.id}`,
    );
    // What slices said is of no use any more; that they were never put together stays known, for a retry.
    if (isEnded(to))
      await this.#storage.query(
        tx,
        sql`update ${this.#table('tasks')} set result = '{}' where run_id = ${run.id} and result is not null`,
      );
    await this.#note(tx, scope, run.id, run.state, to, reason);
    return { ...run, state: to };
  }

  /**
   * Pauses a locked run; answers in how many milliseconds it goes on by itself, by the database's clock.
   * @param until - when it goes on by itself, ISO 8601; null: when somebody says so
   */
  async hold(
    tx: Transaction,
    scope: ExecutionScope,
    run: RunRow,
    holder: Holder,
    until: string | null,
    reason: string,
  ): Promise<number | null> {
    // A person who keeps a run paused that paused by itself has done so in its history, too.
    if (run.state !== 'paused' || holder === 'person') await this.move(tx, scope, run, 'paused', reason);
    const [held] = await this.#storage.query<{ waitMs: number | null }>(
      tx,
      sql`update ${this.#table('runs')} set held_by = ${holder}, held_until = ${until}::timestamptz where id = ${run.id}
          returning greatest(0, extract(epoch from held_until - now()) * 1000)::float8 as "waitMs"`,
    );
    return until === null ? null : Math.ceil(held?.waitMs ?? 0);
  }

  /** Puts a locked run that is paused back among those that wait for their turn. */
  async requeue(tx: Transaction, scope: ExecutionScope, run: RunRow, reason: string): Promise<void> {
    await this.move(tx, scope, run, 'queued', reason);
    await this.#storage.query(
      tx,
      sql`update ${this.#table('runs')} set discovery_job = null where id = ${run.id}`,
    );
  }

  async setFinishJob(tx: Transaction, id: string, job: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('runs')} set finish_job = ${job}::uuid where id = ${id}`,
    );
  }

  async setDiscoveryJob(tx: Transaction, id: string, job: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('runs')} set discovery_job = ${job}::uuid where id = ${id}`,
    );
  }

  async markDiscovered(tx: Transaction, run: RunRow): Promise<RunRow> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('runs')} set discovered = true where id = ${run.id}`,
    );
    return { ...run, discovered: true };
  }

  /** Adds to the counters; answers the run, which stays locked until the transaction ends. */
  async count(tx: Transaction, id: string, delta: RunDelta): Promise<RunRow> {
    const { scanned = [], weightsDone = [] } = delta;
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
    const took = scanned.map(({ durationMs }) => durationMs / 1000);
    const weights = scanned.map(({ weight }) => weight);
    const began = scanned.length === 0 ? null : Math.max(...scanned.map(({ durationMs }) => durationMs));
    const [run] = await this.#storage.query<RunRow>(
      tx,
      sql`update ${this.#table('runs')} set total = total + ${delta.total ?? 0}, done = done + ${delta.done ?? 0}, failed = failed + ${delta.failed ?? 0}, skipped = skipped + ${delta.skipped ?? 0},
            row_count = row_count + ${delta.rows ?? 0}, byte_count = byte_count + ${Math.round(delta.bytes ?? 0)}, weight = weight + ${delta.weight ?? 0}::float8, weight_done = weight_done + ${sum(weightsDone)}::float8,
            weight_squares = weight_squares + ${delta.weightSquares ?? 0}::float8, weight_squares_done = weight_squares_done + ${sum(weightsDone.map((weight) => weight * weight))}::float8,
            assets = assets + ${delta.assets ?? 0}, columns = columns + ${delta.columns ?? 0}, sensitive_columns = sensitive_columns + ${delta.sensitiveColumns ?? 0},
            scanned = scanned + ${scanned.length}, scanned_weight = scanned_weight + ${sum(weights)}::float8, scanned_weight_squares = scanned_weight_squares + ${sum(weights.map((weight) => weight * weight))}::float8,
            took = took + ${sum(took)}::float8, took_squares = took_squares + ${sum(took.map((each) => each * each))}::float8,
            took_weights = took_weights + ${sum(took.map((each, at) => each * (weights[at] ?? 0)))}::float8,
            working_since = coalesce(working_since, now() - ${began}::float8 * interval '1 millisecond')
          where id = ${id} returning ${runColumns()}`,
    );
    if (run === undefined) throw unknownScan(id);
    return run;
  }

  /** Tells those who watch a run that there is more of it. The end of a task tells so by itself. */
  async tellProgress(tx: Transaction, scope: ExecutionScope, run: RunRow): Promise<void> {
    await this.#events.publish(tx, scope, {
      type: 'scans.run.progressed',
      subject: run.id,
      data: { runId: run.id, done: run.done, total: run.total },
    });
  }

  /** Runs that wait for their turn, in the order of their turns. */
  async waiting(scope: ExecutionScope, limit: number, offset: number): Promise<readonly RunRow[]> {
    return this.#storage.transaction(scope, (tx) =>
      this.#storage.query<RunRow>(
        tx,
        sql`select ${runColumns()} from ${this.#table('runs')} where state = 'queued' and discovery_job is null order by priority desc, created_at, id limit ${limit} offset ${offset}`,
      ),
    );
  }

  /** Whether a run of the same source was requested after a run, which has ended then. */
  async isSuperseded(tx: Transaction, run: RunRow): Promise<boolean> {
    const later = await this.#storage.query(
      tx,
      sql`select later.id from ${this.#table('runs')} later, ${this.#table('runs')} own
          where own.id = ${run.id}::uuid and later.source_id = own.source_id and later.created_at > own.created_at limit 1`,
    );
    return later.length > 0;
  }

  /** The run of a source that has not ended; null when there is none. */
  async activeOf(tx: Transaction, sourceId: string): Promise<string | null> {
    const [run] = await this.#storage.query<{ id: string }>(
      tx,
      sql`select id from ${this.#table('runs')} where source_id = ${sourceId}::uuid and not (state = any(${END_STATES}::text[]))`,
    );
    return run?.id ?? null;
  }

  async countOfSource(
    tx: Transaction,
    sourceId: string,
  ): Promise<{ readonly active: number; readonly ended: number }> {
    const [counted] = await this.#storage.query<{ active: number; ended: number }>(
      tx,
      sql`select count(*) filter (where not (state = any(${END_STATES}::text[])))::int as active, count(*) filter (where state = any(${END_STATES}::text[]))::int as ended
          from ${this.#table('runs')} where source_id = ${sourceId}::uuid`,
    );
    return counted ?? { active: 0, ended: 0 };
  }

  /** How many runs of the workspace are being worked on. Locks the answer: no other run gets its turn until the transaction ends. */
  async lockBusy(tx: Transaction, scope: ExecutionScope): Promise<number> {
    await this.#storage.query(
      tx,
      sql`select pg_advisory_xact_lock(hashtextextended(${`scans.turn:${scope.workspace}`}, 0))`,
    );
    const [counted] = await this.#storage.query<{ busy: number }>(
      tx,
      sql`select count(*)::int as busy from ${this.#table('runs')} where state = any(${BUSY_STATES}::text[]) or (state = 'queued' and discovery_job is not null)`,
    );
    return counted?.busy ?? 0;
  }

  /** Runs of the workspace that have not ended: first those at work, last those that wait for their turn, who need no looking after. */
  async active(tx: Transaction): Promise<readonly RunRow[]> {
    return this.#storage.query<RunRow>(
      tx,
      sql`select ${runColumns()} from ${this.#table('runs')}
          where not (state = any(${END_STATES}::text[]))
          order by (state = 'queued' and discovery_job is null), (state = 'paused'), created_at limit ${MOST_ACTIVE}`,
    );
  }

  /** Whether any run of the workspace has not ended. */
  async hasActive(tx: Transaction): Promise<boolean> {
    const [any] = await this.#storage.query(
      tx,
      sql`select 1 as one from ${this.#table('runs')} where not (state = any(${END_STATES}::text[])) limit 1`,
    );
    return any !== undefined;
  }

  async #note(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    from: ScanState | null,
    to: ScanState,
    reason: string,
  ): Promise<void> {
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('transitions')} (workspace_id, run_id, from_state, to_state, actor, reason)
          values (${scope.workspace}, ${id}, ${from}, ${to}, ${scope.principal.id}, ${reason})`,
    );
    const data = { from, to, actor: scope.principal.id, reason };
    await this.#log.add(tx, scope, id, [{ level: levelOf(to, reason), kind: 'state', data }]);
    await this.#events.publish(tx, scope, {
      type: `scans.run.${to}`,
      subject: id,
      data: { runId: id, from, to, reason },
    });
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}

/** What somebody asked for is no reason to worry; a run that rests by itself is. */
function levelOf(to: ScanState, reason: string): LogLevel {
  if (to === 'failed') return 'error';
  const isHeld = to === 'paused' && !/on request$/.test(reason);
  return to === 'completed-with-errors' || isHeld ? 'warning' : 'info';
}
