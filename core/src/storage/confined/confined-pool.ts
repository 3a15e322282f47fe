import { DataWaveError, type Logger } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { type ConnectionTarget, connect, isUnreachable } from '../connection.ts';
import { openPool, type SessionPool } from '../pool.ts';
import { abandon, Pulse } from '../pulse.ts';

/** Connections that one isolated plugin has at once. */
const CONNECTIONS = 4;
/** Bytes that the server may answer to its statements; more would be this process's memory. */
const ANSWER_BYTES = 16 * 1024 * 1024;
const STATEMENT_TIMEOUT = '30s';

const SETUP = `set statement_timeout = '${STATEMENT_TIMEOUT}'; set idle_in_transaction_session_timeout = '15s'; set plan_cache_mode = force_custom_plan`;

/** The connections of one isolated plugin. */
export interface ConfinedPool extends SessionPool {
  /** Cancels what one of its connections is doing: as itself, because nobody else of ours may. */
  cancel(pid: number): Promise<void>;
}

/** @param target - as the plugin's own login */
export function openConfinedPool(o: {
  readonly plugin: string;
  readonly target: ConnectionTarget;
  readonly log: Logger;
}): ConfinedPool {
  const { plugin, target, log } = o;
  const pulse = new Pulse(target, log);
  const pool = openPool({ target, max: CONNECTIONS, setup: SETUP, prepared: null, pulse, log });
  const answers = new WeakMap<pg.PoolClient, AnswerMeter>();
  return {
    async acquire() {
      const client = await pool.acquire().catch((error: unknown) => {
        throw loginError(plugin, error);
      });
      if (!answers.has(client)) answers.set(client, new AnswerMeter(client));
      return client;
    },
    async watch(client, statement) {
      const meter = answers.get(client);
      meter?.begin();
      try {
        return await pool.watch(client, statement);
      } catch (error) {
        throw meter?.isExceeded === true ? tooLarge(plugin, error) : error;
      } finally {
        meter?.end();
      }
    },
    backendOf: (client) => pool.backendOf(client),
    nameOf: () => undefined,
    get size() {
      return pool.size;
    },
    async cancel(pid) {
      const client = await connect(target);
      await client.query('select pg_cancel_backend($1)', [pid]).finally(() => client.end());
    },
    async close() {
      pulse.stop();
      await pool.close();
    },
  };
}

/** Counts what comes in over a connection while statements wait for their answers, and gives it up where that is too much. */
class AnswerMeter {
  isExceeded = false;
  #bytes = 0;
  #waiting = 0;

  constructor(client: pg.PoolClient) {
    client.connection.stream.on('data', (part: Buffer) => {
      this.#bytes += part.length;
      if (this.#waiting === 0 || this.#bytes <= ANSWER_BYTES || this.isExceeded) return;
      this.isExceeded = true;
      abandon(client);
    });
  }

  begin(): void {
    if (this.#waiting === 0) this.#bytes = 0;
    this.#waiting++;
  }

  end(): void {
    this.#waiting--;
  }
}

const tooLarge = (plugin: string, cause: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_ANSWER_TOO_LARGE',
    message: `A statement of the isolated plugin "${plugin}" answered more than ${ANSWER_BYTES / 1024 / 1024} MiB.`,
    hint: 'Read less at once: with a limit, page by page, or as a stream.',
    status: 413,
    cause,
  });

/** Why the plugin's own login was not let in. What speaks of the server as a whole stays as it is. */
export function loginError(plugin: string, error: unknown): unknown {
  const isRefused =
    DataWaveError.is(error) && ['DW_STORAGE_PASSWORD', 'DW_STORAGE_LOGIN'].includes(error.code);
  if (!isRefused || isUnreachable(error)) return error;
  return new DataWaveError({
    code: 'DW_STORAGE_ISOLATED_LOGIN',
    message: `The database does not let in the role of its own that the isolated plugin "${plugin}" has.`,
    hint: 'Let roles that begin with "dw_" log in with a password from here (pg_hba.conf, and the pooler if there is one), and give storage.url a password, of which theirs are made.',
    where: `plugin ${plugin}`,
    status: 503,
    cause: error,
  });
}
