import { queryObjects } from 'node:v8';
import { endOf } from '@datawave/core/test-platform';
import { coreServices, definePlugin, type ExecutionScope } from '@datawave/plugin-sdk';
import type { TestPlugin } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { scanBench, tables } from './scan-bench.ts';

const SCANS = 15;
const ASSETS = 5;
/** What is made once, like a connection to the database, may come in the midst of some scans; what is left of each comes with all. */
const TRIES = 5;
/** The newest events that a process keeps for those who follow them. */
const KEPT_EVENTS = 1_000;

/** Publishes as many events as are kept: those of scans take the places of others from then on. */
let publishEvents: (scope: ExecutionScope) => Promise<void> = async () => undefined;

const publisher: TestPlugin = {
  manifest: { manifestVersion: 1, id: 'publisher', apiVersion: '*', needs: { database: 'own' } },
  plugin: definePlugin()({
    deps: { storage: coreServices.storage, events: coreServices.events },
    setup({ deps: { storage, events } }) {
      publishEvents = (scope) =>
        storage.transaction(scope, async (tx) => {
          for (let event = 0; event < KEPT_EVENTS; event++)
            await events.publish(tx, scope, { type: 'publisher.event.published', data: {} });
        });
      return {};
    },
  }),
};

/** Objects of every kind that are in use, after all others were collected. */
const inUse = (): number => queryObjects(Object, { format: 'count' });

describe('what a process holds of scans that are over', () => {
  const bench = scanBench({ plugins: [publisher] });

  it('is less than one object for each asset', async function () {
    this.timeout(240_000);
    const { test, staged } = bench;
    await publishEvents(test.scope());
    staged.assets = tables(ASSETS);
    const { id } = await bench.register();
    const scan = async (): Promise<void> => {
      for (let scanned = 0; scanned < SCANS; scanned++)
        expect(await endOf(test, await bench.start(id))).to.include({ state: 'completed' });
      staged.sampled.length = 0;
    };
    // What stays is made by the first of them; the next take the place of what led up to them.
    await scan();
    await scan();
    const more: number[] = [];
    for (let before = inUse(); more.length < TRIES; ) {
      await scan();
      const after = inUse();
      more.push(after - before);
      if (after - before < SCANS * ASSETS) return;
      before = after;
    }
    expect.fail(`${SCANS} scans of ${ASSETS} assets leave so many objects each time: ${more.join(', ')}`);
  });
});
