import { setTimeout as sleep } from 'node:timers/promises';
import type { KernelSql } from '../security/kernel-sql.ts';

/** How long a reader waits for transactions that are being written; it goes on with what was settled before. */
const PATIENCE_MS = 250;
const LOOK_EVERY_MS = 10;

/** A position, and the transactions that may still add an entry before it. */
interface Mark {
  readonly position: bigint;
  readonly writers: readonly string[];
}

/**
 * Up to where the trail is complete. Positions are given out when an entry is written and seen when its transaction commits, so
 * that a later one may be seen first. Whoever writes holds a lock on the table until it commits: when all who held one have
 * ended, nothing can come any more before the position that had been given out by then. Nobody who writes waits for that.
 */
export class SettledPosition {
  readonly #sql: KernelSql;
  #settled = 0n;
  #mark: Mark | null = null;

  constructor(sql: KernelSql) {
    this.#sql = sql;
  }

  /** The last position before which nothing can come any more. */
  async read(): Promise<bigint> {
    // What a transaction that lasts long has kept open may have ended since, whoever writes by now.
    if (this.#mark !== null) await this.#look(this.#mark);
    const mark = this.#mark ?? (await this.#take());
    const until = performance.now() + PATIENCE_MS;
    while (!(await this.#look(this.#mark ?? mark)) && performance.now() < until) await sleep(LOOK_EVERY_MS);
    return this.#settled;
  }

  async #take(): Promise<Mark> {
    // In this order: who begins to write in between is given a later position.
    const [row] = await this.#sql.execute<{ last: string }>({
      text: 'select (case when is_called then last_value else 0 end)::text as last from core.audit_entries_position_seq',
      parameters: [],
      name: 'audit_last_position',
    });
    return { position: BigInt(row?.last ?? 0), writers: await this.#writers() };
  }

  /** Whether the mark is settled. */
  async #look(mark: Mark): Promise<boolean> {
    const now = mark.writers.length === 0 ? [] : await this.#writers();
    const writers = mark.writers.filter((writer) => now.includes(writer));
    if (writers.length > 0) {
      this.#mark = { position: mark.position, writers };
      return false;
    }
    if (mark.position > this.#settled) this.#settled = mark.position;
    if (this.#mark !== null && this.#mark.position <= mark.position) this.#mark = null;
    return true;
  }

  async #writers(): Promise<readonly string[]> {
    const rows = await this.#sql.execute<{ writer: string }>({
      text: `select distinct virtualtransaction || ' ' || coalesce(pid, 0) as writer from pg_locks
        where locktype = 'relation' and relation = 'core.audit_entries'::regclass and mode = 'RowExclusiveLock' and granted
          and database = (select oid from pg_database where datname = current_database())`,
      parameters: [],
      name: 'audit_writers',
    });
    return rows.map(({ writer }) => writer);
  }
}
