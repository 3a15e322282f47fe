import { DataWaveError, type Logger } from '@datawave/plugin-sdk';
import pg from 'pg';
import { type ConnectionTarget, connectError, isUnreachable } from './connection.ts';
import { mapDriverError } from './driver-errors.ts';
import type { PreparedStatements } from './prepared-statements.ts';
import { abandon, type Pulse } from './pulse.ts';

/** How long work waits for a free connection before it is told that all are busy. */
const ACQUIRE_TIMEOUT_MS = 15_000;

/** A bounded set of connections that all act as one database role. */
export interface SessionPool {
  /** @throws DataWaveError DW_STORAGE_UNAVAILABLE, DW_STORAGE_BUSY, and those of a refused login */
  acquire(): Promise<pg.PoolClient>;
  /** Awaits a statement on one of its connections; rejects as soon as it is known that no answer will come. */
  watch<T>(client: pg.PoolClient, statement: Promise<T>): Promise<T>;
  /** The process of the server behind one of its connections, which a pooler in between may hide from the driver. */
  backendOf(client: pg.PoolClient): number | undefined;
  /** The name under which its connections keep a statement prepared, if they do. */
  nameOf(text: string, isKeyed: boolean): string | undefined;
  readonly size: { readonly total: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

/**
 * Opens a pool whose connections run `setup` (one message, no parameters) before their first use.
 * Connections that die are dropped; the next piece of work makes a new one, so the pool outlives its server's restarts.
 *
 * @param o.target - asked for each new connection, since the embedded server may move
 */
export function openPool(o: {
  readonly target: ConnectionTarget;
  readonly max: number;
  readonly setup: string;
  /** Null where a connection of ours is not always the same one of the server's. */
  readonly prepared: PreparedStatements | null;
  readonly pulse: Pulse;
  readonly log: Logger;
}): SessionPool {
  const pool = new pg.Pool({
    ...o.target.config,
    // What a transaction says at once goes without waiting for the answers in between.
    pipeline: true,
    max: o.max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
    onConnect: async (client: pg.ClientBase) => {
      await client.query(o.setup);
      await o.pulse.learn(client);
    },
  });
  // Without listeners a connection that the server drops would end the process.
  pool.on('error', (error) => o.log.debug('an idle database connection was lost', { reason: error.message }));
  pool.on('connect', (client) => client.on('error', () => undefined));

  const take = async (): Promise<pg.PoolClient> => {
    for (;;) {
      const client = await pool.connect();
      if (!o.pulse.isSuspect(client)) return client;
      client.release(true);
      abandon(client);
    }
  };
  const acquire = async (): Promise<pg.PoolClient> => {
    try {
      return await take();
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('timeout exceeded')) throw mapDriverError(error);
      if (pool.ending) throw closed();
      if (!o.target.recover || !isUnreachable(error)) throw connectError(error, o.target);
    }
    await o.target.recover();
    return take().catch((error: unknown) => {
      throw connectError(error, o.target);
    });
  };

  return {
    acquire,
    watch: (client, statement) => o.pulse.watch(client, statement),
    backendOf: (client) => o.pulse.backendOf(client),
    nameOf: (text, isKeyed) => o.prepared?.nameOf(text, isKeyed),
    get size() {
      return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
    },
    close: () => (pool.ending ? Promise.resolve() : pool.end()),
  };
}

const closed = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_CLOSED',
    status: 503,
    message: 'The storage has been closed.',
    hint: 'The process is stopping; nothing more can be read or written.',
  });
