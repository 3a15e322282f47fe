import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { definePlugin, type SourceDependent, sourceDependentPoint } from '@datawave/plugin-sdk';
import type { TestKernel, TestPlugin } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { registerStaged, until } from './health-bench.ts';

/** A plugin that is told when sources go. */
const dependentPlugin = (id: string, removed: SourceDependent['removed']): TestPlugin => ({
  manifest: { manifestVersion: 1, id, apiVersion: '^0.1.0', requires: { sources: '^0.1.0' } },
  plugin: definePlugin()({
    setup({ extensions }) {
      extensions.contribute(sourceDependentPoint, id, {
        departure: () => Promise.resolve({ goes: [], stays: [] }),
        removed,
      });
      return {};
    },
  }),
});

describe('a plugin that comes back while others are told of a deletion', () => {
  let test: TestKernel;
  let folder = '';
  let isHeld = false;
  const held = Promise.withResolvers<void>();
  const told: string[] = [];
  const staged = new StagedSource([{ name: 'people' }]);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-departure-'));
    const early = dependentPlugin('early', async () => {
      isHeld = true;
      await held.promise;
    });
    const late = dependentPlugin('late', (_tx, _scope, { id }) => {
      told.push(id);
      return Promise.resolve();
    });
    test = await startPlatform({
      plugins: [staged.plugin, early, late],
      dataDirectory: folder,
      sources: { checkMinutes: 600 },
    });
  });
  after(async () => {
    held.resolve();
    await test?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is told as well', async () => {
    const id = await registerStaged(test, 'shop');
    await test.kernel.disable('late');
    expect((await test.request('DELETE', `/api/v1/sources/${id}`)).status).to.equal(202);
    await until(
      () => Promise.resolve(isHeld),
      (is) => is,
    );
    await test.kernel.enable('late');
    // What was looked for when it came back finds the deletion at work already.
    await until(
      () =>
        withDatabase(folder, async (client) => {
          const { rows } = await client.query<{ state: string }>(
            `select state from core.jobs where name = 'sources.revive' and deduplication_key like 'for % late%'`,
          );
          return rows.map(({ state }) => state);
        }),
      (states) => states.length > 0 && states.every((state) => state === 'completed'),
    );
    held.resolve();
    await until(
      () => Promise.resolve(told),
      (ids) => ids.length > 0,
    );
    expect(told).to.deep.equal([id]);
    await until(
      async () => (await test.request('GET', `/api/v1/sources/departures/${id}`)).body,
      (body) => Reflect.get(Object(body), 'state') === 'deleted',
    );
  });
});
