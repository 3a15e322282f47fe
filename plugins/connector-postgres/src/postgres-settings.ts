import { join } from 'node:path';
import type { ConnectionConfig, ResolvedTarget } from '@datawave/plugin-sdk';
import {
  type DatabaseAddress,
  type DatabaseUrl,
  parseDatabaseUrl,
  readPemParameter,
  readTlsSettings,
  refuseUnknownParameters,
  settingsReader,
  sourceError,
  systemUser,
  type TlsSettings,
} from '@datawave/plugin-sdk/connector';

/** A connection's settings, checked. */
export interface PostgresSettings extends TlsSettings {
  readonly address: DatabaseAddress;
  /** Name to which the server's certificate must be made out. */
  readonly host: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** Empty for all. */
  readonly schemas: readonly string[];
}

const DEFAULT_PORT = 5432;
const PARAMETERS = [
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'schema',
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'application_name',
  'connect_timeout',
  'client_encoding',
  'channel_binding',
  'target_session_attrs',
  'gssencmode',
];

/** Parses a connection's settings. @throws DataWaveError DW_SOURCE_CONFIG */
export function readPostgresSettings(config: ConnectionConfig): PostgresSettings {
  const read = settingsReader(config);
  const host = read.text('host', 'localhost');
  const port = read.integer('port', DEFAULT_PORT, { min: 1, max: 65_535 });
  const username = read.text('username', systemUser());
  if (username === '')
    throw sourceError(
      'DW_SOURCE_CONFIG',
      'No user is named for the PostgreSQL connection.',
      'Set "username".',
      '/username',
    );
  return {
    // libpq's convention: a host that begins with a slash is the folder of the socket.
    address: host.startsWith('/') ? { socketPath: join(host, `.s.PGSQL.${port}`) } : { host, port },
    host,
    database: read.text('database', username),
    username,
    password: read.text('password', ''),
    ...readTlsSettings(read),
    schemas: read.texts('schemas'),
  };
}

/** As libpq: whoever trusts the system's authorities, who vouch for anybody, must want the name checked as well. */
function sslModeOf({ parameters }: DatabaseUrl): string | undefined {
  const mode = parameters.get('sslmode');
  if (parameters.get('sslrootcert') !== 'system') return mode === 'allow' ? 'prefer' : mode;
  if (mode === undefined || mode === 'verify-full') return 'verify-full';
  throw sourceError(
    'DW_SOURCE_CONFIG',
    'A URL with sslrootcert=system must not have another sslmode than verify-full.',
    'Leave sslmode out, or name a file of authorities.',
  );
}

/** `postgres://user:password@host:port/database?sslmode=…&schema=a,b`; also libpq's `?host=/folder` for a socket. */
export async function resolvePostgresTarget(target: string, cwd: string): Promise<ResolvedTarget | null> {
  const url = parseDatabaseUrl(target, ['postgres', 'postgresql']);
  if (url === null) return null;
  refuseUnknownParameters(url, PARAMETERS);
  const parameter = (name: string): string | undefined => url.parameters.get(name);
  const port = url.port ?? (parameter('port') === undefined ? undefined : Number(parameter('port')));
  const schemas = parameter('schema')
    ?.split(',')
    .filter((name) => name !== '');
  const given = {
    host: url.host ?? parameter('host'),
    port,
    database: url.database ?? parameter('dbname'),
    username: url.username ?? parameter('user'),
    password: url.password ?? parameter('password'),
    sslMode: sslModeOf(url),
    caCertificate:
      parameter('sslrootcert') === 'system' ? undefined : await readPemParameter(url, 'sslrootcert', cwd),
    clientCertificate: await readPemParameter(url, 'sslcert', cwd),
    clientKey: await readPemParameter(url, 'sslkey', cwd),
    schemas,
  };
  const config = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const settings = readPostgresSettings(config);
  const shownPort = port === undefined || port === DEFAULT_PORT ? '' : `:${port}`;
  return {
    config: { ...config, host: settings.host, database: settings.database, username: settings.username },
    source: [`${settings.host}${shownPort}`, settings.database],
    display: `${url.scheme}://${encodeURIComponent(settings.username)}@${settings.host.startsWith('/') ? encodeURIComponent(settings.host) : settings.host}${shownPort}/${encodeURIComponent(settings.database)}`,
  };
}
