import { DataWaveError } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { driverFault, mapDriverError } from './driver-errors.ts';
import { literal, quote } from './statement.ts';

/** The role as which plugins' statements run: owns nothing, bound by row-level security. */
export const APP_ROLE = 'datawave_app';
/** The role as which the kernel's own statements run: sees all workspaces in schema core, and no other schema. */
export const KERNEL_ROLE = 'datawave_kernel';

/** Whether this login can become both roles already. */
export async function canAssumeRoles(client: pg.ClientBase): Promise<boolean> {
  try {
    await client.query(`set role ${quote(KERNEL_ROLE)}; set role ${quote(APP_ROLE)}; reset role`);
    return true;
  } catch (error) {
    const state = driverFault(error)?.sqlState;
    if (state === '22023' || state === '42501' || state === '42704') return false;
    throw mapDriverError(error);
  }
}

/**
 * Creates the two roles where they are missing and lets `login` become them.
 *
 * @param owner - a connection that may create roles
 * @throws DataWaveError DW_STORAGE_ROLE with the statements that an administrator can run instead
 */
export async function ensureRoles(owner: pg.ClientBase, login: string): Promise<void> {
  if (login === APP_ROLE || login === KERNEL_ROLE) {
    throw new DataWaveError({
      code: 'DW_STORAGE_ROLE',
      message: `The application logs in to the database as ${login}, which is one of the roles that it switches between.`,
      hint: `Log in as a user of another name. ${instructions('USER')}`,
    });
  }
  try {
    for (const role of [APP_ROLE, KERNEL_ROLE]) {
      const { rowCount } = await owner.query('select 1 from pg_roles where rolname = $1', [role]);
      if (!rowCount) await createRole(owner, role);
      await grantRole(owner, role, login);
    }
  } catch (error) {
    const state = driverFault(error)?.sqlState;
    if (state !== '42501' && state !== '0LP01') throw mapDriverError(error);
    throw new DataWaveError({
      code: 'DW_STORAGE_ROLE',
      message: `The database user ${login} can neither become nor create the roles ${APP_ROLE} and ${KERNEL_ROLE}, as which the application runs its statements.`,
      hint: instructions(login),
    });
  }
}

/** Roles belong to the whole cluster: another database's start may be creating the same one just now. */
async function createRole(owner: pg.ClientBase, role: string): Promise<void> {
  try {
    await owner.query(
      `create role ${quote(role)} nologin nosuperuser nocreatedb nocreaterole noinherit nobypassrls`,
    );
  } catch (error) {
    const state = driverFault(error)?.sqlState;
    if (state !== '42710' && state !== '23505') throw error;
  }
}

async function grantRole(owner: pg.ClientBase, role: string, login: string): Promise<void> {
  const { rows } = await owner.query<{ member: boolean; version: number }>(
    `select exists (select from pg_auth_members m where m.roleid = ${literal(role)}::regrole and m.member = ${literal(quote(login))}::regrole) as member,
            current_setting('server_version_num')::int as version`,
  );
  const version = rows[0]?.version ?? 0;
  // Since 16 creating a role makes one its administrator without the right to become it; that takes a grant of its own.
  if (rows[0]?.member && version < 160_000) return;
  try {
    await owner.query(
      version >= 160_000
        ? `grant ${quote(role)} to ${quote(login)} with inherit false, set true`
        : `grant ${quote(role)} to ${quote(login)}`,
    );
  } catch (error) {
    // Two starts at once may update the same row of the catalogue.
    if (driverFault(error)?.sqlState !== 'XX000' && driverFault(error)?.sqlState !== '23505') throw error;
  }
}

const instructions = (login: string): string =>
  `Let an administrator of the database run: create role ${APP_ROLE} nologin noinherit; create role ${KERNEL_ROLE} nologin noinherit; grant ${APP_ROLE}, ${KERNEL_ROLE} to ${quote(login)}; or give storage.migrationUrl a user who may create roles.`;
