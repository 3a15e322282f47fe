import { randomUUID } from 'node:crypto';
import {
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Page,
  type SqlFragment,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { BUILT_IN_ROLES } from '../model/built-in-roles.ts';
import { findCycle, type Role } from '../model/role.ts';
import {
  builtIn,
  changedMeanwhile,
  cycle,
  keyTaken,
  limitReached,
  namesUnknownRole,
  referenced,
  unknownRole,
} from './access-errors.ts';
import { loadRoles } from './load-rules.ts';
import { referencesTo } from './role-references.ts';
import type { RulesLedger } from './rules-ledger.ts';

/** Own roles that a workspace may have, and those of every workspace. */
const MOST_ROLES = 500;
const BUILT_IN = new Map(BUILT_IN_ROLES.map((role) => [role.id, role]));

/** What is said about a role of one's own. */
export interface RoleDraft {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly permissions: readonly string[];
  /** Keys. */
  readonly inherits: readonly string[];
  readonly everywhere: boolean;
}

/** A role as it is kept. */
export interface StoredRole extends RoleDraft {
  readonly id: string;
  readonly isBuiltIn: boolean;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** Roles in the database; those that come with the platform are among them. */
export class RoleStore {
  readonly #ledger: RulesLedger;

  constructor(ledger: RulesLedger) {
    this.#ledger = ledger;
  }

  /** A page by key. */
  page(
    scope: ExecutionScope,
    { q }: { readonly q?: string },
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<StoredRole>> {
    const where = [sql`true`];
    if (q !== undefined)
      where.push(sql`(key ilike ${sql.containing(q)} or title ilike ${sql.containing(q)})`);
    if (cursor !== undefined) {
      const [key, id] = decodeCursor(cursor, ['text', 'text']);
      where.push(sql`(key, id) > (${key}, ${id})`);
    }
    return this.#ledger.storage.transaction(scope, async (tx) =>
      cutPage(
        await this.#rows(tx, sql`where ${sql.join(where, ' and ')} order by key, id limit ${limit + 1}`),
        limit,
        (row) => row,
        ({ key, id }) => [key, id],
      ),
    );
  }

  /** @throws DataWaveError DW_ROLE_UNKNOWN */
  get(scope: ExecutionScope, id: string): Promise<StoredRole> {
    return this.#ledger.storage.transaction(scope, (tx) => this.load(tx, id));
  }

  /** @throws DataWaveError DW_ROLE_UNKNOWN */
  async load(tx: Transaction, id: string): Promise<StoredRole> {
    const [role] = await this.#rows(tx, sql`where id = ${id}`);
    if (role === undefined) throw unknownRole();
    return role;
  }

  /** The role of a key: one of every workspace before one of this. @throws DataWaveError DW_ROLE_UNKNOWN, 400 */
  async named(tx: Transaction, key: string, pointer: string): Promise<StoredRole> {
    const [role] = await this.#rows(tx, sql`where key = ${key} order by workspace_id nulls first limit 1`);
    if (role === undefined) throw namesUnknownRole(pointer, key);
    return role;
  }

  /** As {@link named}, in a transaction of its own. */
  find(scope: ExecutionScope, key: string, pointer = '/role'): Promise<StoredRole> {
    return this.#ledger.storage.transaction(scope, (tx) => this.named(tx, key, pointer));
  }

  /** Everything that roles permit, with what they inherit. Keys that are none are passed over. */
  async permissionsOfKeys(scope: ExecutionScope, keys: readonly string[]): Promise<readonly string[]> {
    if (keys.length === 0) return [];
    const all = await this.#all(scope);
    const roles = new Map(all.map((role) => [role.id, role]));
    const seen = new Set(all.flatMap(({ id, key }) => (keys.includes(key) ? [id] : [])));
    for (const id of seen) for (const parent of roles.get(id)?.parents ?? []) seen.add(parent);
    return [...seen].flatMap((id) => roles.get(id)?.permissions ?? []);
  }

  /** Ids of roles by their keys. @throws DataWaveError DW_ROLE_UNKNOWN, 400 */
  async idsOf(scope: ExecutionScope, keys: readonly string[], pointer: string): Promise<readonly string[]> {
    const all = await this.#all(scope);
    return keys.map((key, index) => {
      const found =
        all.find((role) => role.key === key && role.everywhere) ?? all.find((role) => role.key === key);
      if (found === undefined) throw namesUnknownRole(`${pointer}/${index}`, key);
      return found.id;
    });
  }

  async keysById(scope: ExecutionScope): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.#all(scope)).map(({ id, key }) => [id, key]));
  }

  #all(scope: ExecutionScope): Promise<readonly Role[]> {
    return this.#ledger.storage.transaction(scope, (tx) => loadRoles(this.#ledger.storage, tx));
  }

  /** @throws DataWaveError DW_ACCESS_TAKEN, DW_ROLE_UNKNOWN, DW_ACCESS_LIMIT */
  create(scope: ExecutionScope, draft: RoleDraft): Promise<StoredRole> {
    const { key, title, description, permissions, everywhere } = draft;
    const workspace = everywhere ? null : scope.workspace;
    return this.#ledger.change(scope, everywhere, async (tx) => {
      const present = await this.#rows(tx, sql`where not is_built_in`);
      if (present.length >= MOST_ROLES) throw limitReached(`${MOST_ROLES} roles of its own`);
      const [taken] = await this.#rows(tx, sql`where key = ${key}`);
      if (taken !== undefined) throw keyTaken('/key', 'role');
      const id = randomUUID();
      await this.#ledger.storage.query(
        tx,
        sql`insert into ${this.#roles} (id, workspace_id, key, title, description, permissions, is_built_in, version, created_at, created_by, updated_at, updated_by)
            values (${id}, ${workspace}::uuid, ${key}, ${title}, ${description}, ${permissions}::text[], false, 1, now(), ${scope.principal.id}, now(), ${scope.principal.id})`,
      );
      await this.#setParents(tx, { id, key, everywhere }, draft.inherits, workspace);
      await this.#record(tx, scope, 'created', { id, key, everywhere }, null, draft);
      return this.load(tx, id);
    });
  }

  /** @param expected - version that the caller saw @throws DataWaveError DW_ROLE_UNKNOWN, DW_ROLE_BUILT_IN, DW_ROLE_CYCLE, DW_ACCESS_CHANGED */
  async update(
    scope: ExecutionScope,
    id: string,
    change: Partial<Omit<RoleDraft, 'key' | 'everywhere'>>,
    expected: string | undefined,
  ): Promise<StoredRole> {
    const { everywhere } = await this.get(scope, id);
    return this.#ledger.change(scope, everywhere, async (tx) => {
      const before = await this.#own(tx, id, expected);
      const after = { ...before, ...change };
      await this.#ledger.storage.query(
        tx,
        sql`update ${this.#roles} set title = ${after.title}, description = ${after.description}, permissions = ${after.permissions}::text[],
              version = version + 1, updated_at = now(), updated_by = ${scope.principal.id} where id = ${id}`,
      );
      await this.#setParents(tx, before, after.inherits, everywhere ? null : scope.workspace);
      await this.#record(tx, scope, 'updated', before, before, after);
      return this.load(tx, id);
    });
  }

  /** @throws DataWaveError DW_ROLE_REFERENCED, naming what refers to it; and as update */
  async remove(scope: ExecutionScope, id: string, expected: string | undefined): Promise<void> {
    const { everywhere } = await this.get(scope, id);
    await this.#ledger.change(scope, everywhere, async (tx) => {
      const before = await this.#own(tx, id, expected);
      const references = await referencesTo(this.#ledger, tx, id);
      if (references.length > 0) throw referenced(before.key, references);
      try {
        await this.#ledger.storage.query(tx, sql`delete from ${this.#roles} where id = ${id}`);
      } catch (error) {
        // What stands in other workspaces is not seen from here, but it holds the role all the same.
        if (Reflect.get(Object(error), 'code') !== 'DW_STORAGE_REFERENCE') throw error;
        throw referenced(before.key, ['something in another workspace']);
      }
      await this.#record(tx, scope, 'deleted', before, before, null);
    });
  }

  async #own(tx: Transaction, id: string, expected: string | undefined): Promise<StoredRole> {
    const role = await this.load(tx, id);
    if (role.isBuiltIn) throw builtIn(role.key);
    if (expected !== undefined && expected !== String(role.version)) throw changedMeanwhile('role');
    return role;
  }

  async #setParents(
    tx: Transaction,
    { id, key, everywhere }: { readonly id: string; readonly key: string; readonly everywhere: boolean },
    inherits: readonly string[],
    workspace: string | null,
  ): Promise<void> {
    const roles = await loadRoles(this.#ledger.storage, tx);
    const byId = new Map(roles.map((role) => [role.id, role]));
    const parents = inherits.map((name, index) => {
      const found = roles.find((role) => role.key === name && (role.everywhere || !everywhere));
      if (found === undefined) throw namesUnknownRole(`/inherits/${index}`, name);
      return found;
    });
    const way = findCycle(id, (one) =>
      one === id ? parents.map((parent) => parent.id) : (byId.get(one)?.parents ?? []),
    );
    if (way !== null) throw cycle(way.map((one) => byId.get(one)?.key ?? key));
    const table = this.#ledger.table('role_parents');
    await this.#ledger.storage.query(tx, sql`delete from ${table} where role_id = ${id}`);
    if (parents.length === 0) return;
    await this.#ledger.storage.query(
      tx,
      sql`insert into ${table} (role_id, parent_id, workspace_id)
          select distinct ${id}::text, parent, ${workspace}::uuid from unnest(${parents.map((parent) => parent.id)}::text[]) as parent`,
    );
  }

  async #record(
    tx: Transaction,
    scope: ExecutionScope,
    what: 'created' | 'updated' | 'deleted',
    { id, key, everywhere }: { readonly id: string; readonly key: string; readonly everywhere: boolean },
    before: RoleDraft | null,
    after: RoleDraft | null,
  ): Promise<void> {
    await this.#ledger.record(tx, scope, {
      action: `access.role.${what}`,
      object: { type: 'role', id, name: key },
      everywhere,
      ...(before === null ? {} : { before: said(before) }),
      ...(after === null ? {} : { after: said(after) }),
    });
  }

  async #rows(tx: Transaction, rest: SqlFragment): Promise<readonly StoredRole[]> {
    const rows = await this.#ledger.storage.query<StoredRole>(
      tx,
      sql`select id, key, title, description, permissions, is_built_in as "isBuiltIn", workspace_id is null as everywhere, version,
            array(select p.key from ${this.#ledger.table('role_parents')} l join ${this.#roles} p on p.id = l.parent_id where l.role_id = r.id order by 1) as inherits,
            ${sql.isoTime(sql`created_at`)} as "createdAt", created_by as "createdBy", ${sql.isoTime(sql`updated_at`)} as "updatedAt", updated_by as "updatedBy"
          from ${this.#roles} r ${rest}`,
    );
    return rows.map((row) => ({ ...row, permissions: BUILT_IN.get(row.id)?.permissions ?? row.permissions }));
  }

  get #roles(): SqlFragment {
    return this.#ledger.table('roles');
  }
}

const said = ({ title, description, permissions, inherits, everywhere }: RoleDraft) => ({
  ...{ title, description, everywhere },
  ...{ permissions: [...permissions], inherits: [...inherits] },
});
