import { type SqlFragment, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import type { Filter } from './filter/filter.ts';
import { type AttributeColumns, filterToSql } from './filter/filter-sql.ts';
import { folded, isUuid, type ResourceRow, type Slice, type SliceRange } from './resource-row.ts';
import { SCHEMAS } from './resources/attributes.ts';

/** A group that a client has brought in. */
export interface GroupRow extends ResourceRow {
  readonly displayName: string;
  readonly externalId: string | null;
  /** Of the platform's group. */
  readonly groupId: string | null;
}

/** Somebody in a group. */
export interface MemberRow {
  readonly groupId: string;
  readonly value: string;
  readonly display: string;
}

/** Groups and who is in them as rows, those of one client at a time. */
export class GroupStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  async find(tx: Transaction, client: string, id: string, lock = false): Promise<GroupRow | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.#rows(
      tx,
      sql`where g.client = ${client} and g.id = ${id}::uuid ${lock ? sql`for update` : sql``}`,
    );
    return row ?? null;
  }

  async slice(
    tx: Transaction,
    client: string,
    filter: Filter | null,
    { offset, count }: SliceRange,
  ): Promise<Slice<GroupRow>> {
    const fits = filter === null ? sql`true` : filterToSql(filter, this.#columns);
    const where = sql`where g.client = ${client} and ${fits}`;
    const [counted] = await this.#storage.query<{ total: number }>(
      tx,
      sql`select count(*)::int as total from ${this.#table('groups')} g ${where}`,
    );
    const items =
      count === 0
        ? []
        : await this.#rows(tx, sql`${where} order by g.created_at, g.id limit ${count} offset ${offset}`);
    return { total: counted?.total ?? 0, items };
  }

  /** Null when the client has another of this name. */
  async insert(
    tx: Transaction,
    client: string,
    { displayName, externalId }: Pick<GroupRow, 'displayName' | 'externalId'>,
  ): Promise<GroupRow | null> {
    const [made] = await this.#storage.query<{ id: string }>(
      tx,
      sql`insert into ${this.#table('groups')} (client, display_name, folded, external_id)
          values (${client}, ${displayName}, ${folded(displayName)}, ${externalId}) on conflict do nothing returning id::text as id`,
    );
    return made === undefined ? null : this.find(tx, client, made.id);
  }

  /** False when the client has another of this name. */
  async update(
    tx: Transaction,
    client: string,
    id: string,
    { displayName, externalId }: { readonly displayName: string; readonly externalId: string | null },
  ): Promise<boolean> {
    const taken = await this.#storage.query(
      tx,
      sql`select 1 from ${this.#table('groups')} where client = ${client} and id <> ${id}::uuid and folded = ${folded(displayName)}`,
    );
    if (taken.length > 0) return false;
    await this.#storage.query(
      tx,
      sql`update ${this.#table('groups')} set display_name = ${displayName}, folded = ${folded(displayName)}, external_id = ${externalId} where id = ${id}::uuid`,
    );
    return true;
  }

  async raiseVersion(tx: Transaction, id: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('groups')} set updated_at = now(), version = version + 1 where id = ${id}::uuid`,
    );
  }

  async setGroup(tx: Transaction, id: string, groupId: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('groups')} set group_id = ${groupId} where id = ${id}::uuid and group_id is distinct from ${groupId}`,
    );
  }

  async delete(tx: Transaction, id: string): Promise<void> {
    await this.#storage.query(tx, sql`delete from ${this.#table('groups')} where id = ${id}::uuid`);
  }

  /** Members of groups; in one statement for all of them. */
  members(tx: Transaction, ids: readonly string[]): Promise<readonly MemberRow[]> {
    return this.#storage.query<MemberRow>(
      tx,
      sql`select m.group_id::text as "groupId", m.user_id::text as value, u.user_name as display
          from ${this.#table('members')} m join ${this.#table('users')} u on u.id = m.user_id
          where m.group_id = any(${[...ids]}::uuid[]) order by m.group_id, u.folded`,
    );
  }

  async memberIds(tx: Transaction, id: string): Promise<readonly string[]> {
    const rows = await this.#storage.query<{ id: string }>(
      tx,
      sql`select user_id::text as id from ${this.#table('members')} where group_id = ${id}::uuid`,
    );
    return rows.map((row) => row.id);
  }

  /** Ids of those who were not in it. */
  async addMembers(tx: Transaction, id: string, users: readonly string[]): Promise<readonly string[]> {
    if (users.length === 0) return [];
    const rows = await this.#storage.query<{ id: string }>(
      tx,
      sql`insert into ${this.#table('members')} (group_id, user_id) select ${id}::uuid, unnest(${[...users]}::uuid[])
          on conflict do nothing returning user_id::text as id`,
    );
    return rows.map((row) => row.id);
  }

  /** Ids of those who were in it. */
  async removeMembers(tx: Transaction, id: string, users: readonly string[]): Promise<readonly string[]> {
    if (users.length === 0) return [];
    const rows = await this.#storage.query<{ id: string }>(
      tx,
      sql`delete from ${this.#table('members')} where group_id = ${id}::uuid and user_id = any(${[...users]}::uuid[]) returning user_id::text as id`,
    );
    return rows.map((row) => row.id);
  }

  /** Where the attributes of a group lie. */
  readonly #columns: AttributeColumns = ({ schema, name, sub }) => {
    if (schema !== null && schema !== SCHEMAS.group.toLowerCase()) return undefined;
    if (name === 'meta') {
      if (sub === 'created') return { kind: 'time', column: sql`g.created_at` };
      return sub === 'lastmodified' ? { kind: 'time', column: sql`g.updated_at` } : undefined;
    }
    if (name === 'members')
      return {
        kind: 'many',
        rows: sql`${this.#table('members')} m where m.group_id = g.id`,
        columns: new Map([['value', { kind: 'text', column: sql`m.user_id::text` }]]),
      };
    if (sub !== null) return undefined;
    if (name === 'id') return { kind: 'text', column: sql`g.id::text` };
    if (name === 'displayname') return { kind: 'text', column: sql`g.folded`, fold: folded };
    return name === 'externalid' ? { kind: 'text', column: sql`g.external_id`, isExact: true } : undefined;
  };

  #rows(tx: Transaction, rest: SqlFragment): Promise<readonly GroupRow[]> {
    return this.#storage.query<GroupRow>(
      tx,
      sql`select g.id::text as id, g.display_name as "displayName", g.external_id as "externalId", g.group_id as "groupId",
            ${sql.isoTime(sql`g.created_at`)} as "createdAt", ${sql.isoTime(sql`g.updated_at`)} as "updatedAt", g.version
          from ${this.#table('groups')} g ${rest}`,
    );
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
