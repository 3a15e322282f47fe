import type { JsonSchema } from '../json-schema.ts';
import { SSL_MODES } from './tls-settings.ts';

/** What the settings of one kind of database server say otherwise than those of another. @public */
export interface ServerSettingsWords {
  /** What the host may be beside a name or an address. */
  readonly host: string;
  /** Port unless given. */
  readonly port: number;
  readonly database: { readonly maxLength: number; readonly description: string };
  readonly username: { readonly maxLength: number; readonly description: string };
}

/**
 * A text of one line without `://`: a whole URL pasted here would put its password among the settings that are shown. Said without looking
 * ahead, so that it can be run in linear time.
 * @param besides - characters that are not to be in it either
 */
const withoutUrl = (besides: string): string => {
  const [any, other] = [`[^:\\n\\r${besides}]`, `[^:/\\n\\r${besides}]`];
  return `^(?:${any}|:(?:/?:)*/?${other})*(?::(?:/?:)*/?)?$`;
};

/**
 * Properties of the connection schema of a database server: where it is, who signs in, and TLS as `readTlsSettings` reads it.
 * @public
 */
export const serverSettingsSchema = (words: ServerSettingsWords): Readonly<Record<string, JsonSchema>> => ({
  host: {
    type: 'string',
    minLength: 1,
    maxLength: 255,
    pattern: withoutUrl('@'),
    title: 'Host',
    description: words.host,
  },
  port: { type: 'integer', minimum: 1, maximum: 65_535, default: words.port, title: 'Port' },
  database: {
    type: 'string',
    minLength: 1,
    maxLength: words.database.maxLength,
    pattern: withoutUrl(''),
    title: 'Database',
    description: words.database.description,
  },
  username: {
    type: 'string',
    minLength: 1,
    maxLength: words.username.maxLength,
    title: 'User',
    description: words.username.description,
  },
  password: { type: 'string', maxLength: 1000, writeOnly: true, title: 'Password' },
  sslMode: {
    type: 'string',
    enum: SSL_MODES,
    default: 'prefer',
    title: 'TLS',
    description: 'prefer encrypts when the server can, verify-full also checks who the server is.',
  },
  caCertificate: {
    type: 'string',
    maxLength: 100_000,
    title: 'Certificate authority',
    description: "PEM. The system's authorities unless given.",
  },
  clientCertificate: {
    type: 'string',
    maxLength: 100_000,
    title: 'Client certificate',
    description: 'PEM.',
  },
  clientKey: {
    type: 'string',
    maxLength: 100_000,
    writeOnly: true,
    title: 'Client key',
    description: 'PEM.',
  },
});

/** Those of {@link serverSettingsSchema} that decide where the secrets are sent and how they are protected on the way. @public */
export const SERVER_DESTINATION: readonly string[] = ['host', 'port', 'sslMode', 'caCertificate'];
