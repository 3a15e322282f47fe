import { randomUUID } from 'node:crypto';
import {
  cutPage,
  DataWaveError,
  decodeCursor,
  type EventsService,
  type ExecutionScope,
  type Page,
  type ScanState,
  type Source,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { type DetailRow, type RunDelta, type RunDetail, type RunRow, toDetail, unknownScan } from './run.ts';
import { canFollow, END_STATES, isEnded } from './run-state.ts';
import type { StoredError } from './scan-error.ts';

/** Runs and their transitions in the database. */
export class RunStore {
  readonly #storage: StorageService;
  readonly #events: EventsService;

  constructor(storage: StorageService, events: EventsService) {
    this.#storage = storage;
    this.#events = events;
  }

  /** @throws DataWaveError DW_SCAN_RUNNING, status 409, when the source has a run that has not ended */
  async create(tx: Transaction, scope: ExecutionScope, source: Source): Promise<string> {
    const id = randomUUID();
    const label = { id: source.id, key: source.key, title: source.title, connector: source.connector };
    const created = await this.#storage.query(
      tx,
      sql`insert into ${this.#table('runs')} (id, workspace_id, source_id, source, state, created_by)
          values (${id}, ${scope.workspace}, ${source.id}, ${sql.json(label)}, 'queued', ${scope.principal.id})
          on conflict do nothing returning id`,
    );
    if (created.length === 0) {
      const [running] = await this.#storage.query<{ id: string }>(
        tx,
        sql`select id from ${this.#table('runs')} where source_id = ${source.id} and not (state = any(${END_STATES}::text[]))`,
      );
      throw new DataWaveError({
        code: 'DW_SCAN_RUNNING',
        message: `The source "${source.title}" is being scanned already${running === undefined ? '' : `, by scan ${running.id}`}.`,
        hint: 'Wait until it ends, or cancel it.',
        status: 409,
        ...(running === undefined ? {} : { headers: { Location: `/api/v1/scans/${running.id}` } }),
      });
    }
    await this.#note(tx, scope, id, null, 'queued', 'requested');
    return id;
  }

  /** Locks the run, so that whoever changes it does so one after the other. Null when there is none. */
  async lock(tx: Transaction, id: string): Promise<RunRow | null> {
    const [run] = await this.#storage.query<RunRow>(
      tx,
      sql`select id, source_id, state, discovered, discovery_job, total, done, failed from ${this.#table('runs')} where id = ${id} for update`,
    );
    return run ?? null;
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
            error = ${error === null ? sql`error` : sql.json(error)} where id = ${run.id}`,
    );
    await this.#note(tx, scope, run.id, run.state, to, reason);
    return { ...run, state: to };
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
  async count(tx: Transaction, scope: ExecutionScope, id: string, delta: RunDelta): Promise<RunRow> {
    const [run] = await this.#storage.query<RunRow>(
      tx,
      sql`update ${this.#table('runs')} set total = total + ${delta.total ?? 0}, done = done + ${delta.done ?? 0}, failed = failed + ${delta.failed ?? 0},
            assets = assets + ${delta.assets ?? 0}, columns = columns + ${delta.columns ?? 0}, sensitive_columns = sensitive_columns + ${delta.sensitiveColumns ?? 0}
          where id = ${id} returning id, source_id, state, discovered, discovery_job, total, done, failed`,
    );
    if (run === undefined) throw unknownScan(id);
    await this.#events.publish(tx, scope, {
      type: 'scans.run.progressed',
      subject: id,
      data: { runId: id, done: run.done, total: run.total },
    });
    return run;
  }

  /** @throws DataWaveError DW_SCAN_UNKNOWN, status 404 */
  async detail(scope: ExecutionScope, id: string): Promise<RunDetail> {
    const page = await this.page(scope, { id }, 1, undefined);
    const run = page.items[0];
    if (run === undefined) throw unknownScan(id);
    return run;
  }

  /** Newest first. */
  async page(
    scope: ExecutionScope,
    filter: { readonly id?: string; readonly source?: string; readonly state?: ScanState | 'active' },
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<RunDetail>> {
    const conditions: SqlFragment[] = [sql`true`];
    if (filter.id !== undefined) conditions.push(sql`id = ${filter.id}::uuid`);
    if (filter.source !== undefined) conditions.push(sql`source_id = ${filter.source}::uuid`);
    if (filter.state === 'active') conditions.push(sql`not (state = any(${END_STATES}::text[]))`);
    else if (filter.state !== undefined) conditions.push(sql`state = ${filter.state}`);
    if (cursor !== undefined) {
      const [at, id] = decodeCursor(cursor, ['integer', 'uuid']);
      conditions.push(sql`(created_at, id) < (${sql.fromMicroseconds(at)}, ${id}::uuid)`);
    }
    return this.#storage.transaction(scope, async (tx) => {
      const rows = await this.#storage.query<DetailRow>(
        tx,
        sql`select id, source_id as "sourceId", source, state, total, done, failed, assets, columns, sensitive_columns as "sensitiveColumns", error, created_by as "createdBy",
              ${sql.isoTime(sql`created_at`)} as "createdAt", ${sql.isoTime(sql`started_at`)} as "startedAt", ${sql.isoTime(sql`finished_at`)} as "finishedAt", ${sql.microseconds(sql`created_at`)} as position
            from ${this.#table('runs')} where ${sql.join(conditions, ' and ')} order by created_at desc, id desc limit ${limit + 1}`,
      );
      return cutPage(rows, limit, toDetail, ({ position, id }) => [position, id]);
    });
  }

  /** Every transition with who, when and why, oldest first. */
  async transitions(
    scope: ExecutionScope,
    id: string,
  ): Promise<readonly Readonly<Record<string, string | null>>[]> {
    return this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`select from_state as "from", to_state as "to", ${sql.isoTime(sql`at`)} as at, actor, reason from ${this.#table('transitions')} where run_id = ${id} order by id`,
      ),
    );
  }

  /** Runs of the workspace that have not ended. */
  async active(tx: Transaction): Promise<readonly RunRow[]> {
    return this.#storage.query<RunRow>(
      tx,
      sql`select id, source_id, state, discovered, discovery_job, total, done, failed from ${this.#table('runs')}
          where not (state = any(${END_STATES}::text[])) order by created_at limit 1000`,
    );
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
