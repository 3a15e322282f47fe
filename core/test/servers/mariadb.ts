import { randomBytes } from 'node:crypto';
import { chownSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort, ServerProcess, unprivilegedAccount } from './server-process.ts';
import { findProgram, findServerProgram } from './server-program.ts';
import { installCertificates, type TestCertificates } from './test-certificates.ts';

/** A MariaDB of the test's own on a loopback port, with a password. */
export interface RunningMariadb {
  /** The superuser's address, without a database. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The Unix socket, for the `mariadb` client. */
  readonly socket: string;
  crash(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a MariaDB, with TLS when it is given certificates. */
export async function startMariadb(
  options: { readonly certificates?: TestCertificates } = {},
): Promise<RunningMariadb> {
  const program = findServerProgram('mariadbd');
  const install = findProgram('mariadb-install-db');
  if (program === undefined || install === undefined) throw new Error('mariadbd is not installed');
  const account = unprivilegedAccount('mysql', 'nobody');
  const server = new ServerProcess('mariadb', account);
  const data = join(server.folder, 'data');
  server.prepare(install, [
    ...['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal'],
    ...['--skip-test-db', '--skip-name-resolve'],
  ]);
  const password = randomBytes(12).toString('hex');
  const init = join(server.folder, 'init.sql');
  writeFileSync(
    init,
    [
      `create user if not exists 'datawave'@'127.0.0.1' identified by '${password}';`,
      `grant all on *.* to 'datawave'@'127.0.0.1' with grant option;`,
      `create user if not exists 'datawave'@'localhost' identified by '${password}';`,
      `grant all on *.* to 'datawave'@'localhost' with grant option;`,
    ].join('\n'),
    { mode: 0o600 },
  );
  if (account !== undefined) chownSync(init, account.uid, account.gid);
  const port = await freePort();
  const socket = join(server.folder, 'mariadb.sock');
  const tls =
    options.certificates && installCertificates(options.certificates, server.folder, server.account);
  const tlsArguments =
    tls === undefined
      ? []
      : [`--ssl-ca=${tls.authority}`, `--ssl-cert=${tls.certificate}`, `--ssl-key=${tls.key}`];
  const run = async (): Promise<void> => {
    await server.start(
      program,
      [
        ...['--no-defaults', `--datadir=${data}`, '--bind-address=127.0.0.1', `--port=${port}`],
        ...[`--socket=${socket}`, `--pid-file=${join(server.folder, 'pid')}`, `--init-file=${init}`],
        ...['--skip-name-resolve', '--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=64M'],
        ...['--character-set-server=utf8mb4', '--local-infile=1', ...tlsArguments],
      ],
      () => greets(port),
    );
  };
  await run();
  return {
    url: `mysql://datawave:${password}@127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    user: 'datawave',
    password,
    socket,
    crash: () => server.end('SIGKILL'),
    restart: run,
    stop: () => server.dispose('SIGTERM'),
  };
}

/** The server speaks first; it does so once its init file has been run. */
async function greets(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (isReady: boolean): void => {
      socket.destroy();
      resolve(isReady);
    };
    socket.once('data', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
  });
}
