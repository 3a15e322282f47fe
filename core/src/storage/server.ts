import { DataWaveError, type Logger } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { type ConnectionTarget, connect, connectError, embeddedTarget, targetFromUrl } from './connection.ts';
import { driverFault } from './driver-errors.ts';
import { openEmbeddedServer } from './embedded/embedded-server.ts';
import { canAssumeRoles, ensureRoles } from './roles.ts';

/** A database that answers, with its roles in place. */
export interface OpenServer {
  readonly kind: 'embedded' | 'remote';
  readonly version: string;
  /** As whom the application works. */
  readonly application: ConnectionTarget;
  /** As whom it migrates. */
  readonly owner: ConnectionTarget;
  close(): Promise<void>;
}

/** What is needed to open one. */
export interface ServerOptions {
  /** `embedded`, or a postgres:// URL; or {@link SCRATCH}, which tests alone name. */
  readonly url: string;
  readonly migrationUrl?: string;
  readonly dataDirectory: string;
  readonly log: Logger;
}

const OLDEST = 150_000;
/** Any number that nobody else locks. */
const FIRST_START_LOCK = 7_160_311;
const EMBEDDED_DATABASE = 'datawave';
/** Login of the application on the embedded server: owns nothing, and is nothing until it takes a role. */
export const EMBEDDED_LOGIN = 'datawave_login';

/** Stands for a fresh database on an embedded server that tests share. No configuration may name it. */
export const SCRATCH = 'scratch';

/** Opens the server that the configuration names. */
export function openServer(o: ServerOptions): Promise<OpenServer> {
  if (o.url === SCRATCH) return openScratch(o);
  return o.url === 'embedded' ? openEmbedded(o) : openRemote(o);
}

async function openScratch({ log }: ServerOptions): Promise<OpenServer> {
  const { openScratchDatabase } = await import('./embedded/scratch-server.ts');
  const { server, name, close } = await openScratchDatabase(EMBEDDED_LOGIN, log);
  const target = (user: string): ConnectionTarget =>
    embeddedTarget({ ...server.address, user, database: name, recover: () => server.recover() });
  const application = target(EMBEDDED_LOGIN);
  const version = await probe(application);
  if (version === null) throw rolesMissing();
  return { kind: 'embedded', version, application, owner: target(server.superuser), close };
}

async function openEmbedded(o: ServerOptions): Promise<OpenServer> {
  const server = await openEmbeddedServer({ dataDirectory: o.dataDirectory, log: o.log });
  const target = (user: string, database: string): ConnectionTarget =>
    embeddedTarget({ ...server.address, user, database, recover: () => server.recover() });
  try {
    const application = target(EMBEDDED_LOGIN, EMBEDDED_DATABASE);
    const owner = target(server.superuser, EMBEDDED_DATABASE);
    const version =
      (await probe(application).catch(() => null)) ??
      (await prepareEmbedded(target(server.superuser, 'postgres'), application));
    return { kind: 'embedded', version, application, owner, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function prepareEmbedded(superuser: ConnectionTarget, application: ConnectionTarget): Promise<string> {
  const client = await connect(superuser);
  try {
    // Several processes may be the first at once, and catalogue rows are not made for that. The lock ends with the connection.
    await client.query(`select pg_advisory_lock(${FIRST_START_LOCK})`);
    await tolerate(client, `create role ${EMBEDDED_LOGIN} login noinherit`);
    await ensureRoles(client, EMBEDDED_LOGIN);
    await tolerate(client, `create database ${EMBEDDED_DATABASE}`);
    await tolerate(client, `revoke create on schema public from public`);
  } finally {
    await client.end();
  }
  const version = await probe(application);
  if (version === null) throw rolesMissing();
  return version;
}

const rolesMissing = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_ROLE',
    message: 'The roles of the embedded database could not be created.',
    hint: 'Look into postgres.log in the data folder.',
  });

/** Another process may have been first. */
async function tolerate(client: pg.Client, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    if (!['42710', '42P04', '23505'].includes(driverFault(error)?.sqlState ?? '')) throw error;
  }
}

/** Version of the server when this login can take both roles, null when it cannot. */
async function probe(target: ConnectionTarget): Promise<string | null> {
  const client = await connect(target);
  try {
    const version = await checkVersion(client, target);
    return (await canAssumeRoles(client)) ? version : null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function openRemote(o: ServerOptions): Promise<OpenServer> {
  const application = targetFromUrl(o.url, 'storage.url');
  const owner =
    o.migrationUrl === undefined ? application : targetFromUrl(o.migrationUrl, 'storage.migrationUrl');
  const open = (version: string): OpenServer => ({
    kind: 'remote',
    version,
    application,
    owner,
    close: async () => undefined,
  });
  const version = await probe(application);
  if (version !== null) return open(version);
  const client = await connect(application);
  const login = await client
    .query<{ login: string }>('select session_user as login')
    .finally(() => client.end());
  const creator = await connect(owner);
  try {
    await ensureRoles(creator, login.rows[0]?.login ?? '');
  } finally {
    await creator.end().catch(() => undefined);
  }
  const after = await probe(application);
  if (after === null) {
    throw new DataWaveError({
      code: 'DW_STORAGE_ROLE',
      message: `The user of ${application.display} still cannot take the roles datawave_app and datawave_kernel.`,
      hint: `Let an administrator run: grant datawave_app, datawave_kernel to the user.`,
    });
  }
  return open(after);
}

async function checkVersion(client: pg.Client, target: ConnectionTarget): Promise<string> {
  const { rows } = await client
    .query<{ number: number; version: string }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
    )
    .catch((error: unknown) => {
      throw connectError(error, target);
    });
  const found = rows[0];
  if (found && found.number >= OLDEST) return found.version.split(' ')[0] ?? found.version;
  throw new DataWaveError({
    code: 'DW_STORAGE_VERSION',
    message: `The database server is PostgreSQL ${found?.version ?? 'of an unknown version'}; version 15 or newer is needed (${target.display}).`,
    hint: 'Upgrade the server, or use another one.',
  });
}
