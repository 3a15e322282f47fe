import { type SqlFragment, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import type { Filter } from './filter/filter.ts';
import { type AttributeColumn, type AttributeColumns, filterToSql } from './filter/filter-sql.ts';
import { folded, isUuid, type ResourceRow, type Slice, type SliceRange } from './resource-row.ts';
import { SCHEMAS } from './resources/attributes.ts';
import { ALL_USER_ATTRIBUTES, type ScimUser } from './resources/user-resource.ts';

/** Somebody whom a client has brought in. */
export interface UserRow extends ResourceRow {
  readonly subject: string;
  readonly accountId: string | null;
  /** All that is kept of them. */
  readonly user: ScimUser;
}

/** People as rows, those of one client at a time. */
export class UserStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  async find(tx: Transaction, client: string, id: string, lock = false): Promise<UserRow | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.#rows(
      tx,
      sql`where u.client = ${client} and u.id = ${id}::uuid ${lock ? sql`for update` : sql``}`,
    );
    return row ?? null;
  }

  async slice(
    tx: Transaction,
    client: string,
    filter: Filter | null,
    { offset, count }: SliceRange,
  ): Promise<Slice<UserRow>> {
    const fits = filter === null ? sql`true` : filterToSql(filter, columnsOfUsers);
    const where = sql`where u.client = ${client} and ${fits}`;
    const [counted] = await this.#storage.query<{ total: number }>(
      tx,
      sql`select count(*)::int as total from ${this.#table('users')} u ${where}`,
    );
    const items =
      count === 0
        ? []
        : await this.#rows(tx, sql`${where} order by u.created_at, u.id limit ${count} offset ${offset}`);
    return { total: counted?.total ?? 0, items };
  }

  /** Null when the client has another of this name or external id. */
  async insert(tx: Transaction, client: string, subject: string, user: ScimUser): Promise<UserRow | null> {
    const { userName = '', externalId = null, active = true } = user;
    const [made] = await this.#storage.query<{ id: string }>(
      tx,
      sql`insert into ${this.#table('users')} (client, user_name, folded, external_id, subject, active, attributes)
          values (${client}, ${userName}, ${folded(userName)}, ${externalId}, ${subject}, ${active}, ${sql.json(user)})
          on conflict do nothing returning id`,
    );
    return made === undefined ? null : this.find(tx, client, made.id);
  }

  /** False when the client has another of this name or external id. */
  async update(tx: Transaction, client: string, id: string, user: ScimUser): Promise<boolean> {
    const { userName = '', externalId = null, active = true } = user;
    const taken = await this.#storage.query(
      tx,
      sql`select 1 from ${this.#table('users')} where client = ${client} and id <> ${id}::uuid and (folded = ${folded(userName)} or external_id = ${externalId})`,
    );
    if (taken.length > 0) return false;
    await this.#storage.query(
      tx,
      sql`update ${this.#table('users')} set user_name = ${userName}, folded = ${folded(userName)}, external_id = ${externalId}, active = ${active},
            attributes = ${sql.json(user)}, updated_at = now(), version = version + 1
          where id = ${id}::uuid`,
    );
    return true;
  }

  async setAccount(tx: Transaction, id: string, accountId: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('users')} set account_id = ${accountId} where id = ${id}::uuid and account_id is distinct from ${accountId}`,
    );
  }

  /** Takes somebody away, out of the groups too. */
  async delete(tx: Transaction, id: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('groups')} g set version = version + 1, updated_at = now()
          where exists (select 1 from ${this.#table('members')} m where m.group_id = g.id and m.user_id = ${id}::uuid)`,
    );
    await this.#storage.query(tx, sql`delete from ${this.#table('users')} where id = ${id}::uuid`);
  }

  /** Of an account that is not there any more. */
  async forgetAccount(tx: Transaction, accountId: string): Promise<void> {
    const rows = await this.#storage.query<{ id: string }>(
      tx,
      sql`select id from ${this.#table('users')} where account_id = ${accountId}`,
    );
    for (const { id } of rows) await this.delete(tx, id);
  }

  /** Those of the given who are the client's, with their accounts. */
  accountsOf(
    tx: Transaction,
    client: string,
    ids: readonly string[],
  ): Promise<readonly { readonly id: string; readonly accountId: string | null }[]> {
    return this.#storage.query(
      tx,
      sql`select id::text as id, account_id as "accountId" from ${this.#table('users')}
          where client = ${client} and id = any(${ids.filter(isUuid)}::uuid[])`,
    );
  }

  #rows(tx: Transaction, rest: SqlFragment): Promise<readonly UserRow[]> {
    return this.#storage.query<UserRow>(
      tx,
      sql`select u.id::text as id, u.subject, u.account_id as "accountId", u.attributes as user,
            ${sql.isoTime(sql`u.created_at`)} as "createdAt", ${sql.isoTime(sql`u.updated_at`)} as "updatedAt", u.version
          from ${this.#table('users')} u ${rest}`,
    );
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}

const metaColumns = (name: string | null): AttributeColumn | undefined => {
  if (name === 'created') return { kind: 'time', column: sql`u.created_at` };
  return name === 'lastmodified' ? { kind: 'time', column: sql`u.updated_at` } : undefined;
};

/** Where the attributes of a user lie. */
const columnsOfUsers: AttributeColumns = ({ schema, name, sub }) => {
  if (schema !== null && schema !== SCHEMAS.user.toLowerCase()) {
    const extension = ALL_USER_ATTRIBUTES.find((one) => one.name.toLowerCase() === schema);
    const part = extension?.sub?.find((one) => one.name.toLowerCase() === name);
    return extension === undefined || part === undefined || sub !== null
      ? undefined
      : { kind: 'text', column: sql`(u.attributes #>> ${[extension.name, part.name]}::text[])` };
  }
  if (name === 'id' && sub === null) return { kind: 'text', column: sql`u.id::text` };
  if (name === 'meta') return metaColumns(sub);
  const attribute = ALL_USER_ATTRIBUTES.find((one) => one.name.toLowerCase() === name);
  if (attribute === undefined) return undefined;
  if (attribute.isMany === true) {
    const columns = new Map(
      (attribute.sub ?? []).map((part): [string, AttributeColumn] => [
        part.name.toLowerCase(),
        part.type === 'boolean'
          ? { kind: 'boolean', column: sql`(item ->> ${part.name})::boolean` }
          : { kind: 'text', column: sql`(item ->> ${part.name})` },
      ]),
    );
    const list = sql`coalesce(u.attributes -> ${attribute.name}, '[]'::jsonb)`;
    return { kind: 'many', rows: sql`jsonb_array_elements(${list}) as item where true`, columns };
  }
  if (attribute.type === 'complex') {
    const part = attribute.sub?.find((one) => one.name.toLowerCase() === sub);
    return part === undefined
      ? undefined
      : { kind: 'text', column: sql`(u.attributes #>> ${[attribute.name, part.name]}::text[])` };
  }
  if (sub !== null) return undefined;
  if (attribute.type === 'boolean') return { kind: 'boolean', column: sql`u.active` };
  if (attribute.isExact === true) return { kind: 'text', column: sql`u.external_id`, isExact: true };
  // Its own column has an index.
  if (name === 'username') return { kind: 'text', column: sql`u.folded`, fold: folded };
  return { kind: 'text', column: sql`(u.attributes ->> ${attribute.name})` };
};
