import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type AuditService,
  auditChange,
  cutPage,
  decodeCursor,
  type EventsService,
  type ExecutionScope,
  type Page,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { inOrder, type RuleDocument } from '../rule/rule-document.ts';
import { staleRule, tooManyRules, unknownRule, unknownVersion } from '../rule/rule-errors.ts';
import { LIMITS } from '../rule/rule-limits.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';
import { EVERYTHING, type RuleSight } from './rule-sight.ts';
import type { RuleItem, RuleVersion, StoredRule } from './stored-rule.ts';

/** What a list may be narrowed to. */
export interface RuleFilter {
  readonly q?: string;
  readonly enabled?: boolean;
  /** Rules that are for this source, among others or all. */
  readonly source?: string;
}

/** How a rule is replaced. */
interface Replacement {
  readonly sight: RuleSight;
  /** Version that the caller saw. */
  readonly expected: string | undefined;
  /** What is told of it among the versions. */
  readonly change?: string;
}

/** Rules in the database, each with its versions and its schedule. What a caller may not see is to them as though it were not there. */
export class RuleStore {
  readonly #storage: StorageService;
  readonly #events: EventsService;
  readonly #schedules: ScheduleStore;
  readonly #audit: AuditService | undefined;

  constructor(
    storage: StorageService,
    events: EventsService,
    schedules: ScheduleStore,
    audit?: AuditService,
  ) {
    this.#storage = storage;
    this.#events = events;
    this.#schedules = schedules;
    this.#audit = audit;
  }

  /** A page by title, with how many there are. */
  async page(
    scope: ExecutionScope,
    filter: RuleFilter,
    sight: RuleSight,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<RuleItem> & { readonly total: number; readonly enabled: number }> {
    const where: SqlFragment[] = [sql`removed_at is null`, sight.rules];
    if (filter.enabled !== undefined) where.push(sql`is_enabled = ${filter.enabled}`);
    if (filter.q !== undefined && filter.q.trim() !== '') {
      const pattern = sql.containing(filter.q.trim());
      where.push(sql`(title ilike ${pattern} or document ->> 'description' ilike ${pattern})`);
    }
    if (filter.source !== undefined)
      where.push(
        sql`(document -> 'sources' = '[]'::jsonb or document -> 'sources' @> ${sql.json([filter.source])})`,
      );
    const matching = sql.join(where, ' and ');
    let after = sql`true`;
    if (cursor !== undefined) {
      const [title, id] = decodeCursor(cursor, ['text', 'uuid']);
      after = sql`(lower(title), id) > (${title}, ${id}::uuid)`;
    }
    return this.#storage.transaction(scope, async (tx) => {
      const rows = await this.#storage.query<RuleItem & { readonly position: string }>(
        tx,
        sql`select r.id, r.title, r.document ->> 'description' as description, r.is_enabled as "isEnabled", r.version, r.document ->> 'mode' as mode,
              r.document -> 'sampling' as sampling, jsonb_build_object('where', r.document -> 'columns' -> 'where') as columns, r.document -> 'sources' as sources, (r.document ->> 'priority')::int as priority,
              nullif(r.document -> 'schedule', 'null'::jsonb) as schedule, lower(r.title) as position,
              ${sql.isoTime(sql`r.updated_at`)} as "updatedAt", r.updated_by as "updatedBy",
              case when r.is_enabled then ${sql.isoTime(sql`s.next_at`)} end as "nextAt",
              (select jsonb_build_object('outcome', o.outcome, 'at', ${sql.isoTime(sql`o.due_at`)}, 'reason', o.reason)
               from ${this.#table('outcomes')} o where o.rule_id = r.id and ${sight.outcomes} order by o.id desc limit 1) as last
            from (select r.* from ${this.#table()} r where ${matching} and ${after} order by lower(title), id limit ${limit + 1}) r
            left join ${this.#table('schedules')} s on s.rule_id = r.id order by lower(r.title), r.id`,
      );
      const [counts] = await this.#storage.query<{ total: number; enabled: number }>(
        tx,
        sql`select count(*)::int as total, (count(*) filter (where is_enabled))::int as enabled from ${this.#table()} r where ${matching}`,
      );
      return {
        ...cutPage(
          rows,
          limit,
          ({ position: _, ...item }) => item,
          ({ position, id }) => [position, id],
        ),
        total: counts?.total ?? 0,
        enabled: counts?.enabled ?? 0,
      };
    });
  }

  /** All rules of the workspace, by title. */
  all(scope: ExecutionScope, sight = EVERYTHING): Promise<readonly StoredRule[]> {
    return this.#storage.transaction(scope, (tx) =>
      this.#rows(tx, sql`where removed_at is null and ${sight.rules} order by lower(title), id`),
    );
  }

  /** @throws DataWaveError DW_SCAN_RULE_UNKNOWN */
  get(scope: ExecutionScope, id: string, sight = EVERYTHING): Promise<StoredRule> {
    return this.#storage.transaction(scope, (tx) => this.#load(tx, id, sight));
  }

  /** The rule as it is, also once it was removed: for what it has begun. */
  async remembered(tx: Transaction, id: string): Promise<StoredRule> {
    const [rule] = await this.#rows(tx, sql`where id = ${id}`);
    if (rule === undefined) throw unknownRule(id);
    return rule;
  }

  /**
   * A rule as it was, also once it was removed: runs that follow it go on.
   * @throws DataWaveError DW_SCAN_RULE_UNKNOWN, DW_SCAN_RULE_VERSION_UNKNOWN
   */
  async version(
    scope: ExecutionScope,
    id: string,
    version: number,
    { isRemovedToo, sight = EVERYTHING }: { readonly isRemovedToo: boolean; readonly sight?: RuleSight },
  ): Promise<RuleVersion & { readonly document: RuleDocument }> {
    return this.#storage.transaction(scope, async (tx) => {
      if (isRemovedToo) await this.remembered(tx, id);
      else await this.#load(tx, id, sight);
      const [found] = await this.#storage.query<RuleVersion & { readonly document: RuleDocument }>(
        tx,
        sql`select ${this.#versionColumns()}, document from ${this.#table('rule_versions')} r where rule_id = ${id} and version = ${version} and ${sight.rules}`,
      );
      if (found === undefined) throw unknownVersion(id, version);
      return { ...found, document: inOrder(found.document) };
    });
  }

  /** Versions that are kept, the newest first. */
  async versions(
    scope: ExecutionScope,
    id: string,
    sight: RuleSight,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<RuleVersion>> {
    const before =
      cursor === undefined ? sql`true` : sql`version < ${decodeCursor(cursor, ['integer'])[0]}::bigint`;
    return this.#storage.transaction(scope, async (tx) => {
      await this.#load(tx, id, sight);
      const rows = await this.#storage.query<RuleVersion>(
        tx,
        sql`select ${this.#versionColumns()} from ${this.#table('rule_versions')} r where rule_id = ${id} and ${before} and ${sight.rules} order by version desc limit ${limit + 1}`,
      );
      return cutPage(
        rows,
        limit,
        (row) => row,
        ({ version }) => [version],
      );
    });
  }

  /** @throws DataWaveError DW_SCAN_RULE_LIMIT */
  async create(scope: ExecutionScope, document: RuleDocument, change = 'created'): Promise<StoredRule> {
    return this.#storage.transaction(scope, async (tx) => {
      // The number of rules is one for the whole workspace, so that no row of one could stand for it.
      await this.#storage.query(
        tx,
        sql`select pg_advisory_xact_lock(hashtextextended(${`${this.#storage.schema} ${scope.workspace}`}, 0))::text`,
      );
      const [present] = await this.#storage.query<{ count: number }>(
        tx,
        sql`select count(*)::int as count from ${this.#table()} where removed_at is null`,
      );
      if ((present?.count ?? 0) >= LIMITS.rules) throw tooManyRules(LIMITS.rules);
      const id = randomUUID();
      const by = scope.principal.id;
      await this.#storage.query(
        tx,
        sql`insert into ${this.#table()} (id, workspace_id, title, is_enabled, document, version, created_by, updated_by)
            values (${id}, ${scope.workspace}, ${document.title}, ${document.isEnabled}, ${sql.json(document)}, 1, ${by}, ${by})`,
      );
      return this.#settle(tx, scope, id, 'created', change, null);
    });
  }

  /**
   * Replaces a rule, as a new version; one that says the same stays as it is.
   * @throws DataWaveError DW_SCAN_RULE_UNKNOWN, DW_SCAN_RULE_STALE
   */
  async replace(
    scope: ExecutionScope,
    id: string,
    document: RuleDocument,
    { sight, expected, change = 'changed' }: Replacement,
  ): Promise<StoredRule> {
    return this.#storage.transaction(scope, async (tx) => {
      const present = await this.#lock(tx, id, sight, expected);
      if (isDeepStrictEqual(present.document, document)) return present;
      await this.#storage.query(
        tx,
        sql`update ${this.#table()} set title = ${document.title}, is_enabled = ${document.isEnabled}, document = ${sql.json(document)},
              version = version + 1, updated_at = now(), updated_by = ${scope.principal.id} where id = ${id}`,
      );
      return this.#settle(tx, scope, id, 'updated', change, present.document);
    });
  }

  /** Removes a rule and its schedule. What it was stays a while for the runs that follow it. */
  async remove(
    scope: ExecutionScope,
    id: string,
    { sight, expected }: Omit<Replacement, 'change'>,
  ): Promise<void> {
    await this.#storage.transaction(scope, async (tx) => {
      const { document, version } = await this.#lock(tx, id, sight, expected);
      await this.#schedules.forget(tx, id);
      await this.#storage.query(tx, sql`update ${this.#table()} set removed_at = now() where id = ${id}`);
      await this.forgetRemoved(tx);
      await this.#tell(tx, scope, 'deleted', id, document.title, version);
      await this.#record(tx, scope, id, 'deleted', document, null);
    });
  }

  /** Forgets rules that were removed so long ago that no run follows them any more, with what became of their times. */
  async forgetRemoved(tx: Transaction): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table()} where removed_at < now() - make_interval(days => ${LIMITS.removedDays}::int)`,
    );
  }

  /** What every new content of a rule has recorded of it. */
  async #settle(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    what: 'created' | 'updated',
    change: string,
    before: RuleDocument | null,
  ): Promise<StoredRule> {
    const stored = await this.#load(tx, id, EVERYTHING);
    const { version, document } = stored;
    const versions = this.#table('rule_versions');
    await this.#storage.query(
      tx,
      sql`insert into ${versions} (rule_id, workspace_id, version, document, change, recorded_by)
          values (${id}, ${scope.workspace}, ${version}, ${sql.json(document)}, ${change}, ${scope.principal.id})`,
    );
    await this.#storage.query(
      tx,
      sql`delete from ${versions} where rule_id = ${id} and version <= ${version - LIMITS.versions}`,
    );
    await this.#schedules.follow(tx, scope, id, document);
    await this.#tell(tx, scope, what, id, document.title, version);
    const isToggled = change === 'enabled' || change === 'disabled';
    const reason = change === what || change === 'changed' || isToggled ? undefined : change;
    await this.#record(tx, scope, id, isToggled ? change : what, before, document, reason);
    return stored;
  }

  async #record(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    what: 'created' | 'updated' | 'enabled' | 'disabled' | 'deleted',
    before: RuleDocument | null,
    after: RuleDocument | null,
    reason?: string,
  ): Promise<void> {
    await this.#audit?.record(tx, scope, {
      action: `scan-rules.rule.${what}`,
      object: { type: 'scan-rule', id, name: (after ?? before)?.title ?? id },
      ...(reason === undefined ? {} : { reason }),
      ...auditChange(before, after),
    });
  }

  async #tell(
    tx: Transaction,
    scope: ExecutionScope,
    what: string,
    id: string,
    title: string,
    version: number,
  ): Promise<void> {
    await this.#events.publish(tx, scope, {
      type: `scan-rules.rule.${what}`,
      subject: id,
      data: { title, version },
    });
  }

  async #lock(
    tx: Transaction,
    id: string,
    sight: RuleSight,
    expected: string | undefined,
  ): Promise<StoredRule> {
    const found = sql`where id = ${id} and removed_at is null and ${sight.rules} for update`;
    const [present] = await this.#rows(tx, found);
    if (present === undefined) throw unknownRule(id);
    if (expected !== undefined && String(present.version) !== expected) throw staleRule(id);
    return present;
  }

  async #load(tx: Transaction, id: string, sight: RuleSight): Promise<StoredRule> {
    const [present] = await this.#rows(tx, sql`where id = ${id} and removed_at is null and ${sight.rules}`);
    if (present === undefined) throw unknownRule(id);
    return present;
  }

  async #rows(tx: Transaction, rest: SqlFragment): Promise<readonly StoredRule[]> {
    const rows = await this.#storage.query<StoredRule>(
      tx,
      sql`select id, version, document, ${sql.isoTime(sql`created_at`)} as "createdAt", created_by as "createdBy",
            ${sql.isoTime(sql`updated_at`)} as "updatedAt", updated_by as "updatedBy" from ${this.#table()} r ${rest}`,
    );
    return rows.map((row) => ({ ...row, document: inOrder(row.document) }));
  }

  #versionColumns(): SqlFragment {
    return sql`version, document ->> 'title' as title, change, ${sql.isoTime(sql`recorded_at`)} as "recordedAt", recorded_by as "recordedBy"`;
  }

  #table(name = 'rules'): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
