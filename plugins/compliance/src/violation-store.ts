import {
  type AssessmentService,
  type CatalogService,
  type ComplianceService,
  type ComplianceSummary,
  type EventsService,
  type ExecutionScope,
  SEVERITIES,
  type Severity,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { recordAssessment } from './record-assessment.ts';
import { recordFindings } from './record-findings.ts';
import { IS_STANDING } from './violation-state.ts';

/** What is counted; all that is given must agree. */
interface Narrowing {
  readonly sourceId?: string;
  readonly asset?: string;
  /** What the caller may see of the table `violations`. */
  readonly visible?: SqlFragment;
}

/** Keeps the violations of each asset in agreement with what the latest scan found. */
export class ViolationStore implements ComplianceService {
  readonly #storage: StorageService;
  readonly #events: EventsService;
  readonly #assessment: AssessmentService;

  readonly #catalog: () => CatalogService | undefined;

  constructor(
    storage: StorageService,
    events: EventsService,
    assessment: AssessmentService,
    catalog: () => CatalogService | undefined,
  ) {
    this.#catalog = catalog;
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
    const { opened, resolved, regraded } = await recordFindings(this.#storage, tx, scope, entry);
    const asked = entry.frameworks;
    const frameworks = (await this.#assessment.frameworks()).filter(({ id }) => asked?.includes(id) ?? true);
    await recordAssessment(this.#storage, tx, scope, { ...entry, frameworks });
    if (opened + resolved + regraded > 0) await this.mark(tx, scope, [entry.asset]);
    if (opened === 0 && resolved === 0) return;
    await this.#events.publish(tx, scope, {
      type: 'compliance.asset.assessed',
      subject: entry.asset,
      data: { asset: entry.asset, opened, resolved },
    });
  }

  /** Tells the catalog how many violations of some assets stand, in the transaction that changed them. */
  async mark(tx: Transaction, scope: ExecutionScope, assets: readonly string[]): Promise<void> {
    const catalog = this.#catalog();
    if (catalog === undefined || assets.length === 0) return;
    const rows = await this.#storage.query<{ urn: string; standing: number; worst: number | null }>(
      tx,
      sql`select t.urn, count(v.id)::int as standing, max(v.severity_rank)::int as worst from unnest(${[...assets]}::text[]) as t (urn)
          left join (select id, asset, severity_rank from ${this.#table()} where ${IS_STANDING} and asset = any(${[...assets]}::text[])) v on v.asset = t.urn group by 1 order by 1`,
    );
    await catalog.markViolations(
      tx,
      scope,
      rows.map(({ urn, standing, worst }) => ({ urn, standing, worst: SEVERITIES[worst ?? -1] ?? null })),
    );
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
        sql`select count(*) filter (where ${IS_STANDING})::int as open, count(*)::int as "all" from ${this.#table()} where source_id = ${sourceId}::uuid`,
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
    const isIts = sql`source_id = ${source.id}::uuid and state <> 'resolved'`;
    const table = this.#table();
    // Asked again of each row once it is locked: a source of the same name may have taken it over meanwhile.
    const [closed] = await this.#storage.query<{ count: number; assets: readonly string[] | null }>(
      tx,
      sql`with chosen as (select id, state from ${table} where ${isIts} limit ${most}::bigint),
          closed as (
            update ${table} set state = 'resolved', resolved_at = now(), resolution = ${`the source "${source.title}" was deleted`},
              waived_until = null, waiver_reason = null, version = version + 1
            where id = any(array(select id from chosen)) and ${isIts} returning id, asset),
          told as (
            insert into ${sql.identifier(this.#storage.schema, 'violation_changes')} (id, workspace_id, violation_id, at, kind, actor, from_state, to_state)
            select gen_random_uuid(), ${scope.workspace}::uuid, c.id, now(), 'source-deleted', ${scope.principal.id}, chosen.state, 'resolved'
            from closed c join chosen using (id))
          select count(*)::int as count, array_agg(distinct asset) as assets from closed`,
    );
    await this.#storage.query(
      tx,
      sql`delete from ${sql.identifier(this.#storage.schema, 'assessed')} where source_id = ${source.id}::uuid`,
    );
    await this.mark(tx, scope, closed?.assets ?? []);
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
    const conditions = [IS_STANDING, filter.visible ?? sql`true`];
    if (filter.sourceId !== undefined) conditions.push(sql`source_id = ${filter.sourceId}::uuid`);
    if (filter.asset !== undefined) conditions.push(sql`asset = ${filter.asset}`);
    return sql.join(conditions, ' and ');
  }
}
