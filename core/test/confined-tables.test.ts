import { join } from 'node:path';
import { coreServices, definePlugin, type StorageService } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { loadConfig } from '../src/config/load-config.ts';
import { inline } from './kernel-family.ts';
import { pluginFolder } from './platform/index.ts';

const STANDARD = join(import.meta.dirname, '../../config/standard.yaml');

/**
 * Tables that belong to no workspace, each with its reason: plugins that keep accounts, tenants or keys of the platform itself, and what the
 * kernel serves all workspaces with. Whoever adds to these has thought about it.
 */
const OF_THE_PLATFORM: Readonly<Record<string, string>> = {
  'core.workspaces': 'has a row for each workspace, confined by its id',
  'core.event_relay': 'says how far events have been relayed, over all workspaces',
  'core.http_idempotent_requests':
    'keeps answers under a key made from workspace, principal and request, which nobody else can make',
  'core.secret_rotations': 'says how far a rotation of keys has come, over all workspaces',
  'core.plugin_settings':
    'says what plugins are set to, for the platform as a whole; the kernel alone reads it',
  'core.plugin_switches':
    'says which plugins are switched on and off, for the platform as a whole; the kernel alone reads it',
  'core.package_blobs':
    'keeps the packages of plugins that were installed, for the platform as a whole; the kernel alone reads it',
  'core.plugin_changes':
    'says what is being changed about installed plugins, for the platform as a whole; the kernel alone reads it',
  'core.plugin_locks':
    'says which plugins are installed, for the platform as a whole; the kernel alone reads it',
  'core.plugin_revocations':
    'says which installed plugins their registries have revoked, for the platform as a whole; the kernel alone reads it',
  'core.plugin_followers':
    'says which replicas are still to follow the installed plugins, and whose turn it is; the kernel alone reads it',
  'core.revocation_looks': 'says which replica looked last for what is revoked; the kernel alone reads it',
  'core.sign_in_users': 'the kernel’s administrator, before there is a workspace',
  'core.sign_in_sessions': 'its sessions',
  'core.sign_in_tokens': 'hashes of its tokens',
  'core.sign_in_attempts': 'failed sign-ins, before anybody is known',
  'workspaces.workspaces': 'is asked to find the workspace of a request',
  'workspaces.members': 'is asked to find the workspaces of somebody',
  'workspaces.choices': 'is asked to find the workspace of a session',
};
/** Schemas all of whose tables are the platform’s. */
const PLATFORM_SCHEMAS: Readonly<Record<string, string>> = {
  identity: 'accounts are the platform’s and may be in many workspaces',
};

interface Table {
  readonly name: string;
  readonly schema: string;
  readonly isScoped: boolean;
  readonly isConfined: boolean;
  readonly isForced: boolean;
}

describe('the tables of the standard platform', () => {
  let test: TestKernel;
  let storage: StorageService;

  before(async function () {
    this.timeout(120_000);
    const { plugins } = await loadConfig(STANDARD, { env: {} });
    const names = Object.keys(plugins).map((name) => name.replace('@datawave/plugin-', ''));
    const walker = definePlugin()({
      deps: { storage: coreServices.storage },
      migrations: [{ name: '0001', up: ['select 1'] }],
      setup: ({ deps }) => {
        storage = deps.storage;
        return {};
      },
    });
    const folders = [...new Set([...names.filter((name) => name !== 'demo'), 'workspaces'])].map(
      pluginFolder,
    );
    test = await createTestKernel({ plugins: [...folders, inline('walker', walker)] });
    expect(test.kernel.plugins().filter(({ state }) => state !== 'active')).to.deep.equal([]);
  });
  after(() => test?.stop());

  const ask = <Row extends object>(text: string): Promise<readonly Row[]> =>
    storage.transaction(test.scope(), (tx) => storage.query<Row>(tx, { strings: [text], values: [] }));

  it('belong to one workspace row by row and are confined to it by force, or are the platform’s for a reason', async () => {
    const tables = await ask<Table>(`
      select n.nspname || '.' || c.relname as name, n.nspname as schema, c.relforcerowsecurity as "isForced",
        exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped) as "isScoped",
        c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid) and not exists (
          select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polroles <> array['datawave_kernel'::regrole::oid]
            and coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), '') not like '%app.workspace%') as "isConfined"
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public') and c.relname <> 'migrations'`);
    expect(tables.length).to.be.greaterThan(40);
    const open = tables.filter(({ isScoped, isForced, isConfined }) => !(isScoped && isForced && isConfined));
    const unexplained = open.filter(
      ({ name, schema }) => !(name in OF_THE_PLATFORM) && !(schema in PLATFORM_SCHEMAS),
    );
    expect(unexplained.map(({ name }) => name)).to.deep.equal([]);
    // What says that it belongs to a workspace is confined to it, whatever the reason.
    expect(open.filter(({ isScoped }) => isScoped).map(({ name }) => name)).to.deep.equal([]);
  });

  it('belong to nobody as whom a plugin’s statements run, nor is anybody of them past row-level security', async () => {
    const owned = await ask(
      `select relname from pg_class where relowner in (select oid from pg_roles where rolname in ('datawave_app', 'datawave_kernel'))`,
    );
    expect(owned).to.deep.equal([]);
    const roles =
      await ask(`select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles
      where rolname in ('datawave_app', 'datawave_kernel') order by 1`);
    const harmless = {
      ...{ rolsuper: false, rolbypassrls: false, rolcreaterole: false },
      ...{ rolcreatedb: false, rolcanlogin: false },
    };
    expect(roles).to.deep.equal([
      { rolname: 'datawave_app', ...harmless },
      { rolname: 'datawave_kernel', ...harmless },
    ]);
    const creatable = await ask(
      `select nspname from pg_namespace where nspname !~ '^pg_' and has_schema_privilege('datawave_app', oid, 'create')`,
    );
    expect(creatable).to.deep.equal([]);
  });

  it('are reached by no function that runs with its owner’s rights, but for those that the kernel has made for this', async () => {
    const functions = await ask<{ name: string }>(`
      select n.nspname || '.' || p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname !~ '^pg_' and has_function_privilege('datawave_app', p.oid, 'execute') order by 1`);
    expect(functions.map(({ name }) => name)).to.deep.equal([]);
    const views = await ask(OWNERS_VIEWS);
    expect(views).to.deep.equal([]);
  });
});

const OWNERS_VIEWS = `select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1|yes)', false)`;
