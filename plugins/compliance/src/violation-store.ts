import { randomUUID } from 'node:crypto';
import {
  type AssessmentService,
  type ComplianceService,
  type ComplianceSummary,
  type EventsService,
  type ExecutionScope,
  type Finding,
  parseUrn,
  SEVERITIES,
  type Severity,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';

/** What is counted; all that is given must agree. */
interface Narrowing {
  readonly sourceId?: string;
  readonly asset?: string;
  /** What the caller may see of the table `violations`. */
  readonly visible?: SqlFragment;
}

/** A finding as a row; the id is used only when it opens a violation. */
interface FindingRow {
  readonly id: string;
  readonly framework: string;
  readonly control: string;
  readonly severity: Severity;
  readonly severity_rank: number;
  readonly column_name: string | null;
  readonly message: string;
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
      remediation: finding.remediation,
    });
  }
  return [...rows.values()];
}

/** Keeps the violations of each asset in agreement with what the latest scan found. */
export class ViolationStore implements ComplianceService {
  readonly #storage: StorageService;
  readonly #events: EventsService;
  readonly #assessment: AssessmentService;

  constructor(storage: StorageService, events: EventsService, assessment: AssessmentService) {
    this.#storage = storage;
    this.#events = events;
    this.#assessment = assessment;
  }

  async assess(
    tx: Transaction,
    scope: ExecutionScope,
    entry: Parameters<ComplianceService['assess']>[2],
  ): Promise<void> {
    const { facts, ...rest } = entry;
    const { frameworks } = entry;
    const findings = await this.#assessment.assess(facts, frameworks === undefined ? {} : { frameworks });
    await this.record(tx, scope, { ...rest, asset: facts.urn, findings });
  }

  async record(
    tx: Transaction,
    scope: ExecutionScope,
    entry: Parameters<ComplianceService['record']>[2],
  ): Promise<void> {
    const rows = toRows(entry.findings);
    const table = this.#table();
    const isAsked =
      entry.frameworks === undefined ? sql`true` : sql`framework = any(${[...entry.frameworks]}::text[])`;
    // One statement, because this is done for every asset of every scan. What was open before tells a violation that stays from
    // one that is opened or reopened.
    const [counts] = await this.#storage.query<{ opened: number; resolved: number }>(
      tx,
      sql`with found as (
            select * from jsonb_to_recordset(${sql.json(rows)}) as f
              (id uuid, framework text, control text, severity text, severity_rank smallint, column_name text, message text, remediation text)
          ), before as (
            select id, framework, control, column_name from ${table} where asset = ${entry.asset} and state = 'open' and ${isAsked}
          ), resolved as (
            update ${table} v set state = 'resolved', resolved_at = now(), scan_id = ${entry.scanId}::uuid
            where v.id in (select b.id from before b where not exists (
              select from found f where f.framework = b.framework and f.control = b.control and f.column_name is not distinct from b.column_name))
            returning v.id
          ), written as (
            insert into ${table} as v
              (id, workspace_id, framework, control, severity, severity_rank, state, asset, asset_name, column_name, source_id, scan_id, message, remediation, opened_at, last_seen_at)
            select id, ${scope.workspace}::uuid, framework, control, severity, severity_rank, 'open', ${entry.asset}, ${nameOf(entry.asset)}, column_name,
              ${entry.sourceId}::uuid, ${entry.scanId}::uuid, message, remediation, now(), now() from found
            on conflict (workspace_id, framework, control, asset, column_hash) do update set
              severity = excluded.severity, severity_rank = excluded.severity_rank, message = excluded.message, remediation = excluded.remediation,
              scan_id = excluded.scan_id, source_id = excluded.source_id, last_seen_at = now(), resolved_at = null, resolution = null, state = 'open',
              opened_at = case when v.state = 'open' then v.opened_at else now() end
            returning v.id
          )
          select (select count(*)::int from written where not (id in (select id from before))) as opened, (select count(*)::int from resolved) as resolved`,
    );
    const { opened, resolved } = counts ?? { opened: 0, resolved: 0 };
    if (opened === 0 && resolved === 0) return;
    await this.#events.publish(tx, scope, {
      type: 'compliance.asset.assessed',
      subject: entry.asset,
      data: { asset: entry.asset, opened, resolved },
    });
  }

  async summary(scope: ExecutionScope, filter: Narrowing = {}): Promise<ComplianceSummary> {
    const where = this.#narrowed(filter);
    return this.#storage.transaction(scope, async (tx) => {
      const severities = await this.#storage.query<{ severity: Severity; violations: number }>(
        tx,
        sql`select severity, count(*)::int as violations from ${this.#table()} where ${where} group by 1`,
      );
      const byControl = await this.#storage.query<{ framework: string; control: string; violations: number }>(
        tx,
        sql`select framework, control, count(*)::int as violations from ${this.#table()} where ${where} group by 1, 2 order by 3 desc, 1, 2`,
      );
      const of = (severity: Severity): number =>
        severities.find((row) => row.severity === severity)?.violations ?? 0;
      const bySeverity = { low: of('low'), medium: of('medium'), high: of('high'), critical: of('critical') };
      return { open: severities.reduce((sum, row) => sum + row.violations, 0), bySeverity, byControl };
    });
  }

  /** Open violations by control, with the worst severity and the number of assets. */
  async controls(
    scope: ExecutionScope,
    filter: Narrowing,
  ): Promise<
    readonly {
      readonly framework: string;
      readonly control: string;
      readonly violations: number;
      readonly assets: number;
      readonly worst: number;
    }[]
  > {
    return this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`select framework, control, count(*)::int as violations, count(distinct asset)::int as assets, max(severity_rank)::int as worst
            from ${this.#table()} where ${this.#narrowed(filter)} group by 1, 2 order by worst desc, 3 desc, 1, 2`,
      ),
    );
  }

  async countOfSource(
    scope: ExecutionScope,
    sourceId: string,
  ): Promise<{ readonly open: number; readonly all: number }> {
    return this.#storage.transaction(scope, async (tx) => {
      const [counted] = await this.#storage.query<{ open: number; all: number }>(
        tx,
        sql`select count(*) filter (where state = 'open')::int as open, count(*)::int as "all" from ${this.#table()} where source_id = ${sourceId}::uuid`,
      );
      return counted ?? { open: 0, all: 0 };
    });
  }

  /** Closes what is open of a source that is deleted. */
  async closeSource(
    tx: Transaction,
    scope: ExecutionScope,
    source: { readonly id: string; readonly title: string },
    most: number | null = null,
  ): Promise<number> {
    const isIts = sql`source_id = ${source.id}::uuid and state = 'open'`;
    // Asked again of each row once it is locked: a source of the same name may have taken it over meanwhile.
    const [closed] = await this.#storage.query<{ count: number }>(
      tx,
      sql`with closed as (
            update ${this.#table()} set state = 'resolved', resolved_at = now(), resolution = ${`the source "${source.title}" was deleted`}
            where id = any(array(select id from ${this.#table()} where ${isIts} limit ${most}::bigint)) and ${isIts} returning 1)
          select count(*)::int as count from closed`,
    );
    const resolved = closed?.count ?? 0;
    if (resolved === 0) return 0;
    await this.#events.publish(tx, scope, {
      type: 'compliance.source.closed',
      subject: source.id,
      data: { sourceId: source.id, resolved },
    });
    return resolved;
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'violations');
  }

  #narrowed(filter: Narrowing): SqlFragment {
    const conditions = [sql`state = 'open'`, filter.visible ?? sql`true`];
    if (filter.sourceId !== undefined) conditions.push(sql`source_id = ${filter.sourceId}::uuid`);
    if (filter.asset !== undefined) conditions.push(sql`asset = ${filter.asset}`);
    return sql.join(conditions, ' and ');
  }
}

const nameOf = (urn: string): string => parseUrn(urn).path.join('.');
