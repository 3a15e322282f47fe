import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { buildUi } from '../scripts/build.ts';
import { findChromium, signIn } from '../test/browser.ts';
import { startPlatform } from '../test/platform.ts';
import { serveAtlas } from './atlas-pages.ts';

/**
 * `npm run bench -- peers`: our first page beside that of Apache Atlas, in one Chromium whose processor is slowed down four
 * times, with an empty cache, both compressed by gzip from loopback: script that is fetched, and until the navigation can be
 * used. Atlas's pages stand before a server that holds nothing, ours before the platform itself with every plugin of
 * `config/standard.yaml`. Medians.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 5);
const SLOWDOWN = 4;

interface FirstLoad {
  readonly scriptBytes: number;
  readonly requests: number;
  readonly readyMs: number;
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;

/** Opens the address with an empty cache until `isReady`, words of the page's own, answers true; and adds up what was fetched. */
async function firstLoad(context: BrowserContext, url: string, isReady: string): Promise<FirstLoad> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.setBypassServiceWorker', { bypass: true });
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  const scripts = new Set<string>();
  let scriptBytes = 0;
  let requests = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    requests += 1;
    if (scripts.has(requestId)) scriptBytes += encodedDataLength;
  });
  await page.goto(url, { waitUntil: 'commit' });
  const readyMs = (await page.evaluate(`new Promise((resolve) => {
    const look = () => { if (${isReady}) resolve(performance.now()); else setTimeout(look, 4); };
    look();
  })`)) as number;
  await page.close();
  return { scriptBytes, requests, readyMs };
}

const PEERS: Readonly<Record<string, string>> = {
  DataWave: `(document.querySelector('dw-shell')?.shadowRoot?.querySelector('shell-side-nav')?.shadowRoot?.querySelectorAll('a').length ?? 0) > 5`,
  'Apache Atlas 2.1': `(document.querySelector('#sidebar-wrapper')?.textContent ?? '').includes('Classifications')`,
};

await buildUi();
const folder = mkdtempSync(join(tmpdir(), 'datawave-peers-'));
const executablePath = findChromium();
if (executablePath === null) throw new Error('This benchmark needs Chromium: apt-get install chromium.');
const atlas = await serveAtlas(folder);
const platform = await startPlatform({ config: join(import.meta.dirname, '../../config/standard.yaml') });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const context = await browser.newContext();
const first = await context.newPage();
await first.goto(platform.url);
await signIn(first, platform.password);
await first.close();

const addresses: Readonly<Record<string, string>> = { DataWave: platform.url, 'Apache Atlas 2.1': atlas.url };
const loads: Record<string, FirstLoad[]> = {};
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [peer, isReady] of Object.entries(PEERS)) {
    const load = await firstLoad(context, addresses[peer] ?? '', isReady);
    loads[peer] = [...(loads[peer] ?? []), load];
  }
}
await browser.close();
await platform.stop();
atlas.close();
rmSync(folder, { recursive: true, force: true });

const result = Object.fromEntries(
  Object.entries(loads).map(([peer, seen]) => [
    peer,
    {
      scriptBytes: median(seen.map(({ scriptBytes }) => scriptBytes)),
      requests: median(seen.map(({ requests }) => requests)),
      readyMs: Math.round(median(seen.map(({ readyMs }) => readyMs))),
    },
  ]),
);
for (const [peer, { scriptBytes, requests, readyMs }] of Object.entries(result)) {
  console.log(
    `${peer.padEnd(18)} ${Math.round(scriptBytes / 1000)} kB of script, ${requests} requests, navigation there after ${readyMs} ms`,
  );
}
const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'peers.json'), `${JSON.stringify(result, null, 2)}\n`);
}
