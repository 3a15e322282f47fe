import type { Logger } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { connect } from '../connection.ts';
import { mapDriverError } from '../driver-errors.ts';
import type { MigratingPlugin } from '../migrations.ts';
import type { SessionPool } from '../pool.ts';
import type { OpenServer } from '../server.ts';
import { literal, quote } from '../statement.ts';
import type { StoragePlugin } from '../storage-plugin.ts';
import type { Confinement } from '../transactions.ts';
import { migrateConfined } from './confined-migrations.ts';
import { asLogin, type ConfinedRoles, confinedPassword, confinedRoles } from './confined-names.ts';
import { openConfinedPool } from './confined-pool.ts';
import { closeToOthers, dropConfinedRoles, ensureConfinedRoles } from './confined-roles.ts';
import type { PendingCommits } from './pending-commits.ts';

export type Read = (text: string) => Promise<readonly unknown[]>;

export interface ConfinedPluginsParts {
  readonly server: OpenServer;
  readonly log: Logger;
  /** As the platform's role. */
  readonly platform: SessionPool;
  readonly pending: PendingCommits;
  /** Milliseconds that one of their transactions may take. */
  readonly longestMs: number;
}

/** The isolated plugins that keep data: each with database roles of its own, and connections that are logged in as one of them. */
export class ConfinedPlugins {
  readonly #parts: ConfinedPluginsParts;
  readonly #active = new Map<string, Confinement>();
  #database: string | null = null;

  constructor(parts: ConfinedPluginsParts) {
    this.#parts = parts;
  }

  /** In which a plugin's transactions run; null unless it is one of these. */
  of(plugin: string): Confinement | null {
    return this.#active.get(plugin) ?? null;
  }

  /** Of the connections of each. */
  get sizes(): readonly SessionPool['size'][] {
    return [...this.#active.values()].map(({ pool }) => pool.size);
  }

  /**
   * Whether roles and tables of a plugin are as they have to be, apart from migrations: then nothing is to be done that only who owns the database
   * may do.
   * @param read - runs a query as a role that may read the catalogue
   */
  async stands(plugin: StoragePlugin, read: Read): Promise<boolean> {
    const { application } = this.#parts.server;
    const { login, owner } = confinedRoles(await this.#askDatabase(), plugin.schema);
    const rows = await read(
      `select 1 where exists (select from pg_roles where rolname = ${literal(login)} and rolcanlogin)
         and exists (select from pg_roles where rolname = ${literal(owner)} and not rolcanlogin)
         and not exists (select from pg_roles r where r.rolname in (${literal(login)}, ${literal(owner)})
           and (r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication
                or exists (select from pg_auth_members m where m.member = r.oid)))
         and not exists (select from pg_class c where c.relnamespace = to_regnamespace(${literal(quote(plugin.schema))})
           and c.relkind in ('r', 'p', 'v', 'S') and c.relname <> 'migrations' and pg_get_userbyid(c.relowner) <> ${literal(owner)})`,
    );
    if (rows.length === 0) return false;
    try {
      const client = await connect(asLogin(application, login, confinedPassword(application, login)));
      await client.end();
      return true;
    } catch {
      // Its password may be that of a former one of the application: it is set anew.
      return false;
    }
  }

  /** @returns names of the migrations applied just now */
  async migrate(owner: pg.ClientBase, plugin: MigratingPlugin): Promise<readonly string[]> {
    const { server } = this.#parts;
    const roles = confinedRoles(await this.#nameDatabase(owner), plugin.schema);
    await ensureConfinedRoles(owner, plugin.id, roles, confinedPassword(server.application, roles.login));
    if (server.kind === 'embedded') await closeToOthers(owner, roles.login);
    return await migrateConfined(owner, server.application, plugin, roles);
  }

  /** Opens connections for those that have come and closes those of plugins that have gone. */
  async activate(plugins: readonly StoragePlugin[]): Promise<void> {
    const { server, log, platform, pending, longestMs } = this.#parts;
    const confined = plugins.filter(({ isConfined }) => isConfined === true);
    const ids = new Set(confined.map(({ id }) => id));
    const gone = [...this.#active].filter(([id]) => !ids.has(id));
    for (const [id] of gone) this.#active.delete(id);
    // What is under way keeps its connection; who closes is not to wait for that.
    for (const [, { pool }] of gone)
      void pool
        .close()
        .catch((error: unknown) => log.warn('Connections of a plugin could not be closed.', { error }));
    for (const { id, schema } of confined) {
      if (this.#active.has(id)) continue;
      const { login } = confinedRoles(await this.#askDatabase(), schema);
      const target = asLogin(server.application, login, confinedPassword(server.application, login));
      const pool = openConfinedPool({ plugin: id, target, log });
      this.#active.set(id, {
        ...{ plugin: id, pool, role: login, platform, longestMs },
        note: (commit) => pending.note(commit),
      });
    }
    if (confined.length > 0) pending.start();
  }

  /** Removes the roles of a plugin whose schema is gone. */
  async drop(owner: pg.ClientBase, schema: string): Promise<void> {
    const roles: ConfinedRoles = confinedRoles(await this.#nameDatabase(owner), schema);
    await dropConfinedRoles(owner, roles);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#active.values()].map(({ pool }) => pool.close()));
  }

  async #nameDatabase(client: pg.ClientBase): Promise<string> {
    if (this.#database === null) {
      const { rows } = await client.query<{ name: string }>('select current_database() as name');
      this.#database = rows[0]?.name ?? '';
    }
    return this.#database;
  }

  async #askDatabase(): Promise<string> {
    if (this.#database !== null) return this.#database;
    const client = await connect(this.#parts.server.application);
    try {
      return await this.#nameDatabase(client);
    } catch (error) {
      throw mapDriverError(error);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** Whether any of these schemas holds what an isolated plugin's role owns. @param read - runs a query as a role that may read the catalogue */
export async function ownedByConfined(schemas: readonly string[], read: Read): Promise<boolean> {
  if (schemas.length === 0) return false;
  const rows = await read(
    `select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in (${schemas.map(literal).join(', ')}) and pg_get_userbyid(c.relowner) ~ '^dw_[0-9a-f]{10}_.*_owner$' limit 1`,
  );
  return rows.length > 0;
}
