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
import type { Chance } from '../engine/measure-chance.ts';
import type { RuleCost } from '../rules/check-block.ts';
import { countBlocks, infoTypeId, type Rule } from '../rules/rule.ts';
import { LIMITS } from '../rules/rule-limits.ts';
import { keyTaken, staleRule, tooMuch, typeTaken, unknownRule, unknownVersion } from './rule-errors.ts';
import { type RuleItem, type RuleRow, type RuleVersion, type StoredRule, toStored } from './stored-rule.ts';

/** A rule that has been checked and may be kept. */
export interface ReadyRule {
  readonly rule: Rule;
  readonly cost: RuleCost;
  readonly chance: Chance;
}

/** What a list may be narrowed to. */
export interface RuleFilter {
  readonly q?: string;
  readonly enabled?: boolean;
  readonly infoType?: string;
}

/** Rules in the database, each with its versions. Every change is told in the transaction that makes it. */
export class RuleStore {
  readonly #storage: StorageService;
  readonly #events: EventsService | undefined;
  readonly #onChange: (workspace: string) => void;
  readonly #tellChange: (tx: Transaction, scope: ExecutionScope) => Promise<void>;
  readonly #audit: () => AuditService | undefined;

  /**
   * @param onChange - told of a workspace whose rules have changed, after the commit, in this process only
   * @param tellChange - told within the transaction
   * @param audit - read anew each time, because it comes with the database
   */
  constructor(
    storage: StorageService,
    events: EventsService | undefined,
    onChange: (workspace: string) => void,
    tellChange: (tx: Transaction, scope: ExecutionScope) => Promise<void> = async () => undefined,
    audit: () => AuditService | undefined = () => undefined,
  ) {
    this.#storage = storage;
    this.#events = events;
    this.#onChange = onChange;
    this.#tellChange = tellChange;
    this.#audit = audit;
  }

  /** Asked in the transaction that adds a rule: whether there is room for one more. */
  beforeAdding: (tx: Transaction, scope: ExecutionScope) => Promise<void> = async () => undefined;

  /** A page by title, with how many there are. */
  async page(
    scope: ExecutionScope,
    filter: RuleFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<RuleItem> & { readonly total: number; readonly enabled: number }> {
    const where: SqlFragment[] = [sql`true`];
    if (filter.enabled !== undefined) where.push(sql`enabled = ${filter.enabled}`);
    if (filter.infoType !== undefined) where.push(sql`info_type = ${filter.infoType}`);
    if (filter.q !== undefined) {
      const pattern = sql.containing(filter.q.trim());
      where.push(sql`(title ilike ${pattern} or key ilike ${pattern} or info_type ilike ${pattern})`);
    }
    const matching = sql.join(where, ' and ');
    let after = sql`true`;
    if (cursor !== undefined) {
      const [title, id] = decodeCursor(cursor, ['text', 'uuid']);
      after = sql`(title, id) > (${title}, ${id}::uuid)`;
    }
    return this.#storage.transaction(scope, async (tx) => {
      const rows = await this.#storage.query<RuleItem>(
        tx,
        sql`select id, key, title, info_type as "infoType", document ->> 'question' as question, enabled, blocks, terms,
              (document ->> 'confidence')::float8 as confidence, ${this.#kept()}
            from ${this.#table()} where ${matching} and ${after} order by title, id limit ${limit + 1}`,
      );
      const [counts] = await this.#storage.query<{ total: number; enabled: number }>(
        tx,
        sql`select count(*)::int as total, (count(*) filter (where enabled))::int as enabled from ${this.#table()} where ${matching}`,
      );
      return {
        ...cutPage(
          rows,
          limit,
          (row) => row,
          ({ title, id }) => [title, id],
        ),
        total: counts?.total ?? 0,
        enabled: counts?.enabled ?? 0,
      };
    });
  }

  /** @throws DataWaveError DW_RULE_UNKNOWN */
  get(scope: ExecutionScope, id: string): Promise<StoredRule> {
    return this.#storage.transaction(scope, (tx) => this.#load(tx, id));
  }

  /** All rules of the workspace, or those of the keys, by key. */
  all(
    scope: ExecutionScope,
    filter: { readonly keys?: readonly string[]; readonly enabled?: boolean } = {},
  ): Promise<readonly StoredRule[]> {
    const keys = filter.keys === undefined ? sql`true` : sql`key = any(${filter.keys}::text[])`;
    const enabled = filter.enabled === undefined ? sql`true` : sql`enabled = ${filter.enabled}`;
    return this.#storage.transaction(scope, (tx) =>
      this.#rows(tx, sql`where ${keys} and ${enabled} order by key`),
    );
  }

  /**
   * Tells the enabled rules of the workspace from any others; null when there are none. Reads no document, however long.
   * @param keys - keys of which also a disabled rule counts
   */
  async fingerprint(scope: ExecutionScope, keys: readonly string[]): Promise<string | null> {
    const [row] = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ fingerprint: string | null }>(
        tx,
        sql`select md5(string_agg(concat_ws(' ', key, case when enabled then concat_ws(' ', id, version) end), ',' order by id)) as fingerprint
            from ${this.#table()} where enabled or key = any(${keys}::text[])`,
      ),
    );
    return row?.fingerprint ?? null;
  }

  /** @throws DataWaveError DW_RULE_KEY_TAKEN, DW_RULE_TYPE_CONFLICT, DW_RULE_LIMIT */
  create(scope: ExecutionScope, ready: ReadyRule): Promise<StoredRule> {
    return this.#change(scope, (tx) => this.#insert(tx, scope, ready));
  }

  /** @param expected - revision that the caller saw @throws DataWaveError DW_RULE_UNKNOWN, DW_RULE_STALE, and as create */
  replace(
    scope: ExecutionScope,
    id: string,
    ready: ReadyRule,
    expected: string | undefined,
  ): Promise<StoredRule> {
    return this.#change(scope, async (tx) =>
      this.#update(tx, scope, await this.#lock(tx, id, expected), ready),
    );
  }

  /** Enables or disables a rule; its version stays. */
  setEnabled(
    scope: ExecutionScope,
    id: string,
    enabled: boolean,
    expected: string | undefined,
  ): Promise<StoredRule> {
    return this.#change(scope, async (tx) => {
      const present = await this.#lock(tx, id, expected);
      if (present.rule.enabled === enabled) return present;
      await this.#storage.query(
        tx,
        sql`update ${this.#table()} set enabled = ${enabled}, revision = revision + 1, updated_at = now(), updated_by = ${scope.principal.id} where id = ${id}`,
      );
      await this.#checkLimits(tx);
      const stored = await this.#load(tx, id);
      await this.#tell(tx, scope, enabled ? 'enabled' : 'disabled', present, stored);
      return stored;
    });
  }

  remove(scope: ExecutionScope, id: string, expected: string | undefined): Promise<void> {
    return this.#change(scope, async (tx) => {
      const present = await this.#lock(tx, id, expected);
      await this.#storage.query(tx, sql`delete from ${this.#table()} where id = ${id}`);
      await this.#tell(tx, scope, 'deleted', present, null);
    });
  }

  /** Creates and replaces rules in one transaction: all of them or none. */
  importAll(scope: ExecutionScope, rules: readonly ReadyRule[]): Promise<void> {
    return this.#change(scope, async (tx) => {
      for (const ready of rules) {
        const [present] = await this.#rows(tx, sql`where key = ${ready.rule.key} for update`);
        if (present === undefined) await this.#insert(tx, scope, ready);
        else await this.#update(tx, scope, present, ready);
      }
    });
  }

  /** Versions that are kept, the newest first. */
  async versions(scope: ExecutionScope, id: string): Promise<readonly RuleVersion[]> {
    return this.#storage.transaction(scope, async (tx) => {
      await this.#load(tx, id);
      return this.#storage.query<RuleVersion>(
        tx,
        sql`select version, document ->> 'title' as title, ${sql.isoTime(sql`recorded_at`)} as "recordedAt", recorded_by as "recordedBy"
            from ${this.#table('rule_versions')} where rule_id = ${id} order by version desc`,
      );
    });
  }

  /** @throws DataWaveError DW_RULE_VERSION_UNKNOWN */
  async version(
    scope: ExecutionScope,
    id: string,
    version: number,
  ): Promise<RuleVersion & { readonly document: Omit<Rule, 'enabled'> }> {
    return this.#storage.transaction(scope, async (tx) => {
      await this.#load(tx, id);
      const [found] = await this.#storage.query<RuleVersion & { readonly document: Omit<Rule, 'enabled'> }>(
        tx,
        sql`select version, document ->> 'title' as title, document, ${sql.isoTime(sql`recorded_at`)} as "recordedAt", recorded_by as "recordedBy"
            from ${this.#table('rule_versions')} where rule_id = ${id} and version = ${version}`,
      );
      if (found === undefined) throw unknownVersion(id, version);
      return found;
    });
  }

  /**
   * Changes the rules of a workspace, one change after the other: limits and meanings of types hold over all rules together, so
   * that no row of one could stand for them. Locked before any row is, so that two changes never wait for each other.
   */
  async #change<T>(scope: ExecutionScope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#storage.transaction(scope, async (tx) => {
      await this.#storage.query(
        tx,
        sql`select pg_advisory_xact_lock(hashtextextended(${`${this.#storage.schema} ${scope.workspace}`}, 0))::text`,
      );
      const result = await work(tx);
      await this.#tellChange(tx, scope);
      this.#storage.afterCommit(tx, () => this.#onChange(scope.workspace));
      return result;
    });
  }

  async #insert(tx: Transaction, scope: ExecutionScope, ready: ReadyRule): Promise<StoredRule> {
    await this.beforeAdding(tx, scope);
    const { key } = ready.rule;
    const { enabled, ...document } = ready.rule;
    const id = randomUUID();
    const [added] = await this.#storage.query<{ id: string }>(
      tx,
      sql`insert into ${this.#table()} (id, workspace_id, key, title, info_type, document, blocks, enabled, version, revision, chance, program_size, terms, created_at, created_by, updated_at, updated_by)
          values (${id}, ${scope.workspace}, ${key}, ${document.title}, ${infoTypeId(document)}, ${sql.json(document)}, ${sql.json(countBlocks(document.match))}, ${enabled}, 1, 1, ${sql.json(ready.chance)},
            ${ready.cost.programSize}, ${ready.cost.terms}, now(), ${scope.principal.id}, now(), ${scope.principal.id})
          on conflict (workspace_id, key) do nothing returning id`,
    );
    if (added === undefined) throw keyTaken(key);
    return this.#settle(tx, scope, id, null);
  }

  async #update(
    tx: Transaction,
    scope: ExecutionScope,
    present: StoredRule,
    ready: ReadyRule,
  ): Promise<StoredRule> {
    if (isDeepStrictEqual(present.rule, ready.rule)) return present;
    const { enabled, ...document } = ready.rule;
    const { enabled: _, ...before } = present.rule;
    const raised = isDeepStrictEqual(before, document) ? 0 : 1;
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} set title = ${document.title}, info_type = ${infoTypeId(document)}, document = ${sql.json(document)}, blocks = ${sql.json(countBlocks(document.match))}, enabled = ${enabled},
            version = version + ${raised}, revision = revision + 1, chance = ${sql.json(ready.chance)}, program_size = ${ready.cost.programSize}, terms = ${ready.cost.terms},
            updated_at = now(), updated_by = ${scope.principal.id} where id = ${present.id}`,
    );
    return this.#settle(tx, scope, present.id, present);
  }

  /** What every new content of a rule must meet, and what is recorded of it. */
  async #settle(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    before: StoredRule | null,
  ): Promise<StoredRule> {
    await this.#checkLimits(tx);
    const stored = await this.#load(tx, id);
    await this.#checkType(tx, stored);
    const { enabled: _, ...document } = stored.rule;
    const versions = this.#table('rule_versions');
    await this.#storage.query(
      tx,
      sql`insert into ${versions} (rule_id, workspace_id, version, document, recorded_at, recorded_by)
          values (${id}, ${scope.workspace}, ${stored.version}, ${sql.json(document)}, now(), ${scope.principal.id}) on conflict do nothing`,
    );
    await this.#storage.query(
      tx,
      sql`delete from ${versions} where rule_id = ${id} and version <= ${stored.version - LIMITS.versions}`,
    );
    await this.#tell(tx, scope, before === null ? 'created' : 'updated', before, stored);
    return stored;
  }

  async #checkLimits(tx: Transaction): Promise<void> {
    const [sums] = await this.#storage.query<{ rules: number; terms: number; size: number }>(
      tx,
      sql`select count(*)::int as rules, coalesce(sum(terms), 0)::float8 as terms,
            coalesce(sum(program_size) filter (where enabled), 0)::float8 as size from ${this.#table()}`,
    );
    if ((sums?.rules ?? 0) > LIMITS.rules) throw tooMuch(`${LIMITS.rules} rules`);
    if ((sums?.terms ?? 0) > LIMITS.workspaceTerms) throw tooMuch(`${LIMITS.workspaceTerms} terms`);
    if ((sums?.size ?? 0) > LIMITS.workspaceSize)
      throw tooMuch(`${LIMITS.workspaceSize} steps in the patterns of enabled rules`);
  }

  /** One id cannot mean two things in a workspace. */
  async #checkType(tx: Transaction, { id, rule: { infoType } }: StoredRule): Promise<void> {
    if (typeof infoType === 'string') return;
    const others = await this.#storage.query<{ key: string; infoType: unknown }>(
      tx,
      sql`select key, document -> 'infoType' as "infoType" from ${this.#table()} where info_type = ${infoType.id} and id <> ${id}`,
    );
    const other = others.find((entry) => !isDeepStrictEqual(entry.infoType, { ...infoType }));
    if (other !== undefined) throw typeTaken(infoType.id, other.key);
  }

  async #tell(
    tx: Transaction,
    scope: ExecutionScope,
    what: 'created' | 'updated' | 'enabled' | 'disabled' | 'deleted',
    before: StoredRule | null,
    after: StoredRule | null,
  ): Promise<void> {
    const named = before ?? after;
    if (named === null) return;
    const { id, rule, version } = after ?? named;
    await this.#events?.publish(tx, scope, {
      type: `custom-rules.rule.${what}`,
      subject: id,
      data: { key: rule.key, version, infoType: infoTypeId(rule) },
    });
    await this.#audit()?.record(tx, scope, {
      action: `custom-rules.rule.${what}`,
      object: { type: 'classification-rule', id, name: rule.title },
      ...auditChange(before?.rule ?? null, after?.rule ?? null),
    });
  }

  async #lock(tx: Transaction, id: string, expected: string | undefined): Promise<StoredRule> {
    const [present] = await this.#rows(tx, sql`where id = ${id} for update`);
    if (present === undefined) throw unknownRule(id);
    if (expected !== undefined && String(present.revision) !== expected) throw staleRule(id);
    return present;
  }

  async #load(tx: Transaction, id: string): Promise<StoredRule> {
    const [present] = await this.#rows(tx, sql`where id = ${id}`);
    if (present === undefined) throw unknownRule(id);
    return present;
  }

  async #rows(tx: Transaction, rest: SqlFragment): Promise<readonly StoredRule[]> {
    const rows = await this.#storage.query<RuleRow>(
      tx,
      sql`select id, document, enabled, ${this.#kept()} from ${this.#table()} ${rest}`,
    );
    return rows.map(toStored);
  }

  /** What is known of a rule beside what it says. */
  #kept(): SqlFragment {
    return sql`version, revision, chance, ${sql.isoTime(sql`created_at`)} as "createdAt", created_by as "createdBy",
      ${sql.isoTime(sql`updated_at`)} as "updatedAt", updated_by as "updatedBy"`;
  }

  #table(name = 'rules'): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
