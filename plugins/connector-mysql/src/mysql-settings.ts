import type { ConnectionConfig, ResolvedTarget } from '@datawave/plugin-sdk';
import {
  type DatabaseAddress,
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
export interface MysqlSettings extends TlsSettings {
  readonly address: DatabaseAddress;
  /** Name to which the server's certificate must be made out. */
  readonly host: string;
  /** Every database that the user may see, when undefined. */
  readonly database: string | undefined;
  readonly username: string;
  readonly password: string;
}

const DEFAULT_PORT = 3306;
const PARAMETERS = [
  'ssl-mode',
  'sslmode',
  'ssl-ca',
  'ssl-cert',
  'ssl-key',
  'socket',
  'user',
  'password',
  'charset',
];

/** The names of MySQL's own clients beside those of this connector. */
const OWN_SSL_MODES: Readonly<Record<string, string>> = {
  disabled: 'disable',
  preferred: 'prefer',
  required: 'require',
  verify_ca: 'verify-ca',
  verify_identity: 'verify-full',
};

/** Parses a connection's settings. @throws DataWaveError DW_SOURCE_CONFIG */
export function readMysqlSettings(config: ConnectionConfig): MysqlSettings {
  const read = settingsReader(config);
  const host = read.text('host', 'localhost');
  const port = read.integer('port', DEFAULT_PORT, { min: 1, max: 65_535 });
  const username = read.text('username', systemUser());
  if (username === '')
    throw sourceError(
      'DW_SOURCE_CONFIG',
      'No user is named for the MySQL connection.',
      'Set "username".',
      '/username',
    );
  return {
    address: host.startsWith('/') ? { socketPath: host } : { host, port },
    host,
    database: read.text('database'),
    username,
    password: read.text('password', ''),
    ...readTlsSettings(read),
  };
}

/** `mysql://user:password@host:port/database?ssl-mode=…`; `?socket=/path` for a socket. Without a database all are scanned. */
export async function resolveMysqlTarget(target: string, cwd: string): Promise<ResolvedTarget | null> {
  const url = parseDatabaseUrl(target, ['mysql', 'mariadb']);
  if (url === null) return null;
  refuseUnknownParameters(url, PARAMETERS);
  const mode = (url.parameters.get('ssl-mode') ?? url.parameters.get('sslmode'))?.toLowerCase();
  const given = {
    host: url.parameters.get('socket') ?? url.host,
    port: url.port,
    database: url.database,
    username: url.username ?? url.parameters.get('user'),
    password: url.password ?? url.parameters.get('password'),
    sslMode: mode === undefined ? undefined : (OWN_SSL_MODES[mode] ?? mode),
    caCertificate: await readPemParameter(url, 'ssl-ca', cwd),
    clientCertificate: await readPemParameter(url, 'ssl-cert', cwd),
    clientKey: await readPemParameter(url, 'ssl-key', cwd),
  };
  const config = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const settings = readMysqlSettings(config);
  const port = url.port === undefined || url.port === DEFAULT_PORT ? '' : `:${url.port}`;
  const host = settings.host.startsWith('/') ? encodeURIComponent(settings.host) : settings.host;
  return {
    config: { ...config, host: settings.host, username: settings.username },
    source: [`${settings.host}${port}`, ...(settings.database === undefined ? [] : [settings.database])],
    display: `${url.scheme}://${encodeURIComponent(settings.username)}@${host}${port}/${encodeURIComponent(settings.database ?? '')}`,
  };
}
