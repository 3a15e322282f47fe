import {
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type MessageText,
  type Page,
  SEVERITIES,
  type Severity,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { IS_STANDING, STATES, statesOf, type ViolationState } from './violation-state.ts';

/** What a list of violations may be narrowed to; several values of one part are alternatives. */
export interface ViolationFilter {
  readonly state: string;
  readonly framework?: readonly string[];
  readonly control?: string;
  readonly severity?: readonly Severity[];
  readonly asset?: string;
  readonly source?: readonly string[];
  /** Ids of who looks after them; `-` for those that nobody does. */
  readonly owner?: readonly string[];
  /** Opened at least so many days ago. */
  readonly age?: number;
  /** Were due before today, and stand. */
  readonly overdue?: boolean;
  readonly q?: string;
}

/** What lists may be ordered by: the worst first, the oldest first, those due first, or by asset. `-` turns it round. */
export const ORDERS = ['severity', 'age', 'due', 'asset'] as const;
export type ViolationOrder = (typeof ORDERS)[number] | `-${(typeof ORDERS)[number]}`;

/** Stands for nobody in filters and facets. */
export const NOBODY = '-';

/** A violation, without the titles that its framework lends it. */
export interface Violation {
  readonly id: string;
  readonly framework: string;
  readonly control: string;
  readonly severity: Severity;
  readonly state: ViolationState;
  readonly asset: string;
  readonly assetName: string;
  readonly column: string | null;
  readonly sourceId: string;
  readonly message: string;
  /** The message as pages say it in other languages; null of violations that were last seen before there was one. */
  readonly messageText: MessageText | null;
  readonly remediation: string;
  readonly openedAt: string;
  readonly lastSeenAt: string;
  readonly resolvedAt: string | null;
  /** Why it is not open any more; null while it is. */
  readonly resolution: string | null;
  /** Id of who looks after it. */
  readonly owner: string | null;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string | null;
  /** Why it is accepted, and through which day. */
  readonly waiver: { readonly reason: string; readonly until: string } | null;
  readonly version: number;
}

/** Columns of {@link Violation}, of the table `violations`. */
export const VIOLATION_COLUMNS: SqlFragment = sql`violations.id, framework, control, severity, state, asset, asset_name as "assetName", column_name as "column", source_id as "sourceId",
  message, message_text as "messageText", remediation, ${sql.isoTime(sql`opened_at`)} as "openedAt", ${sql.isoTime(sql`last_seen_at`)} as "lastSeenAt", ${sql.isoTime(sql`resolved_at`)} as "resolvedAt", resolution,
  owner, to_char(due_on, 'YYYY-MM-DD') as "dueOn",
  case when state = 'waived' then jsonb_build_object('reason', coalesce(waiver_reason, ''), 'until', to_char(waived_until, 'YYYY-MM-DD')) end as waiver, version`;

interface OrderSql {
  readonly key: SqlFragment;
  readonly kind: 'integer' | 'text';
  readonly isDescending: boolean;
}

// The severity falls, as its index does; what has no day is due last.
const ORDER_SQL: Readonly<Record<(typeof ORDERS)[number], OrderSql>> = {
  severity: { key: sql`severity_rank`, kind: 'integer', isDescending: true },
  age: { key: sql`0`, kind: 'integer', isDescending: false },
  due: { key: sql`coalesce(due_on - date '2000-01-01', 1000000)`, kind: 'integer', isDescending: false },
  asset: { key: sql`asset_name`, kind: 'text', isDescending: false },
};

/** A page of violations with the number of all that match. Among equals the newest come first, by age the oldest. */
export async function listViolations(
  storage: StorageService,
  tx: Transaction,
  filter: ViolationFilter,
  {
    limit,
    cursor,
    sort = 'severity',
    visible,
  }: {
    readonly limit: number;
    readonly cursor: string | undefined;
    readonly sort?: ViolationOrder | undefined;
    /** What the caller may see of the table `violations`. */
    readonly visible: SqlFragment;
  },
): Promise<Page<Violation> & { readonly total: number }> {
  const table = sql`${sql.identifier(storage.schema, 'violations')} violations`;
  const where = sql`${sql.join(Object.values(conditionsOf(filter)), ' and ')} and ${visible}`;
  const name = ORDERS.find((known) => known === sort.replace(/^-/, '')) ?? 'severity';
  const { key, kind, isDescending } = ORDER_SQL[name];
  const isTurned = sort.startsWith('-');
  // The severity and the time fall together, so that one index gives both.
  const falls = isDescending !== isTurned;
  const [direction, than] = falls ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  let after = sql`true`;
  if (cursor !== undefined) {
    const [at, openedAt, id] = decodeCursor(cursor, [kind, 'integer', 'uuid']);
    const position = kind === 'text' ? sql`${String(at)}` : sql`${Number(at)}::bigint`;
    after = sql`(${key}, opened_at, violations.id) ${than} (${position}, ${sql.fromMicroseconds(Number(openedAt))}, ${id}::uuid)`;
  }
  const rows = await storage.query<Violation & { readonly rank: number | string; readonly position: number }>(
    tx,
    sql`select ${VIOLATION_COLUMNS}, ${key} as rank, ${sql.microseconds(sql`opened_at`)} as position
        from ${table} where ${where} and ${after} order by ${key} ${direction}, opened_at ${direction}, violations.id ${direction} limit ${limit + 1}`,
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
}

/** What violations are counted by. */
export const FACETS = ['state', 'severity', 'framework', 'source', 'owner'] as const;
export type FacetName = (typeof FACETS)[number];

/** Values of a facet that are told, the commonest first. */
const MOST_VALUES = 100;

/** How many violations each value of a filter would find with all others in force, and how many are overdue. */
export async function countViolations(
  storage: StorageService,
  tx: Transaction,
  scope: ExecutionScope,
  filter: ViolationFilter,
  visible: SqlFragment,
): Promise<{
  readonly facets: Readonly<Record<FacetName, readonly { readonly value: string; readonly count: number }[]>>;
  readonly overdue: number;
}> {
  const { other, ...parts } = conditionsOf(filter);
  const but = (name: FacetName | null): SqlFragment =>
    sql.join(
      FACETS.flatMap((facet) => (facet === name ? [] : [parts[facet]])),
      ' and ',
    );
  const values: Readonly<Record<FacetName, SqlFragment>> = {
    state: sql`state`,
    severity: sql`severity`,
    framework: sql`framework`,
    source: sql`source_id::text`,
    owner: sql`coalesce(owner, ${NOBODY}::text)`,
  };
  const facet = (name: FacetName): SqlFragment =>
    sql`(select ${name}::text as facet, ${values[name]} as value, sum(violations)::int as count from alike where ${but(name)} group by 2 order by 3 desc, 2 limit ${MOST_VALUES})`;
  const rows = await storage.query<{ facet: string; value: string; count: number }>(
    tx,
    sql`with alike as materialized (
          select state, severity, severity_rank, framework, source_id, owner, (due_on < current_date) as late, count(*) as violations
          from ${sql.identifier(storage.schema, 'violations')} violations where ${other} and ${visible} group by 1, 2, 3, 4, 5, 6, 7
        )
        ${sql.join(FACETS.map(facet), ' union all ')}
        union all select 'overdue', '', coalesce(sum(violations), 0)::int from alike where ${but('state')} and ${IS_STANDING} and late
        order by 1, 3 desc, 2`,
  );
  scope.signal.throwIfAborted();
  const of = (wanted: string) =>
    rows.flatMap(({ facet: name, value, count }) => (name === wanted ? [{ value, count }] : []));
  return {
    facets: {
      state: STATES.map((state) => ({
        value: state,
        count: of('state').find(({ value }) => value === state)?.count ?? 0,
      })),
      ...{ severity: of('severity'), framework: of('framework'), source: of('source'), owner: of('owner') },
    },
    overdue: of('overdue')[0]?.count ?? 0,
  };
}

function conditionsOf(filter: ViolationFilter): Readonly<Record<FacetName | 'other', SqlFragment>> {
  const { state, framework, control, severity, asset, source, owner, age, overdue, q = '' } = filter;
  const states = statesOf(state);
  const other: SqlFragment[] = [sql`true`];
  if (control !== undefined) other.push(sql`control = ${control}`);
  if (asset !== undefined) other.push(sql`asset = ${asset}`);
  if (age !== undefined) other.push(sql`opened_at <= now() - ${age} * interval '1 day'`);
  if (overdue === true) other.push(sql`(${IS_STANDING} and due_on < current_date)`);
  if (q.trim() !== '') {
    const pattern = sql.containing(q.trim());
    other.push(
      sql`(asset_name ilike ${pattern} or column_name ilike ${pattern} or message ilike ${pattern})`,
    );
  }
  const ranks = severity?.map((one) => SEVERITIES.indexOf(one));
  return {
    other: sql.join(other, ' and '),
    state: stateCondition(states),
    framework: framework === undefined ? sql`true` : sql`framework = any(${[...framework]}::text[])`,
    severity: ranks === undefined ? sql`true` : sql`severity_rank = any(${ranks}::smallint[])`,
    source: source === undefined ? sql`true` : sql`source_id = any(${[...source]}::uuid[])`,
    owner:
      owner === undefined ? sql`true` : sql`coalesce(owner, ${NOBODY}::text) = any(${[...owner]}::text[])`,
  };
}

/** As the indexes are made, where one fits. */
function stateCondition(states: readonly ViolationState[]): SqlFragment {
  if (states.length === STATES.length) return sql`true`;
  const [first, second] = states;
  if (first !== undefined && second === undefined) return sql`state = ${first}`;
  if (states.length === 2 && first === 'open' && second === 'in-progress') return IS_STANDING;
  return sql`state = any(${[...states]}::text[])`;
}
