import { checkIncremental, type IncrementalScan } from './check-incremental.ts';
import { checkCatalog } from './check-platform.ts';
import { checkSliced, compareMerged, type MergedTables, mergedTables } from './check-slices.ts';
import type { FaultPlatform } from './fault-platform.ts';
import type { Scene } from './inject-fault.ts';
import { isLarge, LEFT_OUT, type SourceTables } from './source-tables.ts';

/** How long scans may take until they have ended, once every fault is healed. */
const END_PATIENCE_MS = 150_000;
const ENDED = ['completed', 'completed-with-errors', 'failed', 'cancelled'];
/** Tables that are changed before the incremental scan. */
const CHANGED = 3;

/** Waits until every scan that was promised has ended. */
export async function endWork({ client }: FaultPlatform): Promise<readonly string[]> {
  const deadline = performance.now() + END_PATIENCE_MS;
  const late: string[] = [];
  for (const run of client.acknowledged.scans) {
    for (;;) {
      const state = await client.state(run);
      if (ENDED.includes(state)) break;
      if (performance.now() > deadline) {
        late.push(`the scan ${run} is ${state} ${END_PATIENCE_MS / 1_000} s after the last fault was healed`);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return late;
}

/** Tables that the rule of the scans lets in. */
const letIn = (tables: SourceTables): SourceTables =>
  new Map([...tables].filter(([name]) => name.replace(/\..*/, '') !== LEFT_OUT));

/** Large tables of at least so many rows, which are cut whatever is known of them. */
const MANY_ROWS = 2_500;
const largeOf = (tables: SourceTables): readonly string[] =>
  [...tables].flatMap(([name, { rows }]) => (isLarge(name) && rows >= MANY_ROWS ? [name] : []));

/** Scans the main source by its rule, undisturbed, and says what is wrong with it. */
async function scan(
  { platform, main, rule }: Scene,
  mode: 'full' | 'incremental',
): Promise<{ readonly run: string; readonly faults: readonly string[] }> {
  const { client } = platform;
  const run = await client.scan(main, mode, rule);
  const late = await endWork(platform);
  if (late.length > 0) return { run, faults: late };
  const state = await client.state(run);
  return { run, faults: state === 'completed' ? [] : [`a scan that nothing disturbed is ${state}`] };
}

/** What the disturbed scan put together from slices, before it is scanned again; nothing where it did not come so far. */
export async function mergedInDisturbance({ platform, mainRun }: Scene): Promise<MergedTables> {
  return mergedTables(platform, mainRun);
}

/** A scan that nothing disturbs must complete, read large tables in slices, and the catalog then be what the source is. */
export async function scanOnceMore(scene: Scene, disturbed: MergedTables): Promise<readonly string[]> {
  const { platform, main } = scene;
  const { client, source, sourceProxy } = platform;
  if (client.acknowledged.removedSources.includes(main)) return [];
  // It has been slow for long enough.
  sourceProxy?.slow(0);
  const { run, faults } = await scan(scene, 'full');
  if (faults.length > 0) return faults;
  const tables = letIn(await source.tables());
  const merged = await mergedTables(platform, run);
  const same = new Map([...disturbed].filter(([name]) => !scene.isResized && merged.has(name)));
  return [
    ...(await checkCatalog(platform, main, tables)),
    ...(await checkSliced(platform, run, tables, largeOf(tables))),
    ...compareMerged(same, merged),
  ];
}

/** Changes some tables and scans what changed: that and, as far as the source can tell, nothing else. */
export async function scanWhatChanged(scene: Scene): Promise<IncrementalScan> {
  const { platform, main } = scene;
  const { client, source, random } = platform;
  if (client.acknowledged.removedSources.includes(main)) return { left: 0, faults: [] };
  const names = [...letIn(await source.tables()).keys()];
  const changed = random.shuffle(names).slice(0, CHANGED);
  await source.change(changed.map((name) => ({ kind: 'grow', name }) as const));
  const { run, faults } = await scan(scene, 'incremental');
  if (faults.length > 0) return { left: 0, faults };
  const found = await checkIncremental(platform, run, changed, { isFresh: scene.isResized });
  const recorded = await checkCatalog(platform, main, letIn(await source.tables()));
  return { ...found, faults: [...found.faults, ...recorded] };
}
