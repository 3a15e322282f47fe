import {
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Page,
  SEVERITIES,
  type Severity,
  type SqlFragment,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';

/** What a list of violations may be narrowed to. */
export interface ViolationFilter {
  readonly state: 'open' | 'resolved' | 'all';
  readonly framework?: string;
  readonly control?: string;
  readonly severity?: readonly Severity[];
  readonly asset?: string;
  readonly source?: string;
  readonly q?: string;
}

/** A violation, without the titles that its framework lends it. */
export interface Violation {
  readonly id: string;
  readonly framework: string;
  readonly control: string;
  readonly severity: Severity;
  readonly state: 'open' | 'resolved';
  readonly asset: string;
  readonly assetName: string;
  readonly column: string | null;
  readonly sourceId: string;
  readonly message: string;
  readonly remediation: string;
  readonly openedAt: string;
  readonly lastSeenAt: string;
  readonly resolvedAt: string | null;
  /** Why it is not open any more; null while it is. */
  readonly resolution: string | null;
}

/** A page of violations with the number of all that match, worst first, then newest. */
export async function listViolations(
  storage: StorageService,
  scope: ExecutionScope,
  filter: ViolationFilter,
  {
    limit,
    cursor,
    visible,
  }: {
    readonly limit: number;
    readonly cursor: string | undefined;
    /** What the caller may see of the table `violations`. */
    readonly visible: SqlFragment;
  },
): Promise<Page<Violation> & { readonly total: number }> {
  const table = sql.identifier(storage.schema, 'violations');
  const where = sql`${toCondition(filter)} and ${visible}`;
  let after = sql`true`;
  if (cursor !== undefined) {
    const [rank, openedAt, id] = decodeCursor(cursor, ['integer', 'integer', 'uuid']);
    after = sql`(severity_rank, opened_at, id) < (${rank}::bigint, ${sql.fromMicroseconds(openedAt)}, ${id}::uuid)`;
  }
  return storage.transaction(scope, async (tx) => {
    const rows = await storage.query<Violation & { readonly rank: number; readonly position: number }>(
      tx,
      sql`select id, framework, control, severity, state, asset, asset_name as "assetName", column_name as "column", source_id as "sourceId",
            message, remediation, ${sql.isoTime(sql`opened_at`)} as "openedAt", ${sql.isoTime(sql`last_seen_at`)} as "lastSeenAt",
            ${sql.isoTime(sql`resolved_at`)} as "resolvedAt", resolution, severity_rank as rank, ${sql.microseconds(sql`opened_at`)} as position
          from ${table} where ${where} and ${after} order by severity_rank desc, opened_at desc, id desc limit ${limit + 1}`,
    );
    const [count] = await storage.query<{ total: number }>(
      tx,
      sql`select count(*)::int as total from ${table} where ${where}`,
    );
    return {
      ...cutPage(
        rows,
        limit,
        ({ rank: _rank, position: _position, ...violation }) => violation,
        (row) => [row.rank, row.position, row.id],
      ),
      total: count?.total ?? 0,
    };
  });
}

function toCondition(filter: ViolationFilter): SqlFragment {
  const conditions: SqlFragment[] = [filter.state === 'all' ? sql`true` : sql`state = ${filter.state}`];
  if (filter.framework !== undefined) conditions.push(sql`framework = ${filter.framework}`);
  if (filter.control !== undefined) conditions.push(sql`control = ${filter.control}`);
  if (filter.asset !== undefined) conditions.push(sql`asset = ${filter.asset}`);
  if (filter.source !== undefined) conditions.push(sql`source_id = ${filter.source}::uuid`);
  if (filter.severity !== undefined) {
    const ranks = filter.severity.map((severity) => SEVERITIES.indexOf(severity));
    conditions.push(sql`severity_rank = any(${ranks}::smallint[])`);
  }
  if (filter.q !== undefined && filter.q.trim() !== '') {
    const pattern = sql.containing(filter.q.trim());
    conditions.push(
      sql`(asset_name ilike ${pattern} or column_name ilike ${pattern} or message ilike ${pattern})`,
    );
  }
  return sql.join(conditions, ' and ');
}
