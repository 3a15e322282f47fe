import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { buildUi } from '../scripts/build.ts';
import { findChromium, signIn } from '../test/browser.ts';
import { startFixture } from '../test/fixture/fixture-server.ts';
import { addGridPage } from '../test/fixture/grid-page.ts';
import { scrollCost } from './frame-script.ts';
import { startPeer } from './peer-grid.ts';

/**
 * `npm run bench -- grid`: 100,000 rows of eight columns in the shell, scrolled in Chromium as one reads (100 pixels a frame)
 * and as one flings (2,000). Script a frame as Chromium's trace has it; memory before and after. Beside it AG Grid with the
 * same rows in the same run.
 */
const ROWS = 100_000;
const FRAMES = 300;
const SPEEDS = { reading: 100, flinging: 2000 };
const TARGET_MS = 8;

const SCROLLER = `(function find(root) {
  for (const element of root.querySelectorAll('*')) {
    if (element.localName === 'dw-grid') return element.shadowRoot.querySelector('.scroller');
    const inside = element.shadowRoot === null ? null : find(element.shadowRoot);
    if (inside) return inside;
  }
  return null;
})(document)`;

await buildUi();
const executablePath = findChromium();
if (executablePath === null) throw new Error('This benchmark needs Chromium: apt-get install chromium.');
const fixture = await startFixture();
addGridPage(fixture);
const peer = await startPeer(ROWS);
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--js-flags=--expose-gc', '--enable-precise-memory-info'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });

const heap = async (of: Page): Promise<number> =>
  (await of.evaluate('gc(), gc(), performance.memory.usedJSHeapSize')) as number;

async function measure(of: Page, scroller: string): Promise<Record<string, unknown>> {
  const costs: Record<string, unknown> = {};
  for (const pixels of Object.values(SPEEDS)) await scrollCost(of, scroller, pixels, 60);
  const before = await heap(of);
  for (const [name, pixels] of Object.entries(SPEEDS))
    costs[name] = await scrollCost(of, scroller, pixels, FRAMES);
  return {
    ...costs,
    heapMiB: Math.round((await heap(of)) / 1048576),
    heapGrowth: Number(((await heap(of)) / before).toFixed(3)),
  };
}

await page.goto(fixture.url);
await signIn(page, 'correct horse');
await page.goto(`${fixture.url}/grid?rows=${ROWS}`);
await page.getByText('table_000000').waitFor();
const ours = await measure(page, SCROLLER);
const sortBegin = performance.now();
await page.getByRole('columnheader', { name: 'Rows' }).click();
await page.locator('[aria-sort=ascending]').waitFor();
const sortMs = Math.round(performance.now() - sortBegin);

const peers: Record<string, unknown> = {};
if (peer !== null) {
  await page.goto(peer.url);
  await page.getByText('table_000000').waitFor();
  peers[peer.name] = await measure(page, peer.scroller);
  peer.close();
}
await browser.close();
await fixture.close();

const result = { rows: ROWS, frames: FRAMES, targetP95Ms: TARGET_MS, ours: { ...ours, sortMs }, peers };
console.log(JSON.stringify(result, null, 2));
const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'grid.json'), `${JSON.stringify(result, null, 2)}\n`);
}
