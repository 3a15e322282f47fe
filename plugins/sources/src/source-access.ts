import {
  type AccessFilter,
  type AccessObjectKind,
  type AccessService,
  type ExecutionScope,
  type Source,
  type SqlFragment,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import { unknownSource } from './source-detail.ts';

const READ = 'sources:read';

/** Which sources the caller may see, and which of those a permission may be used on: policies look at their keys. */
export class SourceAccess {
  readonly #storage: StorageService;
  readonly #access: AccessService;

  constructor(storage: StorageService, access: AccessService) {
    this.#storage = storage;
    this.#access = access;
  }

  /** For the `where` of a list. @param key - expression that holds the key of a source */
  async visible(scope: ExecutionScope, permission: string, key: SqlFragment): Promise<AccessFilter> {
    const filters = await Promise.all([
      this.#seen(scope, key),
      this.#access.filter(scope, permission, { source: key }),
    ]);
    if (filters.every(({ passes }) => passes === 'all')) return { passes: 'all', predicate: sql`true` };
    if (filters.some(({ passes }) => passes === 'none')) return { passes: 'none', predicate: sql`false` };
    const predicate = sql.join(
      filters.map((filter) => filter.predicate),
      ' and ',
    );
    return { passes: 'some', predicate: sql`(${predicate})` };
  }

  /** For the `where` of a list whose rows name sources. @param ids - expression that holds their ids, a `uuid[]` */
  async namesVisible(scope: ExecutionScope, ids: SqlFragment): Promise<AccessFilter> {
    const { passes, predicate } = await this.#seen(scope, sql`named.key`);
    if (passes === 'all') return { passes, predicate: sql`true` };
    return {
      passes: 'some',
      // What is hidden is asked for once, and not anew with every row.
      predicate: sql`not (${ids} && array(select named.id from ${this.#table()} named where (${predicate}) is not true))`,
    };
  }

  async visibleIds(scope: ExecutionScope, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const { predicate } = await this.#seen(scope, sql`s.key`);
    const found = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ id: string }>(
        tx,
        sql`select s.id::text as id from ${this.#table()} s where s.id = any(${ids}::uuid[]) and ${predicate}`,
      ),
    );
    return new Set(found.map(({ id }) => id));
  }

  /** @throws DataWaveError DW_SOURCE_UNKNOWN for one that may not be seen, DW_ACCESS_DENIED for one that may */
  async require<T extends Pick<Source, 'id' | 'key'>>(
    scope: ExecutionScope,
    permission: string,
    source: T,
  ): Promise<T> {
    const { session: _session, ...holder } = scope;
    const question = { resource: `source:${source.id}`, attributes: { source: source.key } };
    if (!(await this.#access.decide(holder, { ...question, permission: READ })).allowed)
      throw unknownSource(source.id);
    await this.#access.require(scope, { ...question, permission });
    return source;
  }

  /** As {@link SourceAccess.require}, of a source of which nothing is known but its id. */
  async requireById(scope: ExecutionScope, permission: string, id: string): Promise<void> {
    const [found] = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ key: string }>(tx, sql`select key from ${this.#table()} where id = ${id}::uuid`),
    );
    if (found === undefined) throw unknownSource(id);
    await this.require(scope, permission, { id, key: found.key });
  }

  /** Nobody adds a source that they could not change. @throws DataWaveError DW_ACCESS_DENIED */
  requireKey(scope: ExecutionScope, key: string): Promise<void> {
    return this.#access.require(scope, { permission: 'sources:write', attributes: { source: key } });
  }

  /** What confines a token is said of the permission; of the sources counts what its holder may see. */
  #seen({ session: _session, ...holder }: ExecutionScope, key: SqlFragment): Promise<AccessFilter> {
    return this.#access.filter(holder, READ, { source: key });
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'sources');
  }
}

/** Sources, for whoever asks who may do what to one of them. */
export const sourceObjects = (storage: StorageService, access: SourceAccess): AccessObjectKind => ({
  title: 'Source',
  find: async (scope, key) => {
    const { predicate } = await access.visible(scope, READ, sql`s.key`);
    const [found] = await storage.transaction(scope, (tx) =>
      storage.query<{ title: string }>(
        tx,
        sql`select title from ${sql.identifier(storage.schema, 'sources')} s where s.key = ${key} and ${predicate}`,
      ),
    );
    return found === undefined ? null : { name: found.title, attributes: { source: key } };
  },
});
