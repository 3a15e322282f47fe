import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../../core/test/servers/postgres.ts';

/**
 * `npm run bench -- distinct`: every row of tables of several kinds, its distinct values found by the server and read row by row,
 * in the same run. What is faster and lighter is what the connector chooses by the server's statistics.
 */
const ROWS = Number(process.env['DATAWAVE_BENCH_ROWS'] ?? 400_000);

const TABLES: Readonly<Record<string, string>> = {
  'codes (12 columns of few values)': Array.from(
    { length: 12 },
    (_, at) => `'code ' || (g * ${at + 3}) % ${50 * (at + 1)} AS c${at}`,
  ).join(', '),
  'orders (4 of 10 columns of many values)':
    "g AS id, md5(g::text) AS digest, 'user' || g || '@example.com' AS email, now() - g * interval '1 second' AS at, g % 7 AS a, g % 90 AS b, 'town ' || g % 800 AS town, g % 2 = 0 AS flag, (g % 500) / 100.0 AS amount, 'note ' || g % 40 AS note",
  'log (4 columns of many values)':
    'g AS id, md5(g::text) AS a, md5((g + 1)::text) AS b, repeat(md5(g::text), 3) AS text',
};

interface Figure {
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly method: string;
  readonly bytes: number;
}

const server = await startPostgres();
try {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const names = Object.keys(TABLES);
  for (const [at, name] of names.entries())
    await client.query(
      `CREATE TABLE t${at} AS SELECT ${TABLES[name]} FROM generate_series(1, ${ROWS}) g; ANALYZE t${at}`,
    );
  await client.query(
    "CREATE TABLE wide AS SELECT g AS id, repeat(md5(g::text), 4000) AS a, repeat(md5((g + 1)::text), 4000) AS b, (SELECT string_agg(md5((g * k)::text), '') FROM generate_series(1, 2000) k) AS c FROM generate_series(1, 3000) g; ANALYZE wide",
  );
  await client.end();
  const run = (table: string, how: string): Figure =>
    JSON.parse(
      execFileSync(
        process.execPath,
        [join(import.meta.dirname, 'distinct/read-process.ts'), server.url, table, how],
        { encoding: 'utf8' },
      ),
    );
  const show = (what: string, { ms, cpuMs, peakMb }: Figure, note = ''): void =>
    console.log(
      `  ${what.padEnd(24)} ${String(Math.round(ms)).padStart(6)} ms, ${String(Math.round(cpuMs)).padStart(6)} ms of our processor, ${String(Math.round(peakMb)).padStart(4)} MB at most  ${note}`,
    );
  for (const [at, name] of names.entries()) {
    const [chosen, rows] = [run(`t${at}`, 'chosen'), run(`t${at}`, 'rows')];
    console.log(`${name}, ${ROWS.toLocaleString('en-US')} rows, ${Math.round(chosen.bytes / 1e6)} MB`);
    show('as chosen', chosen, chosen.method);
    show('row by row', rows, `${(rows.ms / chosen.ms).toFixed(2)} times as long`);
  }
  const [sample, full] = [run('wide', 'sample'), run('wide', 'chosen')];
  console.log(
    `values of 64 to 128 KB, 3,000 rows, ${Math.round(full.bytes / 1e6)} MB (limits: 300 MB sampling, 500 MB in full)`,
  );
  show('a sample', sample);
  show('every row', full, full.method);
  if (sample.peakMb > 300 || full.peakMb > 500) process.exitCode = 1;
} finally {
  await server.stop();
}
