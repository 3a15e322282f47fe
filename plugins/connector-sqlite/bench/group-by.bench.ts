import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { DEFAULT_SAMPLE } from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { createSqliteConnector } from '../src/sqlite-connector.ts';

/**
 * `npm run bench -- group-by`: every row of a table read and counted, beside SQLite grouping its columns one by one, in the same run,
 * and for how long the process could do nothing else. It says why the connector does not group in SQLite.
 */
const ROWS = Number(process.env['DATAWAVE_BENCH_ROWS'] ?? 500_000);
const COLUMNS: Readonly<Record<string, string>> = {
  id: 'i',
  email: "'user' || i || '@example.com'",
  kind: 'i % 7',
  town: "'town ' || (i % 800)",
  amount: '(i % 500) / 100.0',
  note: "'note ' || (i % 40)",
};

const folder = mkdtempSync(join(tmpdir(), 'datawave-bench-'));
try {
  const path = join(folder, 'bench.db');
  const database = new DatabaseSync(path);
  const list = Object.entries(COLUMNS).map(([name, value]) => `${value} AS ${name}`);
  database.exec(
    `CREATE TABLE t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS}) SELECT ${list.join(', ')} FROM n`,
  );
  const connector = createSqliteConnector({ roots: () => [folder], version: '0.1.0' });
  const signal = new AbortController().signal;
  const session = await connector.open({ path }, directEnvironment, signal);
  const measured = async (work: () => unknown): Promise<{ readonly ms: number; readonly stuck: number }> => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const start = performance.now();
    await work();
    const ms = performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, 5));
    delay.disable();
    return { ms, stuck: delay.max / 1e6 };
  };
  for await (const found of session.discover({ include: [], exclude: [], signal })) {
    if (!('asset' in found)) continue;
    const streamed = await measured(() =>
      session.sample(found.asset, { ...DEFAULT_SAMPLE, rows: 'full' }, signal),
    );
    const grouped = await measured(async () => {
      for (const name of Object.keys(COLUMNS)) {
        database
          .prepare(`SELECT ${name}, count(*) FROM t GROUP BY 1 LIMIT ${DEFAULT_SAMPLE.maxDistinct}`)
          .all();
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    console.log(`${ROWS.toLocaleString('en-US')} rows, ${list.length} columns`);
    console.log(
      `  every row read and counted   ${Math.round(streamed.ms)} ms, stuck for ${Math.round(streamed.stuck)} ms at most`,
    );
    console.log(
      `  grouped column by column     ${Math.round(grouped.ms)} ms, stuck for ${Math.round(grouped.stuck)} ms at most, ${(grouped.ms / streamed.ms).toFixed(2)} times as long`,
    );
  }
  await session.close();
  database.close();
} finally {
  rmSync(folder, { recursive: true });
}
