import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { RunningPostgres } from '../../core/test/servers/index.ts';
import { type Caller, field, idOf, itemsOf } from './caller.ts';
import type { Address, FurnishedPlatform } from './furnished-platform.ts';
import { scanOf } from './scan-of.ts';

const SCRIPT = '<script>window.hacked=1</script><img src=x onerror=hacked=2>';
/** Everything behind it is drawn from right to left. */
const TURNED = '\u202Egnp.tnuocca';
const FAMILY = '👩‍👩‍👧‍👦🙈';
const LONG = 'x'.repeat(10_000);
const WORDY = 'long '.repeat(2_000).trim();
const BELL = 'ring\u0007\u001b[31m\r\nme\u0085\u2028\ufeff';
const QUOTES = `'; drop table x; -- "\\`;
/** Tables whose tags make 10,000. */
const TABLES = 200;
const TAGS_EACH = 50;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A comment that holds all of it, and is long. */
const COMMENT = [SCRIPT, TURNED, FAMILY, BELL, QUOTES, WORDY, LONG].join(' ');

/** Writes tables and columns that are called so; SQLite knows no end of a name. */
function writeTables(file: string): void {
  const names = [SCRIPT, TURNED, FAMILY, WORDY, LONG, BELL, QUOTES];
  const database = new DatabaseSync(file);
  for (const name of names) {
    const columns = names.map((column) => `${quoted(`${column} e-mail`)} text`);
    database.exec(`create table ${quoted(name)} (${columns.join(', ')})`);
    const row = database.prepare(`insert into ${quoted(name)} values (${names.map(() => '?').join(', ')})`);
    for (let index = 0; index < 20; index += 1)
      row.run(...names.map((_, column) => `ann.${index}.${column}@example.com`));
  }
  for (let index = 0; index < TABLES; index += 1)
    database.exec(`create table plain_${index} (weight integer)`);
  database.close();
}

/** Makes the same with comments; PostgreSQL's names end after 63 bytes. */
async function writeComments(server: RunningPostgres): Promise<string> {
  const name = `hostile_${crypto.randomUUID().slice(0, 8)}`;
  const client = new Client({ connectionString: await server.createDatabase(name) });
  await client.connect();
  try {
    for (const table of [SCRIPT.slice(0, 60), TURNED, FAMILY]) {
      await client.query(`create table ${quoted(table)} (${quoted(QUOTES)} text, ${quoted(table)} text)`);
      await client.query(
        `insert into ${quoted(table)} select n || '@example.com', n from generate_series(1, 20) n`,
      );
      await client.query(`comment on table ${quoted(table)} is ${client.escapeLiteral(COMMENT)}`);
      await client.query(
        `comment on column ${quoted(table)}.${quoted(table)} is ${client.escapeLiteral(COMMENT)}`,
      );
    }
  } finally {
    await client.end();
  }
  return name;
}

/**
 * Catalogues two sources whose names and comments mean harm, and a person with such a name, and gives 200 tables 10,000 tags.
 * @returns the pages of what is called so
 */
export async function addHostileSources(
  { call, directory }: FurnishedPlatform,
  server: RunningPostgres,
): Promise<readonly Address[]> {
  const path = join(directory, 'hostile.sqlite');
  writeTables(path);
  const database = await writeComments(server);
  const { host, port, user: username, password } = server;
  const post = async (to: string, body: object): Promise<string> => idOf(await call('POST', to, body));
  const [names, comments] = [
    await post('/sources', { title: `${SCRIPT} ${TURNED} ${FAMILY}`, connector: 'sqlite', config: { path } }),
    await post('/sources', {
      ...{ title: `Comments ${SCRIPT}`, connector: 'postgres' },
      config: { host, port, database, username, password },
    }),
  ];
  await post('/users', { username: 'mallory', displayName: SCRIPT, password: 'seven small lanterns' });
  const runs = [await scanOf(call, names), await scanOf(call, comments)];
  const all = [...(await assetsOf(call, names)), ...(await assetsOf(call, comments))];
  const plain = all.filter(({ name }) => name.includes('plain_'));
  for (const [index, { urn }] of plain.entries()) {
    const tags = Array.from({ length: TAGS_EACH }, (_, tag) => `tag ${index * TAGS_EACH + tag}`);
    await call('PATCH', `/assets/${encodeURIComponent(urn)}/stewardship`, { tags });
  }
  // One of each source: among its columns are names like those of all other tables, or its comments are such.
  const hostile = [BELL, FAMILY].map((part) => all.findLast(({ name }) => name.includes(part)));
  const at = (name: string, path: string): Address => ({ name: `hostile-${name}`, path });
  return [
    at('source', `/sources/${names}`),
    ...runs.map((id, index) => at(`scan-${index}`, `/scans/${id}`)),
    ...hostile.map((asset, index) => at(`asset-${index}`, `/assets/${encodeURIComponent(asset?.urn ?? '')}`)),
    at('assets', '/assets?q=long'),
  ];
}

/** All assets of a source. */
async function assetsOf(
  call: Caller,
  source: string,
): Promise<readonly { readonly urn: string; readonly name: string }[]> {
  const found: { readonly urn: string; readonly name: string }[] = [];
  for (let cursor = ''; ; ) {
    const page = await call('GET', `/assets?limit=100&source=${source}${cursor}`);
    for (const asset of itemsOf(page))
      found.push({ urn: String(field(asset, 'urn')), name: String(field(asset, 'name')) });
    const next = field(page, 'nextCursor') ?? null;
    if (next === null) return found;
    cursor = `&cursor=${encodeURIComponent(String(next))}`;
  }
}
