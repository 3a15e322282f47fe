import { randomBytes } from 'node:crypto';
import { DataWaveError } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { type ConnectionTarget, connect } from '../connection.ts';
import { isConnectionLoss } from '../driver-errors.ts';
import {
  type Applied,
  CHANGES_ROWS,
  checksum,
  type MigratingPlugin,
  migrationError,
  pendingOf,
  refuseDuplicates,
  TABLE_LOCK_TIMEOUT,
} from '../migrations.ts';
import { APP_ROLE, KERNEL_ROLE } from '../roles.ts';
import { admitOwner, checkRowSecurity, forceAgain } from '../row-security-check.ts';
import { literal, quote } from '../statement.ts';
import { AnswerMeter } from './answer-meter.ts';
import { checkConfined } from './confined-check.ts';
import { checkTables } from './confined-guard.ts';
import { asLogin, type ConfinedRoles } from './confined-names.ts';
import { loginError } from './confined-pool.ts';
import { closeOwner, openOwner } from './confined-roles.ts';
import { handOver } from './hand-over.ts';

/** How long one statement of an isolated plugin's migration may take. */
const STATEMENT_TIMEOUT = '60s';

/**
 * Brings the schema of an isolated plugin forward. Its statements run in a session that is logged in as the role that owns its tables and
 * nothing else, so that there is nobody they could turn back into. The schema itself and the record of what was applied stay the platform's.
 * @param owner - the platform's connection, which holds the lock on migrations
 * @returns names of the migrations applied just now
 */
export async function migrateConfined(
  owner: pg.ClientBase,
  target: ConnectionTarget,
  plugin: MigratingPlugin,
  roles: ConfinedRoles,
): Promise<readonly string[]> {
  refuseDuplicates(plugin);
  await owner.query(`begin; set local lock_timeout = ${literal(TABLE_LOCK_TIMEOUT)}`);
  await prepare(owner, plugin, roles);
  await owner.query('commit');
  const { rows } = await owner.query<Applied>(
    `select ${literal(plugin.id)} as plugin, name, checksum from ${quote(plugin.schema)}.migrations`,
  );
  const pending = pendingOf(plugin, rows);
  const password = randomBytes(24).toString('base64url');
  await openOwner(owner, roles.owner, password);
  try {
    const session = await connect(asLogin(target, roles.owner, password)).catch((error: unknown) => {
      throw loginError(plugin.id, error);
    });
    try {
      await migrate(session, plugin, roles, pending);
    } finally {
      await session.end().catch(() => undefined);
    }
  } finally {
    await closeOwner(owner, roles.owner);
  }
  return pending.map(({ name }) => name);
}

/** The plugin may make tables in the schema and owns them; it neither owns the schema nor writes over the record in it. */
async function prepare(owner: pg.ClientBase, plugin: MigratingPlugin, roles: ConfinedRoles): Promise<void> {
  const schema = quote(plugin.schema);
  const [own, login, app, kernel] = [roles.owner, roles.login, APP_ROLE, KERNEL_ROLE].map(quote);
  const { rows } = await owner.query<{ there: boolean }>(
    `select to_regnamespace(${literal(schema)}) is not null as there`,
  );
  // Creating one that exists still asks for the right to create one.
  if (rows[0]?.there !== true) await owner.query(`create schema ${schema}`);
  await owner.query(`
    create table if not exists ${schema}.migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now());
    grant usage on schema ${schema} to ${own}, ${login}, ${app}, ${kernel};
    grant create on schema ${schema} to ${own};
    revoke all on ${schema}.migrations from ${login}, ${app};
    grant select on ${schema}.migrations to ${kernel};
    grant select, insert on ${schema}.migrations to ${own}`);
  await handOver(owner, plugin.schema, roles.owner);
}

async function migrate(
  session: pg.Client,
  plugin: MigratingPlugin,
  roles: ConfinedRoles,
  pending: MigratingPlugin['migrations'],
): Promise<void> {
  const schema = quote(plugin.schema);
  await session.query(
    `begin; set local lock_timeout = ${literal(TABLE_LOCK_TIMEOUT)}; set local statement_timeout = ${literal(STATEMENT_TIMEOUT)}; set local search_path = ${schema}`,
  );
  const meter = new AnswerMeter(plugin.id, session);
  const opened: string[] = [];
  for (const migration of pending) {
    for (const [index, statement] of migration.up.entries()) {
      const at = `migration ${migration.name}, statement ${index + 1} of ${migration.up.length}`;
      try {
        checkTables(statement);
        if (CHANGES_ROWS.test(statement)) opened.push(...(await admitOwner(session, plugin.schema)));
        // The extended protocol takes one statement.
        await meter.during(session.query({ text: statement, queryMode: 'extended' } as pg.QueryConfig));
        if (session.getTransactionStatus() !== 'T') throw refused(plugin.id, 'end its transaction');
      } catch (error) {
        if (isConnectionLoss(error)) throw error;
        throw migrationError(plugin, at, error, HINT);
      }
    }
    await session.query(`insert into ${schema}.migrations (name, checksum) values ($1, $2)`, [
      migration.name,
      checksum(migration),
    ]);
  }
  // What is looked at from here on is the catalogue, whatever is called like it.
  await session.query('set local search_path = pg_catalog');
  await forceAgain(session, opened);
  await checkRecord(session, plugin);
  await checkConfined(session, plugin);
  await checkRowSecurity(session, plugin);
  await grantRows(session, plugin, roles);
  await session.query('commit');
}

/** What was applied is for the platform to say, which reads all of it at each start. */
async function checkRecord(session: pg.ClientBase, plugin: MigratingPlugin): Promise<void> {
  const { rows } = await session.query<{ n: number }>(
    `select count(*)::int as n from ${quote(plugin.schema)}.migrations`,
  );
  if ((rows[0]?.n ?? 0) > plugin.migrations.length) throw refused(plugin.id, 'say what was applied');
}

/** What the plugin's login may do with its tables; and the platform, which removes what a workspace has left. */
async function grantRows(
  session: pg.ClientBase,
  plugin: MigratingPlugin,
  roles: ConfinedRoles,
): Promise<void> {
  const [login, app] = [roles.login, APP_ROLE].map(quote);
  const { rows } = await session.query<{ relation: string; kind: string; scoped: boolean }>(
    `select c.oid::regclass::text as relation, c.relkind as kind,
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped) as scoped
     from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v', 'S') and c.relname <> 'migrations'`,
    [quote(plugin.schema)],
  );
  for (const { relation, kind, scoped } of rows) {
    if (kind === 'S') {
      await session.query(
        `revoke all on sequence ${relation} from ${app}; grant usage, select on sequence ${relation} to ${login}`,
      );
      continue;
    }
    await session.query(
      `revoke all on ${relation} from ${app}; grant select, insert, update, delete on ${relation} to ${login}`,
    );
    if (scoped && kind !== 'v') await session.query(`grant select, delete on ${relation} to ${app}`);
  }
}

const HINT =
  'Its tables are as they were before. An isolated plugin reaches nothing but tables of its own; correct the migration, or accept the plugin in process.';

const refused = (plugin: string, what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_STATEMENT_REFUSED',
    message: `A migration of the isolated plugin ${plugin} tried to ${what}.`,
    hint: 'That is for the platform to do.',
  });
