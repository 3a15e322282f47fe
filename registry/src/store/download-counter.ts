import { type ExecutionScope, type Logger, type StorageService, sql } from '@datawave/plugin-sdk';

/** Milliseconds until what was counted is written. */
const WRITE_AFTER_MS = 10_000;
/** Versions that are counted apart before it is written at once. */
const MOST_WAITING = 1_000;

/**
 * Counts downloads by day (UTC), in memory first: a popular plugin would otherwise be one row that everybody waits for. A crash loses the
 * last ten seconds of the count.
 */
export class DownloadCounter {
  readonly #storage: StorageService;
  readonly #scope: () => ExecutionScope;
  readonly #log: Logger;
  #waiting = new Map<string, { readonly name: string; readonly version: string; count: number }>();
  #timer: NodeJS.Timeout | null = null;

  constructor(storage: StorageService, scope: () => ExecutionScope, log: Logger) {
    this.#storage = storage;
    this.#scope = scope;
    this.#log = log;
  }

  count(name: string, version: string): void {
    const key = `${name}@${version}`;
    const entry = this.#waiting.get(key);
    if (entry === undefined) this.#waiting.set(key, { name, version, count: 1 });
    else entry.count += 1;
    if (this.#waiting.size >= MOST_WAITING) void this.#writeLogged();
    else
      this.#timer ??= setTimeout(() => {
        void this.#writeLogged();
      }, WRITE_AFTER_MS).unref();
  }

  /** Writes what was counted. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const counted = [...this.#waiting.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#waiting = new Map();
    if (counted.length === 0) return;
    const table = (name: string) => sql.identifier(this.#storage.schema, name);
    const rows = sql`unnest(${counted.map(({ name }) => name)}::text[], ${counted.map(({ version }) => version)}::text[],
      ${counted.map(({ count }) => count)}::bigint[]) as c(name, version, count)`;
    const byName = sql`(select c.name, sum(c.count)::bigint as count from ${rows} join ${table('plugins')} p using (name) group by 1)`;
    await this.#storage.transaction(this.#scope(), async (tx) => {
      // Always in the order of names, so that two processes never wait for each other.
      await this.#storage.query(
        tx,
        sql`with locked as (select p.name from ${table('plugins')} p where p.name = any(${counted.map(({ name }) => name)}::text[]) order by p.name for update)
            update ${table('plugins')} p set downloads = p.downloads + d.count from ${byName} d, locked where p.name = d.name and locked.name = p.name`,
      );
      await this.#storage.query(
        tx,
        sql`update ${table('versions')} v set downloads = v.downloads + c.count from ${rows} where v.name = c.name and v.version = c.version`,
      );
      await this.#storage.query(
        tx,
        sql`insert into ${table('downloads')} as t (name, day, count) select d.name, (now() at time zone 'UTC')::date, d.count from ${byName} d
            on conflict (name, day) do update set count = t.count + excluded.count`,
      );
    });
  }

  async #writeLogged(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      this.#log.error('Downloads could not be counted.', { error });
    }
  }
}
