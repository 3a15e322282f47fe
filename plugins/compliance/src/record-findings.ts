import { randomUUID } from 'node:crypto';
import {
  type ExecutionScope,
  type Finding,
  type MessageText,
  parseUrn,
  SEVERITIES,
  type Severity,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';

/** A finding as a row; the id is used only when it opens a violation. */
interface FindingRow {
  readonly id: string;
  readonly framework: string;
  readonly control: string;
  readonly severity: Severity;
  readonly severity_rank: number;
  readonly column_name: string | null;
  readonly message: string;
  readonly message_text: MessageText | null;
  readonly remediation: string;
}

/** Findings that stand for the same violation become one, the most severe. */
function toRows(findings: readonly Finding[]): readonly FindingRow[] {
  const rows = new Map<string, FindingRow>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.framework, finding.control, finding.column]);
    const rank = SEVERITIES.indexOf(finding.severity);
    const present = rows.get(key);
    if (present !== undefined && present.severity_rank >= rank) continue;
    rows.set(key, {
      id: present?.id ?? randomUUID(),
      framework: finding.framework,
      control: finding.control,
      severity: finding.severity,
      severity_rank: rank,
      column_name: finding.column,
      message: finding.message,
      message_text: finding.messageText ?? null,
      remediation: finding.remediation,
    });
  }
  return [...rows.values()];
}

/** What an asset is called, by its URN. */
export const nameOf = (urn: string): string => parseUrn(urn).path.join('.');

/** What a scan changed. */
export interface RecordedFindings {
  /** Anew or again. */
  readonly opened: number;
  readonly resolved: number;
  /** Those that stay and are graver or milder than they were. */
  readonly regraded: number;
}

/**
 * Brings the violations of an asset into agreement with what was found. What people said of one that is still there stands: who looks after
 * it, until when, that somebody is at work on it, and a waiver until its day. One statement, because this is done for every asset of every
 * scan; what stood before tells a violation that stays from one that is opened or reopened.
 */
export async function recordFindings(
  storage: StorageService,
  tx: Transaction,
  scope: ExecutionScope,
  entry: {
    readonly asset: string;
    readonly sourceId: string;
    readonly scanId: string;
    readonly findings: readonly Finding[];
    readonly frameworks?: readonly string[];
  },
): Promise<RecordedFindings> {
  const rows = toRows(entry.findings);
  const table = sql.identifier(storage.schema, 'violations');
  const changes = sql.identifier(storage.schema, 'violation_changes');
  const isAsked =
    entry.frameworks === undefined ? sql`true` : sql`framework = any(${[...entry.frameworks]}::text[])`;
  const isOver = sql`(v.state = 'resolved' or (v.state = 'waived' and v.waived_until < current_date))`;
  const [counts] = await storage.query<RecordedFindings>(
    tx,
    sql`with found as (
          select * from jsonb_to_recordset(${sql.json(rows)}) as f
            (id uuid, framework text, control text, severity text, severity_rank smallint, column_name text, message text, message_text jsonb, remediation text)
        ), before as (
          select id, framework, control, column_name, state, severity_rank, (state = 'waived' and waived_until < current_date) as lapsed
          from ${table} where asset = ${entry.asset} and state <> 'resolved' and ${isAsked}
        ), resolved as (
          update ${table} v set state = 'resolved', resolved_at = now(), scan_id = ${entry.scanId}::uuid, waived_until = null, waiver_reason = null, version = v.version + 1
          where v.id in (select b.id from before b where not exists (
            select from found f where f.framework = b.framework and f.control = b.control and f.column_name is not distinct from b.column_name))
          returning v.id
        ), written as (
          insert into ${table} as v
            (id, workspace_id, framework, control, severity, severity_rank, state, asset, asset_name, column_name, source_id, scan_id, message, message_text, remediation, opened_at, last_seen_at)
          select id, ${scope.workspace}::uuid, framework, control, severity, severity_rank, 'open', ${entry.asset}, ${nameOf(entry.asset)}, column_name,
            ${entry.sourceId}::uuid, ${entry.scanId}::uuid, message, message_text, remediation, now(), now() from found
          on conflict (workspace_id, framework, control, asset, column_hash) do update set
            severity = excluded.severity, severity_rank = excluded.severity_rank, message = excluded.message, message_text = excluded.message_text, remediation = excluded.remediation,
            scan_id = excluded.scan_id, source_id = excluded.source_id, last_seen_at = now(), resolved_at = null, resolution = null,
            state = case when ${isOver} then 'open' else v.state end,
            waived_until = case when ${isOver} then null else v.waived_until end, waiver_reason = case when ${isOver} then null else v.waiver_reason end,
            version = case when ${isOver} then v.version + 1 else v.version end,
            opened_at = case when v.state = 'resolved' then now() else v.opened_at end
          returning v.id, v.severity_rank
        ), moved as (
          select w.id, case when w.id in (select id from found) then 'opened' else 'reopened' end as kind,
            case when w.id in (select id from found) then null else 'resolved' end as was, 'open' as now
          from written w where not (w.id in (select id from before))
          union all select b.id, 'waiver-ended', 'waived', 'open' from before b join written w using (id) where b.lapsed
          union all select r.id, 'resolved', b.state, 'resolved' from resolved r join before b using (id)
        ), told as (
          insert into ${changes} (id, workspace_id, violation_id, at, kind, scan_id, from_state, to_state)
          select gen_random_uuid(), ${scope.workspace}::uuid, id, now(), kind, ${entry.scanId}::uuid, was, now from moved
        )
        select (select count(*)::int from moved where now = 'open') as opened, (select count(*)::int from resolved) as resolved,
          (select count(*)::int from written w join before b using (id) where w.severity_rank <> b.severity_rank) as regraded`,
  );
  return counts ?? { opened: 0, resolved: 0, regraded: 0 };
}
