import { createHash, createHmac } from 'node:crypto';
import type { ConnectionTarget } from '../connection.ts';

/**
 * The two database roles of a plugin that runs isolated. Roles belong to the whole server, so their names hold which database it is.
 * Neither is a member of any other role, so there is nothing that SQL text could make of it.
 */
export interface ConfinedRoles {
  /** As whom its statements run: reads and writes rows of its tables, and owns nothing. */
  readonly login: string;
  /** As whom its migrations run: owns its tables. It can log in only while they do. */
  readonly owner: string;
}

export const OWNER_SUFFIX = '_owner';

/** @param schema - the plugin's id with hyphens as underscores */
export function confinedRoles(database: string, schema: string): ConfinedRoles {
  const mark = createHash('sha256').update(`${database}\0${schema}`).digest('hex').slice(0, 10);
  const login = `dw_${mark}_${schema.slice(0, 40)}`;
  return { login, owner: `${login}${OWNER_SUFFIX}` };
}

/** The same server and database, as somebody else. */
export function asLogin(target: ConnectionTarget, user: string, password: string | null): ConnectionTarget {
  const { connectionString, ...config } = target.config;
  const given = password === null ? {} : { password };
  const display = `${target.display} as ${user}`;
  if (connectionString === undefined) return { ...target, config: { ...config, user, ...given }, display };
  const [address = '', query] = connectionString.split(/\?(.*)/s);
  const secret = password === null ? '' : `:${encodeURIComponent(password)}`;
  const rewritten = address.replace(/^(postgres(?:ql)?:\/\/)(?:[^/#@]*@)?/, `$1${user}${secret}@`);
  const rest = new URLSearchParams(query ?? '');
  for (const name of ['user', 'password']) rest.delete(name);
  const tail = rest.size === 0 ? '' : `?${rest.toString()}`;
  return { ...target, config: { ...config, connectionString: `${rewritten}${tail}` }, display };
}

/**
 * What the plugin's login proves itself by: made of the application's own password, so that every replica makes the same and nobody has to
 * keep it. Null where the application needs none, because the server lets in whoever reaches it.
 */
export function confinedPassword(target: ConnectionTarget, login: string): string | null {
  const { connectionString, password } = target.config;
  const known = connectionString === undefined ? password : passwordIn(connectionString);
  if (typeof known !== 'string' || known === '') return null;
  return createHmac('sha256', known).update(`datawave isolated plugin\0${login}`).digest('base64url');
}

function passwordIn(url: string): string | null {
  const [address = '', query] = url.split(/\?(.*)/s);
  const named = new URLSearchParams(query ?? '').get('password');
  const encoded = /^postgres(?:ql)?:\/\/[^/:@#]*:([^/@#]*)@/.exec(address)?.[1];
  return named ?? (encoded === undefined ? null : decodeURIComponent(encoded));
}
