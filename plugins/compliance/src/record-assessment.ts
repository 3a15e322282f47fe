import {
  type ExecutionScope,
  type Finding,
  type FrameworkInfo,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { nameOf } from './record-findings.ts';

/** Links of a chain of evidence that are kept of an asset under a framework. */
const KEPT_LINKS = 30;

/**
 * Writes down that an asset was assessed: when, in which scan, by which version of each framework, and which controls it did not meet. What
 * is written of an asset under a framework is a chain: the hash of each link is SHA-256 over the hash of the one before and its content, so
 * that whoever keeps one link can tell whether those before it were changed. One that is gone from its source was not assessed, and is
 * counted no more.
 */
export async function recordAssessment(
  storage: StorageService,
  tx: Transaction,
  scope: ExecutionScope,
  entry: {
    readonly asset: string;
    readonly sourceId: string;
    readonly scanId: string;
    readonly findings: readonly Finding[];
    readonly frameworks: readonly FrameworkInfo[];
    readonly isGone?: boolean;
  },
): Promise<void> {
  const assessed = sql.identifier(storage.schema, 'assessed');
  const assessments = sql.identifier(storage.schema, 'assessments');
  const { asset, sourceId, scanId } = entry;
  if (entry.isGone === true) {
    await storage.query(tx, sql`delete from ${assessed} where asset_hash = ${hashOf(storage, asset)}`);
    return;
  }
  const rows = entry.frameworks.map(({ id, version }) => {
    const failed: Record<string, number> = {};
    for (const { framework, control } of entry.findings)
      if (framework === id) failed[control] = (failed[control] ?? 0) + 1;
    const violations = Object.values(failed).reduce((sum, count) => sum + count, 0);
    return { framework: id, version, violations, failed };
  });
  if (rows.length === 0) return;
  await storage.query(
    tx,
    sql`with given as (
          select * from jsonb_to_recordset(${sql.json(rows)}) as g (framework text, version text, violations int, failed jsonb)
        ), before as (
          select framework, number, hash from ${assessed} where asset_hash = ${hashOf(storage, asset)} for update
        ), last as (
          select framework, max(number) as number from ${assessments} where asset_hash = ${hashOf(storage, asset)} group by 1
        ), linked as (
          select g.framework, g.version, g.violations, coalesce(b.number, last.number, 0) + 1 as number, b.hash as previous,
            jsonb_build_object('asset', ${asset}::text, 'framework', g.framework, 'version', g.version, 'scan', ${scanId}::text,
              'at', ${sql.isoTime(sql`now()`)}, 'number', coalesce(b.number, last.number, 0) + 1, 'violations', g.violations, 'failed', g.failed)::text as content
          from given g left join before b using (framework) left join last using (framework)
        ), written as (
          insert into ${assessments} (id, workspace_id, asset, source_id, framework, number, at, violations, content, previous_hash, hash)
          select gen_random_uuid(), ${scope.workspace}::uuid, ${asset}, ${sourceId}::uuid, framework, number, now(), violations, content, previous,
            sha256(coalesce(previous, ''::bytea) || convert_to(content, 'UTF8')) from linked
          returning framework, number, hash
        ), kept as (
          insert into ${assessed} as a (workspace_id, asset, asset_name, source_id, framework, framework_version, number, at, violations, hash)
          select ${scope.workspace}::uuid, ${asset}, ${nameOf(asset)}, ${sourceId}::uuid, l.framework, l.version, l.number, now(), l.violations, w.hash
          from linked l join written w using (framework)
          on conflict (workspace_id, asset_hash, framework) do update set source_id = excluded.source_id, framework_version = excluded.framework_version,
            number = excluded.number, at = excluded.at, violations = excluded.violations, hash = excluded.hash
        )
        delete from ${assessments} d using linked l
        where d.asset_hash = ${hashOf(storage, asset)} and d.framework = l.framework and d.number <= l.number - ${KEPT_LINKS}::int`,
  );
}

/** As the tables have it, so that their indexes are used. */
const hashOf = (storage: StorageService, asset: string) =>
  sql`${sql.identifier(storage.schema, 'name_hash')}(${asset})`;
