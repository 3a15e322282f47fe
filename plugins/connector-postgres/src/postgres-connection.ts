import type { Socket } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import {
  connectSocket,
  type PooledConnection,
  type ServerSessionOptions,
  type SslMode,
  type StatementLimits,
  sourceError,
  type TextRow,
  tlsMaterial,
} from '@datawave/plugin-sdk/connector';
import pg from 'pg';
import { connectError, isTlsRefusal } from './postgres-error.ts';
import type { PostgresSettings } from './postgres-settings.ts';

/** What a session needs to connect. */
export type PostgresOptions = ServerSessionOptions<PostgresSettings>;

const PURPOSE = 'connector-postgres';
/** Milliseconds that the server has to confirm a cancel or a time-out before the connection is dropped. */
const GRACE_MS = 3000;
/** Statements that end or set something. */
const HOUSEKEEPING = /^\s*(?:ROLLBACK|SET|DECLARE|CLOSE)\b/i;
/** Number that marks a cancel request, PostgreSQL documentation section 55.7. */
const CANCEL_REQUEST = 80_877_102;

/** One connection. Every value arrives as text. */
export interface PostgresConnection extends PooledConnection {
  /** Runs a statement; with parameters as one, without also several. A cancelled signal cancels it in the server. */
  query(text: string, parameters: readonly unknown[], limits: StatementLimits): Promise<readonly TextRow[]>;
  /** Major and minor: 160004. */
  readonly serverVersion: number;
  readonly serverVersionText: string;
}

function tlsOptions(settings: PostgresSettings, mode: SslMode): object | false {
  if (mode === 'disable' || 'socketPath' in settings.address) return false;
  return {
    ...tlsMaterial(settings, mode),
    checkServerIdentity:
      mode === 'verify-full'
        ? (_name: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
            checkServerIdentity(settings.host, certificate)
        : () => undefined,
  };
}

/** The driver wants to connect by itself; the socket from the egress service already is. */
function handOver(socket: Socket): Socket {
  socket.connect = () => {
    process.nextTick(() => socket.emit('connect'));
    return socket;
  };
  return socket;
}

async function connectOnce(options: PostgresOptions, mode: SslMode, signal: AbortSignal): Promise<pg.Client> {
  const { settings, egress, connectTimeoutMs } = options;
  const socket = await connectSocket(egress, settings.address, PURPOSE, signal, connectTimeoutMs);
  const client = new pg.Client({
    stream: () => handOver(socket),
    host: settings.host,
    user: settings.username,
    // A function, so that the driver looks neither into the environment nor into ~/.pgpass.
    password: () => settings.password,
    database: settings.database,
    ssl: tlsOptions(settings, mode),
    application_name: 'datawave connector',
    client_encoding: 'UTF8',
    connectionTimeoutMillis: connectTimeoutMs,
    types: { getTypeParser: () => (value: unknown) => value },
  });
  client.on('error', () => undefined);
  const aborted = (): void => {
    socket.destroy();
  };
  signal.addEventListener('abort', aborted, { once: true });
  try {
    await client.connect();
    return client;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    if (error instanceof Error && /timeout expired/.test(error.message))
      throw sourceError(
        'DW_SOURCE_UNREACHABLE',
        `The server did not finish the sign-in within ${connectTimeoutMs} ms.`,
        'Check that a PostgreSQL server listens there.',
      );
    throw error;
  } finally {
    signal.removeEventListener('abort', aborted);
  }
}

async function connectClient(options: PostgresOptions, signal: AbortSignal): Promise<pg.Client> {
  const { settings } = options;
  try {
    try {
      return await connectOnce(options, settings.sslMode, signal);
    } catch (error) {
      if (settings.sslMode !== 'prefer' || !isTlsRefusal(error)) throw error;
      return await connectOnce(options, 'disable', signal);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw connectError(error, settings.address, settings.database);
  }
}

/** Asks the server over a connection of its own to cancel what the given backend is doing. */
async function cancel(
  options: PostgresOptions,
  backend: { readonly processId: number; readonly secret: number },
): Promise<void> {
  const socket = await connectSocket(
    options.egress,
    options.settings.address,
    PURPOSE,
    AbortSignal.timeout(GRACE_MS),
    GRACE_MS,
  );
  const request = Buffer.alloc(16);
  request.writeInt32BE(16, 0);
  request.writeInt32BE(CANCEL_REQUEST, 4);
  request.writeInt32BE(backend.processId, 8);
  request.writeInt32BE(backend.secret, 12);
  socket.on('error', () => undefined);
  socket.end(request);
}

/** What the driver knows of its backend but its types do not tell. */
function backendOf(client: pg.Client): { readonly processId: number; readonly secret: number } | null {
  const processId: unknown = Reflect.get(client, 'processID');
  const secret: unknown = Reflect.get(client, 'secretKey');
  return typeof processId === 'number' && typeof secret === 'number' ? { processId, secret } : null;
}

/** Opens a connection whose session cannot write. */
export async function openPostgresConnection(
  options: PostgresOptions,
  signal: AbortSignal,
): Promise<PostgresConnection> {
  const client = await connectClient(options, signal);
  let isUsable = true;
  const drop = (): void => {
    isUsable = false;
  };
  client.on('error', drop);
  client.on('end', drop);
  const destroy = (): void => {
    drop();
    const stream: unknown = Reflect.get(Reflect.get(client, 'connection') ?? {}, 'stream');
    if (
      stream !== null &&
      typeof stream === 'object' &&
      'destroy' in stream &&
      typeof stream.destroy === 'function'
    )
      stream.destroy();
  };

  const query = (
    text: string,
    parameters: readonly unknown[],
    limits: StatementLimits,
  ): Promise<readonly TextRow[]> => {
    const { pace } = options;
    const isWork = !HOUSEKEEPING.test(text);
    if (pace === undefined || !isWork) return send(text, parameters, limits);
    // Beginnings are alike, and so are pieces of results; other statements are as long as their tables.
    return pace.statement(/^(?:BEGIN|FETCH \d+)/.exec(text)?.[0] ?? null, limits.signal, () =>
      send(text, parameters, limits),
    );
  };
  const send = async (
    text: string,
    parameters: readonly unknown[],
    limits: StatementLimits,
  ): Promise<readonly TextRow[]> => {
    limits.signal.throwIfAborted();
    let grace: NodeJS.Timeout | undefined;
    let isCancelled = false;
    const aborted = (): void => {
      isCancelled = true;
      const backend = backendOf(client);
      if (backend !== null)
        cancel(options, backend).catch((error: unknown) =>
          options.log.debug('could not cancel a statement', { error }),
        );
      grace = setTimeout(destroy, GRACE_MS);
    };
    limits.signal.addEventListener('abort', aborted, { once: true });
    // The server's own time-out comes first; this one is for a server that does not answer at all.
    const deadline = Number.isFinite(limits.timeoutMs)
      ? setTimeout(destroy, limits.timeoutMs + GRACE_MS)
      : undefined;
    try {
      const result: unknown = await client.query<(string | null)[]>({
        text,
        values: parameters.length === 0 ? undefined : [...parameters],
        rowMode: 'array',
      } as pg.QueryArrayConfig);
      const last: unknown = Array.isArray(result) ? result.at(-1) : result;
      return (last as pg.QueryArrayResult<(string | null)[]>).rows;
    } catch (error) {
      limits.signal.throwIfAborted();
      throw error;
    } finally {
      clearTimeout(grace);
      clearTimeout(deadline);
      limits.signal.removeEventListener('abort', aborted);
      // A cancellation names the connection, not the statement: one that comes late would end somebody else's.
      if (isCancelled) destroy();
    }
  };

  const limits = { timeoutMs: options.connectTimeoutMs, signal };
  try {
    const [[number, text] = []] = await query(
      "SET default_transaction_read_only = on; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; SET TimeZone = 'UTC'; SET bytea_output = 'hex'; SET extra_float_digits = 1; SET standard_conforming_strings = on; SET max_parallel_workers_per_gather = 0; SET synchronize_seqscans = off; SET jit = off; SELECT current_setting('server_version_num'), current_setting('server_version')",
      [],
      limits,
    );
    return {
      get isUsable() {
        return isUsable;
      },
      serverVersion: Number(number),
      serverVersionText: text ?? '',
      query,
      async close() {
        const wasUsable = isUsable;
        drop();
        if (wasUsable)
          await Promise.race([
            client.end().catch(() => undefined),
            new Promise((resolve) => setTimeout(resolve, 500).unref()),
          ]);
        destroy();
      },
    };
  } catch (error) {
    destroy();
    throw connectError(error, options.settings.address, options.settings.database);
  }
}

/** Sends a statement of a transaction. */
export type Query = (text: string, parameters?: readonly unknown[]) => Promise<readonly TextRow[]>;

/** Runs work in a read-only transaction that sees one state of the database. */
export const inReadOnlyTransaction = <T>(
  connection: PostgresConnection,
  limits: StatementLimits,
  work: (query: Query) => Promise<T>,
): Promise<T> => inTransaction(connection, limits, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work);

/**
 * Runs work in a read-only transaction of which each statement sees the latest state, and in which nothing of the database's own
 * may stand in for a catalog's function or operator.
 */
export const inCatalogTransaction = <T>(
  connection: PostgresConnection,
  limits: StatementLimits,
  work: (query: Query) => Promise<T>,
): Promise<T> =>
  inTransaction(
    connection,
    limits,
    'BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY; SET LOCAL search_path = pg_catalog',
    work,
  );

async function inTransaction<T>(
  connection: PostgresConnection,
  limits: StatementLimits,
  begin: string,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  const timeout = Number.isFinite(limits.timeoutMs) ? Math.max(1, Math.round(limits.timeoutMs)) : 0;
  await connection.query(
    `${begin}; SET LOCAL statement_timeout = ${timeout}; SET LOCAL lock_timeout = ${Math.min(5000, timeout === 0 ? 5000 : timeout)}`,
    [],
    limits,
  );
  try {
    return await work((text, parameters = []) => connection.query(text, parameters, limits));
  } finally {
    // Nothing was written, so the end of the transaction has nothing to lose; a dead connection has none.
    if (connection.isUsable)
      await connection
        .query('ROLLBACK', [], { timeoutMs: GRACE_MS, signal: new AbortController().signal })
        .catch(() => undefined);
  }
}
