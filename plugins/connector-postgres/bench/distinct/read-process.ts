import { DEFAULT_SAMPLE } from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { createPostgresConnector } from '../../src/postgres-connector.ts';

/** Reads a table in full, one way or the other, and prints how long it took and what it needed. */
const [url = '', table = '', how = ''] = process.argv.slice(2);
const connector = createPostgresConnector({ version: '0.1.0', poolSize: 1, connectTimeoutMs: 5000 });
const signal = new AbortController().signal;
const { config = {} } = (await connector.resolveTarget(url, '/')) ?? {};
const session = await connector.open(config, directEnvironment, signal);
for await (const found of session.discover({ include: [`public.${table}`], exclude: [], signal })) {
  if (!('asset' in found)) continue;
  // Of a table whose rows nobody has counted every row is asked for.
  const asset = how === 'rows' ? { ...found.asset, rowEstimate: null } : found.asset;
  const start = performance.now();
  const sample = await session.sample(
    asset,
    how === 'sample' ? DEFAULT_SAMPLE : { ...DEFAULT_SAMPLE, rows: 'full' },
    signal,
  );
  const figure = {
    ms: performance.now() - start,
    method: sample.method,
    bytes: asset.sizeBytes,
    cpuMs: process.cpuUsage().user / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(figure));
}
await session.close();
