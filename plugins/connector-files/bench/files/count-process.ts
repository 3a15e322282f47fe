import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

/** Counts the distinct values of each column of a Parquet file with DuckDB alone, exactly or by its estimate: run as a process of its own. */
const [path = '', how = 'exact', spill = ''] = process.argv.slice(2);
const table = `read_parquet('${path}')`;
const instance = await DuckDBInstance.create(':memory:', {
  threads: '2',
  memory_limit: '400MB',
  temp_directory: spill,
});
const connection = await instance.connect();
const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`);
const columns = described.getRows().map(([name]) => `"${String(name)}"`);
const start = performance.now();
if (how === 'exact')
  for (const column of columns)
    await connection.runAndReadAll(`SELECT count(DISTINCT ${column}) FROM ${table}`);
else {
  const list = columns.map((column) => `approx_count_distinct(${column})`);
  await connection.runAndReadAll(`SELECT ${list.join(', ')} FROM ${table}`);
}
const ms = performance.now() - start;
connection.closeSync();
const peakKb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0);
console.log(JSON.stringify({ rows: 0, ms, peakMb: peakKb / 1024 }));
