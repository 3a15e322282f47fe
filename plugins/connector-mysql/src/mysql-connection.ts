import { isIP } from 'node:net';
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
import { type Connection, type ConnectionOptions, createConnection } from 'mysql2';
import { connectError, isTlsRefusal } from './mysql-error.ts';
import { type MysqlFlavour, readFlavour, statementTimeout } from './mysql-flavour.ts';
import type { MysqlSettings } from './mysql-settings.ts';

/** What a session needs to connect. */
export type MysqlOptions = ServerSessionOptions<MysqlSettings>;

/** One connection. Every value must be selected as text. */
export interface MysqlConnection extends PooledConnection {
  readonly flavour: MysqlFlavour;
  /** Runs a statement; with parameters as a prepared one. A cancelled signal cancels it in the server. */
  query(text: string, parameters: readonly string[], limits: StatementLimits): Promise<readonly TextRow[]>;
  /** Streams the rows of a SELECT; the server is held back while nobody takes them. */
  rows(text: string, limits: StatementLimits): AsyncIterable<TextRow>;
}

const PURPOSE = 'connector-mysql';
/** Milliseconds that the server has to confirm a cancel or a time-out before the connection is dropped. */
const GRACE_MS = 3000;
/** Statements that end or set something. */
const HOUSEKEEPING = /^\s*(?:ROLLBACK|SET)\b/i;
/** Rows that wait between the driver and the reader. */
const STREAM_ROWS = 64;

function tlsOptions(
  settings: MysqlSettings,
  mode: SslMode,
): NonNullable<ConnectionOptions['ssl']> | undefined {
  if (mode === 'disable' || 'socketPath' in settings.address) return undefined;
  // For an address the driver would compare the certificate with "localhost".
  if (mode === 'verify-full' && isIP(settings.host) !== 0) {
    throw sourceError(
      'DW_SOURCE_TLS',
      `The server's certificate cannot be compared with the address ${settings.host}.`,
      'Name the server as its certificate does, or set TLS to "verify-ca".',
    );
  }
  return { ...tlsMaterial(settings, mode), verifyIdentity: mode === 'verify-full' };
}

async function connectOnce(options: MysqlOptions, mode: SslMode, signal: AbortSignal): Promise<Connection> {
  const { settings, egress, connectTimeoutMs } = options;
  const ssl = tlsOptions(settings, mode);
  const socket = await connectSocket(egress, settings.address, PURPOSE, signal, connectTimeoutMs);
  const connection = createConnection({
    stream: () => socket,
    host: settings.host,
    user: settings.username,
    password: settings.password,
    ...(settings.database === undefined ? {} : { database: settings.database }),
    ...(ssl === undefined ? {} : { ssl }),
    charset: 'utf8mb4',
    connectTimeout: connectTimeoutMs,
    rowsAsArray: true,
    multipleStatements: false,
    // The server must not be able to ask for files of this machine.
    flags: ['-LOCAL_FILES'],
    typeCast: (field) => field.string(),
  });
  connection.on('error', () => undefined);
  const aborted = (): void => {
    socket.destroy();
  };
  signal.addEventListener('abort', aborted, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('connect', () => resolve());
      connection.once('error', reject);
      socket.once('close', () =>
        reject(
          sourceError(
            'DW_SOURCE_UNREACHABLE',
            'The server closed the connection during the sign-in.',
            'Check that a MySQL or MariaDB server listens there.',
          ),
        ),
      );
    });
    return connection;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', aborted);
  }
}

async function connectClient(options: MysqlOptions, signal: AbortSignal): Promise<Connection> {
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

/** Kills what the given connection is doing, over a connection of its own. */
async function cancel(options: MysqlOptions, thread: number): Promise<void> {
  const connection = await connectClient(options, AbortSignal.timeout(GRACE_MS));
  await new Promise<void>((resolve) => {
    connection.query(`KILL QUERY ${Math.trunc(thread)}`, () => resolve());
  });
  connection.destroy();
}

/** A row as the driver gives it with `rowsAsArray`. */
const asRow = (row: unknown): TextRow =>
  Array.isArray(row)
    ? row.map((cell: unknown) => (cell === null || cell === undefined ? null : String(cell)))
    : [];

/** Opens a connection whose session cannot write. */
export async function openMysqlConnection(
  options: MysqlOptions,
  signal: AbortSignal,
): Promise<MysqlConnection> {
  const connection = await connectClient(options, signal);
  let isUsable = true;
  const destroy = (): void => {
    isUsable = false;
    connection.destroy();
  };
  connection.on('error', destroy);
  connection.on('end', destroy);

  /** Watches over a statement and says when its connection is dead; answers how to stop watching. */
  const watch = (limits: StatementLimits, onDead: (error: Error) => void): (() => void) => {
    let grace: NodeJS.Timeout | undefined;
    const dead = (): void =>
      onDead(
        sourceError(
          'DW_SOURCE_UNREACHABLE',
          'The connection broke off.',
          'Check that the server runs, and scan again.',
        ),
      );
    // The driver does not call back what waits on a connection that is destroyed.
    const giveUp = (error: Error): void => {
      destroy();
      onDead(error);
    };
    const late = (): void =>
      giveUp(
        sourceError(
          'DW_SOURCE_TIMEOUT',
          'The server did not answer in time.',
          'Raise the time-out, or check the server.',
        ),
      );
    connection.once('error', dead);
    connection.once('end', dead);
    let isCancelled = false;
    const aborted = (): void => {
      isCancelled = true;
      cancel(options, connection.threadId).catch((error: unknown) =>
        options.log.debug('could not cancel a statement', { error }),
      );
      grace = setTimeout(late, GRACE_MS);
    };
    limits.signal.addEventListener('abort', aborted, { once: true });
    // The server's own time-out comes first; this one is for a server that does not answer at all.
    const deadline = Number.isFinite(limits.timeoutMs)
      ? setTimeout(late, limits.timeoutMs + GRACE_MS)
      : undefined;
    return () => {
      clearTimeout(grace);
      clearTimeout(deadline);
      limits.signal.removeEventListener('abort', aborted);
      connection.off('error', dead);
      connection.off('end', dead);
      // A cancellation names the connection, not the statement: one that comes late would end somebody else's.
      if (isCancelled) destroy();
    };
  };
  const query = (
    text: string,
    parameters: readonly string[],
    limits: StatementLimits,
  ): Promise<readonly TextRow[]> => {
    const { pace } = options;
    if (pace === undefined || HOUSEKEEPING.test(text)) return send(text, parameters, limits);
    // Beginnings and looks into an index are alike; other statements are as long as their tables.
    const alike = /^(?:START|EXPLAIN|SELECT CAST\((?:MIN|MAX)\()/.exec(text)?.[0] ?? null;
    return pace.statement(alike, limits.signal, () => send(text, parameters, limits));
  };
  const send = async (
    text: string,
    parameters: readonly string[],
    limits: StatementLimits,
  ): Promise<readonly TextRow[]> => {
    limits.signal.throwIfAborted();
    let unwatch = (): void => undefined;
    try {
      return await new Promise((resolve, reject) => {
        unwatch = watch(limits, reject);
        const done = (error: Error | null, rows: unknown): void => {
          if (error === null) resolve(Array.isArray(rows) ? rows.map(asRow) : []);
          else reject(error);
        };
        if (parameters.length === 0) connection.query({ sql: text, rowsAsArray: true }, done);
        else connection.execute({ sql: text, rowsAsArray: true }, [...parameters], done);
      });
    } catch (error) {
      limits.signal.throwIfAborted();
      throw error;
    } finally {
      unwatch();
    }
  };
  async function* rows(text: string, limits: StatementLimits): AsyncGenerator<TextRow> {
    await options.pace?.statement(null, limits.signal, async () => undefined);
    limits.signal.throwIfAborted();
    const stream = connection.query({ sql: text, rowsAsArray: true }).stream({ highWaterMark: STREAM_ROWS });
    const unwatch = watch(limits, (error) => stream.destroy(error));
    let isWhole = false;
    try {
      for await (const row of stream) yield asRow(row);
      isWhole = true;
    } catch (error) {
      limits.signal.throwIfAborted();
      throw error;
    } finally {
      unwatch();
      // The rest of a result that was left early would have to be read before the next statement.
      if (!isWhole) destroy();
    }
  }

  const limits = { timeoutMs: options.connectTimeoutMs, signal };
  try {
    const [[version] = []] = await query('SELECT version()', [], limits);
    await query('SET SESSION TRANSACTION READ ONLY', [], limits);
    await query(
      "SET SESSION time_zone = '+00:00', SESSION lock_wait_timeout = 5, SESSION group_concat_max_len = 1048576",
      [],
      limits,
    );
    const flavour = readFlavour(version ?? '');
    // It would answer when a table was last written to from what it knew a day ago.
    if (flavour.hasOldStatistics) await query('SET SESSION information_schema_stats_expiry = 0', [], limits);
    return {
      get isUsable() {
        return isUsable;
      },
      flavour,
      query,
      rows,
      async close() {
        const wasUsable = isUsable;
        isUsable = false;
        if (wasUsable)
          await Promise.race([
            new Promise<void>((resolve) => connection.end(() => resolve())),
            new Promise((resolve) => setTimeout(resolve, 500).unref()),
          ]);
        connection.destroy();
      },
    };
  } catch (error) {
    destroy();
    throw connectError(error, options.settings.address, options.settings.database);
  }
}

/** Runs work in a read-only transaction that sees one state of the database. */
export async function inReadOnlyTransaction<T>(
  connection: MysqlConnection,
  limits: StatementLimits,
  work: () => Promise<T>,
): Promise<T> {
  await connection.query(statementTimeout(connection.flavour, limits.timeoutMs), [], limits);
  await connection.query('START TRANSACTION READ ONLY', [], limits);
  try {
    return await work();
  } finally {
    // Nothing was written, so the end of the transaction has nothing to lose; a dead connection has none.
    if (connection.isUsable)
      await connection
        .query('ROLLBACK', [], { timeoutMs: GRACE_MS, signal: new AbortController().signal })
        .catch(() => undefined);
  }
}
