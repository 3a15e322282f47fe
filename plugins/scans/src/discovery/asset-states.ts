import {
  type Asset,
  type ExecutionScope,
  type SchemaDrift,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { RememberedFinding } from '../changes/compare-findings.ts';
import { type AssetState, markerOf } from './decide.ts';
import { type ColumnShape, compareShapes, typedColumns } from './schema-drift.ts';

/** A scan of a whole asset, as it is remembered. */
export interface ScannedAsset {
  readonly runId: string;
  readonly sourceId: string;
  readonly urn: string;
  readonly name: string;
  /** As discovery found it. */
  readonly asset: Asset;
  /** Its columns as they were read; of a file they are known only then. */
  readonly columns: readonly ColumnShape[];
  /** What was found in it. */
  readonly findings: readonly RememberedFinding[];
  readonly settingsKey: string;
  readonly durationMs: number;
}

/** What is remembered of an asset's last scan. */
export interface RememberedScan {
  /** How its shape changed since; null when it has not. */
  readonly drift: SchemaDrift | null;
  /** What was found in it then; null when that is not known. */
  readonly findings: readonly RememberedFinding[] | null;
}

/** What is remembered of assets between scans. */
export class AssetStates {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** By URN. */
  async load(
    scope: ExecutionScope,
    sourceId: string,
    urns: readonly string[],
  ): Promise<ReadonlyMap<string, AssetState>> {
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<AssetState & { readonly urn: string }>(
        tx,
        sql`select urn, fingerprint, row_estimate::float8 as "rowEstimate", size_bytes::float8 as "sizeBytes", marker, settings_key as "settingsKey", duration_ms as "durationMs", ${sql.isoTime(sql`scanned_at`)} as "scannedAt",
              extract(epoch from now() - scanned_at)::float8 / 86400 as "ageDays"
            from ${this.#table('asset_states')} where source_id = ${sourceId}::uuid and urn = any(${urns}::text[])`,
      ),
    );
    return new Map(rows.map(({ urn, ...state }) => [urn, state]));
  }

  /** Remembers a scan. Answers what was remembered of the one before; null when there was none. */
  async remember(
    tx: Transaction,
    scope: ExecutionScope,
    scanned: ScannedAsset,
  ): Promise<RememberedScan | null> {
    const { asset, urn, name, runId, sourceId, columns } = scanned;
    const shapes = columns.map((column) => ({
      name: column.name,
      dataType: column.dataType,
      nullable: column.nullable,
    }));
    const [before] = await this.#storage.query<{
      columns: readonly ColumnShape[] | null;
      findings: readonly RememberedFinding[] | null;
    }>(
      tx,
      sql`with before as (select columns, findings from ${this.#table('asset_states')} where source_id = ${sourceId}::uuid and urn = ${urn})
          insert into ${this.#table('asset_states')} (workspace_id, source_id, urn, name, fingerprint, columns, findings, row_estimate, size_bytes, marker, settings_key, run_id, duration_ms)
          values (${scope.workspace}, ${sourceId}, ${urn}, ${name}, ${asset.fingerprint}, ${sql.json(shapes)}, ${sql.json(scanned.findings)}, ${asset.rowEstimate}, ${asset.sizeBytes}, ${markerOf(asset)}, ${scanned.settingsKey}, ${runId}, ${Math.round(scanned.durationMs)})
          on conflict (workspace_id, source_id, urn) do update set fingerprint = excluded.fingerprint, columns = excluded.columns, findings = excluded.findings, row_estimate = excluded.row_estimate,
            size_bytes = excluded.size_bytes, marker = excluded.marker, settings_key = excluded.settings_key, run_id = excluded.run_id, duration_ms = excluded.duration_ms, scanned_at = now()
          returning (select columns from before) as columns, (select findings from before) as findings`,
    );
    const known = before?.columns ?? null;
    const drift = known === null ? null : compareShapes({ urn, name }, known, shapes);
    if (drift !== null)
      await this.#storage.query(
        tx,
        sql`insert into ${this.#table('drifts')} (workspace_id, run_id, urn, name, drift, shapes)
            values (${scope.workspace}, ${runId}, ${urn}, ${name}, ${sql.json(drift)}, ${sql.json(typedColumns(drift, known ?? [], shapes))}) on conflict (run_id, urn) do nothing`,
      );
    return known === null ? null : { drift, findings: before?.findings ?? null };
  }

  /** Keeps of an asset what was found, and what nobody looked for this time. */
  async keepFindings(
    tx: Transaction,
    sourceId: string,
    urn: string,
    findings: readonly RememberedFinding[],
  ): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('asset_states')} set findings = ${sql.json(findings)} where source_id = ${sourceId}::uuid and urn = ${urn}`,
    );
  }

  async count(tx: Transaction, sourceId: string): Promise<number> {
    const [row] = await this.#storage.query<{ count: number }>(
      tx,
      sql`select count(*)::int as count from ${this.#table('asset_states')} where source_id = ${sourceId}::uuid`,
    );
    return row?.count ?? 0;
  }

  /** Forgets what is remembered of a source's assets that a run did not see. */
  async forgetUnseen(tx: Transaction, sourceId: string, runId: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('asset_states')} s where s.source_id = ${sourceId}::uuid
            and not exists (select from ${this.#table('tasks')} t where t.run_id = ${runId}::uuid and t.urn = s.urn)`,
    );
  }

  /** Forgets all that is remembered of a source. */
  async forget(tx: Transaction, sourceId: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('asset_states')} where source_id = ${sourceId}::uuid`,
    );
  }

  /** Forgets so much of what is remembered of a source; answers how much. */
  async forgetSome(tx: Transaction, sourceId: string, most: number): Promise<number> {
    const [gone] = await this.#storage.query<{ count: number }>(
      tx,
      sql`with gone as (delete from ${this.#table('asset_states')} where source_id = ${sourceId}::uuid
              and urn = any(array(select urn from ${this.#table('asset_states')} where source_id = ${sourceId}::uuid order by urn limit ${most})) returning 1)
          select count(*)::int as count from gone`,
    );
    return gone?.count ?? 0;
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
