import {
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Page,
  type Source,
  type SqlFragment,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';

/** What a list of sources may be narrowed to. */
export interface SourceFilter {
  readonly connector?: string;
  readonly state?: string;
  /** Part of the title or key. */
  readonly q?: string;
}

/** A source in a list: without its connection. */
export interface SourceItem extends Omit<Source, 'include' | 'exclude' | 'load' | 'maintenance'> {
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A page of the workspace's sources, by title. */
export async function listSources(
  storage: StorageService,
  scope: ExecutionScope,
  filter: SourceFilter,
  limit: number,
  cursor: string | undefined,
): Promise<Page<SourceItem>> {
  const conditions: SqlFragment[] = [sql`true`];
  if (filter.connector !== undefined) conditions.push(sql`connector = ${filter.connector}`);
  if (filter.state !== undefined) conditions.push(sql`state = ${filter.state}`);
  if (filter.q !== undefined) {
    const pattern = sql.containing(filter.q.trim());
    conditions.push(sql`(title ilike ${pattern} or key ilike ${pattern})`);
  }
  if (cursor !== undefined) {
    const [title, id] = decodeCursor(cursor, ['text', 'uuid']);
    conditions.push(sql`(title, id) > (${title}, ${id}::uuid)`);
  }
  const rows = await storage.transaction(scope, (tx) =>
    storage.query<SourceItem>(
      tx,
      sql`select id, key, title, connector, state, ${sql.isoTime(sql`created_at`)} as "createdAt", ${sql.isoTime(sql`updated_at`)} as "updatedAt"
          from ${sql.identifier(storage.schema, 'sources')} where ${sql.join(conditions, ' and ')} order by title, id limit ${limit + 1}`,
    ),
  );
  return cutPage(
    rows,
    limit,
    (row) => row,
    ({ title, id }) => [title, id],
  );
}
