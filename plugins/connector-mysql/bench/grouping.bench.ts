import { execFileSync } from 'node:child_process';
import { DEFAULT_SAMPLE } from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { startMariadb } from '../../../core/test/servers/mariadb.ts';
import { createMysqlConnector } from '../src/mysql-connector.ts';

/**
 * `npm run bench -- grouping`: every row of a table read and counted here, beside MariaDB grouping its columns one by one, in the
 * same run. It says why the connector does not ask the server to group.
 */
const ROWS = Number(process.env['DATAWAVE_BENCH_ROWS'] ?? 200_000);
const COLUMNS: Readonly<Record<string, string>> = {
  id: 'seq',
  email: "CONCAT('user', seq, '@example.com')",
  kind: 'seq % 7',
  town: "CONCAT('town ', seq % 800)",
  amount: '(seq % 500) / 100.0',
  note: "CONCAT('note ', seq % 40)",
};

const server = await startMariadb();
try {
  const ask = (text: string): string =>
    execFileSync(
      'mariadb',
      [
        '--socket',
        server.socket,
        '--user',
        server.user,
        `--password=${server.password}`,
        '--skip-column-names',
      ],
      { input: text, encoding: 'utf8' },
    );
  const list = Object.entries(COLUMNS).map(([name, value]) => `${value} AS ${name}`);
  ask(
    `CREATE DATABASE bench; USE bench; CREATE TABLE t (PRIMARY KEY (id)) AS SELECT ${list.join(', ')} FROM seq_1_to_${ROWS}; ANALYZE TABLE t`,
  );
  const connector = createMysqlConnector({ version: '0.1.0', poolSize: 1, connectTimeoutMs: 5000 });
  const signal = new AbortController().signal;
  const { config = {} } = (await connector.resolveTarget(`${server.url}/bench`, '/')) ?? {};
  const session = await connector.open(config, directEnvironment, signal);
  for await (const found of session.discover({ include: [], exclude: [], signal })) {
    if (!('asset' in found)) continue;
    const start = performance.now();
    await session.sample(found.asset, { ...DEFAULT_SAMPLE, rows: 'full' }, signal);
    const streamed = performance.now() - start;
    console.log(`${ROWS.toLocaleString('en-US')} rows, ${list.length} columns`);
    console.log(`  every row read and counted here   ${Math.round(streamed)} ms`);
    let grouped = 0;
    for (const name of Object.keys(COLUMNS)) {
      const began = performance.now();
      ask(
        `SELECT COUNT(*) FROM (SELECT LEFT(CAST(${name} AS CHAR), 4097) AS v, COUNT(*) FROM bench.t GROUP BY 1) AS g`,
      );
      const took = performance.now() - began;
      grouped += took;
      console.log(`  grouped by ${name.padEnd(22)} ${Math.round(took)} ms`);
    }
    console.log(
      `  grouped, all columns              ${Math.round(grouped)} ms, ${(grouped / streamed).toFixed(2)} times as long`,
    );
  }
  await session.close();
} finally {
  await server.stop();
}
