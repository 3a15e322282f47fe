import { DataWaveError } from '@datawave/plugin-sdk';
import pg from 'pg';
import { driverFault } from './driver-errors.ts';

/** How to reach one database as one login. */
export interface ConnectionTarget {
  readonly config: pg.ClientConfig;
  /** Without the password; for messages. */
  readonly display: string;
  /** What to do before a second try when the server does not answer; the embedded server is started again. */
  readonly recover?: () => Promise<void>;
}

/** Dates stay as written (a date has no time zone); everything else is the driver's default. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.DATE ? (value: string) => value : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig;

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Reads a `postgres://` URL.
 * @throws DataWaveError DW_STORAGE_URL
 */
export function targetFromUrl(url: string, setting: string): ConnectionTarget {
  const invalid = (cause?: unknown): DataWaveError =>
    new DataWaveError({
      code: 'DW_STORAGE_URL',
      message: `${setting} is not a PostgreSQL URL.`,
      hint: 'Write postgres://USER:PASSWORD@HOST:PORT/DATABASE with special characters percent-encoded (# as %23), or embedded.',
      where: setting,
      cause,
    });
  let display: string;
  // URL refuses an empty host, which in PostgreSQL's URLs means a socket folder given as ?host=.
  try {
    const parsed = new URL(url.replace(/^(postgres(?:ql)?:\/\/(?:[^/?#@]*@)?)(?=\/)/, '$1socket.invalid'));
    if (!/^postgres(ql)?:$/.test(parsed.protocol)) throw invalid();
    const host = parsed.searchParams.get('host') ?? parsed.hostname;
    display = `postgres://${parsed.username ? `${parsed.username}@` : ''}${host}${parsed.port ? `:${parsed.port}` : ''}${parsed.pathname}`;
  } catch (error) {
    // The cause would carry the URL with its password.
    throw DataWaveError.is(error) ? error : invalid();
  }
  return { config: { ...shared(), connectionString: url }, display };
}

/** A target on the embedded server. */
export function embeddedTarget(o: {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly recover: () => Promise<void>;
}): ConnectionTarget {
  return {
    config: { ...shared(), host: o.host, port: o.port, user: o.user, database: o.database },
    display: 'the embedded database',
    recover: o.recover,
  };
}

const shared = (): pg.ClientConfig => ({
  application_name: 'datawave',
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  keepAlive: true,
  types,
});

/**
 * One connection apart from the pools.
 * @throws DataWaveError as {@link connectError}
 */
export async function connect(target: ConnectionTarget): Promise<pg.Client> {
  const once = async (): Promise<pg.Client> => {
    const client = new pg.Client(target.config);
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  try {
    return await once();
  } catch (error) {
    if (!target.recover || !isUnreachable(error)) throw connectError(error, target);
  }
  await target.recover();
  return once().catch((error: unknown) => {
    throw connectError(error, target);
  });
}

/** Whether the server did not answer at all, as against answering no. */
export function isUnreachable(error: unknown): boolean {
  const state = driverFault(error)?.sqlState ?? '';
  return (
    /^E[A-Z]/.test(state) ||
    state.startsWith('57P') ||
    (error instanceof Error && /terminated|timeout/i.test(error.message))
  );
}

/** Says in words why a connection was not made: unreachable, password, database, TLS, permission. */
export function connectError(error: unknown, target: ConnectionTarget): DataWaveError {
  if (DataWaveError.is(error)) return error;
  const state = driverFault(error)?.sqlState ?? '';
  const message = error instanceof Error ? error.message : '';
  const fail = (code: string, said: string, hint: string): DataWaveError =>
    new DataWaveError({ code, message: `${said} (${target.display}).`, hint, status: 503 });
  if (state === '28P01' || /password must be a string|no password supplied|SASL/i.test(message)) {
    return fail(
      'DW_STORAGE_PASSWORD',
      'The database refused the user name or password',
      'Correct them in storage.url or DATABASE_URL.',
    );
  }
  if (state === '28000')
    return fail(
      'DW_STORAGE_LOGIN',
      'The database does not let this user in from here',
      'Check that the user exists and may log in, and the lines of pg_hba.conf on the server (TLS, address, database).',
    );
  if (state === '3D000')
    return fail(
      'DW_STORAGE_DATABASE_MISSING',
      'The database does not exist',
      'Create it, for instance: createdb datawave.',
    );
  if (state === '42501')
    return fail(
      'DW_STORAGE_LOGIN',
      'The user may not connect to the database',
      'As its owner: grant connect on database NAME to USER.',
    );
  if (state === '53300')
    return fail(
      'DW_STORAGE_UNAVAILABLE',
      'The database has no free connection',
      'Raise max_connections on the server, or lower storage.poolSize.',
    );
  if (/SSL|certificate|self[- ]signed/i.test(message) || state.startsWith('ERR_TLS')) {
    return fail(
      'DW_STORAGE_TLS',
      'No secure connection to the database could be made',
      'Check sslmode in the URL, the server’s certificate and sslrootcert.',
    );
  }
  const why = /^E[A-Z]/.test(state) ? `, ${state}` : '';
  return fail(
    'DW_STORAGE_UNAVAILABLE',
    `The database cannot be reached${why}`,
    'Check that it runs and that host and port are right.',
  );
}
