import {
  type AuditRecord,
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';

/** What happened longer ago when a workspace is looked at for the first time is history, and nothing to act on. */
const FIRST_LOOK_BACK_MS = 24 * 60 * 60_000;

/** Up to where the audit trail of a workspace was looked at. */
export interface TrailPlace {
  readonly position: string;
  /** Milliseconds since 1970: older entries are passed over. */
  readonly since: number;
}

/** Remembers up to where the audit trail of each workspace was looked at, and which entry was the first of each day. */
export class TrailCursor {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  read(scope: ExecutionScope): Promise<TrailPlace> {
    return this.#storage.transaction(scope, async (tx) => {
      const since = new Date(Date.now() - FIRST_LOOK_BACK_MS);
      const [row] = await this.#storage.query<TrailPlace>(
        tx,
        sql`insert into ${this.#table('cursors')} as c (workspace_id, position, since) values (${scope.workspace}, 0, ${since})
            on conflict (workspace_id) do update set position = c.position
            returning position::text as position, (extract(epoch from since) * 1000)::float8 as since`,
      );
      return row ?? { position: '0', since: since.getTime() };
    });
  }

  /** Up to where it was looked at; "0" before it was. */
  async position(scope: ExecutionScope): Promise<string> {
    const [row] = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ position: string }>(
        tx,
        sql`select position::text as position from ${this.#table('cursors')}`,
      ),
    );
    return row?.position ?? '0';
  }

  /** Goes on to the end of a page. Never back: another process may be further. */
  async advance(scope: ExecutionScope, page: readonly AuditRecord[]): Promise<void> {
    const last = page.at(-1);
    if (last === undefined) return;
    const days = [
      ...new Map(page.toReversed().map(({ occurredAt, position }) => [occurredAt.slice(0, 10), position])),
    ];
    await this.#storage.transaction(scope, async (tx) => {
      await this.#storage.query(
        tx,
        sql`update ${this.#table('cursors')} set position = greatest(position, ${last.position}::bigint)`,
      );
      await this.#storage.query(
        tx,
        sql`insert into ${this.#table('marks')} as m (workspace_id, day, position)
            select ${scope.workspace}::uuid, day, position from unnest(${days.map(([day]) => day)}::date[], ${days.map(([, position]) => position)}::bigint[]) as d(day, position)
            order by day on conflict (workspace_id, day) do update set position = least(m.position, excluded.position)`,
      );
    });
  }

  /** Whether the trail up to a position holds something that happened after a day (exclusive). */
  async reachesPast(scope: ExecutionScope, through: string, day: Date): Promise<boolean> {
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`select 1 as one from ${this.#table('marks')} where position <= ${through}::bigint and day > ${day.toISOString().slice(0, 10)}::date limit 1`,
      ),
    );
    return rows.length > 0;
  }

  async forgetMarks(tx: Transaction, before: Date): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('marks')} where day < ${before.toISOString().slice(0, 10)}::date`,
    );
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
