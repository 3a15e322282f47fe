import { randomUUID } from 'node:crypto';
import {
  type AccessService,
  type AuditService,
  cutPage,
  DataWaveError,
  decodeCursor,
  type EventsService,
  type ExecutionScope,
  type Page,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { PluginReview } from '@datawave/plugin-sdk/packaging';
import { knownName } from '../npm/npm-names.ts';
import { unknownPlugin } from '../registry-errors.ts';

const SHOWN_WITH_PLUGIN = 50;

type ReviewRow = PluginReview & { readonly position: number };

/** Reviews: one of each person for each plugin, which administrators may hide. What is hidden does not count. */
export class ReviewStore {
  readonly #storage: StorageService;
  readonly #events: EventsService;
  readonly #audit: AuditService;
  readonly #access: AccessService;

  constructor(parts: {
    readonly storage: StorageService;
    readonly events: EventsService;
    readonly audit: AuditService;
    readonly access: AccessService;
  }) {
    this.#storage = parts.storage;
    this.#events = parts.events;
    this.#audit = parts.audit;
    this.#access = parts.access;
  }

  /** The newest ones, as far as the caller may see them. */
  async latest(tx: Transaction, scope: ExecutionScope, name: string): Promise<readonly PluginReview[]> {
    const rows = await this.#rows(tx, scope, name, sql`true`, SHOWN_WITH_PLUGIN);
    return rows.map(({ position: _, ...review }) => review);
  }

  page(
    scope: ExecutionScope,
    plainName: string,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<PluginReview>> {
    return this.#storage.transaction(scope, async (tx) => {
      const name = await this.#known(tx, plainName);
      let after = sql`true`;
      if (cursor !== undefined) {
        const [at, id] = decodeCursor(cursor, ['integer', 'uuid']);
        after = sql`(r.at, r.id) < (${sql.fromMicroseconds(at)}, ${id}::uuid)`;
      }
      const rows = await this.#rows(tx, scope, name, after, limit + 1);
      return cutPage(
        rows,
        limit,
        ({ position: _, ...review }) => review,
        ({ position, id }) => [position, id],
      );
    });
  }

  /**
   * Writes the caller's review, or writes it anew; one that was hidden stays so.
   * @throws DataWaveError DW_REGISTRY_REVIEW_OWN for a plugin of their own
   */
  async write(
    scope: ExecutionScope,
    plainName: string,
    review: { readonly rating: number; readonly text: string },
  ): Promise<void> {
    await this.#storage.transaction(scope, async (tx) => {
      const name = await this.#known(tx, plainName);
      const { id, displayName } = scope.principal;
      await this.#refuseOwn(tx, name, id);
      const [row] = await this.#storage.query<{ id: string }>(
        tx,
        sql`insert into ${this.#table('reviews')} as r (id, name, principal, author, rating, text, version)
            select ${randomUUID()}, p.name, ${id}, ${displayName}, ${review.rating}, ${review.text}, p.version
            from ${this.#table('plugins')} p where p.name = ${name}
            on conflict (name, principal) do update set rating = excluded.rating, text = excluded.text, version = excluded.version,
              author = excluded.author, at = now() returning r.id`,
      );
      await this.#settle(tx, name);
      await this.#events.publish(tx, scope, {
        type: 'registry.review.written',
        subject: name,
        data: { review: row?.id ?? '', rating: review.rating },
      });
    });
  }

  /** Takes the caller's review back; nothing happens where there is none. */
  async withdraw(scope: ExecutionScope, plainName: string): Promise<void> {
    await this.#storage.transaction(scope, async (tx) => {
      const name = await this.#known(tx, plainName);
      await this.#storage.query(
        tx,
        sql`delete from ${this.#table('reviews')} where name = ${name} and principal = ${scope.principal.id}`,
      );
      await this.#settle(tx, name);
    });
  }

  /** Hides a review with a reason, or shows it again with null. @throws DataWaveError DW_REGISTRY_REVIEW_UNKNOWN */
  async moderate(scope: ExecutionScope, id: string, reason: string | null): Promise<void> {
    await this.#storage.transaction(scope, async (tx) => {
      const [row] = await this.#storage.query<{ name: string }>(
        tx,
        sql`update ${this.#table('reviews')} set hidden_at = ${reason === null ? null : sql`now()`},
              hidden_by = ${reason === null ? null : scope.principal.id}, hidden_reason = ${reason} where id = ${id} returning name`,
      );
      if (row === undefined)
        throw new DataWaveError({
          code: 'DW_REGISTRY_REVIEW_UNKNOWN',
          message: `There is no review ${id}.`,
          hint: 'It may have been taken back by its author.',
          status: 404,
        });
      await this.#settle(tx, row.name);
      const what = reason === null ? 'shown' : 'hidden';
      await this.#events.publish(tx, scope, {
        type: `registry.review.${what}`,
        subject: row.name,
        data: { review: id },
      });
      await this.#audit.record(tx, scope, {
        action: `registry.review.${what}`,
        object: { type: 'review', id, name: row.name },
        ...(reason === null ? {} : { reason }),
      });
    });
  }

  async #refuseOwn(tx: Transaction, name: string, principal: string): Promise<void> {
    const own = await this.#storage.query(
      tx,
      sql`select from ${this.#table('plugins')} p join ${this.#table('publisher_members')} m using (publisher_id)
          where p.name = ${name} and m.principal = ${principal}`,
    );
    if (own.length > 0)
      throw new DataWaveError({
        code: 'DW_REGISTRY_REVIEW_OWN',
        message: `${name} is of a publisher whose member you are.`,
        hint: 'What you have to say of it belongs into its readme.',
        status: 403,
      });
  }

  async #settle(tx: Transaction, name: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('plugins')} set (rating_sum, rating_count) =
            (select coalesce(sum(rating), 0), count(*) from ${this.#table('reviews')} r where r.name = ${name} and hidden_at is null)
          where name = ${name}`,
    );
  }

  async #known(tx: Transaction, plainName: string): Promise<string> {
    const { full } = knownName(plainName);
    const rows = await this.#storage.query(
      tx,
      sql`select name from ${this.#table('plugins')} where name = ${full} and version is not null for update`,
    );
    if (rows.length === 0) throw unknownPlugin(full);
    return full;
  }

  async #rows(
    tx: Transaction,
    scope: ExecutionScope,
    name: string,
    after: SqlFragment,
    limit: number,
  ): Promise<readonly ReviewRow[]> {
    const { allowed } = await this.#access.decide(scope, { permission: 'registry:administer' });
    const me = scope.principal.id;
    return this.#storage.query<ReviewRow>(
      tx,
      sql`select r.id, r.author, r.rating, r.text, r.version, ${sql.isoTime(sql`r.at`)} as at, r.principal = ${me} as "isMine",
            case when r.hidden_at is not null then jsonb_build_object('reason', r.hidden_reason) end as hidden,
            ${sql.microseconds(sql`r.at`)} as position
          from ${this.#table('reviews')} r where r.name = ${name} and ${after}
            and (r.hidden_at is null or r.principal = ${me} or ${allowed}) order by r.at desc, r.id desc limit ${limit}`,
    );
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
