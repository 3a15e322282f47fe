import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pluginFolder, StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { sourcesService } from '@datawave/plugin-sdk';

/**
 * `node plugins/sources/bench/delete-source.bench.ts [ASSETS]`: how long it takes to say what goes with a large source, to answer that it
 * is deleted, and until all is taken away that was kept about it.
 */
const assets = Number(process.argv[2] ?? 20_000);
const folder = await mkdtemp(join(tmpdir(), 'datawave-delete-bench-'));
const staged = new StagedSource([]);
const test = await startPlatform({ plugins: [staged.plugin, pluginFolder('review')], dataDirectory: folder });
try {
  const { id } = await test
    .service(sourcesService)
    .register(test.scope(), { key: 'large', title: 'Large', connector: 'staged', config: { host: 'a' } });
  const { workspace } = test.scope();
  await withDatabase(folder, async (client) => {
    await client.query(
      `insert into catalog.assets (id, workspace_id, urn, name, path, type, source_id, scan_id, fingerprint, sampled_rows, sample_method, primary_key, foreign_keys, warnings, column_count, sensitive_columns, sensitivity_rank, search, version, first_seen_at, last_scanned_at)
       select gen_random_uuid(), $1, 'urn:dw:staged:large:main/t' || n, 'main.t' || n, array['main', 't' || n], 'table', $2, gen_random_uuid(), 'f', 10, 'every row', '{}', '[]', '{}', 1, 1, 2, 'main.t' || n, 1, now(), now() from generate_series(1, $3::int) n`,
      [workspace, id, assets],
    );
    await client.query(
      `insert into scans.asset_states (workspace_id, source_id, urn, name, fingerprint, columns, settings_key, run_id, duration_ms)
       select $1, $2, 'urn:dw:staged:large:main/t' || n, 'main.t' || n, 'f', '[]', 'k', gen_random_uuid(), 5 from generate_series(1, $3::int) n`,
      [workspace, id, assets],
    );
    await client.query(
      `insert into compliance.violations (id, workspace_id, framework, control, severity, severity_rank, state, asset, asset_name, column_name, source_id, scan_id, message, remediation, opened_at, last_seen_at)
       select gen_random_uuid(), $1, 'gdpr', 'Art. 32', 'high', 2, 'open', 'urn:dw:staged:large:main/t' || n, 'main.t' || n, 'email', $2, gen_random_uuid(), 'm', 'r', now(), now() from generate_series(1, $3::int) n`,
      [workspace, id, assets],
    );
  });
  const timed = async (method: string, path: string): Promise<number> => {
    const begin = performance.now();
    const { status } = await test.request(method, path);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}`);
    return performance.now() - begin;
  };
  const askedMs = await timed('GET', `/api/v1/sources/${id}/departure`);
  const answeredMs = await timed('DELETE', `/api/v1/sources/${id}`);
  const begin = performance.now();
  const state = async (): Promise<unknown> =>
    Reflect.get(Object((await test.request('GET', `/api/v1/sources/departures/${id}`)).body), 'state');
  while ((await state()) !== 'deleted') await new Promise((resolve) => setTimeout(resolve, 50));
  const deletedMs = answeredMs + performance.now() - begin;
  process.stdout.write(
    `a source of ${assets.toLocaleString('en')} assets with a violation each: what goes with it ${(askedMs / 1000).toFixed(2)} s, answered after ${(answeredMs / 1000).toFixed(2)} s, all taken away after ${(deletedMs / 1000).toFixed(2)} s, ${Math.round(assets / (deletedMs / 1000)).toLocaleString('en')} assets a second\n`,
  );
  const results = process.env['DATAWAVE_BENCH_RESULTS'];
  if (results !== undefined)
    await writeFile(
      join(results, 'delete-source.json'),
      `${JSON.stringify({ assets, askedMs, answeredMs, deletedMs }, null, 2)}\n`,
    );
} finally {
  await test.stop();
  await rm(folder, { recursive: true, force: true });
}
