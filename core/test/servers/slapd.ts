import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort, ServerProcess } from './server-process.ts';
import { findProgram, findServerProgram } from './server-program.ts';
import { installCertificates, type TestCertificates } from './test-certificates.ts';

/** An LDAP directory of the test's own on loopback ports, below `dc=example,dc=com`. */
export interface RunningSlapd {
  /** Port of LDAP, with StartTLS where there are certificates. */
  readonly port: number;
  /** Port of LDAPS; nothing listens there without certificates. */
  readonly tlsPort: number;
  /** May do everything. */
  readonly admin: { readonly dn: string; readonly password: string };
  /** Ends it as kill -9 would; `restart` brings it back on the same ports with what it had kept. */
  crash(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Where distributions put the schemas that come with OpenLDAP. */
const SCHEMAS = ['/etc/ldap/schema', '/etc/openldap/schema'];
const SUFFIX = 'dc=example,dc=com';

/** Starts a directory that holds the entries of `ldif`, and from then on notes at people which groups they are in. */
export async function startSlapd(options: {
  readonly ldif: string;
  readonly certificates?: TestCertificates;
  /** Attribute types and object classes beside those that come with OpenLDAP. */
  readonly schema?: string;
}): Promise<RunningSlapd> {
  const program = findServerProgram('slapd');
  const loader = findProgram('slapadd');
  const schemas = SCHEMAS.find((folder) => existsSync(folder));
  if (program === undefined || loader === undefined || schemas === undefined)
    throw new Error('slapd is not installed');
  const server = new ServerProcess('slapd');
  const admin = { dn: `cn=admin,${SUFFIX}`, password: 'directory-admin' };
  const database = join(server.folder, 'database');
  mkdirSync(database, { mode: 0o700 });
  const files =
    options.certificates === undefined
      ? null
      : installCertificates(options.certificates, server.folder, server.account);
  const settings = join(server.folder, 'slapd.conf');
  writeFileSync(
    settings,
    [
      ...['core', 'cosine', 'nis', 'inetorgperson'].map((name) => `include ${schemas}/${name}.schema`),
      options.schema ?? '',
      ...(existsSync('/usr/lib/ldap')
        ? ['modulepath /usr/lib/ldap', 'moduleload back_mdb', 'moduleload memberof']
        : []),
      `pidfile ${join(server.folder, 'slapd.pid')}`,
      ...(files === null
        ? []
        : [`TLSCertificateFile ${files.certificate}`, `TLSCertificateKeyFile ${files.key}`]),
      'database mdb',
      `suffix "${SUFFIX}"`,
      `directory ${database}`,
      'maxsize 67108864',
      'index objectClass,uid,member eq',
      // What is lost in a crash is lost for the test alone.
      'dbnosync',
      `rootdn "${admin.dn}"`,
      `rootpw ${admin.password}`,
      'overlay memberof',
      'limits * size=unlimited',
      'access to attrs=userPassword by anonymous auth by * none',
      'access to * by users read by * none',
    ].join('\n'),
    { mode: 0o600 },
  );
  const entries = join(server.folder, 'entries.ldif');
  writeFileSync(
    entries,
    `dn: ${SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\no: Example\n\n${options.ldif}`,
  );
  server.prepare(loader, ['-q', '-f', settings, '-l', entries]);
  const port = await freePort();
  const tlsPort = await freePort();
  const addresses = [
    `ldap://127.0.0.1:${port}/`,
    ...(files === null ? [] : [`ldaps://127.0.0.1:${tlsPort}/`]),
  ];
  // With a level of debugging, were it none, it stays in the foreground.
  const run = (): Promise<void> =>
    server.start(program, ['-f', settings, '-h', addresses.join(' '), '-d', '0'], () => isListening(port));
  await run();
  return {
    ...{ port, tlsPort, admin },
    crash: () => server.end('SIGKILL'),
    restart: run,
    stop: () => server.dispose('SIGTERM'),
  };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (isReady: boolean): void => {
      socket.destroy();
      resolve(isReady);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}
