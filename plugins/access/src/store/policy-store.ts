import { randomUUID } from 'node:crypto';
import {
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Json,
  type Page,
  type SqlFragment,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { Policy, StoredPolicy } from '../model/policy.ts';
import { changedMeanwhile, keyTaken, limitReached, unknownPolicy } from './access-errors.ts';
import { POLICY_COLUMNS, type PolicyRow, toPolicy } from './policy-row.ts';
import type { RulesLedger } from './rules-ledger.ts';

/** Policies that a workspace may have. */
const MOST_POLICIES = 5_000;

/** What a list may be narrowed to. */
export interface PolicyFilter {
  readonly q?: string;
  readonly effect?: Policy['effect'];
  readonly permission?: string;
}

/** Policies of workspaces. Roles stand in them as ids. */
export class PolicyStore {
  readonly #ledger: RulesLedger;

  constructor(ledger: RulesLedger) {
    this.#ledger = ledger;
  }

  /** A page by title. */
  page(
    scope: ExecutionScope,
    { q, effect, permission }: PolicyFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<StoredPolicy>> {
    const where = [sql`true`];
    if (q !== undefined) where.push(sql`title ilike ${sql.containing(q)}`);
    if (effect !== undefined) where.push(sql`effect = ${effect}`);
    if (permission !== undefined) where.push(sql`document -> 'permissions' @> ${sql.json([permission])}`);
    if (cursor !== undefined) {
      const [title, id] = decodeCursor(cursor, ['text', 'uuid']);
      where.push(sql`(title, id) > (${title}, ${id}::uuid)`);
    }
    return this.#ledger.storage.transaction(scope, async (tx) =>
      cutPage(
        await this.#rows(tx, sql`where ${sql.join(where, ' and ')} order by title, id limit ${limit + 1}`),
        limit,
        (policy) => policy,
        ({ title, id }) => [title, id],
      ),
    );
  }

  /** @throws DataWaveError DW_ACCESS_POLICY_UNKNOWN */
  get(scope: ExecutionScope, id: string): Promise<StoredPolicy> {
    return this.#ledger.storage.transaction(scope, (tx) => this.#load(tx, id));
  }

  /** @throws DataWaveError DW_ACCESS_TAKEN, DW_ACCESS_LIMIT */
  create(scope: ExecutionScope, policy: Policy): Promise<StoredPolicy> {
    return this.#ledger.change(scope, false, async (tx) => {
      const [{ total } = { total: 0 }] = await this.#ledger.storage.query<{ total: number }>(
        tx,
        sql`select count(*)::int as total from ${this.#table}`,
      );
      if (total >= MOST_POLICIES) throw limitReached(`${MOST_POLICIES} access policies`);
      await this.#checkTitle(tx, policy.title, null);
      const id = randomUUID();
      await this.#ledger.storage.query(
        tx,
        sql`insert into ${this.#table} (id, workspace_id, title, effect, enabled, document, version, created_at, created_by, updated_at, updated_by)
            values (${id}, ${scope.workspace}, ${policy.title}, ${policy.effect}, ${policy.enabled}, ${documentOf(policy)}, 1, now(), ${scope.principal.id}, now(), ${scope.principal.id})`,
      );
      return this.#settle(tx, scope, id, 'created', null);
    });
  }

  /** @param expected - version that the caller saw @throws DataWaveError DW_ACCESS_POLICY_UNKNOWN, DW_ACCESS_CHANGED, DW_ACCESS_TAKEN */
  update(
    scope: ExecutionScope,
    id: string,
    policy: Policy,
    expected: string | undefined,
  ): Promise<StoredPolicy> {
    return this.#ledger.change(scope, false, async (tx) => {
      const before = await this.#expect(tx, id, expected);
      await this.#checkTitle(tx, policy.title, id);
      await this.#ledger.storage.query(
        tx,
        sql`update ${this.#table} set title = ${policy.title}, effect = ${policy.effect}, enabled = ${policy.enabled}, document = ${documentOf(policy)},
              version = version + 1, updated_at = now(), updated_by = ${scope.principal.id} where id = ${id}`,
      );
      return this.#settle(tx, scope, id, 'updated', before);
    });
  }

  remove(scope: ExecutionScope, id: string, expected: string | undefined): Promise<void> {
    return this.#ledger.change(scope, false, async (tx) => {
      const before = await this.#expect(tx, id, expected);
      await this.#ledger.storage.query(tx, sql`delete from ${this.#table} where id = ${id}`);
      await this.#record(tx, scope, 'deleted', before, null);
    });
  }

  async #settle(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    what: 'created' | 'updated',
    before: StoredPolicy | null,
  ): Promise<StoredPolicy> {
    const after = await this.#load(tx, id);
    const links = this.#ledger.table('policy_roles');
    await this.#ledger.storage.query(tx, sql`delete from ${links} where policy_id = ${id}`);
    await this.#ledger.storage.query(
      tx,
      sql`insert into ${links} (policy_id, role_id, workspace_id)
          select distinct ${id}::uuid, role, ${scope.workspace}::uuid from unnest(${after.subjects.roles ?? []}::text[]) as role`,
    );
    await this.#record(tx, scope, what, before, after);
    return after;
  }

  async #checkTitle(tx: Transaction, title: string, id: string | null): Promise<void> {
    const [other] = await this.#rows(tx, sql`where title = ${title} and id is distinct from ${id}::uuid`);
    if (other !== undefined) throw keyTaken('/title', 'policy');
  }

  async #expect(tx: Transaction, id: string, expected: string | undefined): Promise<StoredPolicy> {
    const found = await this.#load(tx, id);
    if (expected !== undefined && expected !== String(found.version)) throw changedMeanwhile('access policy');
    return found;
  }

  async #load(tx: Transaction, id: string): Promise<StoredPolicy> {
    const [policy] = await this.#rows(tx, sql`where id = ${id}`);
    if (policy === undefined) throw unknownPolicy();
    return policy;
  }

  async #record(
    tx: Transaction,
    scope: ExecutionScope,
    what: string,
    before: StoredPolicy | null,
    after: StoredPolicy | null,
  ): Promise<void> {
    const one = after ?? before;
    if (one === null) return;
    await this.#ledger.record(tx, scope, {
      action: `access.policy.${what}`,
      object: { type: 'access-policy', id: one.id, name: one.title },
      everywhere: false,
      ...(before === null ? {} : { before: said(before) }),
      ...(after === null ? {} : { after: said(after) }),
    });
  }

  async #rows(tx: Transaction, rest: SqlFragment): Promise<readonly StoredPolicy[]> {
    const rows = await this.#ledger.storage.query<PolicyRow>(
      tx,
      sql`select ${POLICY_COLUMNS} from ${this.#table} ${rest}`,
    );
    return rows.map(toPolicy);
  }

  get #table(): SqlFragment {
    return this.#ledger.table('policies');
  }
}

const documentOf = ({ description, permissions, subjects, when }: Policy): SqlFragment =>
  sql.json({ description, permissions, subjects, when });

/** What stands in the audit trail: the policy as plain data. */
const said = ({ title, effect, enabled, description, permissions, subjects, when }: Policy): Json => {
  const plain: Json = JSON.parse(
    JSON.stringify({ title, effect, enabled, description, permissions, subjects, when }),
  );
  return plain;
};
