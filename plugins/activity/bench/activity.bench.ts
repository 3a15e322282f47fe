import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_WORKSPACE } from '@datawave/plugin-sdk';
import { ActivityPlatform } from '../test/activity-platform.ts';

/**
 * `npm run bench -- activity`: how fast a trail of 100,000 entries is sealed, verified and exported, and how long a page of it takes
 * for each filter; beside them a page of which nothing is found, so that what the server itself takes is seen.
 */
const ENTRIES = 100_000;
const SEALED_AT_ONCE = 5_000;
const ROUNDS = 15;

const FILL = `insert into core.audit_entries
    (workspace_id, occurred_at, plugin, request_id, address, principal_id, principal_kind, principal_name, action, object_type, object_id, object_name, outcome, reason, before, after)
  select '${DEFAULT_WORKSPACE}', now() - make_interval(secs => ${ENTRIES} - n), 'bench', 'r-' || n, '192.0.2.' || n % 250, 'user:' || n % 200, 'user', 'Person ' || n % 200,
    (array['sources', 'scans', 'review', 'access'])[1 + n % 4] || '.thing.updated', 'thing', 't-' || n % 5000, 'Thing ' || n % 5000,
    case when n % 500 = 0 then 'denied' else 'succeeded' end, case when n % 1000 = 0 then 'Asked to by steward' end,
    jsonb_build_object('title', 'old ' || n, 'size', n), jsonb_build_object('title', 'new ' || n, 'size', n + 1)
  from generate_series(1, ${ENTRIES}) n`;

const QUERIES: Readonly<Record<string, string>> = {
  'nothing found': 'action=nowhere.',
  'first page': '',
  'one person': 'actor=user:7',
  'one area': 'action=review.',
  'one thing': 'objectType=thing&objectId=t-77',
  refused: 'outcome=denied',
  'one request': 'requestId=r-777',
  'a rare word': 'q=steward',
  'a common word': 'q=updated',
};

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

const platform = await ActivityPlatform.start();
try {
  await platform.query(FILL);
  const get = (path: string) => platform.test.request('GET', `/api/v1/audit-events${path}`);
  const sealMs = await time(async () => {
    for (let sealed = 0; sealed < ENTRIES; sealed += SEALED_AT_ONCE) await platform.seal();
  });
  await platform.query('analyze activity.entries');
  const found = { isIntact: false };
  const verifyMs = await time(async () => {
    found.isIntact = (await platform.verify()).isIntact;
  });
  if (!found.isIntact) throw new Error('the trail was not found intact');
  const exportMs = await time(() => get('/export?format=cef'));
  const rate = (milliseconds: number): number => Math.round(ENTRIES / (milliseconds / 1000));
  const pages: Record<string, { readonly median: number; readonly p95: number }> = {};
  for (const [name, query] of Object.entries(QUERIES)) {
    await get(`?${query}`);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await time(() => get(`?${query}`)));
    pages[name] = { median: Number(at(times, 0.5).toFixed(1)), p95: Number(at(times, 0.95).toFixed(1)) };
  }
  const figures = {
    entries: ENTRIES,
    sealedPerSecond: rate(sealMs),
    verifiedPerSecond: rate(verifyMs),
    exportedPerSecond: rate(exportMs),
    pageMs: pages,
  };
  console.log(`sealed     ${figures.sealedPerSecond} entries/s`);
  console.log(`verified   ${figures.verifiedPerSecond} entries/s, trail and copy`);
  console.log(`exported   ${figures.exportedPerSecond} entries/s as CEF`);
  for (const [name, { median, p95 }] of Object.entries(pages))
    console.log(`${name.padEnd(16)}${median} ms, p95 ${p95} ms`);
  const out = process.env['DATAWAVE_BENCH_RESULTS'];
  if (out !== undefined) writeFileSync(join(out, 'activity.json'), `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  await platform.stop();
}
