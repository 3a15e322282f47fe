import { randomUUID } from 'node:crypto';
import {
  type AccountGroup,
  cutPage,
  decodeCursor,
  type GroupFilter,
  type Page,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { unknownThing } from '../identity-errors.ts';
import { foldName } from './fold-name.ts';

/** Groups and who is in them, as rows. */
export class GroupStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  async find(tx: Transaction, filter: GroupFilter): Promise<AccountGroup | null> {
    const [row] = await this.#rows(tx, sql`where ${this.#matching(filter)} order by g.folded, g.id limit 1`);
    return row ?? null;
  }

  /** Holds the row until the end of the transaction. @throws DataWaveError DW_IDENTITY_UNKNOWN */
  async lock(tx: Transaction, id: string): Promise<AccountGroup> {
    await this.#storage.query(tx, sql`select 1 from ${this.#table('groups')} where id = ${id} for update`);
    const group = await this.find(tx, { id });
    if (group === null) throw unknownThing('group');
    return group;
  }

  async page(
    tx: Transaction,
    filter: GroupFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<AccountGroup>> {
    let after = sql`true`;
    if (cursor !== undefined) {
      const [folded, id] = decodeCursor(cursor, ['text', 'text']);
      after = sql`(g.folded, g.id) > (${folded}, ${id})`;
    }
    const rows = await this.#rows(
      tx,
      sql`where ${this.#matching(filter)} and ${after} order by g.folded, g.id limit ${limit + 1}`,
    );
    return cutPage(
      rows,
      limit,
      (group) => group,
      ({ name, id }) => [foldName(name), id],
    );
  }

  /** The group's id; null when one that was made here has the name already. */
  async insert(
    tx: Transaction,
    name: string,
    origin: { readonly provider: string; readonly subject: string } | null,
  ): Promise<string | null> {
    const id = `group:${randomUUID()}`;
    const rows = await this.#storage.query(
      tx,
      sql`insert into ${this.#table('groups')} (id, name, folded, provider, subject)
          values (${id}, ${name}, ${foldName(name)}, ${origin?.provider ?? null}, ${origin?.subject ?? null})
          on conflict do nothing returning id`,
    );
    return rows.length > 0 ? id : null;
  }

  /**
   * Lets a group of a provider be the one that was made ahead under its name, to give it a role before the provider spoke of it: as long
   * as nobody is in it, and nothing is known by the new subject.
   */
  async adopt(
    tx: Transaction,
    name: string,
    { provider, subject }: { readonly provider: string; readonly subject: string },
  ): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('groups')} g set subject = ${subject}, updated_at = now(), version = version + 1
          where g.provider = ${provider} and g.subject = ${name} and g.name = ${name} and ${subject} <> ${name}
            and not exists (select 1 from ${this.#table('groups')} o where o.provider = ${provider} and o.subject = ${subject})
            and not exists (select 1 from ${this.#table('memberships')} m where m.group_id = g.id)`,
    );
  }

  /** False when the name is taken. */
  async rename(tx: Transaction, id: string, name: string): Promise<boolean> {
    const folded = foldName(name);
    const taken = await this.#storage.query(
      tx,
      sql`select 1 from ${this.#table('groups')} o join ${this.#table('groups')} g on g.id = ${id}
          where g.provider is null and o.provider is null and o.folded = ${folded} and o.id <> g.id`,
    );
    if (taken.length > 0) return false;
    await this.#storage.query(
      tx,
      sql`update ${this.#table('groups')} set name = ${name}, folded = ${folded}, updated_at = now(), version = version + 1 where id = ${id}`,
    );
    return true;
  }

  async delete(tx: Transaction, id: string): Promise<void> {
    await this.#storage.query(tx, sql`delete from ${this.#table('groups')} where id = ${id}`);
  }

  /** Ids of those whose membership this has changed. */
  async changeMembers(
    tx: Transaction,
    id: string,
    add: readonly string[],
    remove: readonly string[],
  ): Promise<readonly string[]> {
    const added = await this.#storage.query<{ user_id: string }>(
      tx,
      sql`insert into ${this.#table('memberships')} (group_id, user_id)
          select ${id}, u.id from ${this.#table('users')} u where u.id = any(${[...add]}::text[]) on conflict do nothing returning user_id`,
    );
    const removed = await this.#storage.query<{ user_id: string }>(
      tx,
      sql`delete from ${this.#table('memberships')} where group_id = ${id} and user_id = any(${[...remove]}::text[]) returning user_id`,
    );
    if (added.length + removed.length > 0)
      await this.#storage.query(
        tx,
        sql`update ${this.#table('groups')} set updated_at = now(), version = version + 1 where id = ${id}`,
      );
    return [...added, ...removed].map((row) => row.user_id);
  }

  async membersOf(tx: Transaction, id: string): Promise<readonly string[]> {
    const rows = await this.#storage.query<{ user_id: string }>(
      tx,
      sql`select user_id from ${this.#table('memberships')} where group_id = ${id}`,
    );
    return rows.map((row) => row.user_id);
  }

  /**
   * Makes somebody a member of exactly these groups of a provider, which are made where they are missing; groups of others stay.
   * In statements whose number does not grow with that of the groups. Answers whether anything is other than before.
   */
  async follow(
    tx: Transaction,
    userId: string,
    provider: string,
    names: readonly string[],
  ): Promise<boolean> {
    const wanted = [...new Set(names)].sort();
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('groups')} (id, name, folded, provider, subject)
          select 'group:' || gen_random_uuid(), n.name, n.folded, ${provider}, n.name
          from unnest(${wanted}::text[], ${wanted.map(foldName)}::text[]) as n (name, folded)
          where not exists (select 1 from ${this.#table('groups')} g where g.provider = ${provider} and g.subject = n.name)
          on conflict do nothing`,
    );
    const added = await this.#storage.query(
      tx,
      sql`insert into ${this.#table('memberships')} (group_id, user_id)
          select g.id, ${userId} from ${this.#table('groups')} g where g.provider = ${provider} and g.subject = any(${wanted}::text[])
          on conflict do nothing returning group_id`,
    );
    const removed = await this.#storage.query(
      tx,
      sql`delete from ${this.#table('memberships')} m using ${this.#table('groups')} g
          where g.id = m.group_id and m.user_id = ${userId} and g.provider = ${provider} and g.subject <> all(${wanted}::text[]) returning m.group_id`,
    );
    return added.length + removed.length > 0;
  }

  #rows(tx: Transaction, rest: SqlFragment): Promise<readonly AccountGroup[]> {
    return this.#storage.query<AccountGroup>(
      tx,
      sql`select g.id, g.name, g.provider, g.subject,
            (select count(*)::int from ${this.#table('memberships')} m where m.group_id = g.id) as "memberCount",
            ${sql.isoTime(sql`g.created_at`)} as "createdAt", ${sql.isoTime(sql`g.updated_at`)} as "updatedAt", g.version
          from ${this.#table('groups')} g ${rest}`,
    );
  }

  #matching(filter: GroupFilter): SqlFragment {
    const where: SqlFragment[] = [sql`true`];
    if (filter.id !== undefined) where.push(sql`g.id = ${filter.id}`);
    if (filter.name !== undefined) where.push(sql`g.folded = ${foldName(filter.name)}`);
    if (filter.provider !== undefined) where.push(sql`g.provider = ${filter.provider}`);
    if (filter.subject !== undefined) where.push(sql`g.subject = ${filter.subject}`);
    if (filter.member !== undefined)
      where.push(
        sql`exists (select 1 from ${this.#table('memberships')} m where m.group_id = g.id and m.user_id = ${filter.member})`,
      );
    if (filter.q !== undefined && filter.q.trim() !== '')
      where.push(sql`g.name ilike ${sql.containing(filter.q.trim())}`);
    return sql.join(where, ' and ');
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
