/** One SQL text by which an isolated plugin tries to get beyond its own rows. */
export interface SqlAttempt {
  readonly name: string;
  /** What it says; several statements where it tries to smuggle some. */
  readonly text: string;
  /**
   * What keeps it from that, also if nothing looked at texts: the rights of the role as which it runs; or, where a role must be able to make
   * tables or to call what everybody may, the check of what was made or the text itself.
   */
  readonly heldBy: 'role' | 'check';
  /** The role may say it, and it comes to nothing: then what it answers is empty. */
  readonly isHarmless?: boolean;
  /** Who could do it: whoever has the application's login, as a plugin in process has; or only who owns the database. */
  readonly control: 'application' | 'owner';
}

const role = (name: string, text: string, more: Partial<SqlAttempt> = {}): SqlAttempt => ({
  ...{ name, text, heldBy: 'role', control: 'application' },
  ...more,
});
const owned = (name: string, text: string, more: Partial<SqlAttempt> = {}): SqlAttempt =>
  role(name, text, { control: 'owner', ...more });
const check = (name: string, text: string): SqlAttempt => role(name, text, { heldBy: 'check' });

/** Sent as statements. `escaping` is the plugin, `other` another one. */
export const STATEMENTS: readonly SqlAttempt[] = [
  role('reads another plugin’s rows', 'select text from other.secrets'),
  role(
    'reads another plugin’s rows in a subquery',
    'with a as (select (select text from other.secrets limit 1)) select * from a',
  ),
  role('changes another plugin’s rows', `update other.secrets set text = 'taken'`),
  role('reads the platform’s jobs', 'select payload from core.jobs_stand_in'),
  role('writes into the platform’s schema', `insert into core.jobs_stand_in values ('forged')`),
  role('locks the platform’s tables', 'lock table core.jobs_stand_in in access exclusive mode'),
  role('becomes the application', 'set role datawave_app; select text from other.secrets'),
  role('becomes the kernel', 'set local role datawave_kernel; select payload from core.jobs_stand_in'),
  role('goes back to who it was', 'reset role; set role datawave_app; select text from other.secrets'),
  role(
    'goes back to another session',
    'set session authorization default; set role datawave_app; select text from other.secrets',
  ),
  role('becomes somebody by a function', `select set_config('role', 'datawave_app', true)`),
  role(
    'ends the transaction and goes on outside',
    'commit; begin; set role datawave_app; select text from other.secrets',
  ),
  role('runs a text in a block', `do $$ begin execute 'update other.secrets set text = text'; end $$`),
  role('runs a text by XML', `select query_to_xml('select text from other.secrets', true, false, '')`),
  role('reads another’s table as XML', `select table_to_xml('other.secrets', true, false, '')`),
  role('prepares and executes', 'prepare p as select text from other.secrets; execute p'),
  owned('starts a program', `copy (select 1) to program 'cat > /dev/null'`),
  owned('reads a file of the server', `select pg_read_file('PG_VERSION')`),
  owned('lists files of the server', `select * from pg_ls_dir('.')`),
  owned('reads a file as a large object', `select lo_import('/etc/hostname')`),
  owned('reads passwords', 'select rolname, rolpassword from pg_authid'),
  owned(
    'reads what others are running',
    `select query from pg_stat_activity where usename <> current_user and query <> '<insufficient privilege>' and query <> ''`,
    { isHarmless: true },
  ),
  owned('makes itself superuser', 'alter role current_user superuser'),
  owned('gives itself the application’s rights', 'grant datawave_app to current_user'),
  owned('changes the server’s settings', `select set_config('log_statement', 'all', false)`),
  owned(
    'ends others’ connections',
    `select pg_cancel_backend(pid) from pg_stat_activity where usename <> current_user and datname = current_database()`,
  ),
  owned('brings an extension', 'create extension if not exists file_fdw'),
  owned('makes a function', 'create function escaping.f() returns int language sql as $$ select 1 $$'),
  owned('makes a table', 'create table escaping.more (a int)'),
  owned('makes a table where everybody looks', 'create table public.jobs (a int)'),
  role('keeps something on the connection', 'create temporary table mine (a int)'),
  owned('frees its own table from its workspace', 'alter table escaping.notes no force row level security'),
  owned('drops the policy of its table', 'drop policy workspace on escaping.notes'),
  owned('forges what was migrated', `insert into escaping.migrations values ('x', 'y')`),
  role('makes a large object that stays', `select lo_from_bytea(0, 'x')`),
  role(
    'takes the lock by which the platform migrates',
    'select pg_advisory_lock(4201733019), pg_advisory_unlock(4201733019)',
  ),
  role('wakes the platform by a function', `select pg_notify('datawave_events', 'x')`),
  check('wakes the platform', `notify datawave_events, 'x'`),
  check('wakes the platform by a quoted name', `select pg_catalog."pg_notify"('a', 'b')`),
  check('wakes the platform behind a comment', `select /* ' */ pg_notify /* ' */ ('a', 'b')`),
  check('wakes the platform behind a text', `select $q$ ' $q$, e'\\'', pg_notify('a', 'b'), ''`),
  check('wakes the platform by an escaped name', `select u&"pg\\005fnotify"('a', 'b')`),
  check('listens to the platform', 'listen datawave_events'),
  check('waits for ever', `set statement_timeout = 0`),
];

/** Written into migrations. */
export const MIGRATIONS: readonly SqlAttempt[] = [
  owned('makes a table in another’s schema', 'create table other.planted (a int)'),
  role('makes a schema', 'create schema planted'),
  role('refers to another’s table', 'create table spy (a text references other.secrets (text))'),
  role('inherits another’s table', 'create table heir () inherits (other.secrets)'),
  role('fills its table from another’s', 'create table copy_of as select text from other.secrets'),
  role('drops another’s table', 'drop table other.secrets'),
  role(
    'drops the record of its migrations',
    'drop table escaping.migrations; create table escaping.migrations (name text, checksum text)',
  ),
  role(
    'puts a trigger on the record of its migrations',
    'create trigger t before insert on escaping.migrations for each row execute function suppress_redundant_updates_trigger()',
  ),
  role('becomes the application', 'set role datawave_kernel; select payload from core.jobs_stand_in'),
  role('goes back to who it was', 'reset role; create table other.planted (a int)'),
  owned('starts a program', `copy (select 1) to program 'cat > /dev/null'`),
  owned('brings an extension', 'create extension if not exists file_fdw'),
  check(
    'makes a function that runs as its owner',
    'create function f() returns int language sql security definer as $$ select 1 $$',
  ),
  check(
    'makes a trigger',
    'create table t (a int); create trigger t before update on t for each row execute function suppress_redundant_updates_trigger()',
  ),
  check('makes a rule', 'create table t (a int); create rule r as on delete to t do instead nothing'),
  check('runs a block', 'do $$ begin null; end $$'),
  check('opens its tables to everybody', 'create table t (a int); grant all on t to public'),
  check(
    'calls beyond rows by a default',
    `create table t (a int, b text default query_to_xml('select 1', true, false, '')::text)`,
  ),
  check(
    'calls beyond rows by a check',
    `create table t (a int check (pg_notify('datawave_events', 'x') is not null))`,
  ),
  check(
    'calls beyond rows by a policy',
    `create table t (workspace_id uuid); alter table t enable row level security; alter table t force row level security; create policy p on t using (workspace_id = current_setting('app.workspace')::uuid and query_to_xml('select 1', true, false, '') is not null)`,
  ),
  check(
    'makes a policy that lets all through',
    `create table t (workspace_id uuid); alter table t enable row level security; alter table t force row level security; create policy p on t using (current_setting('app.workspace') <> '' or workspace_id is null)`,
  ),
  check('ends the transaction', 'create table left_behind (a int); commit'),
  check(
    'fills the record of its migrations',
    `insert into escaping.migrations select 'x' || g, 'y' from generate_series(1, 1000) g`,
  ),
  check('calls beyond rows by a domain', `create domain d as int check (pg_notify('a', 'b') is not null)`),
  check(
    'calls beyond rows by a view',
    `create view v with (security_invoker = true) as select pg_notify('a', 'b')::text as told`,
  ),
  check('keeps a large object', `select lo_from_bytea(0, 'x')`),
  check('changes its own login', `alter role current_user password 'known'`),
];
