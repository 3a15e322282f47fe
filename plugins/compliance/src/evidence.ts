import {
  cutPage,
  decodeCursor,
  type Page,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
  withoutFormula,
} from '@datawave/plugin-sdk';
import { nameOf } from './record-findings.ts';

/** What evidence may be narrowed to. */
export interface EvidenceFilter {
  readonly framework?: string;
  readonly source?: string;
  readonly asset?: string;
  /** `YYYY-MM-DD`, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly q?: string;
}

/** One assessment of one asset under one framework. */
export interface Assessment {
  readonly id: string;
  readonly asset: string;
  readonly assetName: string;
  readonly sourceId: string;
  readonly framework: string;
  readonly frameworkVersion: string;
  readonly number: number;
  readonly at: string;
  readonly violations: number;
  /** Violations by control. */
  readonly failed: Readonly<Record<string, number>>;
  /** What the hash is over, after that of the one before: as it is kept, to the byte. */
  readonly content: string;
  /** Hexadecimal; null for the first of a chain. */
  readonly previousHash: string | null;
  readonly hash: string;
}

/** Links whose hashes do not fit are told up to this number. */
const MOST_BROKEN = 20;

/** Reads what was assessed when and by which version of a framework, the newest first. */
export async function listEvidence(
  storage: StorageService,
  tx: Transaction,
  filter: EvidenceFilter,
  {
    limit,
    cursor,
    visible,
  }: {
    readonly limit: number;
    readonly cursor: string | undefined;
    /** What the caller may see of the table `assessments`. */
    readonly visible: SqlFragment;
  },
): Promise<Page<Assessment>> {
  let after = sql`true`;
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, ['integer', 'uuid']);
    after = sql`(at, id) < (${sql.fromMicroseconds(at)}, ${id}::uuid)`;
  }
  const rows = await storage.query<
    Omit<Assessment, 'failed' | 'frameworkVersion' | 'assetName'> & { readonly position: number }
  >(
    tx,
    sql`select id, asset, source_id as "sourceId", framework, number, ${sql.isoTime(sql`at`)} as at, violations, content,
          encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash, ${sql.microseconds(sql`assessments.at`)} as position
        from ${sql.identifier(storage.schema, 'assessments')} assessments where ${conditionsOf(filter)} and ${visible} and ${after}
        order by assessments.at desc, id desc limit ${limit + 1}`,
  );
  return cutPage(
    rows,
    limit,
    ({ position: _position, ...row }) => ({ ...row, ...contentOf(row.content, row.asset) }),
    (row) => [row.position, row.id],
  );
}

/** What a chain came to when it was looked through. */
export interface Verification {
  readonly checked: number;
  /** Links whose hash is not that of what they hold, or that do not follow upon the one before. */
  readonly broken: readonly {
    readonly asset: string;
    readonly framework: string;
    readonly number: number;
    readonly at: string;
    readonly reason: 'content' | 'order';
  }[];
}

/** Works all hashes out anew, in the database. What was trimmed from the beginning of a chain is not missed. */
export async function verifyEvidence(
  storage: StorageService,
  tx: Transaction,
  filter: EvidenceFilter,
  visible: SqlFragment,
): Promise<Verification> {
  const table = sql.identifier(storage.schema, 'assessments');
  const rows = await storage.query<Verification['broken'][number] & { readonly checked: number }>(
    tx,
    sql`with chosen as (select assessments.* from ${table} assessments where ${conditionsOf(filter)} and ${visible}),
        links as (
          select c.asset, c.framework, c.number, c.at,
            case when c.hash <> sha256(coalesce(c.previous_hash, ''::bytea) || convert_to(c.content, 'UTF8')) then 'content'
              when p.hash is not null and c.previous_hash is not null and p.hash <> c.previous_hash then 'order' end as reason
          from chosen c left join ${table} p on p.asset_hash = c.asset_hash and p.framework = c.framework and p.number = c.number - 1
        )
        select t.checked, l.asset, l.framework, l.number, ${sql.isoTime(sql`l.at`)} as at, l.reason from (select count(*)::int as checked from links) t
        left join (select * from links where reason is not null order by at desc limit ${MOST_BROKEN}) l on true`,
  );
  return {
    checked: rows[0]?.checked ?? 0,
    broken: rows.flatMap(({ checked: _checked, ...row }) => (row.reason === null ? [] : [row])),
  };
}

/** A line of a table for spreadsheets. What a cell would take for a formula stands behind an apostrophe. */
export function toCsvLine(cells: readonly (string | number | null)[]): string {
  const quoted = cells.map((cell) => {
    const inert = typeof cell === 'number' ? String(cell) : withoutFormula(cell ?? '');
    return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
  });
  return `${quoted.join(',')}\r\n`;
}

function contentOf(
  content: string,
  asset: string,
): Pick<Assessment, 'failed' | 'frameworkVersion' | 'assetName'> {
  const parsed: unknown = JSON.parse(content);
  const { failed, version } = Object(parsed) as { readonly failed?: unknown; readonly version?: unknown };
  return {
    failed: Object(failed) as Assessment['failed'],
    frameworkVersion: String(version),
    assetName: nameOf(asset),
  };
}

function conditionsOf({ framework, source, asset, from, to, q = '' }: EvidenceFilter): SqlFragment {
  return sql.join(
    [
      framework === undefined ? sql`true` : sql`framework = ${framework}`,
      source === undefined ? sql`true` : sql`source_id = ${source}::uuid`,
      asset === undefined ? sql`true` : sql`asset = ${asset}`,
      from === undefined ? sql`true` : sql`assessments.at >= ${from}::date::timestamp at time zone 'UTC'`,
      to === undefined ? sql`true` : sql`assessments.at < (${to}::date + 1)::timestamp at time zone 'UTC'`,
      q.trim() === '' ? sql`true` : sql`asset ilike ${sql.containing(q.trim())}`,
    ],
    ' and ',
  );
}
