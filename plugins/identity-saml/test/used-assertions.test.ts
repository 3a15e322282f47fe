import { coreServices, definePlugin, type StorageService, sql } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { migrations } from '../src/migrations.ts';
import { UsedAssertions } from '../src/used-assertions.ts';

describe('assertions that were used', function () {
  this.timeout(60_000);
  let test: TestKernel;
  let storage: StorageService;

  before(async () => {
    test = await createTestKernel({
      http: 'never',
      plugins: [
        {
          manifest: { manifestVersion: 1, id: 'used', apiVersion: '*' },
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
    });
  });
  after(() => test?.stop());

  it('are known to all replicas, whoever comes first', async () => {
    const replicas = [new UsedAssertions(storage), new UsedAssertions(storage)];
    const until = Date.now() + 60_000;
    const answers = await Promise.all(
      [...replicas, ...replicas].map((replica) => replica.use(test.scope(), 'urn:idp', '_1', until)),
    );
    expect(answers.filter(Boolean)).to.have.length(1);
    // The id is the provider's: another may have the same.
    expect(await replicas[0]?.use(test.scope(), 'urn:other', '_1', until)).to.equal(true);
  });

  it('are forgotten when nobody could come with them any more, and not before', async () => {
    const used = new UsedAssertions(storage);
    expect(await used.use(test.scope(), 'urn:idp', '_late', Date.now() + 3_600_000)).to.equal(true);
    expect(await used.use(test.scope(), 'urn:idp', '_over', Date.now() - 1_000)).to.equal(true);
    await used.sweep(test.scope());
    expect(await used.use(test.scope(), 'urn:idp', '_late', Date.now() + 3_600_000)).to.equal(false);
    const rows = await storage.transaction(test.scope(), (tx) =>
      storage.query(
        tx,
        sql`select 1 from ${sql.identifier(storage.schema, 'used_assertions')} where expires_at < now()`,
      ),
    );
    expect(rows).to.have.length(0);
  });
});
