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
    // What confines a token is said of the permission; of the sources counts what its holder may see.
    const { session: _session, ...holder } = scope;
    const filters = await Promise.all([
      this.#access.filter(holder, READ, { source: key }),
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
      this.#storage.query<{ key: string }>(
        tx,
        sql`select key from ${sql.identifier(this.#storage.schema, 'sources')} where id = ${id}::uuid`,
      ),
    );
    if (found === undefined) throw unknownSource(id);
    await this.require(scope, permission, { id, key: found.key });
  }

  /** Nobody adds a source that they could not change. @throws DataWaveError DW_ACCESS_DENIED */
  requireKey(scope: ExecutionScope, key: string): Promise<void> {
    return this.#access.require(scope, { permission: 'sources:write', attributes: { source: key } });
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
