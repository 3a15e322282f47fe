import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '@datawave/core/test-servers';

/**
 * `npm run bench -- scan`: `datawave scan` of a small real database as a whole process, launcher included, from a
 * SQLite file and from a PostgreSQL server; beside it a process that reads every row of the same tables with the bare
 * driver and does nothing with it. In turn; the median counts.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 7);
const TARGET_SQLITE_MS = 1000;
const TARGET_POSTGRES_MS = 2000;

const root = join(import.meta.dirname, '../../..');
const data = process.env['DATAWAVE_SHARED_DATA'] ?? join(root, '../shared/data');
const chinook = join(data, 'chinook/chinook.sqlite');

const BARE_SQLITE = `
  import { DatabaseSync } from 'node:sqlite';
  const database = new DatabaseSync(process.argv[1], { readOnly: true });
  for (const { name } of database.prepare("select name from sqlite_schema where type = 'table'").all())
    database.prepare('select * from "' + name + '"').all();`;
const BARE_POSTGRES = `
  import pg from 'pg';
  const client = new pg.Client(process.argv[1]);
  await client.connect();
  const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public'");
  for (const { tablename } of rows) await client.query('select * from public."' + tablename + '"');
  await client.end();`;

function timed(args: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0)
    throw new Error(`node ${args.join(' ').slice(0, 80)} ended with ${status}: ${stderr.slice(0, 500)}`);
  return performance.now() - started;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

interface Figure {
  readonly name: string;
  readonly scanMs: number;
  readonly slowestMs: number;
  readonly bareMs: number;
  readonly targetMs: number;
}

function measure(name: string, target: string, bare: string, location: string, targetMs: number): Figure {
  const scan = ['core/bin/datawave.mjs', 'scan', target, '--format', 'json'];
  const read = ['--input-type=module', '-e', bare, location];
  timed(scan);
  timed(read);
  const scans: number[] = [];
  const reads: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    scans.push(timed(scan));
    reads.push(timed(read));
  }
  return { name, scanMs: median(scans), slowestMs: Math.max(...scans), bareMs: median(reads), targetMs };
}

const server = await startPostgres({});
try {
  const url = await server.createDatabase('chinook');
  // The dump makes and enters a database of its own; here it fills the one that is there.
  const dump = readFileSync(join(data, 'chinook/chinook.postgresql.sql'), 'utf8').replace(
    /^(DROP DATABASE|CREATE DATABASE|\\c ).*$/gm,
    '',
  );
  execFileSync('psql', [url, '-q', '-v', 'ON_ERROR_STOP=1'], {
    input: dump,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const figures = [
    measure('SQLite file', chinook, BARE_SQLITE, chinook, TARGET_SQLITE_MS),
    measure('PostgreSQL', url, BARE_POSTGRES, url, TARGET_POSTGRES_MS),
  ];
  for (const { name, scanMs, slowestMs, bareMs, targetMs } of figures) {
    console.log(
      `Chinook, ${name}: ${scanMs.toFixed(0)} ms (slowest of ${ROUNDS}: ${slowestMs.toFixed(0)}), reading it with the bare driver ${bareMs.toFixed(0)} ms, ratio ${(scanMs / bareMs).toFixed(1)}; target ${targetMs} ms`,
    );
  }
  const results = process.env['DATAWAVE_BENCH_RESULTS'];
  if (results !== undefined) writeFileSync(join(results, 'scan.json'), JSON.stringify(figures, null, 2));
} finally {
  await server.stop();
}
