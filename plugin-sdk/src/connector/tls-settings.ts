import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DatabaseUrl } from './database-url.ts';
import { fileError } from './file-access.ts';
import type { SettingsReader } from './settings.ts';

/** How far a connection is encrypted and the server checked: the words of libpq's `sslmode`, but for `allow`. @public */
export const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/** One of {@link SSL_MODES}. @public */
export type SslMode = (typeof SSL_MODES)[number];

/** The settings of a server's TLS, checked. Certificates and the key are PEM. @public */
export interface TlsSettings {
  readonly sslMode: SslMode;
  /** The system's authorities, when undefined. */
  readonly caCertificate: string | undefined;
  readonly clientCertificate: string | undefined;
  readonly clientKey: string | undefined;
}

/** What a driver hands to Node's TLS. @public */
export interface TlsMaterial {
  readonly rejectUnauthorized: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Reads the TLS part of a connection's settings; `prefer` unless given. @throws DataWaveError DW_SOURCE_CONFIG @public */
export const readTlsSettings = (read: SettingsReader): TlsSettings => ({
  sslMode: read.choice('sslMode', SSL_MODES, 'prefer'),
  caCertificate: read.text('caCertificate'),
  clientCertificate: read.text('clientCertificate'),
  clientKey: read.text('clientKey'),
});

/** Certificates of the settings, and whether the server's chain is checked. Whether its name fits is left to the driver. @public */
export function tlsMaterial(settings: TlsSettings, mode: Exclude<SslMode, 'disable'>): TlsMaterial {
  const { caCertificate: ca, clientCertificate: cert, clientKey: key } = settings;
  return {
    // As libpq: require checks the chain too once an authority is named.
    rejectUnauthorized:
      mode === 'verify-ca' || mode === 'verify-full' || (mode === 'require' && ca !== undefined),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/**
 * Reads the PEM file that a parameter of a database URL names, relative to `cwd`; undefined where the URL names none.
 * @throws DataWaveError DW_SOURCE_NOT_FOUND, DW_SOURCE_PERMISSION, DW_SOURCE_CONFIG
 * @public
 */
export async function readPemParameter(
  url: DatabaseUrl,
  parameter: string,
  cwd: string,
): Promise<string | undefined> {
  const path = url.parameters.get(parameter);
  if (path === undefined) return undefined;
  try {
    return await readFile(resolve(cwd, path), 'utf8');
  } catch (error) {
    throw fileError(error, `${path} (${parameter})`);
  }
}
