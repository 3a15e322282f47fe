import {
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { ColumnRecord } from './column-record.ts';
import type { Verdict } from './verdict.ts';
import { toStored, toVerdict, type VerdictRow } from './verdict-row.ts';

/** A column with its verdicts. */
export interface ReviewedColumn {
  readonly column: ColumnRecord;
  readonly verdicts: readonly Verdict[];
}

/** Locks of a workspace; a power of two. */
const LOCKS = 1024;

/** Reads and writes columns and verdicts within a transaction. */
export class ReviewStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  table(name: 'columns' | 'verdicts' | 'decisions'): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }

  /**
   * Makes whoever works on one of the assets wait until the transaction ends. Always taken before any row is touched
   * and in one order, so that a scan and a decision never wait for each other. The locks are shared by assets whose names
   * fall together: the database has room for some thousands, and a source may hold a hundred thousand assets.
   */
  async lock(tx: Transaction, scope: ExecutionScope, assets: readonly string[]): Promise<void> {
    await this.#storage.query(
      tx,
      sql`select pg_advisory_xact_lock(hashtext(${`review ${scope.workspace}`}), place)::text
          from (select distinct hashtext(asset) & ${LOCKS - 1}::int as place from unnest(${assets}::text[]) as a(asset) order by place) places`,
    );
  }

  /** Columns of an asset, those that are gone included. */
  async columnsOf(tx: Transaction, assets: readonly string[]): Promise<readonly ReviewedColumn[]> {
    const columns = await this.#storage.query<ColumnRecord>(
      tx,
      sql`select ${COLUMN} from ${this.table('columns')} c where asset = any(${assets}::text[]) order by asset, ordinal`,
    );
    if (columns.length === 0) return [];
    const ids = columns.map(({ id }) => id);
    const rows = await this.#storage.query<VerdictRow>(
      tx,
      sql`select ${VERDICT} from ${this.table('verdicts')} v where column_id = any(${ids}::uuid[]) order by opened_at, id`,
    );
    const byColumn = Map.groupBy(rows, ({ columnId }) => columnId);
    return columns.map((column) => ({ column, verdicts: (byColumn.get(column.id) ?? []).map(toVerdict) }));
  }

  /** Where a verdict stands, without a lock: to know what to lock. @param visible - which columns `c` count */
  async placesOf(
    tx: Transaction,
    verdicts: readonly string[],
    visible: SqlFragment,
  ): Promise<ReadonlyMap<string, { readonly asset: string; readonly columnId: string }>> {
    const rows = await this.#storage.query<{ id: string; asset: string; columnId: string }>(
      tx,
      sql`select v.id, c.asset, c.id as "columnId" from ${this.table('verdicts')} v join ${this.table('columns')} c on c.id = v.column_id
          where v.id = any(${verdicts}::uuid[]) and ${visible}`,
    );
    return new Map(rows.map(({ id, ...place }) => [id, place]));
  }

  /** The asset of each column that there is. @param visible - which columns `c` count */
  async assetsOf(
    tx: Transaction,
    columns: readonly string[],
    visible: SqlFragment,
  ): Promise<ReadonlyMap<string, string>> {
    if (columns.length === 0) return new Map();
    const rows = await this.#storage.query<{ id: string; asset: string }>(
      tx,
      sql`select c.id, c.asset from ${this.table('columns')} c where c.id = any(${columns}::uuid[]) and ${visible}`,
    );
    return new Map(rows.map(({ id, asset }) => [id, asset]));
  }

  async columnId(tx: Transaction, asset: string, name: string): Promise<string | null> {
    const [column] = await this.#storage.query<{ id: string }>(
      tx,
      sql`select id from ${this.table('columns')} where asset = ${asset} and name = ${name} and not is_retired`,
    );
    return column?.id ?? null;
  }

  /** What the classifiers of now have said is not stale, whether it changed or not. */
  async freshen(tx: Transaction, columns: readonly string[]): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.table('verdicts')} set is_stale = false where is_stale and column_id = any(${columns}::uuid[])`,
    );
  }

  async saveColumns(tx: Transaction, scope: ExecutionScope, columns: readonly ColumnRecord[]): Promise<void> {
    if (columns.length === 0) return;
    await this.#storage.query(
      tx,
      sql`insert into ${this.table('columns')} as c
            (id, workspace_id, asset, asset_name, source_id, scan_id, name, ordinal, data_type, kind, name_key, shape_key, shapes, masked, scanned, classifiers, engine, info_type, sensitivity, is_retired, recorded_at)
          select id, ${scope.workspace}::uuid, asset, "assetName", "sourceId", "scanId", name, ordinal, "dataType", kind, "nameKey", "shapeKey", shapes, masked, scanned, classifiers, engine, "infoType", sensitivity, false, now()
          from jsonb_to_recordset(${sql.json(columns)}) as r
            (id uuid, asset text, "assetName" text, "sourceId" uuid, "scanId" uuid, name text, ordinal int, "dataType" text, kind text, "nameKey" text, "shapeKey" text, shapes jsonb, masked text[], scanned jsonb, classifiers text[], engine text, "infoType" text, sensitivity text)
          on conflict (id) do update set
            asset_name = excluded.asset_name, source_id = excluded.source_id, scan_id = excluded.scan_id, ordinal = excluded.ordinal, data_type = excluded.data_type, kind = excluded.kind,
            name_key = excluded.name_key, shape_key = excluded.shape_key, shapes = excluded.shapes, masked = excluded.masked, scanned = excluded.scanned,
            classifiers = excluded.classifiers, engine = excluded.engine, info_type = excluded.info_type, sensitivity = excluded.sensitivity, is_retired = false, recorded_at = now()`,
    );
  }

  /** What the catalog shows for a column, after a decision. */
  async setStanding(
    tx: Transaction,
    columns: readonly Pick<ColumnRecord, 'id' | 'infoType' | 'sensitivity'>[],
  ): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.table('columns')} c set info_type = r."infoType", sensitivity = r.sensitivity
          from jsonb_to_recordset(${sql.json(columns)}) as r (id uuid, "infoType" text, sensitivity text) where c.id = r.id`,
    );
  }

  /** Marks columns as gone: nothing about them waits for a person any more, and what was decided is kept. */
  async retire(tx: Transaction, columns: SqlFragment): Promise<void> {
    await this.#storage.query(
      tx,
      sql`with gone as (update ${this.table('columns')} c set is_retired = true where not is_retired and ${columns} returning id)
          update ${this.table('verdicts')} set is_listed = false, updated_at = now() where column_id in (select id from gone)`,
    );
  }

  async saveVerdicts(
    tx: Transaction,
    scope: ExecutionScope,
    rows: readonly Readonly<Record<string, unknown>>[],
  ): Promise<void> {
    if (rows.length === 0) return;
    await this.#storage.query(
      tx,
      sql`insert into ${this.table('verdicts')} as v
            (id, workspace_id, column_id, source_id, question, info_type, status, reason, reason_detail, is_listed, sensitivity, sensitivity_rank, confidence, priority, classification, alternatives,
             decided, decided_type, basis, decided_by, decided_by_name, decided_at, note, decided_confidence, decided_classifiers, version, opened_at, updated_at)
          select id, ${scope.workspace}::uuid, column_id, source_id, question, info_type, status, reason, reason_detail, is_listed, sensitivity, sensitivity_rank, confidence, priority, nullif(classification, 'null'), alternatives,
             nullif(decided, 'null'), decided_type, nullif(basis, 'null'), decided_by, decided_by_name, decided_at, note, decided_confidence, decided_classifiers, version, now(), now()
          from jsonb_to_recordset(${sql.json(rows)}) as r
            (id uuid, column_id uuid, source_id uuid, question text, info_type text, status text, reason text, reason_detail text, is_listed boolean, sensitivity text, sensitivity_rank smallint, confidence real, priority int, classification jsonb, alternatives jsonb,
             decided jsonb, decided_type text, basis jsonb, decided_by text, decided_by_name text, decided_at timestamptz, note text, decided_confidence real, decided_classifiers text[], version int)
          on conflict (id) do update set
            source_id = excluded.source_id, status = excluded.status, reason = excluded.reason, reason_detail = excluded.reason_detail, is_listed = excluded.is_listed, is_stale = false,
            sensitivity = excluded.sensitivity, sensitivity_rank = excluded.sensitivity_rank, confidence = excluded.confidence, priority = excluded.priority,
            classification = excluded.classification, alternatives = excluded.alternatives, decided = excluded.decided, decided_type = excluded.decided_type, basis = excluded.basis,
            decided_by = excluded.decided_by, decided_by_name = excluded.decided_by_name, decided_at = excluded.decided_at, note = excluded.note,
            decided_confidence = excluded.decided_confidence, decided_classifiers = excluded.decided_classifiers, version = excluded.version, updated_at = now()`,
    );
  }

  /**
   * Writes what of a column's verdicts has changed, with their versions raised. Answers them all as they are now.
   */
  changed(
    column: Pick<ColumnRecord, 'id' | 'sourceId'>,
    before: readonly Verdict[],
    after: readonly Verdict[],
  ): { readonly verdicts: readonly Verdict[]; readonly rows: readonly Readonly<Record<string, unknown>>[] } {
    const rows: Readonly<Record<string, unknown>>[] = [];
    const verdicts = after.map((verdict) => {
      if (before.includes(verdict)) return verdict;
      const raised = { ...verdict, version: verdict.version + 1 };
      rows.push(toStored(raised, column));
      return raised;
    });
    return { verdicts, rows };
  }
}

const COLUMN = sql`c.id, c.asset, c.asset_name as "assetName", c.source_id as "sourceId", c.scan_id as "scanId", c.name, c.ordinal, c.data_type as "dataType", c.kind,
  c.name_key as "nameKey", c.shape_key as "shapeKey", c.shapes, c.masked, c.scanned, c.classifiers, c.engine, c.info_type as "infoType", c.sensitivity, c.is_retired as "isRetired"`;

const VERDICT = sql`v.id, v.column_id as "columnId", v.question, v.info_type as "infoType", v.status, v.reason, v.reason_detail as "reasonDetail", v.is_listed as "isListed", v.classification, v.alternatives,
  v.decided, v.basis, v.version, v.decided_by as "decidedBy", v.decided_by_name as "decidedByName", ${sql.isoTime(sql`v.decided_at`)} as "decidedAt", v.note,
  v.decided_confidence as "decidedConfidence", v.decided_classifiers as "decidedClassifiers"`;
