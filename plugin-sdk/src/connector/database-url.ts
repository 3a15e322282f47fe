import { sourceError } from './source-error.ts';

/** The parts of `scheme://user:password@host:port/database?name=value`, percent-decoded. @public */
export interface DatabaseUrl {
  readonly scheme: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
}

const wrong = (message: string): Error =>
  sourceError(
    'DW_SOURCE_CONFIG',
    message,
    'Write scheme://user:password@host:port/database?name=value, with %40 for an @ in the password.',
  );

const decode = (text: string | undefined): string | undefined => {
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong('The database URL holds a broken percent-encoding.');
  }
};

/**
 * Takes a database URL apart; null when its scheme is not one of those given. The WHATWG parser is not used because it
 * refuses what databases allow, an empty host beside a user for instance.
 * @throws DataWaveError DW_SOURCE_CONFIG, never with a part of the URL in it
 * @public
 */
export function parseDatabaseUrl(target: string, schemes: readonly string[]): DatabaseUrl | null {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(target)?.[1]?.toLowerCase();
  if (scheme === undefined || !schemes.includes(scheme)) return null;
  const match =
    /^[^:]+:\/\/(?:([^/?#]*)@)?(\[[^\]]*\]|[^@:/?#[\]]*)(?::(\d{0,5}))?(?:\/([^?#]*))?(?:\?([^#]*))?$/s.exec(
      target,
    );
  if (match === null) throw wrong(`The ${scheme} URL cannot be read.`);
  const [, credentials, host, port, database, query] = match;
  const colon = credentials?.indexOf(':') ?? -1;
  const portNumber = port === undefined || port === '' ? undefined : Number(port);
  if (portNumber !== undefined && (portNumber < 1 || portNumber > 65_535))
    throw wrong('The port of the database URL is not from 1 to 65535.');
  const parameters = new Map<string, string>();
  for (const pair of (query ?? '').split('&').filter((text) => text !== '')) {
    const [name = '', ...value] = pair.split('=');
    parameters.set(decode(name) ?? '', decode(value.join('=').replaceAll('+', '%20')) ?? '');
  }
  return {
    scheme,
    username: decode(colon < 0 ? credentials : credentials?.slice(0, colon)),
    password: colon < 0 ? undefined : decode(credentials?.slice(colon + 1)),
    host: decode(host?.replace(/^\[(.*)\]$/, '$1')),
    port: portNumber,
    database: decode(database),
    parameters,
  };
}

/** Refuses parameters that nobody will heed. @throws DataWaveError DW_SOURCE_CONFIG naming the first @public */
export function refuseUnknownParameters(url: DatabaseUrl, known: readonly string[]): void {
  const unknown = [...url.parameters.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw sourceError(
      'DW_SOURCE_CONFIG',
      `The ${url.scheme} URL has a parameter "${unknown.slice(0, 60)}" that is not known.`,
      `Known are ${known.join(', ')}.`,
    );
}
