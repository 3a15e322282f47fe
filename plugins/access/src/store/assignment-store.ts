import { randomUUID } from 'node:crypto';
import {
  accessEvents,
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Page,
  type RoleHolder,
  type SqlFragment,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { ADMIN } from '../model/built-in-roles.ts';
import {
  changedMeanwhile,
  invalid,
  keyTaken,
  lastAdministrator,
  limitReached,
  unknownAssignment,
} from './access-errors.ts';
import type { RulesLedger } from './rules-ledger.ts';

/** Assignments that a workspace may have, with those of every workspace. */
const MOST_ASSIGNMENTS = 100_000;

/** A role to give. */
export interface AssignmentDraft {
  readonly role: { readonly id: string; readonly key: string; readonly everywhere: boolean };
  readonly holder: RoleHolder & { readonly name?: string };
  readonly everywhere: boolean;
  /** ISO 8601. */
  readonly expiresAt: string | null;
}

/** A role that is given, as it is kept. */
export interface StoredAssignment {
  readonly id: string;
  readonly role: { readonly id: string; readonly key: string; readonly title: string };
  readonly holder: RoleHolder & { readonly name: string | null };
  readonly everywhere: boolean;
  readonly expiresAt: string | null;
  readonly isExpired: boolean;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** What a list may be narrowed to. */
export interface AssignmentFilter {
  readonly role?: string;
  readonly holder?: string;
}

/** Who holds which role. */
export class AssignmentStore {
  readonly #ledger: RulesLedger;

  constructor(ledger: RulesLedger) {
    this.#ledger = ledger;
  }

  /** A page, the newest first. */
  page(
    scope: ExecutionScope,
    { role, holder }: AssignmentFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<StoredAssignment>> {
    const where = [sql`true`];
    if (role !== undefined) where.push(sql`(r.key = ${role} or r.id = ${role})`);
    if (holder !== undefined) where.push(sql`a.holder_id = ${holder}`);
    if (cursor !== undefined) {
      const [position, id] = decodeCursor(cursor, ['integer', 'uuid']);
      where.push(sql`(a.created_at, a.id) < (${sql.fromMicroseconds(position)}, ${id}::uuid)`);
    }
    return this.#ledger.storage.transaction(scope, async (tx) =>
      cutPage(
        await this.#rows(
          tx,
          sql`where ${sql.join(where, ' and ')} order by a.created_at desc, a.id desc limit ${limit + 1}`,
        ),
        limit,
        ({ position: _position, ...row }) => row,
        ({ position, id }) => [position, id],
      ),
    );
  }

  /** @throws DataWaveError DW_ROLE_ASSIGNMENT_UNKNOWN */
  get(scope: ExecutionScope, id: string): Promise<StoredAssignment> {
    return this.#ledger.storage.transaction(scope, (tx) => this.#load(tx, id));
  }

  /** Gives a role, in a transaction that holds the lock. @throws DataWaveError DW_ACCESS_TAKEN, DW_ACCESS_INVALID */
  async assign(tx: Transaction, scope: ExecutionScope, draft: AssignmentDraft): Promise<StoredAssignment> {
    const { role, holder, everywhere, expiresAt } = draft;
    if (everywhere && !role.everywhere)
      throw invalid([{ pointer: '/everywhere', message: 'is not possible with a role of one workspace' }]);
    if (expiresAt !== null && Date.parse(expiresAt) <= Date.now())
      throw invalid([{ pointer: '/expiresAt', message: 'has passed' }]);
    const [{ total } = { total: 0 }] = await this.#ledger.storage.query<{ total: number }>(
      tx,
      sql`select count(*)::int as total from ${this.#table}`,
    );
    if (total >= MOST_ASSIGNMENTS) throw limitReached(`${MOST_ASSIGNMENTS} role assignments`);
    // One that has expired is no hindrance.
    await this.#ledger.storage.query(
      tx,
      sql`delete from ${this.#table} where ${this.#same(scope, draft)} and expires_at <= now()`,
    );
    const id = randomUUID();
    const [added] = await this.#ledger.storage.query<{ id: string }>(
      tx,
      sql`insert into ${this.#table} (id, workspace_id, role_id, holder_kind, holder_id, holder_name, expires_at, version, created_at, created_by, updated_at, updated_by)
          values (${id}, ${everywhere ? null : scope.workspace}::uuid, ${role.id}, ${holder.kind}, ${holder.id}, ${holder.name ?? null}, ${expiresAt}::timestamptz, 1, now(), ${scope.principal.id}, now(), ${scope.principal.id})
          on conflict do nothing returning id`,
    );
    if (added === undefined) throw keyTaken('/holder', 'assignment');
    const after = await this.#load(tx, id);
    await this.#record(tx, scope, 'assigned', null, after);
    return after;
  }

  /** Changes when it ends, in a transaction that holds the lock. */
  async prolong(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    expiresAt: string | null,
    expected: string | undefined,
  ): Promise<StoredAssignment> {
    if (expiresAt !== null && Date.parse(expiresAt) <= Date.now())
      throw invalid([{ pointer: '/expiresAt', message: 'has passed' }]);
    const before = await this.#expect(tx, id, expected);
    await this.#ledger.storage.query(
      tx,
      sql`update ${this.#table} set expires_at = ${expiresAt}::timestamptz, version = version + 1, updated_at = now(), updated_by = ${scope.principal.id} where id = ${id}`,
    );
    if (expiresAt !== null) await this.#keepAnAdministrator(tx, before);
    const after = await this.#load(tx, id);
    await this.#record(tx, scope, 'assigned', before, after);
    return after;
  }

  /** Takes a role back, in a transaction that holds the lock. @throws DataWaveError DW_ACCESS_LAST_ADMINISTRATOR */
  async remove(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    expected: string | undefined,
  ): Promise<void> {
    const before = await this.#expect(tx, id, expected);
    await this.#ledger.storage.query(tx, sql`delete from ${this.#table} where id = ${id}`);
    await this.#keepAnAdministrator(tx, before);
    await this.#record(tx, scope, 'withdrawn', before, null);
  }

  /** The assignment of a role to a holder, if there is one. */
  async find(
    tx: Transaction,
    scope: ExecutionScope,
    draft: Pick<AssignmentDraft, 'role' | 'holder' | 'everywhere'>,
  ): Promise<StoredAssignment | undefined> {
    const [found] = await this.#ledger.storage.query<{ id: string }>(
      tx,
      sql`select id from ${this.#table} where ${this.#same(scope, draft)} and (expires_at is null or expires_at > now())`,
    );
    return found === undefined ? undefined : this.#load(tx, found.id);
  }

  /** Those that hold everywhere and were made by somebody. */
  everywhereBy(tx: Transaction, principal: string): Promise<readonly StoredAssignment[]> {
    return this.#rows(tx, sql`where a.workspace_id is null and a.created_by = ${principal} order by a.id`);
  }

  #same(
    scope: ExecutionScope,
    { role, holder, everywhere }: Pick<AssignmentDraft, 'role' | 'holder' | 'everywhere'>,
  ): SqlFragment {
    return sql`role_id = ${role.id} and holder_kind = ${holder.kind} and holder_id = ${holder.id} and ${
      everywhere ? sql`workspace_id is null` : sql`workspace_id = ${scope.workspace}::uuid`
    }`;
  }

  /** Somebody stays administrator without an end, once somebody is. A group does not count: it may be empty tomorrow. */
  async #keepAnAdministrator(tx: Transaction, before: StoredAssignment): Promise<void> {
    const wasOne =
      before.role.id === ADMIN && before.holder.kind === 'principal' && before.expiresAt === null;
    if (!wasOne) return;
    const reach = before.everywhere ? sql`workspace_id is null` : sql`true`;
    const [left] = await this.#ledger.storage.query<{ id: string }>(
      tx,
      sql`select id from ${this.#table} where role_id = ${ADMIN} and holder_kind = 'principal' and expires_at is null and ${reach} limit 1`,
    );
    if (left === undefined) throw lastAdministrator();
  }

  async #expect(tx: Transaction, id: string, expected: string | undefined): Promise<StoredAssignment> {
    const found = await this.#load(tx, id);
    if (expected !== undefined && expected !== String(found.version))
      throw changedMeanwhile('role assignment');
    return found;
  }

  async #load(tx: Transaction, id: string): Promise<StoredAssignment> {
    const [row] = await this.#rows(tx, sql`where a.id = ${id}`);
    if (row === undefined) throw unknownAssignment();
    const { position: _position, ...assignment } = row;
    return assignment;
  }

  async #record(
    tx: Transaction,
    scope: ExecutionScope,
    what: 'assigned' | 'withdrawn',
    before: StoredAssignment | null,
    after: StoredAssignment | null,
  ): Promise<void> {
    const one = after ?? before;
    if (one === null) return;
    const { kind, id, name } = one.holder;
    const data = ({ role, everywhere, expiresAt }: StoredAssignment) => ({
      role: role.key,
      holder: { kind, id },
      everywhere,
      expiresAt,
    });
    await this.#ledger.record(tx, scope, {
      action: `access.role.${what}`,
      object: { type: 'role-assignment', id: one.id, name: `${one.role.title} for ${name ?? id}` },
      everywhere: one.everywhere,
      ...(before === null ? {} : { before: data(before) }),
      ...(after === null ? {} : { after: data(after) }),
      event: {
        type: what === 'assigned' ? accessEvents.roleAssigned : accessEvents.roleWithdrawn,
        subject: id,
        data: data(one),
      },
    });
  }

  async #rows(
    tx: Transaction,
    rest: SqlFragment,
  ): Promise<readonly (StoredAssignment & { position: number })[]> {
    return this.#ledger.storage.query<StoredAssignment & { position: number }>(
      tx,
      sql`select a.id, jsonb_build_object('id', r.id, 'key', r.key, 'title', r.title) as role,
            jsonb_build_object('kind', a.holder_kind, 'id', a.holder_id, 'name', a.holder_name) as holder,
            a.workspace_id is null as everywhere, ${sql.isoTime(sql`a.expires_at`)} as "expiresAt", coalesce(a.expires_at <= now(), false) as "isExpired", a.version,
            ${sql.isoTime(sql`a.created_at`)} as "createdAt", a.created_by as "createdBy", ${sql.isoTime(sql`a.updated_at`)} as "updatedAt", a.updated_by as "updatedBy",
            ${sql.microseconds(sql`a.created_at`)} as position
          from ${this.#table} a join ${this.#ledger.table('roles')} r on r.id = a.role_id ${rest}`,
    );
  }

  get #table(): SqlFragment {
    return this.#ledger.table('assignments');
  }
}
