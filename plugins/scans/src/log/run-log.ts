import {
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
import type { Visibility } from '../visibility.ts';

/** How grave an entry is. */
export const LOG_LEVELS = ['info', 'warning', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * What an entry tells. `state`: the run came into another state; `discovered`: assets were found; `task.failed`, `task.warned`: how an
 * asset ended; `task.retried`: it is tried again; `task.given-back`: its worker let go of it; `task.recovered`: another worker has it,
 * because the one that had it is gone; `worker.joined`, `worker.lost`; `full`: what comes after is not kept.
 */
export type LogKind =
  | 'state'
  | 'discovered'
  | 'task.failed'
  | 'task.warned'
  | 'task.retried'
  | 'task.given-back'
  | 'task.recovered'
  | 'worker.joined'
  | 'worker.lost'
  | 'full';

/** An entry to be written. Neither a value of the source nor a secret may be in `data`. */
export interface NewLogEntry {
  readonly level: LogLevel;
  readonly kind: LogKind;
  /** The asset that it is about; whoever may not see it does not see the entry. */
  readonly urn?: string | null;
  readonly name?: string | null;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** An entry as people read it. */
export interface LogEntry {
  /** Rises within a run. */
  readonly id: number;
  readonly at: string;
  readonly level: LogLevel;
  readonly kind: LogKind;
  readonly urn: string | null;
  readonly name: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Entries kept of one run beside its changes of state; what comes after is not kept, and the log says so. */
export const MOST_ENTRIES = 5_000;
/** Entries before the present one that a stream begins with, so that nothing falls between it and the list that was read. */
const LATEST = 50;

/** What happened in a run, in its order: bounded, kept as long as the run. */
export class RunLog {
  readonly #storage: StorageService;
  readonly #events: EventsService;
  readonly #most: number;

  constructor(storage: StorageService, events: EventsService, most = MOST_ENTRIES) {
    this.#storage = storage;
    this.#events = events;
    this.#most = most;
  }

  /** Writes entries in the transaction of what they tell, and has those who watch the run look. */
  async add(
    tx: Transaction,
    scope: ExecutionScope,
    runId: string,
    entries: readonly NewLogEntry[],
  ): Promise<void> {
    if (entries.length === 0) return;
    const rows = entries.map(({ level, kind, urn = null, name = null, data = {} }, place) => ({
      ...{ place, level, kind, urn, name, data },
    }));
    const written = await this.#storage.query<{ id: number; place: number }>(
      tx,
      sql`with room as (select ${this.#most}::int - count(*)::int as left from (select from ${this.#table()} where run_id = ${runId}::uuid and kind <> 'state' limit ${this.#most}) l)
          insert into ${this.#table()} (workspace_id, run_id, level, kind, urn, name, data)
          select ${scope.workspace}::uuid, ${runId}::uuid, r.level, r.kind, r.urn, r.name, r.data
          from jsonb_to_recordset(${sql.json(rows)}) as r (place integer, level text, kind text, urn text, name text, data jsonb), room
          where r.kind = 'state' or r.place < room.left order by r.place
          on conflict do nothing returning id`,
    );
    if (written.length < rows.length) await this.#tellFull(tx, scope, runId);
    if (written.length > 0)
      await this.#events.publish(tx, scope, { type: 'scans.log.added', subject: runId, data: { runId } });
  }

  /** Once: an entry that stands for all that are not kept. A worker that is told of twice leaves room, and nothing is said. */
  async #tellFull(tx: Transaction, scope: ExecutionScope, runId: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table()} (workspace_id, run_id, level, kind, data)
          select ${scope.workspace}::uuid, ${runId}::uuid, 'warning', 'full', jsonb_build_object('most', ${this.#most}::int)
          where (select count(*) from (select from ${this.#table()} where run_id = ${runId}::uuid and kind <> 'state' limit ${this.#most}) l) >= ${this.#most}::int
          on conflict do nothing`,
    );
  }

  /** Newest first. @param level - the least grave that is wanted */
  async page(
    scope: ExecutionScope,
    runId: string,
    filter: { readonly level?: LogLevel },
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
    visible: Visibility,
  ): Promise<Page<LogEntry>> {
    const before =
      cursor === undefined ? sql`true` : sql`log.id < ${decodeCursor(cursor, ['integer'])[0]}::bigint`;
    const levels = LOG_LEVELS.slice(LOG_LEVELS.indexOf(filter.level ?? 'info'));
    const where = sql`log.level = any(${levels}::text[]) and ${before}`;
    const rows = await this.#read(scope, runId, { where, order: sql`desc`, limit: limit + 1 }, visible);
    return cutPage(
      rows,
      limit,
      (entry) => entry,
      ({ id }) => [id],
    );
  }

  /** Entries after one, oldest first. */
  async after(
    scope: ExecutionScope,
    runId: string,
    id: number,
    limit: number,
    visible: Visibility,
  ): Promise<readonly LogEntry[]> {
    const where = sql`log.id > ${id}::bigint`;
    return this.#read(scope, runId, { where, order: sql`asc`, limit }, visible);
  }

  /** The id after which a stream begins. */
  async beginning(scope: ExecutionScope, runId: string): Promise<number> {
    const [row] = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ id: number }>(
        tx,
        sql`select id::float8 as id from ${this.#table()} log where run_id = ${runId}::uuid order by id desc offset ${LATEST} limit 1`,
      ),
    );
    return row?.id ?? 0;
  }

  async #read(
    scope: ExecutionScope,
    runId: string,
    {
      where,
      order,
      limit,
    }: { readonly where: SqlFragment; readonly order: SqlFragment; readonly limit: number },
    visible: Visibility,
  ): Promise<readonly LogEntry[]> {
    const { passes, predicate } = await visible(scope, sql`log.urn`);
    const isWhole = passes === 'all';
    // Whoever does not see every asset is not told how many there are.
    const seen = isWhole ? predicate : sql`((log.urn is null and log.kind <> 'discovered') or ${predicate})`;
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<LogEntry>(
        tx,
        sql`select log.id::float8 as id, ${sql.isoTime(sql`log.at`)} as at, log.level, log.kind, log.urn, log.name, log.data
            from ${this.#table()} log where log.run_id = ${runId}::uuid and ${where} and ${seen} order by log.id ${order} limit ${limit}`,
      ),
    );
    return isWhole ? rows : rows.map(withoutNumbers);
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'run_log');
  }
}

/** Reasons of the platform's own count all assets of a run. */
const withoutNumbers = (entry: LogEntry): LogEntry =>
  entry.kind === 'state'
    ? { ...entry, data: { ...entry.data, reason: uncounted(entry.data['reason']) } }
    : entry;

/** A reason that counts assets, tasks or failures is left out. */
export const uncounted = (reason: unknown): string =>
  typeof reason === 'string' && !/^\d+ (of \d+ )?(assets|tasks) /.test(reason) ? reason : '';
