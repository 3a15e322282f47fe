import {
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
import type { NoticeFilter, NoticeRow, ShownNotice } from './notice-row.ts';
import { unknownNotification } from './notification-errors.ts';
import type { Visible } from './visible.ts';

const UNREAD = sql`n.position > greatest(p.read_to, coalesce(m.read_to, 0))`;
/** More are not counted: nobody tells 100 from 200. */
const MOST_COUNTED = 100;

/** How a person reads their notifications, and says what has been dealt with. */
export class Reader {
  readonly #storage: StorageService;
  readonly #events: EventsService;
  readonly #visible: Visible;

  constructor(storage: StorageService, events: EventsService, visible: Visible) {
    this.#storage = storage;
    this.#events = events;
    this.#visible = visible;
  }

  /** Newest first; with `unreadFirst` the unread before the others, one page alone. */
  async page(
    scope: ExecutionScope,
    filter: NoticeFilter,
    o: {
      readonly limit: number;
      readonly cursor?: string | undefined;
      readonly unreadFirst?: boolean | undefined;
    },
  ): Promise<Page<ShownNotice>> {
    const { state, topic } = filter;
    const after = o.cursor === undefined ? null : decodeCursor(o.cursor, ['integer'])[0];
    const rows = await this.#read<NoticeRow>(
      scope,
      sql`n.id, n.topic, n.title, n.title_values as "values", n.href, n.tone, n.times, ${sql.isoTime(sql`n.at`)} as at, not (${UNREAD}) as "isRead", n.position::text as position`,
      sql`${state === undefined ? sql`true` : state === 'unread' ? UNREAD : sql`not (${UNREAD})`}
        and ${topic === undefined ? sql`true` : sql`n.topic = ${topic}`}
        and ${after === null ? sql`true` : sql`n.position < ${after}`}
        order by ${o.unreadFirst === true ? sql`(${UNREAD}) desc, n.position desc` : sql`n.position desc`} limit ${o.limit + 1}`,
    );
    const page = cutPage(
      rows,
      o.limit,
      ({ position: _position, ...notice }) => notice,
      ({ position }) => [Number(position)],
    );
    return o.unreadFirst === true ? { ...page, nextCursor: null } : page;
  }

  /** Unread ones, counted to a hundred. */
  async countUnread(scope: ExecutionScope): Promise<number> {
    const rows = await this.#read<{ readonly one: number }>(
      scope,
      sql`1 as one`,
      sql`${UNREAD} limit ${MOST_COUNTED}`,
    );
    return rows.length;
  }

  /** @throws DataWaveError DW_NOTIFICATION_UNKNOWN */
  mark(
    scope: ExecutionScope,
    id: string,
    change: { readonly isRead?: boolean; readonly isDismissed?: true },
  ): Promise<void> {
    return this.#change(scope, async (tx, visible) => {
      const [found] = await this.#storage.query<{ position: string; read_to: string }>(
        tx,
        sql`select n.position::text as position, p.read_to::text as read_to ${this.#from(scope)} where n.id = ${id}::uuid and ${visible}`,
      );
      if (found === undefined) throw unknownNotification();
      const { isRead, isDismissed } = change;
      // Unread again means unread although all before it were marked.
      if (isRead === false && BigInt(found.read_to) >= BigInt(found.position))
        await this.#settleAllRead(tx, scope, visible, found.position);
      const readTo = isRead === false ? '0' : isRead === true || isDismissed === true ? found.position : null;
      const dismissedTo = isDismissed === true ? found.position : null;
      await this.#storage.query(
        tx,
        sql`insert into ${this.#table('marks')} as m (workspace_id, person, notice_id, read_to, dismissed_to)
            values (${scope.workspace}::uuid, ${scope.principal.id}, ${id}::uuid, coalesce(${readTo}::bigint, 0), coalesce(${dismissedTo}::bigint, 0))
            on conflict (notice_id, person) do update set read_to = coalesce(${readTo}::bigint, m.read_to), dismissed_to = coalesce(${dismissedTo}::bigint, m.dismissed_to)`,
      );
    });
  }

  /** Marks all read that there are now. */
  markAll(scope: ExecutionScope): Promise<void> {
    return this.#change(scope, async (tx) => {
      await this.#storage.query(
        tx,
        sql`update ${this.#table('people')} set read_to = greatest(read_to, (select coalesce(max(position), 0) from ${this.#table('notices')})) where person = ${scope.principal.id}`,
      );
    });
  }

  /** All were read up to one: from here on each is by itself, but for this one. */
  async #settleAllRead(
    tx: Transaction,
    scope: ExecutionScope,
    visible: SqlFragment,
    position: string,
  ): Promise<void> {
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('marks')} as m (workspace_id, person, notice_id, read_to)
          select ${scope.workspace}::uuid, ${scope.principal.id}, n.id, n.position ${this.#from(scope)}
          where ${visible} and n.position >= ${position}::bigint and n.position <= p.read_to
          on conflict (notice_id, person) do update set read_to = greatest(m.read_to, excluded.read_to)`,
    );
    await this.#storage.query(
      tx,
      sql`update ${this.#table('people')} set read_to = ${position}::bigint - 1 where person = ${scope.principal.id}`,
    );
  }

  async #change(
    scope: ExecutionScope,
    work: (tx: Transaction, visible: SqlFragment) => Promise<void>,
  ): Promise<void> {
    const visible = await this.#visible.of(scope);
    await this.#storage.transaction(scope, async (tx) => {
      await this.#enter(tx, scope);
      await work(tx, visible);
      // The other tabs and devices of the same person.
      await this.#events.publish(tx, scope, {
        type: 'notifications.notice.marked',
        subject: scope.principal.id,
        data: {},
      });
    });
  }

  async #read<Row extends object>(
    scope: ExecutionScope,
    columns: SqlFragment,
    where: SqlFragment,
  ): Promise<readonly Row[]> {
    const visible = await this.#visible.of(scope);
    return this.#storage.transaction(scope, async (tx) => {
      await this.#enter(tx, scope);
      return this.#storage.query<Row>(
        tx,
        sql`select ${columns} ${this.#from(scope)} where ${visible} and ${where}`,
      );
    });
  }

  /** Who looks for the first time is written down, so that they are not told of what was long before them. */
  async #enter(tx: Transaction, scope: ExecutionScope): Promise<void> {
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('people')} (workspace_id, person) select ${scope.workspace}::uuid, ${scope.principal.id}
          where not exists (select from ${this.#table('people')} where person = ${scope.principal.id}) on conflict do nothing`,
    );
  }

  #from(scope: ExecutionScope): SqlFragment {
    return sql`from ${this.#table('notices')} n join ${this.#table('people')} p on p.person = ${scope.principal.id}
      left join ${this.#table('marks')} m on m.notice_id = n.id and m.person = p.person`;
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
