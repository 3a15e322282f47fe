import { randomUUID } from 'node:crypto';
import {
  type AssetScan,
  type ExecutionScope,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { type ColumnRow, verdictsOfAll, versioned } from './column-row.ts';

/** How many scans of an asset are remembered with what they saw of it. */
const KEPT_OBSERVATIONS = 200;

/**
 * Writes an asset as it was scanned, its columns and, where its schema or its verdicts changed, a new version of it: two statements,
 * because this is done for every asset of every scan. What has not changed is not written again.
 * @returns the number of the version that stands now
 */
export async function writeAsset(
  storage: StorageService,
  tx: Transaction,
  scope: ExecutionScope,
  {
    sourceId,
    scanId,
    scan,
  }: { readonly sourceId: string; readonly scanId: string; readonly scan: AssetScan },
  rows: readonly ColumnRow[],
): Promise<number> {
  const table = (name: string) => sql.identifier(storage.schema, name);
  const shape = JSON.stringify(
    versioned(rows).map(({ name, dataType, infoType, sensitivity }) => [
      name,
      dataType,
      infoType,
      sensitivity,
    ]),
  );
  const [present] = await storage.query<{ id: string; version: number; is_same: boolean }>(
    tx,
    sql`select a.id, a.version, ${shape}::jsonb = (
            select coalesce(jsonb_agg(jsonb_build_array(c.name, c.data_type, c.info_type, c.sensitivity) order by c.ordinal), '[]')
            from ${table('columns')} c where c.asset_id = a.id) as is_same
        from ${table('assets')} a where a.urn = ${scan.urn} for update of a`,
  );
  const isChanged = present?.is_same !== true;
  const version = present === undefined ? 1 : present.version + (isChanged ? 1 : 0);
  const { asset } = scan;
  const { sensitiveColumns, sensitivityRank, infoTypes } = verdictsOfAll(rows);
  const search = [scan.name, ...rows.map(({ name }) => name)].join(' ').toLowerCase();
  await storage.query(
    tx,
    sql`with asset as (
          insert into ${table('assets')} as a (id, workspace_id, urn, name, path, type, comment, source_id, scan_id, fingerprint, row_count, sampled_rows, sample_method,
            primary_key, foreign_keys, warnings, column_count, sensitive_columns, sensitivity_rank, info_types, search, version, first_seen_at, last_scanned_at, retired_at)
          values (${present?.id ?? randomUUID()}, ${scope.workspace}, ${scan.urn}, ${scan.name}, ${[...asset.path]}::text[], ${asset.type}, ${asset.comment}, ${sourceId}, ${scanId},
            ${asset.fingerprint}, ${scan.rowCount}, ${scan.sampledRows}, ${scan.sampleMethod}, ${[...asset.primaryKey]}::text[], ${sql.json(asset.foreignKeys)}, ${[...scan.warnings]}::text[],
            ${rows.length}, ${sensitiveColumns}, ${sensitivityRank}, ${infoTypes}::text[], ${search}, ${version}, now(), now(), null)
          on conflict (workspace_id, urn) do update set name = excluded.name, path = excluded.path, type = excluded.type, comment = excluded.comment,
            source_id = excluded.source_id, scan_id = excluded.scan_id, fingerprint = excluded.fingerprint, row_count = excluded.row_count, sampled_rows = excluded.sampled_rows,
            sample_method = excluded.sample_method, primary_key = excluded.primary_key, foreign_keys = excluded.foreign_keys, warnings = excluded.warnings,
            column_count = excluded.column_count, sensitive_columns = excluded.sensitive_columns, sensitivity_rank = excluded.sensitivity_rank, info_types = excluded.info_types, search = excluded.search,
            version = excluded.version, last_scanned_at = excluded.last_scanned_at, retired_at = null
          returning id
        ), given as (
          select * from jsonb_to_recordset(${sql.json(rows)}) as r
            (ordinal int, name text, data_type text, kind text, nullable boolean, comment text, profile jsonb, classifications jsonb, info_type text, sensitivity text, sensitivity_rank smallint, confidence real)
        ), gone as (
          delete from ${table('columns')} where asset_id = ${present?.id ?? null}::uuid and not (ordinal = any(select ordinal from given))
        ), written as (
          insert into ${table('columns')} as c
            (asset_id, workspace_id, ordinal, name, data_type, kind, nullable, comment, profile, classifications, info_type, sensitivity, sensitivity_rank, confidence)
          select asset.id, ${scope.workspace}::uuid, given.* from asset, given
          on conflict (asset_id, ordinal) do update set name = excluded.name, data_type = excluded.data_type, kind = excluded.kind, nullable = excluded.nullable,
            comment = excluded.comment, profile = excluded.profile, classifications = excluded.classifications, info_type = excluded.info_type,
            sensitivity = excluded.sensitivity, sensitivity_rank = excluded.sensitivity_rank, confidence = excluded.confidence
          where (c.name, c.data_type, c.kind, c.nullable, c.comment, c.profile, c.classifications)
            is distinct from (excluded.name, excluded.data_type, excluded.kind, excluded.nullable, excluded.comment, excluded.profile, excluded.classifications)
        ), seen as (
          insert into ${table('asset_observations')} (asset_id, workspace_id, scan_id, at, row_count, column_count, sensitive_columns, version)
          select asset.id, ${scope.workspace}::uuid, ${scanId}::uuid, now(), ${scan.rowCount}::bigint, ${rows.length}::int, ${sensitiveColumns}::int, ${version}::int from asset
          on conflict (asset_id, scan_id) do update set at = excluded.at, row_count = excluded.row_count, column_count = excluded.column_count,
            sensitive_columns = excluded.sensitive_columns, version = excluded.version
        ), forgotten as (
          delete from ${table('asset_observations')} where asset_id = ${present?.id ?? null}::uuid and at <= (
            select o.at from ${table('asset_observations')} o where o.asset_id = ${present?.id ?? null}::uuid order by o.at desc offset ${KEPT_OBSERVATIONS - 1} limit 1)
        )
        insert into ${table('asset_versions')} (asset_id, workspace_id, version, scan_id, recorded_at, columns, cause, row_count)
        select asset.id, ${scope.workspace}::uuid, ${version}::int, ${scanId}::uuid, now(), ${sql.json(versioned(rows))}, 'scan', ${scan.rowCount}::bigint from asset where ${isChanged}::boolean`,
  );
  return version;
}
