import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { sql, type Transaction } from '@datawave/plugin-sdk';
import type { Storage } from '../../storage/storage.ts';

/** Arbitrary, but the same in every process: one at a time is given a turn. */
const TURNS_LOCK = 4_201_733_024;
/** Whoever waits says so again within this time; it brings the packages of the new lock meanwhile. */
const WAITING_SECONDS = 60;

/** Replicas that stand in for one another: those that answer requests, and those that do nothing but jobs. */
export type ReplicaGroup = 'api' | 'worker';

/** Who takes turns. */
export interface TurnsOf {
  readonly group: ReplicaGroup;
  /** The same before and after the restart, and another for every replica. */
  readonly holder: string;
  /** How long whoever has begun anew has to be ready before the next one begins. */
  readonly boundSeconds: number;
}

/** Who a replica is, beyond the life of its processes. @param launcher - names what starts it, where there is such a thing */
export const replicaName = (dataDirectory: string, launcher: string, group: ReplicaGroup): string =>
  createHash('sha256')
    .update(JSON.stringify([hostname(), dataDirectory, launcher, group]))
    .digest('hex')
    .slice(0, 32);

/**
 * Has the replicas of a group begin anew one after the other: a row says who waits and whose turn it is. The turn passes on when whoever has
 * it is ready again, or when it has not been for too long.
 */
export class RestartTurns {
  readonly #of: TurnsOf;

  constructor(of: TurnsOf) {
    this.#of = of;
  }

  /** Says that this replica is to follow a lock; nobody confirms it before that is done. What it holds already it keeps. */
  async announce(storage: Storage, lock: number): Promise<void> {
    const { group, holder } = this.#of;
    await storage.execute(
      sql`insert into core.plugin_followers (holder, replicas, lock_number, has_turn, until)
          values (${holder}, ${group}, ${lock}, false, now() + make_interval(secs => ${WAITING_SECONDS}))
          on conflict (holder) do update set lock_number = excluded.lock_number,
            until = greatest(plugin_followers.until, excluded.until)`,
    );
  }

  /** Asks for the turn, and says that it is still waited for. Answers whether this replica has it now. */
  async take(storage: Storage, lock: number): Promise<boolean> {
    const { group, holder, boundSeconds } = this.#of;
    return storage.kernelTransaction(async (tx) => {
      await storage.executeIn(tx, sql`select pg_advisory_xact_lock(${TURNS_LOCK})`);
      const hasTurn = !(await this.#isTaken(storage, tx));
      const seconds = hasTurn ? boundSeconds : WAITING_SECONDS;
      await storage.executeIn(
        tx,
        sql`insert into core.plugin_followers (holder, replicas, lock_number, has_turn, until)
            values (${holder}, ${group}, ${lock}, ${hasTurn}, now() + make_interval(secs => ${seconds}))
            on conflict (holder) do update set lock_number = excluded.lock_number, has_turn = excluded.has_turn,
              until = excluded.until`,
      );
      return hasTurn;
    });
  }

  async #isTaken(storage: Storage, tx: Transaction): Promise<boolean> {
    const { group, holder } = this.#of;
    const rows = await storage.executeIn<{ holder: string }>(
      tx,
      sql`select holder from core.plugin_followers
          where replicas = ${group} and holder <> ${holder} and has_turn and until > now() limit 1`,
    );
    return rows.length > 0;
  }

  /** This replica is ready with what counts, or need not follow any more: the turn is the next one's. */
  async pass(storage: Storage): Promise<void> {
    await storage.execute(sql`delete from core.plugin_followers where holder = ${this.#of.holder}`);
  }

  /** Whether other replicas, of whatever group, are still to follow. */
  async areOthersFollowing(storage: Storage): Promise<boolean> {
    const rows = await storage.execute<{ holder: string }>(
      sql`select holder from core.plugin_followers where holder <> ${this.#of.holder} and until > now() limit 1`,
    );
    return rows.length > 0;
  }
}
