import { DataWaveError, type Logger } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { type ConnectionTarget, connect } from '../connection.ts';
import { openPool, type SessionPool } from '../pool.ts';
import { Pulse } from '../pulse.ts';
import { AnswerMeter } from './answer-meter.ts';

/** Connections that one isolated plugin has at once. */
const CONNECTIONS = 4;
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
      if (!answers.has(client)) answers.set(client, new AnswerMeter(plugin, client));
      return client;
    },
    async watch(client, statement) {
      const answered = pool.watch(client, statement);
      return await (answers.get(client)?.during(answered) ?? answered);
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

/** Why the plugin's own login was not let in. What speaks of the server as a whole stays as it is. */
export function loginError(plugin: string, error: unknown): unknown {
  const isRefused =
    DataWaveError.is(error) && ['DW_STORAGE_PASSWORD', 'DW_STORAGE_LOGIN'].includes(error.code);
  if (!isRefused) return error;
  return new DataWaveError({
    code: 'DW_STORAGE_ISOLATED_LOGIN',
    message: `The database does not let in the role of its own that the isolated plugin "${plugin}" has.`,
    hint: 'Let roles that begin with "dw_" log in with a password from here (pg_hba.conf, and the pooler if there is one), and give storage.url a password, of which theirs are made.',
    where: `plugin ${plugin}`,
    status: 503,
    cause: error,
  });
}
