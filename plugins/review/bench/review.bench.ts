import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDatabase } from '@datawave/core/test-platform';
import { ReviewPlatform, urnOf } from '../test/review-platform.ts';
import { said, verdict } from '../test/staged-classification.ts';

/**
 * `npm run bench -- review`: the queue over HTTP with 100,000 verdicts in it, for each filter the first page and one deep
 * inside, and a decision; beside them a request that reads nothing, so that what the server itself takes is seen.
 */
const VERDICTS = 100_000;
const ROUNDS = 15;
const FAR = 40;

/** Fills the queue: 40 columns a table, 20 types of which some are rare, 10 sources. */
const FILL = [
  `insert into review.columns (id, workspace_id, asset, asset_name, source_id, scan_id, name, ordinal, data_type, kind, name_key, shape_key, shapes, masked, scanned, classifiers, engine, recorded_at)
   select gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'urn:dw:bench:bench:main/t' || n / 40, 'main.t' || n / 40, ('00000000-0000-7000-8000-0000000001' || lpad((n % 10)::text, 2, '0'))::uuid, gen_random_uuid(),
     'column_' || n, n % 40, 'TEXT', 'text', 'column ' || n % 500, 'a+', '[]', '{}', '{"classifications":[],"review":null}', '{}', 'engine@1.0.0', now()
   from generate_series(0, ${VERDICTS - 1}) n`,
  `insert into review.verdicts (id, workspace_id, column_id, source_id, question, info_type, status, reason, is_listed, sensitivity, sensitivity_rank, confidence, priority, classification, alternatives, version, opened_at, updated_at)
   select gen_random_uuid(), c.workspace_id, c.id, c.source_id, 'type', case when h.r < 0.001 then 'US_SSN' else 'TYPE_' || floor(h.r * 20) end, 'suggested', case when h.s < 0.1 then 'abstained' else 'suggested' end, true,
     (array['public','internal','confidential','restricted'])[1 + floor(h.s * 4)], floor(h.s * 4), h.t, floor(h.t * 9000), '{"explanation":"Probably.","evidence":[],"matched":1,"sampled":2}', '[]', 1, now(), now()
   from review.columns c, lateral (select random() + 0 * c.ordinal as r, random() as s, random() as t) h where c.asset like 'urn:dw:bench:%'`,
  'analyze review.columns',
  'analyze review.verdicts',
];

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const platform = await ReviewPlatform.start();
try {
  platform.engine.verdicts = { mail: said([verdict('EMAIL_ADDRESS')]) };
  await platform.scan({ people: ['mail'] });
  await withDatabase(platform.folder, async (client) => {
    for (const statement of FILL) await client.query(statement);
  });
  const queries: Readonly<Record<string, string>> = {
    'nothing read': 'agreement-is-no-id',
    'first page': '?',
    'a rare type': '?infoType=US_SSN',
    'a common type': '?infoType=TYPE_3',
    'one source': '?source=00000000-0000-7000-8000-000000000103',
    'abstained from': '?reason=abstained',
    restricted: '?sensitivity=restricted',
    'a band of confidence': '?minConfidence=0.5&maxConfidence=0.8',
    'every status': '?status=all',
    'part of a name': '?q=column_9999',
    summary: '/summary',
    agreement: '/agreement',
  };
  let deep = '?';
  for (let page = 0; page < FAR; page += 1) {
    const { body } = await platform.get(`classifications${deep}`);
    deep = `?cursor=${String(Reflect.get(Object(body), 'nextCursor'))}`;
  }
  const figures: Record<string, number> = {};
  for (const [name, path] of Object.entries({ ...queries, [`page ${FAR}`]: deep })) {
    const ask = () =>
      platform.get(`classifications${path.startsWith('?') || path.startsWith('/') ? path : `/${path}`}`);
    await ask();
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await time(ask));
    figures[name] = median(times);
  }
  const { id } = await platform.verdictOn('people', 'mail');
  const decisions: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    decisions.push(await time(() => platform.post(`classifications/${id}/accept`)));
    await platform.post(`classifications/${id}/withdraw`);
  }
  figures['a decision'] = median(decisions);
  const scans: number[] = [];
  for (let round = 0; round < 3; round += 1)
    scans.push(await time(() => platform.scan({ people: ['mail'] })));
  figures['a scan of one table'] = median(scans);
  const nothing = figures['nothing read'] ?? 1;
  console.log(
    `${VERDICTS.toLocaleString('en')} verdicts wait; medians of ${ROUNDS}, ms over HTTP (times a request that reads nothing)`,
  );
  for (const [name, ms] of Object.entries(figures))
    console.log(
      `${name.padEnd(24)} ${ms.toFixed(1).padStart(8)}  ${(ms / nothing).toFixed(1).padStart(6)} x`,
    );
  const results = process.env['DATAWAVE_BENCH_RESULTS'];
  if (results !== undefined)
    writeFileSync(
      join(results, 'review.json'),
      JSON.stringify({ verdicts: VERDICTS, asset: urnOf('people'), figures }, null, 2),
    );
} finally {
  await platform.stop();
}
