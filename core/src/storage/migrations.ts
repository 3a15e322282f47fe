import { createHash } from 'node:crypto';
import { DataWaveError, type Logger, type Migration } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { confineAppendOnly } from './append-only.ts';
import { handOver } from './confined/hand-over.ts';
import { DriverError, driverFault, isConnectionLoss, mapDriverError } from './driver-errors.ts';
import { APP_ROLE, KERNEL_ROLE } from './roles.ts';
import { admitKernel, admitOwner, checkRowSecurity, forceAgain } from './row-security-check.ts';
import { literal, quote } from './statement.ts';
import type { MigrationOutcome, StoragePlugin } from './storage-plugin.ts';
import { tellWhenSlow } from './tell-when-slow.ts';

/** Arbitrary, but the same in every process: one migrates, the others wait. */
const MIGRATION_LOCK = 4_201_733_019;
/** How long one statement waits for a table that running work has locked. */
export const TABLE_LOCK_TIMEOUT = '30s';

/** A plugin on its way; partial when the caller gave only some of its migrations, so that others are no surprise. */
export type MigratingPlugin = StoragePlugin & { readonly isPartial?: boolean };

export interface Applied {
  readonly plugin: string;
  readonly name: string;
  readonly checksum: string;
}

export const checksum = (migration: Migration): string =>
  createHash('sha256').update(JSON.stringify(migration.up)).digest('hex');

const appliedQuery = (plugins: readonly MigratingPlugin[]): string =>
  plugins
    .map(
      (plugin) =>
        `select ${literal(plugin.id)} as plugin, name, checksum from ${quote(plugin.schema)}.migrations`,
    )
    .join(' union all ');

/**
 * What is still to be done, by one query over all plugins' tables; null when one of the tables does not exist yet.
 * @param read - runs a query as a role that may read the tables
 */
export async function nothingPending(
  plugins: readonly MigratingPlugin[],
  read: (text: string) => Promise<readonly Applied[]>,
): Promise<boolean> {
  if (plugins.length === 0) return true;
  let rows: readonly Applied[];
  try {
    rows = await read(appliedQuery(plugins));
  } catch (error) {
    if (
      ['42P01', '3F000', '42501'].includes(
        driverFault(error)?.sqlState ??
          (error instanceof DataWaveError && error.cause instanceof DriverError ? error.cause.sqlState : ''),
      )
    )
      return false;
    throw error;
  }
  return plugins.every((plugin) => {
    const applied = rows.filter((row) => row.plugin === plugin.id);
    return (
      (plugin.isPartial || applied.length === plugin.migrations.length) &&
      plugin.migrations.every((migration) =>
        applied.some((row) => row.name === migration.name && row.checksum === checksum(migration)),
      )
    );
  });
}

/**
 * Brings the schemas of all plugins forward, one transaction a plugin, while no other process does.
 * A plugin that fails leaves its schema as it was and does not stop the others.
 */
export async function migrateAll(
  owner: pg.ClientBase,
  plugins: readonly MigratingPlugin[],
  log: Logger,
  migrateConfined: (plugin: MigratingPlugin) => Promise<readonly string[]>,
): Promise<ReadonlyMap<string, MigrationOutcome>> {
  const outcomes = new Map<string, MigrationOutcome>();
  const { rows } = await owner.query<{ free: boolean }>(
    `select pg_try_advisory_lock(${MIGRATION_LOCK}) as free`,
  );
  if (!rows[0]?.free) {
    log.info('waiting for another process that migrates the database');
    await tellWhenSlow(
      () => owner.query(`select pg_advisory_lock(${MIGRATION_LOCK})`),
      () =>
        log.warn(
          'still waiting for another process that migrates the database; this goes on when that has finished or ended',
        ),
    );
  }
  try {
    for (const plugin of plugins) {
      const started = performance.now();
      try {
        const applied =
          plugin.isConfined === true ? await migrateConfined(plugin) : await migrateOne(owner, plugin);
        outcomes.set(plugin.id, {
          status: applied.length > 0 ? 'migrated' : 'current',
          applied,
          durationMs: performance.now() - started,
        });
        if (applied.length > 0) log.info('migrated', { plugin: plugin.id, applied });
      } catch (error) {
        if (isConnectionLoss(error)) throw mapDriverError(error);
        await owner.query('rollback');
        const mapped =
          error instanceof DataWaveError ? error : migrationError(plugin, 'setting up its schema', error);
        outcomes.set(plugin.id, {
          status: 'failed',
          applied: [],
          durationMs: performance.now() - started,
          error: mapped,
        });
        log.error('a migration failed', { plugin: plugin.id, error: mapped });
      }
    }
  } finally {
    await owner.query(`select pg_advisory_unlock(${MIGRATION_LOCK})`).catch(() => undefined);
  }
  return outcomes;
}

/** What may read or change rows, as against tables. */
export const CHANGES_ROWS =
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:update|insert|delete|merge|with|select|do|call|create\s+(?:(?:temp|temporary|unlogged)\s+)?table\b[\s\S]*?\bas\s+(?:select|with|table|values))\b/i;

async function migrateOne(owner: pg.ClientBase, plugin: MigratingPlugin): Promise<readonly string[]> {
  refuseDuplicates(plugin);
  const schema = quote(plugin.schema);
  await owner.query(`begin; set local lock_timeout = ${literal(TABLE_LOCK_TIMEOUT)}`);
  await prepareSchema(owner, plugin);
  const { rows } = await owner.query<Applied>(
    `select ${literal(plugin.id)} as plugin, name, checksum from ${schema}.migrations`,
  );
  const pending = pendingOf(plugin, rows);
  // It was isolated: then all of it was made by a role of its own.
  const isReturned = plugin.id !== 'core' && (await takeBack(owner, plugin.schema));
  await owner.query(`set local search_path = ${schema}, public`);
  const opened: string[] = [];
  for (const migration of pending) {
    for (const [index, statement] of migration.up.entries()) {
      try {
        if (CHANGES_ROWS.test(statement)) opened.push(...(await admitOwner(owner, plugin.schema)));
        await owner.query(statement);
      } catch (error) {
        if (isConnectionLoss(error)) throw error;
        throw migrationError(
          plugin,
          `migration ${migration.name}, statement ${index + 1} of ${migration.up.length}`,
          error,
        );
      }
    }
    await owner.query(`insert into ${schema}.migrations (name, checksum) values ($1, $2)`, [
      migration.name,
      checksum(migration),
    ]);
  }
  await forceAgain(owner, opened);
  if (pending.length > 0 || isReturned) {
    await grantTables(owner, plugin);
    if (plugin.id === 'core') {
      await admitKernel(owner);
      await confineAppendOnly(owner);
    }
    await checkRowSecurity(owner, plugin);
  }
  await owner.query('commit');
  return pending.map((migration) => migration.name);
}

/** @returns whether anything in the schema was owned by the role of an isolated plugin */
async function takeBack(owner: pg.ClientBase, schema: string): Promise<boolean> {
  const { rows } = await owner.query<{ is: boolean; me: string }>(
    `select current_user as me, exists (select from pg_class c where c.relnamespace = $1::regnamespace
       and pg_get_userbyid(c.relowner) ~ '^dw_[0-9a-f]{10}_.*_owner$') as is`,
    [quote(schema)],
  );
  const [found] = rows;
  return found?.is === true && (await handOver(owner, schema, found.me));
}

/** Creating a schema that exists still asks for the right to create one, which a careful owner may have given up. */
async function prepareSchema(owner: pg.ClientBase, plugin: MigratingPlugin): Promise<void> {
  const schema = quote(plugin.schema);
  const { rows } = await owner.query<{ has_schema: boolean; has_table: boolean }>(
    `select to_regnamespace(${literal(schema)}) is not null as has_schema, to_regclass(${literal(`${schema}.migrations`)}) is not null as has_table`,
  );
  if (!rows[0]?.has_schema) await owner.query(`create schema ${schema}`);
  if (rows[0]?.has_table) return;
  const app = quote(APP_ROLE);
  const roles = plugin.id === 'core' ? `${app}, ${quote(KERNEL_ROLE)}` : app;
  await owner.query(`
    create table ${schema}.migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now());
    grant usage on schema ${schema} to ${app}, ${quote(KERNEL_ROLE)};
    grant select on ${schema}.migrations to ${quote(KERNEL_ROLE)};
    alter default privileges in schema ${schema} grant select, insert, update, delete on tables to ${roles};
    alter default privileges in schema ${schema} grant usage, select on sequences to ${roles};
    alter default privileges in schema ${schema} grant execute on functions to ${roles}`);
}

/** Default privileges cover what this owner creates; the rest, such as tables attached later, is granted here. */
async function grantTables(owner: pg.ClientBase, plugin: MigratingPlugin): Promise<void> {
  const schema = quote(plugin.schema);
  const roles = plugin.id === 'core' ? `${quote(APP_ROLE)}, ${quote(KERNEL_ROLE)}` : quote(APP_ROLE);
  await owner.query(`
    grant select, insert, update, delete on all tables in schema ${schema} to ${roles};
    grant usage, select on all sequences in schema ${schema} to ${roles};
    revoke all on ${schema}.migrations from ${roles};
    grant select on ${schema}.migrations to ${quote(KERNEL_ROLE)}`);
}

export function pendingOf(plugin: MigratingPlugin, applied: readonly Applied[]): readonly Migration[] {
  const known = new Map(plugin.migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const migration = known.get(row.name);
    if (!migration) {
      if (plugin.isPartial) continue;
      throw new DataWaveError({
        code: 'DW_STORAGE_MIGRATION_UNKNOWN',
        message: `The database has migration ${row.name} of plugin ${plugin.id}, which this release of the plugin does not know: the database is newer than the code.`,
        hint: 'Run the release that made it, or restore a backup from before it.',
        where: `plugin ${plugin.id}`,
      });
    }
    if (checksum(migration) !== row.checksum) {
      throw new DataWaveError({
        code: 'DW_STORAGE_MIGRATION_CHANGED',
        message: `Migration ${row.name} of plugin ${plugin.id} was changed after it had been applied.`,
        hint: 'Put it back as it was and write the change as a new migration.',
        where: `plugin ${plugin.id}, migration ${row.name}`,
      });
    }
  }
  const done = new Set(applied.map((row) => row.name));
  return plugin.migrations.filter((migration) => !done.has(migration.name));
}

export function refuseDuplicates(plugin: MigratingPlugin): void {
  const names = new Set<string>();
  for (const { name } of plugin.migrations) {
    if (names.has(name))
      throw new DataWaveError({
        code: 'DW_STORAGE_MIGRATION_DUPLICATE',
        message: `Plugin ${plugin.id} has two migrations named ${name}.`,
        hint: 'Give each its own name.',
        where: `plugin ${plugin.id}`,
      });
    names.add(name);
  }
}

export function migrationError(
  plugin: MigratingPlugin,
  at: string,
  error: unknown,
  ofIsolated?: string,
): DataWaveError {
  const mapped = mapDriverError(error);
  const reason = mapped instanceof Error ? mapped.message : String(mapped);
  const denied = driverFault(error)?.sqlState === '42501';
  return new DataWaveError({
    code: 'DW_STORAGE_MIGRATION_FAILED',
    message: denied
      ? `Plugin ${plugin.id} could not be migrated, ${at}: the database user may not do that.`
      : `Plugin ${plugin.id} could not be migrated, ${at}: ${reason}`,
    hint:
      ofIsolated ??
      (denied
        ? 'Give storage.migrationUrl a user who owns the database, or grant this one: grant create on database NAME to USER.'
        : 'Its schema is as it was before. Correct the migration and start again.'),
    where: `plugin ${plugin.id}, ${at}`,
    cause: mapped,
  });
}
