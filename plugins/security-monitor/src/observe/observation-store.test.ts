import { coreServices, definePlugin, type StorageService } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { migrations } from '../migrations.ts';
import { type NewObservation, ObservationStore } from './observation-store.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');

describe('the observations that are kept', () => {
  let test: TestKernel;
  let storage: StorageService;

  before(async function () {
    this.timeout(60_000);
    test = await createTestKernel({
      plugins: [
        {
          manifest: { manifestVersion: 1, id: 'watcher', apiVersion: '*', needs: { database: 'own' } },
          plugin: definePlugin()({
            deps: { storage: coreServices.storage },
            migrations,
            setup({ deps }) {
              storage = deps.storage;
              return {};
            },
          }),
        },
      ],
      http: 'never',
    });
    expect(test.plugin('watcher')).to.include({ state: 'active', reason: null });
  });
  after(() => test?.stop());

  it('are those of accounts, however many names somebody makes up', async () => {
    const store = new ObservationStore(storage);
    const scope = test.scope();
    const one = (position: number, key: string): NewObservation => ({
      ...{ detection: 'brute-force', key, position: String(position), facts: {} },
      at: new Date(NOON + position * 1000).toISOString(),
    });
    const strangers = Array.from({ length: 20 }, (_, index) => one(100 + index, `unknown:${index}`));
    const accounts = [one(1, 'user:ann'), one(2, 'user:ann'), one(3, 'user:ben')];
    const left = await storage.transaction(scope, async (tx) => {
      await store.add(tx, scope, [...accounts, ...strangers]);
      expect(await store.trimDetection(tx, 'brute-force', 10)).to.equal(true);
      expect(await store.trimDetection(tx, 'brute-force', 10)).to.equal(false);
      return store.under(
        tx,
        ['user:ann', 'user:ben', 'unknown:0', 'unknown:12', 'unknown:13', 'unknown:19'].map((key) => ({
          ...{ detection: 'brute-force', key, from: 0, openIncident: null },
        })),
      );
    });
    expect(left.map(({ length }) => length)).to.deep.equal([2, 1, 0, 0, 1, 1]);
  });
});
