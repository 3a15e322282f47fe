import { parseArgs } from 'node:util';
import { DataWaveError, type Json } from '@datawave/plugin-sdk';

/** What was asked for on the command line. */
export interface PolicyArguments {
  readonly url: URL;
  readonly token: string;
  readonly format: 'text' | 'json';
  /** Body of `POST /access/test`. */
  readonly question: { readonly [name: string]: Json };
}

const OPTIONS = {
  url: { type: 'string' },
  format: { type: 'string' },
  role: { type: 'string', multiple: true },
  group: { type: 'string', multiple: true },
  owner: { type: 'string' },
  domain: { type: 'string' },
  sensitivity: { type: 'string' },
  source: { type: 'string' },
  tag: { type: 'string', multiple: true },
  at: { type: 'string' },
  address: { type: 'string' },
} as const;

/** @throws DataWaveError DW_USAGE; DW_AUTH_TOKEN_INVALID when there is no token */
export function parsePolicyArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): PolicyArguments {
  const { values, positionals } = parsed(args);
  const [verb, principal, permission, resource, ...more] = positionals;
  if (verb !== 'test')
    throw usage(verb === undefined ? 'Say what is to be done.' : `There is no "${verb.slice(0, 60)}".`);
  if (principal === undefined || permission === undefined) throw usage('Say who is to do what.');
  // A name would be asked about as somebody who holds nothing, and the answer mistaken for theirs.
  if (!principal.includes(':'))
    throw usage(`"${principal.slice(0, 60)}" is no id: write user:…, as the page of the account shows it.`);
  if (more.length > 0) throw usage(`"${(more[0] ?? '').slice(0, 60)}" is one word too many.`);
  const format = values.format ?? 'text';
  if (format !== 'text' && format !== 'json') throw usage('--format is text or json.');
  const { role, group, tag, at, address } = values;
  const attributes: Record<string, Json> = {};
  for (const name of ['owner', 'domain', 'sensitivity', 'source'] as const) {
    const value = values[name];
    // Nothing after the sign says that there is none, which is not the same as not to say.
    if (value !== undefined) attributes[name] = value === '' ? null : value;
  }
  if (tag !== undefined) attributes['tags'] = tag.filter((one) => one !== '');
  return {
    ...{
      url: platformUrl(values.url ?? env['DATAWAVE_URL'] ?? 'http://127.0.0.1:8080'),
      token: tokenOf(env),
      format,
    },
    question: {
      principal: {
        id: principal,
        ...(role === undefined ? {} : { roles: role }),
        ...(group === undefined ? {} : { groups: group }),
      },
      permission,
      ...(resource === undefined ? {} : { resource }),
      ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
      ...(at === undefined ? {} : { at }),
      ...(address === undefined ? {} : { address }),
    },
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw usage(error instanceof Error ? `${error.message.split('. ')[0] ?? ''}.` : String(error));
  }
}

function tokenOf(env: Readonly<Record<string, string | undefined>>): string {
  const token = env['DATAWAVE_TOKEN'] ?? '';
  if (token !== '' && !/[^\x21-\x7e]/.test(token)) return token;
  throw new DataWaveError({
    code: 'DW_AUTH_TOKEN_INVALID',
    message: token === '' ? 'DATAWAVE_TOKEN is not set.' : 'DATAWAVE_TOKEN holds what no token holds.',
    hint: 'Set it to an access token: POST /api/v1/auth/login answers one.',
  });
}

function platformUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw usage('The address of the platform is none: write it as https://datawave.example.com.');
  if (url.username !== '' || url.password !== '')
    throw usage('The address of the platform holds a password: set DATAWAVE_TOKEN instead.');
  return url;
}

const usage = (message: string): DataWaveError =>
  new DataWaveError({ code: 'DW_USAGE', message, hint: 'See datawave policy --help.' });

export const POLICY_USAGE = `Usage: datawave policy test PRINCIPAL PERMISSION [RESOURCE] [options]

  Whether PRINCIPAL (user:..., service:...) may use PERMISSION (catalog:read), on a thing where one is named, and why.
  Without anything that says what the thing is like, the question is whether there is any that they may.

  --role KEY             roles that hold everywhere, several times; those of the account unless given
  --group ID             groups, several times; those of the account unless given
  --owner ID, --domain ID, --sensitivity LEVEL, --source KEY
                         what the thing is like; with nothing after the sign (--owner=) it has none
  --tag NAME             several times; --tag= for no tags
  --at TIME              ISO 8601 (now)
  --address ADDRESS      of the client (none)
  --url URL              where the platform is (DATAWAVE_URL, else http://127.0.0.1:8080)
  --format text|json     json is one document on standard output (text)

The access token is read from DATAWAVE_TOKEN; its holder needs access:test.
Exit codes: 0 allowed, 1 could not be asked, 2 wrong usage, 3 denied.
`;
