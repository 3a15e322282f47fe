import {
  type ExecutionScope,
  type Source,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';

/** A source that was deleted, and how far the plugins are with what they kept about it. */
export interface Departed {
  readonly source: Source;
  /** `deleting`: something of it is still being taken away. */
  readonly state: 'deleting' | 'deleted';
  /** How much was taken away so far: assets, violations and the like. */
  readonly taken: number;
  readonly since: string;
  readonly finishedAt: string | null;
}

/**
 * Sources that were deleted, with who has been told. A plugin that was not there at that time is told when it comes back, so none of
 * them is ever forgotten.
 */
export class DepartureStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  async add(tx: Transaction, scope: ExecutionScope, source: Source): Promise<void> {
    const { id, key, title, connector, state, include, exclude, load, maintenance } = source;
    const kept: Source = { id, key, title, connector, state, include, exclude, load, maintenance };
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table()} (source_id, workspace_id, source) values (${id}::uuid, ${scope.workspace}::uuid, ${sql.json(kept)})`,
    );
  }

  /** Locks a deleted source, so that one process at a time takes away what is kept about it. Null when it was never deleted. */
  async lock(
    tx: Transaction,
    id: string,
  ): Promise<{ readonly source: Source; readonly told: readonly string[] } | null> {
    const [found] = await this.#storage.query<{ source: Source; told: readonly string[] }>(
      tx,
      sql`select source, told from ${this.#table()} where source_id = ${id}::uuid for update`,
    );
    return found ?? null;
  }

  async took(tx: Transaction, id: string, count: number): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} set taken = taken + ${count} where source_id = ${id}::uuid`,
    );
  }

  async tell(tx: Transaction, id: string, key: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} set told = array_append(told, ${key}) where source_id = ${id}::uuid and not (${key} = any(told))`,
    );
  }

  async finish(tx: Transaction, id: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} set finished_at = coalesce(finished_at, now()) where source_id = ${id}::uuid`,
    );
  }

  /** Deleted sources of which one of these has not been told. */
  async untold(tx: Transaction, keys: readonly string[], most: number): Promise<readonly string[]> {
    const rows = await this.#storage.query<{ id: string }>(
      tx,
      sql`select source_id as id from ${this.#table()} where finished_at is null or not (told @> ${keys}::text[]) order by left_at limit ${most}`,
    );
    return rows.map(({ id }) => id);
  }

  /** Whether one of these has not been told of a deleted source. */
  async isUntold(tx: Transaction, id: string, keys: readonly string[]): Promise<boolean> {
    const found = await this.#storage.query(
      tx,
      sql`select source_id from ${this.#table()} where source_id = ${id}::uuid and not (told @> ${keys}::text[])`,
    );
    return found.length > 0;
  }

  async hasAny(tx: Transaction): Promise<boolean> {
    const found = await this.#storage.query(tx, sql`select source_id from ${this.#table()} limit 1`);
    return found.length > 0;
  }

  /** Those that are being taken away, and those that have been lately; the newest first. */
  async list(scope: ExecutionScope, visible: SqlFragment): Promise<readonly Departed[]> {
    return this.#storage.transaction(scope, (tx) =>
      this.#storage.query<Departed>(
        tx,
        sql`select ${this.#columns()} from ${this.#table()} where (finished_at is null or finished_at > now() - interval '1 day') and ${visible} order by left_at desc limit ${MOST_LISTED}`,
      ),
    );
  }

  /** Null when it was never deleted. */
  async read(scope: ExecutionScope, id: string): Promise<Departed | null> {
    const [found] = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<Departed>(
        tx,
        sql`select ${this.#columns()} from ${this.#table()} where source_id = ${id}::uuid`,
      ),
    );
    return found ?? null;
  }

  #columns(): SqlFragment {
    return sql`source, case when finished_at is null then 'deleting' else 'deleted' end as state, taken::float8 as taken,
      ${sql.isoTime(sql`left_at`)} as since, ${sql.isoTime(sql`finished_at`)} as "finishedAt"`;
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'departures');
  }
}

const MOST_LISTED = 100;
