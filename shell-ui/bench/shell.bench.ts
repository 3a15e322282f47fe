import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { buildUi } from '../scripts/build.ts';
import { findChromium, signIn } from '../test/browser.ts';
import { startPlatform } from '../test/platform.ts';
import { loadFirst, momentOf, slowPage } from './first-page.ts';

/**
 * `npm run bench -- shell`: the shell before the platform itself with every plugin of `config/standard.yaml` and the
 * demonstration source, in Chromium with the processor slowed down four times. First load with an empty cache until the navigation
 * and the first card can be used, and until all of the start page stands; a page change, once the page's code is there, until the new
 * title stands; script of the first load as it came over the wire; memory, nodes and listeners after many page changes. Medians.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 7);
const CHANGES = Number(process.env['DATAWAVE_BENCH_CHANGES'] ?? 500);
const SLOWDOWN = 4;
/** Until compiled code, caches and the list of requests that the browser keeps are full. */
const WARM_UP = 240;
const TITLES = ['Assets', 'Sources', 'Scans', 'Compliance'];
const TARGETS = { interactiveMs: 1000, pageChangeMs: 100, scriptBytes: 150_000 };

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;

/** The title of the page that is shown, deep in shadow roots, as words of the page's own. */
const TITLE = `(() => {
  const host = document.querySelector('dw-shell')?.shadowRoot?.querySelector('shell-page-host');
  const content = host?.shadowRoot?.querySelector('dw-boundary')?.content;
  const own = content?.shadowRoot;
  const header = own?.querySelector('dw-page-header');
  return header?.shadowRoot?.querySelector('h1')?.textContent?.trim() ?? null;
})()`;

/** Follows a link of the navigation. Milliseconds until the new page's title stands. */
async function changePage(page: Page, title: string): Promise<number> {
  const begin = (await page.evaluate(`(() => {
    const nav = document.querySelector('dw-shell').shadowRoot.querySelector('shell-side-nav').shadowRoot;
    const link = [...nav.querySelectorAll('a')].find((element) => element.textContent.trim() === '${title}');
    const begin = performance.now();
    link.click();
    return begin;
  })()`)) as number;
  return (await momentOf(page, `${TITLE} === '${title}'`, 4)) - begin;
}

const { durationMs: buildMs } = await buildUi({ force: true });
const { durationMs: freshMs } = await buildUi();

const executablePath = findChromium();
if (executablePath === null) throw new Error('This benchmark needs Chromium: apt-get install chromium.');
const platform = await startPlatform({ config: join(import.meta.dirname, '../../config/standard.yaml') });
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu'],
});
// What a service worker has kept would be no first load.
const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1440, height: 900 } });
const first = await context.newPage();
await first.goto(platform.url);
await signIn(first, platform.password);
// The demonstration source is scanned when the platform starts.
await first
  .locator('scans-state-badge')
  .filter({ hasText: 'completed' })
  .first()
  .waitFor({ timeout: 120_000 });
await first.close();

const loads: Awaited<ReturnType<typeof loadFirst>>[] = [];
const changes: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const slow = await slowPage(context, SLOWDOWN);
  loads.push(await loadFirst(slow, platform.url));
  // The first visit of each fetches its code.
  for (const title of TITLES) await changePage(slow.page, title);
  for (const title of TITLES) changes.push(await changePage(slow.page, title));
  await slow.page.close();
}

const page = await context.newPage();
await page.goto(platform.url);
await momentOf(page, `${TITLE} === 'Overview'`, 4);
const session = await context.newCDPSession(page);
await session.send('Performance.enable');
/** What the page holds once nothing waits any more. */
const held = async (): Promise<Readonly<Record<'heap' | 'nodes' | 'listeners', number>>> => {
  await page.waitForTimeout(1_000);
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
};
const walk = async (times: number): Promise<void> => {
  for (let change = 0; change < times; change += 1)
    await changePage(page, TITLES[change % TITLES.length] ?? '');
};
await walk(WARM_UP);
const before = await held();
await walk(CHANGES);
const after = await held();
await browser.close();
await platform.stop();

const result = {
  navigationMs: Math.round(median(loads.map(({ navigationMs }) => navigationMs))),
  interactiveMs: Math.round(median(loads.map(({ interactiveMs }) => interactiveMs))),
  shownMs: Math.round(median(loads.map(({ shownMs }) => shownMs))),
  pageChangeMs: Math.round(median(changes)),
  scriptBytes: median(loads.map(({ scriptBytes }) => scriptBytes)),
  requests: median(loads.map(({ requests }) => requests)),
  heapGrowth: Number((after.heap / before.heap).toFixed(2)),
  nodes: [before.nodes, after.nodes],
  listeners: [before.listeners, after.listeners],
  buildMs: Math.round(buildMs),
  freshMs: Math.round(freshMs),
  slowdown: SLOWDOWN,
  targets: TARGETS,
};
console.log(
  `first load until navigation and first card can be used, processor ${SLOWDOWN} times slower: ${result.interactiveMs} ms (target ${TARGETS.interactiveMs}); navigation alone ${result.navigationMs} ms`,
);
console.log(`first load until attention and cards are shown:  ${result.shownMs} ms`);
console.log(
  `page change:                                     ${result.pageChangeMs} ms (target ${TARGETS.pageChangeMs})`,
);
console.log(
  `script of the first load, over the wire:         ${result.scriptBytes} bytes in ${result.requests} requests (target ${TARGETS.scriptBytes})`,
);
console.log(
  `heap after ${CHANGES} page changes, over before:        ${result.heapGrowth} (nodes ${before.nodes} → ${after.nodes}, listeners ${before.listeners} → ${after.listeners})`,
);
console.log(`build of everything / nothing to do:             ${result.buildMs} ms / ${result.freshMs} ms`);
const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'shell.json'), `${JSON.stringify(result, null, 2)}\n`);
}
