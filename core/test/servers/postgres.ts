import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort, ServerProcess, unprivilegedAccount } from './server-process.ts';
import { findPostgresFolders } from './server-program.ts';
import { installCertificates, type TestCertificates } from './test-certificates.ts';

/** How often a server that has crashed is started again until its old processes have gone. */
const RESTARTS = 300;

/** Debian's PostgreSQL, an instance of the test's own on a loopback port, with a password. */
export interface RunningPostgres {
  /** The superuser's address of the database `postgres`. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The server's major version. */
  readonly version: number;
  /** Creates a database and answers its address. */
  createDatabase(name: string): Promise<string>;
  crash(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the newest installed PostgreSQL, or the version asked for; with TLS when it is given certificates.
 * @param options.folder - where its own folder is made; among the system's temporary files unless given
 */
export async function startPostgres(
  options: {
    readonly version?: number;
    readonly certificates?: TestCertificates;
    readonly folder?: string;
  } = {},
): Promise<RunningPostgres> {
  const folder = findPostgresFolders().find(
    (candidate) => options.version === undefined || candidate.endsWith(`/${options.version}/bin`),
  );
  if (folder === undefined) throw new Error(`PostgreSQL ${options.version ?? ''} is not installed`);
  const server = new ServerProcess('postgres', unprivilegedAccount('postgres', 'nobody'), options.folder);
  const data = join(server.folder, 'data');
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(server.folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o644 });
  server.prepare(join(folder, 'initdb'), [
    ...['--pgdata', data, '--username', 'postgres', '--pwfile', passwordFile],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'],
  ]);
  const port = await freePort();
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const tls =
    options.certificates && installCertificates(options.certificates, server.folder, server.account);
  const run = async (): Promise<void> => {
    const settings = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: server.folder,
      fsync: 'off',
      ...(tls && { ssl: 'on', ssl_cert_file: tls.certificate, ssl_key_file: tls.key }),
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    await server.start(join(folder, 'postgres'), ['-D', data, ...args], () => isReady(url));
  };
  // After a crash the processes of connections notice it one after the other; the next server waits for the last.
  const restart = async (): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await run();
        return;
      } catch (error) {
        if (tries === RESTARTS || !/pre-existing shared memory block/.test(String(error))) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  await run();
  return {
    url,
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    version: Number(folder.split('/').at(-2)),
    createDatabase: (name) => createDatabase(url, name),
    crash: () => server.end('SIGKILL'),
    restart,
    stop: () => server.dispose('SIGINT'),
  };
}

async function createDatabase(url: string, name: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const address = new URL(url);
  address.pathname = `/${encodeURIComponent(name)}`;
  return address.href;
}

async function isReady(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    await client.end();
    return true;
  } catch {
    return false;
  }
}
