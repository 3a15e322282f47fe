import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/**
 * `npm run bench -- parquet`: a full scan of ten million rows of ten columns on two threads, beside DuckDB counting the distinct
 * values of the same file.
 */
const ROWS = Number(process.env['DATAWAVE_BENCH_ROWS'] ?? 10_000_000);
const MOST_MB = 500;

interface Figure {
  readonly ms: number;
  readonly peakMb: number;
}

const COLUMNS = `
  i AS id,
  'Firstname' || (hash(i) % 5000) || ' Lastname' || (hash(i + 7) % 20000) AS name,
  'user' || i || '@example' || (i % 50) || '.com' AS email,
  (hash(i + 1) % 1000000)::DECIMAL(12, 2) / 100 AS amount,
  TIMESTAMP '2020-01-01' + INTERVAL (i) SECOND AS created,
  ['active', 'closed', 'pending', 'new'][1 + (hash(i + 2) % 4)::INT] AS status,
  (hash(i + 3) % 250)::INTEGER AS country_id,
  md5(i::VARCHAR) AS digest,
  'City' || (hash(i + 4) % 30000) AS city,
  CASE WHEN i % 10 = 0 THEN NULL ELSE 'order number ' || (hash(i + 5) % 4000000) END AS note`;

async function writeParquet(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' });
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT ${COLUMNS} FROM range(${ROWS}) t(i)) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

const run = (script: string, ...args: readonly string[]): Figure =>
  JSON.parse(
    execFileSync(process.execPath, [join(import.meta.dirname, 'files', script), ...args], {
      encoding: 'utf8',
    }),
  );

const folder = mkdtempSync(join(tmpdir(), 'datawave-bench-'));
try {
  const path = join(folder, 'big.parquet');
  await writeParquet(path);
  const figures = {
    full: run('scan-process.ts', path, 'full'),
    estimated: run('count-process.ts', path, 'estimated', join(folder, 'spill')),
    exact: run('count-process.ts', path, 'exact', join(folder, 'spill')),
    sample: run('scan-process.ts', path, 'sample'),
  };
  console.log(
    `Parquet of ${ROWS.toLocaleString('en-US')} rows, 10 columns, ${Math.round(statSync(path).size / 1e6)} MB`,
  );
  const show = (what: string, { ms, peakMb }: Figure, note: string): void =>
    console.log(
      `${what.padEnd(44)} ${String(Math.round(ms)).padStart(6)} ms  ${String(Math.round(peakMb)).padStart(4)} MB at most  ${note}`,
    );
  show('every row, distinct values with their counts', figures.full, `(under ${MOST_MB} MB)`);
  const times = ({ ms }: Figure): string => `we take ${(figures.full.ms / ms).toFixed(2)} times as long`;
  show('DuckDB: count(DISTINCT) of each column', figures.exact, times(figures.exact));
  show('DuckDB: approx_count_distinct of all', figures.estimated, times(figures.estimated));
  show('a sample', figures.sample, '');
  const results = process.env['DATAWAVE_BENCH_RESULTS'];
  if (results !== undefined) {
    mkdirSync(results, { recursive: true });
    writeFileSync(join(results, 'parquet.json'), `${JSON.stringify({ rows: ROWS, ...figures }, null, 2)}\n`);
  }
  if (figures.full.peakMb > MOST_MB) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
