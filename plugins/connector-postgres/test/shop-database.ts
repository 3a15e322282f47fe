import type { Asset, ConnectionConfig, ConnectorSession } from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import pg from 'pg';
import { createPostgresConnector } from '../src/postgres-connector.ts';

export const connector = createPostgresConnector({ version: '0.1.0', poolSize: 3, connectTimeoutMs: 3000 });
export const never = new AbortController().signal;
export const everything = { include: [], exclude: [], signal: never };
export const HOSTILE_TABLE = 'we"ird; drop table x; --\nname';
export const LONG_NAME = 'ü'.repeat(31);

export const SHOP = `
  CREATE SCHEMA shop; CREATE SCHEMA hr; CREATE DOMAIN shop.mail AS text;
  CREATE TABLE shop.customers (id bigserial PRIMARY KEY, name text NOT NULL, email shop.mail UNIQUE, active boolean, photo bytea, weight float8, born date, seen timestamptz, tags text[], notes jsonb, price money);
  COMMENT ON TABLE shop.customers IS 'People who buy'; COMMENT ON COLUMN shop.customers.email IS 'Where we write to';
  INSERT INTO shop.customers VALUES (1, 'Ann', 'ann@example.org', true, '\\x00ff', 1e-7, '1980-02-29', '2024-01-31 10:00:00+02', '{a,b}', '{"k": 1}', 12.5),
    (2, 'Bob', NULL, false, NULL, 1e21, NULL, NULL, NULL, NULL, NULL), (3, 'Ann', 'c@example.org', NULL, decode(repeat('ab', 500), 'hex'), 2.5, NULL, NULL, NULL, NULL, NULL);
  CREATE TABLE shop.orders (id int, line int, customer bigint REFERENCES shop.customers, PRIMARY KEY (id, line));
  INSERT INTO shop.orders VALUES (1, 1, 1), (1, 2, 2);
  CREATE VIEW shop.names AS SELECT name, count(*) AS times FROM shop.customers GROUP BY name;
  CREATE MATERIALIZED VIEW shop.summary AS SELECT count(*) AS customers FROM shop.customers;
  CREATE VIEW shop.broken AS SELECT 1 / (id - 1) AS x, name::int AS y FROM shop.customers;
  CREATE VIEW shop.slow AS SELECT pg_sleep(60)::text AS x;
  CREATE TABLE shop.empty (id int); CREATE TABLE shop.nothing ();
  CREATE TABLE shop.parts (id int, at date) PARTITION BY RANGE (at);
  CREATE TABLE shop.parts_1 PARTITION OF shop.parts FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  INSERT INTO shop.parts VALUES (1, '2020-06-01'), (2, '2020-07-01');
  CREATE TABLE shop.${pg.escapeIdentifier(HOSTILE_TABLE)} ("a""b;" text, "${LONG_NAME}" text);
  INSERT INTO shop.${pg.escapeIdentifier(HOSTILE_TABLE)} VALUES ('x', 'y');
  CREATE TABLE shop.many (id int PRIMARY KEY, note text, grade int); CREATE TABLE shop.written (id int);
  INSERT INTO shop.many SELECT g * 7, CASE WHEN g % 3 = 0 THEN NULL ELSE md5((g % 500)::text) END, g % 5 FROM generate_series(1, 20000) g; ANALYZE shop.many;
  CREATE TABLE shop.pieces (id bigint PRIMARY KEY, at date) PARTITION BY RANGE (id);
  CREATE TABLE shop.pieces_1 PARTITION OF shop.pieces FOR VALUES FROM (MINVALUE) TO (100000); CREATE TABLE shop.pieces_2 PARTITION OF shop.pieces DEFAULT;
  INSERT INTO shop.pieces SELECT g::bigint * g - 1000, date '2020-01-01' + g % 1000 FROM generate_series(1, 20000) g; ANALYZE shop.pieces;
  CREATE TABLE shop.huge (x text); INSERT INTO shop.huge VALUES (repeat('x', 100000000));
  CREATE TABLE hr.secret (id int, salary int); CREATE TABLE shop.partly (id int, salary int); INSERT INTO shop.partly VALUES (1, 2);
  CREATE TABLE public.wide (${Array.from({ length: 1600 }, (_, at) => `c${at} int`).join(', ')}); INSERT INTO public.wide (c0) VALUES (1);`;

/** A role that may read a table, and one column of another. */
export const READER = (name: string, password: string): string => `
  CREATE ROLE ${name} LOGIN PASSWORD '${password}'; GRANT USAGE ON SCHEMA shop TO ${name};
  GRANT SELECT ON shop.customers TO ${name}; GRANT SELECT (id) ON shop.partly TO ${name};`;

export async function run(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

export const closing = (session: ConnectorSession): ConnectorSession & AsyncDisposable =>
  Object.assign(session, { [Symbol.asyncDispose]: () => session.close() });
export const configOf = async (url: string): Promise<ConnectionConfig> =>
  (await connector.resolveTarget(url, '/'))?.config ?? {};
export const open = async (
  url: string,
  environment = directEnvironment,
): Promise<ConnectorSession & AsyncDisposable> =>
  closing(await connector.open(await configOf(url), environment, never));

export async function assetNamed(session: ConnectorSession, ...path: readonly string[]): Promise<Asset> {
  for await (const item of session.discover(everything))
    if ('asset' in item && item.asset.path.join() === path.join()) return item.asset;
  throw new Error(`no ${path.join('.')}`);
}

export const slow: Asset = {
  path: ['shop', 'slow'],
  type: 'view',
  columns: [{ name: 'x', ordinal: 0, dataType: 'text', kind: 'text', nullable: true, comment: null }],
  comment: null,
  rowEstimate: null,
  sizeBytes: null,
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
  fingerprint: '',
};
