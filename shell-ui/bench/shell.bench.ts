import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright-core';
import { buildUi } from '../scripts/build.ts';
import { firstLoad } from '../scripts/first-load.ts';
import { findChromium, signIn } from '../test/browser.ts';
import { startFixture } from '../test/fixture/fixture-server.ts';

/**
 * `npm run bench -- shell`: the shell in Chromium with the processor slowed down four times. First load with an empty
 * cache until the overview shows its figures; a page change until the new title stands; script of the first load; memory
 * after many page changes. Medians.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 7);
const SLOWDOWN = 4;
const CHANGES = 500;
const TITLES = ['Assets', 'Sources', 'Scans', 'Compliance'];
const TARGETS = { firstLoadMs: 1000, pageChangeMs: 100, scriptBytes: 150_000 };

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;

// Deep in shadow roots, so asked of the page in its own words.
const FIND = `(function find(root, fits) {
  for (const element of root.querySelectorAll('*')) {
    if (fits(element)) return element;
    const inside = element.shadowRoot === null ? null : find(element.shadowRoot, fits);
    if (inside !== null) return inside;
  }
  return null;
})`;

/** Milliseconds since the navigation began until an element of this kind stands with this text. */
const until = (page: Page, name: string, text: string): Promise<number> =>
  page.evaluate(`new Promise((resolve) => {
    const fits = (element) => element.localName === '${name}' && element.textContent.trim() === '${text}';
    const look = () => { if (${FIND}(document, fits) !== null) resolve(performance.now()); else setTimeout(look, 4); };
    look();
  })`);

/** Follows a link of the navigation. Milliseconds until the new page's title stands. */
async function changePage(page: Page, title: string): Promise<number> {
  const begin = (await page.evaluate(`(() => {
    const nav = ${FIND}(document, (element) => element.localName === 'shell-side-nav').shadowRoot;
    const link = [...nav.querySelectorAll('a')].find((element) => element.textContent.trim() === '${title}');
    const begin = performance.now();
    link.click();
    return begin;
  })()`)) as number;
  return (await until(page, 'h1', title)) - begin;
}

const { durationMs: buildMs } = await buildUi({ force: true });
const { durationMs: freshMs } = await buildUi();
const dist = join(import.meta.dirname, '../dist');
const scriptBytes = firstLoad(dist).reduce(
  (sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length,
  0,
);

const executablePath = findChromium();
if (executablePath === null) throw new Error('This benchmark needs Chromium: apt-get install chromium.');
const fixture = await startFixture();
const source = fixture.api.addSource('sqlite', 'Shop database', {});
fixture.api.runScan(source.id);
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--js-flags=--expose-gc'],
});
const context = await browser.newContext();
const first = await context.newPage();
await first.goto(fixture.url);
await signIn(first, 'correct horse');
await first.close();

const loads: number[] = [];
const changes: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.goto(fixture.url, { waitUntil: 'commit' });
  loads.push(await until(page, 'dt', 'Columns'));
  for (const title of TITLES) changes.push(await changePage(page, title));
  await page.close();
}

const page = await context.newPage();
await page.goto(fixture.url);
await until(page, 'h1', 'Overview');
const heap = async (): Promise<number> =>
  (await page.evaluate('gc(), performance.memory.usedJSHeapSize')) as number;
const walk = async (times: number): Promise<void> => {
  for (let change = 0; change < times; change += 1)
    await changePage(page, TITLES[change % TITLES.length] ?? '');
};
// Until compiled code, caches and the list of requests that the browser keeps are full.
await walk(240);
const before = await heap();
await walk(CHANGES);
const growth = (await heap()) / before;
await browser.close();
await fixture.close();

const result = {
  firstLoadMs: Math.round(median(loads)),
  pageChangeMs: Math.round(median(changes)),
  scriptBytes,
  heapGrowth: Number(growth.toFixed(2)),
  buildMs: Math.round(buildMs),
  freshMs: Math.round(freshMs),
  slowdown: SLOWDOWN,
  targets: TARGETS,
};
console.log(
  `first load to figures, processor ${SLOWDOWN} times slower: ${result.firstLoadMs} ms (target ${TARGETS.firstLoadMs})`,
);
console.log(
  `page change:                                     ${result.pageChangeMs} ms (target ${TARGETS.pageChangeMs})`,
);
console.log(
  `script, gzip:                                    ${result.scriptBytes} bytes (target ${TARGETS.scriptBytes})`,
);
console.log(`heap after ${CHANGES} page changes, over before:        ${result.heapGrowth}`);
console.log(`build of everything / nothing to do:             ${result.buildMs} ms / ${result.freshMs} ms`);
const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'shell.json'), `${JSON.stringify(result, null, 2)}\n`);
}
