import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { sourcesService } from '@datawave/plugin-sdk';

/**
 * `node plugins/catalog/bench/facets.bench.ts [ASSETS] [VALUES]`: how long the list of assets takes with all its facets, and how long the search
 * within one of 10,000 values does: tags and folders, under row-level security, as pages ask. Beside it what the database alone needs for the
 * least that could be asked: the rows of a page, and one value of each asset that is counted by the narrowest index.
 */
const assets = Number(process.argv[2] ?? 100_000);
const VALUES = Number(process.argv[3] ?? 10_000);
// What stands in one folder is alike, as tables of one schema are.
const ROUNDS = 20;
const folder = await mkdtemp(join(tmpdir(), 'datawave-facets-bench-'));
const staged = new StagedSource([]);
const test = await startPlatform({ plugins: [staged.plugin], dataDirectory: folder });
try {
  const { id } = await test
    .service(sourcesService)
    .register(test.scope(), { key: 'large', title: 'Large', connector: 'staged', config: { host: 'a' } });
  await withDatabase(folder, async (client) => {
    await client.query(
      `insert into catalog.assets (id, workspace_id, urn, name, path, type, source_id, scan_id, fingerprint, sampled_rows, sample_method, primary_key, foreign_keys, warnings, column_count, sensitive_columns, sensitivity_rank, info_types, search, version, first_seen_at, last_scanned_at, owner, domain, tags, row_count)
       select gen_random_uuid(), $1, 'urn:dw:staged:large:s' || n % $4::int || '/t' || n, 's' || n % $4::int || '.t' || n, array['s' || n % $4::int, 't' || n], 'table', $2, gen_random_uuid(), 'f', 10, 'every row', '{}', '[]', '{}', 9, n % $4::int % 3, n % $4::int % 5 - 1,
         array['TYPE_' || n % $4::int % 50, 'TYPE_' || n % $4::int % 7 + 50], 's.t' || n || ' email iban', 1, now(), now(), 'user:' || n % $4::int % 200, 'domain-' || n % $4::int % 40, array['tag-' || n % $4::int, 'tag-' || n % $4::int * 7 % $4::int], n
       from generate_series(1, $3::int) n`,
      [test.scope().workspace, id, assets, VALUES],
    );
    // As the database does by itself a minute later.
    await client.query('vacuum analyze catalog.assets');
    await client.query('vacuum analyze catalog.asset_tags');
  });
  const repeated = async (work: () => Promise<unknown>): Promise<{ median: number; p95: number }> => {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const begin = performance.now();
      await work();
      times.push(performance.now() - begin);
    }
    times.sort((a, b) => a - b);
    const at = (share: number): number => Math.round(times[Math.floor((ROUNDS - 1) * share)] ?? 0);
    return { median: at(0.5), p95: at(0.95) };
  };
  const asked = (path: string) =>
    repeated(async () => {
      const { status, body } = await test.request('GET', `/api/v1/${path}`);
      if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    });
  const results: Record<string, { readonly median: number; readonly p95: number }> = {};
  const told = (what: string): void => {
    const { median, p95 } = results[what] ?? { median: 0, p95: 0 };
    process.stdout.write(
      `${what}: ${median} ms, p95 ${p95} ms (${assets.toLocaleString('en')} assets, ${VALUES.toLocaleString('en')} tags and folders)\n`,
    );
  };
  await withDatabase(folder, async (client) => {
    for (const [what, statement] of Object.entries({
      'bare: rows of a page':
        'select id, urn, name from catalog.assets where workspace_id = $1 and retired_at is null order by (-sensitivity_rank), name, id limit 51',
      'bare: assets counted':
        'select count(*) from catalog.assets where workspace_id = $1 and retired_at is null',
      'bare: counted by kind':
        'select alike, count(*) from catalog.assets where workspace_id = $1 and retired_at is null group by 1',
      'bare: counted by folder':
        'select folder, count(*) from catalog.assets where workspace_id = $1 and retired_at is null group by 1 order by 2 desc limit 50',
      'bare: counted by tag':
        'select tag, count(*) from catalog.asset_tags where workspace_id = $1 group by 1 order by 2 desc limit 50',
    })) {
      results[what] = await repeated(() => client.query(statement, [test.scope().workspace]));
      told(what);
    }
  });
  for (const [what, path] of Object.entries({
    'a page': 'assets?limit=50',
    'facets that alike assets share': `asset-facets?only=source,type,sensitivity,infoType,violation,owner,domain`,
    'the same, searched by a word': `asset-facets?only=source,type,sensitivity,infoType,violation,owner,domain&q=t99`,
    'tags and folders': 'asset-facets?only=tag,folder',
    'tags and folders, narrowed': 'asset-facets?only=tag,folder&domain=domain-7&sensitivity=restricted',
    'a page with facets': 'assets?limit=50&facets=true',
    'the same, searched': 'assets?limit=50&facets=true&q=t99',
    'the same, narrowed': 'assets?limit=50&facets=true&domain=domain-7&sensitivity=restricted',
    'a page by rows': 'assets?limit=50&sort=rows',
    'a page by name': 'assets?limit=50&sort=name',
    'a page by violations': 'assets?limit=50&sort=violations',
    'values of a facet': 'asset-facets/tag?limit=200',
    'values of a facet, searched': 'asset-facets/tag?limit=200&find=777',
    'folders, searched': 'asset-facets/folder?limit=200&find=777',
  })) {
    results[what] = await asked(path);
    told(what);
  }
  const file = process.env['DATAWAVE_BENCH_RESULTS'];
  if (file !== undefined)
    await writeFile(
      join(file, 'facets.json'),
      `${JSON.stringify({ assets, values: VALUES, ms: results }, null, 2)}\n`,
    );
} finally {
  await test.stop();
  await rm(folder, { recursive: true, force: true });
}
