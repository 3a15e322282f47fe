import {
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Json,
  type Page,
  type RoleHolder,
  type SqlFragment,
  sql,
  type Transaction,
  workspaceEvents,
} from '@datawave/plugin-sdk';
import { changedMeanwhile, lastAdministrator, memberPresent, unknownMember } from '../workspace-errors.ts';
import { inWorkspace, type StoreParts, type WorkspaceStore } from './workspace-store.ts';

/** Who holds it in a workspace may do everything there. */
export const ADMINISTRATOR = 'admin';

/** Somebody who may enter a workspace. */
export interface Member {
  readonly holder: RoleHolder;
  /** As it was when the member was made; null where nobody knew. */
  readonly name: string | null;
  readonly roles: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

interface MemberRow extends Omit<Member, 'holder'> {
  readonly kind: RoleHolder['kind'];
  readonly id: string;
}

const COLUMNS = sql`m.holder_kind as kind, m.holder_id as id, m.holder_name as name, m.roles, m.version,
  ${sql.isoTime(sql`m.created_at`)} as "createdAt", ${sql.isoTime(sql`m.updated_at`)} as "updatedAt"`;

const toMember = ({ kind, id, ...rest }: MemberRow): Member => ({ holder: { kind, id }, ...rest });

/** Who is in which workspace, with which roles. */
export class MemberStore {
  readonly #parts: StoreParts;
  readonly #workspaces: WorkspaceStore;

  constructor(parts: StoreParts, workspaces: WorkspaceStore) {
    this.#parts = parts;
    this.#workspaces = workspaces;
  }

  async page(
    scope: ExecutionScope,
    workspace: string,
    { limit = 50, cursor }: { readonly limit?: number; readonly cursor?: string },
  ): Promise<Page<Member>> {
    const [kind, id] = cursor === undefined ? ['', ''] : decodeCursor(cursor, ['text', 'text']);
    const rows = await this.#parts.storage.transaction(scope, (tx) =>
      this.#parts.storage.query<MemberRow>(
        tx,
        sql`select ${COLUMNS} from ${this.#table} m where m.workspace = ${workspace}::uuid and (m.holder_kind, m.holder_id) > (${kind}, ${id})
            order by m.holder_kind, m.holder_id limit ${limit + 1}`,
      ),
    );
    return cutPage(rows, limit, toMember, (row) => [row.kind, row.id]);
  }

  /** @throws DataWaveError DW_WORKSPACE_MEMBER_UNKNOWN */
  async get(scope: ExecutionScope, workspace: string, holder: RoleHolder): Promise<Member> {
    return this.#parts.storage.transaction(scope, (tx) => this.#find(tx, workspace, holder));
  }

  /** Ids of the workspaces of which somebody is a member, each with the roles held by all ways. */
  async rolesOf(
    tx: Transaction,
    principal: string,
    groups: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.#parts.storage.query<{ workspace: string; roles: readonly string[] }>(
      tx,
      sql`select m.workspace::text as workspace, coalesce(array_agg(distinct r) filter (where r is not null), '{}') as roles
          from ${this.#table} m left join lateral unnest(m.roles) r on true
          where (m.holder_kind = 'principal' and m.holder_id = ${principal}) or (m.holder_kind = 'group' and m.holder_id = any(${groups}::text[]))
          group by m.workspace`,
    );
    return new Map(rows.map(({ workspace, roles }) => [workspace, roles]));
  }

  async count(tx: Transaction, workspace: string): Promise<number> {
    const [row] = await this.#parts.storage.query<{ n: number }>(
      tx,
      sql`select count(*)::int as n from ${this.#table} where workspace = ${workspace}::uuid`,
    );
    return row?.n ?? 0;
  }

  /** @param tx - in the workspace that the scope is in */
  async add(
    tx: Transaction,
    inside: ExecutionScope,
    { holder, name, roles }: Pick<Member, 'holder' | 'name' | 'roles'>,
  ): Promise<Member> {
    const { storage } = this.#parts;
    const actor = inside.principal.id;
    const added = await storage.query(
      tx,
      sql`insert into ${this.#table} (workspace, holder_kind, holder_id, holder_name, roles, version, created_by, updated_by)
          values (${inside.workspace}::uuid, ${holder.kind}, ${holder.id}, ${name}, ${roles}::text[], 1, ${actor}, ${actor}) on conflict do nothing returning 1`,
    );
    if (added.length === 0) throw memberPresent();
    await this.#tell(tx, inside, 'memberAdded', { holder, name, after: { roles: [...roles] } });
    return this.#find(tx, inside.workspace, holder);
  }

  async change(
    scope: ExecutionScope,
    workspace: string,
    change: {
      readonly holder: RoleHolder;
      /** Null takes the member out. */
      readonly roles: readonly string[] | null;
      readonly expected: string | undefined;
      /** Refuses, once it is known what was there. */
      readonly check: (before: Member) => void;
    },
  ): Promise<Member | null> {
    const { storage } = this.#parts;
    const { holder, roles, expected } = change;
    const inside = inWorkspace(scope, workspace);
    return storage.transaction(inside, async (tx) => {
      // One after the other, or two administrators could take each other out at once.
      await this.#workspaces.lock(tx, workspace, undefined);
      const before = await this.#find(tx, workspace, holder);
      if (expected !== undefined && String(before.version) !== expected) throw changedMeanwhile('member');
      change.check(before);
      if (before.roles.includes(ADMINISTRATOR) && !(roles ?? []).includes(ADMINISTRATOR))
        await this.#requireAnother(tx, workspace, holder);
      const same = sql`workspace = ${workspace}::uuid and holder_kind = ${holder.kind} and holder_id = ${holder.id}`;
      await storage.query(
        tx,
        roles === null
          ? sql`delete from ${this.#table} where ${same}`
          : sql`update ${this.#table} set roles = ${roles}::text[], version = version + 1, updated_at = now(), updated_by = ${scope.principal.id} where ${same}`,
      );
      await this.#tell(tx, inside, roles === null ? 'memberRemoved' : 'memberChanged', {
        ...{ holder, name: before.name, before: { roles: [...before.roles] } },
        ...(roles === null ? {} : { after: { roles: [...roles] } }),
      });
      return roles === null ? null : this.#find(tx, workspace, holder);
    });
  }

  async #requireAnother(tx: Transaction, workspace: string, but: RoleHolder): Promise<void> {
    const others = await this.#parts.storage.query(
      tx,
      sql`select 1 from ${this.#table} where workspace = ${workspace}::uuid and ${ADMINISTRATOR} = any(roles)
          and not (holder_kind = ${but.kind} and holder_id = ${but.id}) limit 1`,
    );
    if (others.length === 0) throw lastAdministrator();
  }

  async #find(tx: Transaction, workspace: string, { kind, id }: RoleHolder): Promise<Member> {
    const [row] = await this.#parts.storage.query<MemberRow>(
      tx,
      sql`select ${COLUMNS} from ${this.#table} m where m.workspace = ${workspace}::uuid and m.holder_kind = ${kind} and m.holder_id = ${id}`,
    );
    if (row === undefined) throw unknownMember();
    return toMember(row);
  }

  async #tell(
    tx: Transaction,
    inside: ExecutionScope,
    event: 'memberAdded' | 'memberChanged' | 'memberRemoved',
    {
      holder,
      name,
      before,
      after,
    }: {
      readonly holder: RoleHolder;
      readonly name: string | null;
      readonly before?: Json;
      readonly after?: { readonly roles: string[] };
    },
  ): Promise<void> {
    const { audit, events, storage } = this.#parts;
    await audit.record(tx, inside, {
      action: workspaceEvents[event],
      object: { type: holder.kind, id: holder.id, ...(name === null ? {} : { name }) },
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
    await events.publish(tx, inside, {
      type: workspaceEvents[event],
      subject: holder.id,
      data: { holder: { kind: holder.kind, id: holder.id }, roles: after?.roles ?? [] },
    });
    storage.afterCommit(tx, this.#parts.changed);
  }

  get #table(): SqlFragment {
    return sql.identifier(this.#parts.storage.schema, 'members');
  }
}
