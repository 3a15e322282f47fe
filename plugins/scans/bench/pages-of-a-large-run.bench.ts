import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { scansService, sourcesService } from '@datawave/plugin-sdk';

/**
 * `npm run bench -- pages-of-a-large-run`: what the pages of a scan take that is at work and has 100,000 tasks, which all change
 * state twice, as they do while it goes on.
 */
const TASKS = Number(process.env['DATAWAVE_BENCH_TASKS'] ?? 100_000);
const REQUESTS = 60;

const staged = new StagedSource(Array.from({ length: 12 }, (_, index) => ({ name: `t${index}` })));
const folder = await mkdtemp(join(tmpdir(), 'datawave-pages-'));
const test = await startPlatform({
  ...{ plugins: [staged.plugin], dataDirectory: folder },
  scans: { concurrency: 2 },
});
const change = (text: string, values: readonly unknown[]): Promise<unknown> =>
  withDatabase(folder, (client) => client.query(text, [...values]));
try {
  const source = await test.service(sourcesService).register(test.scope(), {
    ...{ key: 'large', title: 'Large', connector: 'staged' },
    config: { host: 'a' },
  });
  staged.hold();
  const { id } = await test.service(scansService).start(test.scope(), { sourceId: source.id });
  await staged.held(1);
  await change(
    `insert into scans.tasks (id, workspace_id, run_id, urn, name, state, weight)
     select gen_random_uuid(), workspace_id, id, 'urn:x:' || n, 'main.table_' || lpad(n::text, 7, '0'), 'waiting', 5 + n % 7
     from scans.runs, generate_series(1, $2::int) n where id = $1`,
    [id, TASKS],
  );
  const done = Math.round(TASKS * 0.8);
  const ofThese = `run_id = $1 and urn like 'urn:x:%' and ordinal <= (select min(ordinal) from scans.tasks where urn = 'urn:x:1') + $2`;
  await change(`update scans.tasks set state = 'running', started_at = now() where ${ofThese}`, [id, done]);
  // The last of them just now, a hundred a second.
  await change(
    `update scans.tasks set state = 'completed', row_count = 1000, duration_ms = 20, finished_at = now() - ($2 - ordinal) * interval '10 milliseconds' where ${ofThese}`,
    [id, done],
  );
  await change(
    `update scans.runs set total = $2, done = $2 * 4 / 5, weight = $2 * 8, weight_done = $2 * 6.4, scanned = $2 * 4 / 5, scanned_weight = $2 * 6.4,
       scanned_weight_squares = $2 * 54, took = $2 * 0.016, took_squares = $2 * 0.00035, took_weights = $2 * 0.13, weight_squares = $2 * 68, weight_squares_done = $2 * 54 where id = $1`,
    [id, TASKS],
  );
  // As the server does by itself where so much has changed.
  await change('vacuum analyze scans.tasks', []);
  const pages: readonly (readonly [string, string])[] = [
    ['the run', `/${id}`],
    ['its tasks', `/${id}/tasks`],
    ...['failed', 'running', 'completed', 'cancelled'].map(
      (state) => [`its ${state} tasks`, `/${id}/tasks?state=${state}`] as const,
    ),
    ['its problems', `/${id}/problems`],
    ['its history', `/${id}/transitions`],
    ['all runs', ''],
    ['runs that are active', '?state=active'],
  ];
  for (const [title, path] of pages) {
    const times: number[] = [];
    for (let request = 0; request < REQUESTS; request += 1) {
      const from = performance.now();
      const answer = await test.request('GET', `/api/v1/scans${path}`);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      times.push(performance.now() - from);
    }
    times.sort((one, other) => one - other);
    console.log(
      `${title}: median ${times[REQUESTS / 2]?.toFixed(1)} ms, p95 ${times[Math.floor(REQUESTS * 0.95)]?.toFixed(1)} ms, first or slowest ${times.at(-1)?.toFixed(1)} ms`,
    );
  }
} finally {
  staged.release();
  await test.stop();
  await rm(folder, { recursive: true, force: true });
}
