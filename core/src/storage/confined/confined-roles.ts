import { DataWaveError } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { driverFault, mapDriverError } from '../driver-errors.ts';
import { APP_ROLE, KERNEL_ROLE } from '../roles.ts';
import { literal, quote } from '../statement.ts';
import type { ConfinedRoles } from './confined-names.ts';
import { scramVerifier } from './scram-verifier.ts';

/** What one plugin's temporary files may take on disk, where the server lets us say so. */
const TEMPORARY_FILES = '1GB';

/**
 * Makes the roles of an isolated plugin where they are missing.
 * @param password - of the login; null where the server asks for none
 * @throws DataWaveError DW_STORAGE_ISOLATED_ROLE where the owner may not, or where a role of that name is more than it should be
 */
export async function ensureConfinedRoles(
  owner: pg.ClientBase,
  plugin: string,
  roles: ConfinedRoles,
  password: string | null,
): Promise<void> {
  try {
    for (const role of [roles.login, roles.owner]) await create(owner, role);
    await checkPowerless(owner, plugin, roles);
    const secret = password === null ? '' : ` password ${literal(scramVerifier(password))}`;
    await owner.query(`alter role ${quote(roles.login)} login${secret}`);
    if (await isSuperuser(owner))
      await owner.query(`alter role ${quote(roles.login)} set temp_file_limit = '${TEMPORARY_FILES}'`);
    // What it owns is handed over and dropped by us.
    else await owner.query(`grant ${quote(roles.owner)} to current_user`);
  } catch (error) {
    throw roleError(plugin, error);
  }
}

/** Lets the owner of a plugin's tables log in while its migrations run. */
export async function openOwner(owner: pg.ClientBase, role: string, password: string): Promise<void> {
  await owner.query(`alter role ${quote(role)} login password ${literal(scramVerifier(password))}`);
}

export async function closeOwner(owner: pg.ClientBase, role: string): Promise<void> {
  await owner.query(`alter role ${quote(role)} nologin password null`);
}

/** Removes the roles with what they still own in this database. What is not there is no error. */
export async function dropConfinedRoles(owner: pg.ClientBase, roles: ConfinedRoles): Promise<void> {
  for (const role of [roles.login, roles.owner]) {
    if (!(await exists(owner, role))) continue;
    // Whoever is no superuser drops what is owned by those alone that it could be.
    if (!(await isSuperuser(owner))) await owner.query(`grant ${quote(role)} to current_user`);
    await owner.query(`drop owned by ${quote(role)} cascade`);
    await owner.query(`drop role ${quote(role)}`);
  }
}

/**
 * Takes back what every role of a database may do beyond its own rows: lock what the platform locks by, notify what it listens to, keep large objects
 * and temporary tables. Only on the embedded server, where the database is nobody else's; elsewhere the statements are looked at alone.
 */
export async function closeToOthers(owner: pg.ClientBase, login: string): Promise<void> {
  const { rows } = await owner.query<{ signature: string }>(
    `select p.oid::regprocedure::text as signature from pg_proc p
     where p.pronamespace = 'pg_catalog'::regnamespace and p.proname ~ '^(pg_(try_)?advisory|pg_notify$|lo_|loread$|lowrite$)'
       and has_function_privilege($1::name, p.oid, 'execute')`,
    [login],
  );
  const { rows: logins } = await owner.query<{ name: string }>(
    `select rolname as name from pg_roles where pg_has_role(oid, ${literal(APP_ROLE)}, 'member') and not rolsuper`,
  );
  const ours = logins.map(({ name }) => quote(name)).join(', ');
  for (const { signature } of rows)
    await owner.query(
      `revoke execute on function ${signature} from public; grant execute on function ${signature} to ${ours}, ${quote(KERNEL_ROLE)}`,
    );
  const { rows: databases } = await owner.query<{ name: string; isOpen: boolean }>(
    `select current_database() as name, has_database_privilege($1::name, current_database(), 'temporary') as "isOpen"`,
    [login],
  );
  for (const { name, isOpen } of databases)
    if (isOpen)
      await owner.query(
        `revoke temporary on database ${quote(name)} from public; grant temporary on database ${quote(name)} to ${ours}, ${quote(KERNEL_ROLE)}`,
      );
}

export const isSuperuser = async (client: pg.ClientBase): Promise<boolean> => {
  const { rows } = await client.query<{ is: boolean }>(
    'select rolsuper as is from pg_roles where rolname = current_user',
  );
  return rows[0]?.is === true;
};

const exists = async (owner: pg.ClientBase, role: string): Promise<boolean> =>
  (await owner.query('select 1 from pg_roles where rolname = $1', [role])).rowCount === 1;

async function create(owner: pg.ClientBase, role: string): Promise<void> {
  if (await exists(owner, role)) return;
  try {
    await owner.query(
      `create role ${quote(role)} nologin nosuperuser nocreatedb nocreaterole noinherit nobypassrls noreplication`,
    );
  } catch (error) {
    // Another process was first.
    if (!['42710', '23505'].includes(driverFault(error)?.sqlState ?? '')) throw error;
  }
}

/** A role that somebody else has made under this name, or made more of, is not used. */
async function checkPowerless(owner: pg.ClientBase, plugin: string, roles: ConfinedRoles): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select r.rolname as name from pg_roles r where r.rolname = any($1::text[])
       and (r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication
            or exists (select from pg_auth_members m where m.member = r.oid))`,
    [[roles.login, roles.owner]],
  );
  const [found] = rows;
  if (found === undefined) return;
  throw new DataWaveError({
    code: 'DW_STORAGE_ISOLATED_ROLE',
    message: `The database role ${found.name}, as which the isolated plugin "${plugin}" would work, has more rights than such a role may have.`,
    hint: `As an administrator of the database: drop role ${quote(found.name)}; it is made anew.`,
    where: `plugin ${plugin}`,
  });
}

function roleError(plugin: string, error: unknown): unknown {
  if (driverFault(error)?.sqlState !== '42501') return mapDriverError(error);
  return new DataWaveError({
    code: 'DW_STORAGE_ISOLATED_ROLE',
    message: `The isolated plugin "${plugin}" keeps data, for which it needs a database role of its own, and the platform’s database user may not make one.`,
    hint: 'As an administrator of the database: alter role USER createrole, for the user of storage.migrationUrl (or storage.url). Or accept the plugin in process: isolation: { level: in-process, accepted: true }.',
    where: `plugin ${plugin}`,
    cause: mapDriverError(error),
  });
}
