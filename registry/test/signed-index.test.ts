import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AuditService,
  coreServices,
  definePlugin,
  type EventsService,
  type StorageService,
  type Transaction,
  type VaultService,
} from '@datawave/plugin-sdk';
import {
  addRootSignature,
  openTrust,
  type PluginRevocation,
  type RegistryTrust,
} from '@datawave/plugin-sdk/packaging';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import type { Publication } from '../src/publications.ts';
import { createTrust, runRenewal, trustMigrations } from '../src/trust/index.ts';
import { TrustStore } from '../src/trust/trust-store.ts';

const DAY = 86_400_000;
const NOON = new Date('2026-06-01T12:00:00Z');

const publication = (name: string, verified = false): Publication => ({
  ...{ name, version: '1.0.0', path: `${name}/-/${name.slice(name.indexOf('/') + 1)}-1.0.0.tgz`, size: 7 },
  ...{ sha256: 'a'.repeat(64), sha512: 'b'.repeat(128), publisher: 'acme', verified, sdk: '^1.0.0' },
  ...{ manifestSha256: null, keyids: [] },
});

describe('the signed index as time goes by', function () {
  this.timeout(120_000);
  let test: TestKernel;
  let services: { storage: StorageService; vault: VaultService; events: EventsService; audit: AuditService };
  let trust: ReturnType<typeof createTrust>;
  let folder: string;
  let root: Uint8Array;
  let now = NOON;
  const served: Publication[] = [publication('@acme/one')];
  const revoked: PluginRevocation[] = [];
  const told: { readonly type: string }[] = [];
  const people: readonly KeyObject[] = [0, 1].map(() => generateKeyPairSync('ed25519').privateKey);

  /** As another process would have it: with nothing in memory. */
  const another = () =>
    createTrust({
      ...services,
      log: { warn: () => undefined } as never,
      now: () => now,
      source: {
        publications: async (_, after, limit) =>
          served.filter(({ path }) => path > (after ?? '')).slice(0, limit),
        revocations: async () => revoked,
      },
    });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    services.storage.transaction(test.scope(), work);
  const client = async (): Promise<RegistryTrust> => {
    const store = new TrustStore(services.storage);
    const opened = await openTrust({
      root,
      directory: join(folder, 'client'),
      now: () => now,
      fetch: (file) => within((tx) => store.file(tx, file)),
    });
    await opened.refresh();
    return opened;
  };
  const versions = async (): Promise<Record<string, number>> => {
    const { roles } = await trust.ceremony.report(test.scope());
    return Object.fromEntries(roles.map(({ role, version }) => [role, version]));
  };
  const install = async (): Promise<void> => {
    const draft = await trust.ceremony.draftRoot(test.scope(), people, 2, 365);
    await trust.ceremony.install(test.scope(), people.reduce(addRootSignature, draft));
    root = await trust.ceremony.exportRoot(test.scope());
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-index-'));
    test = await createTestKernel({
      plugins: [
        {
          manifest: { manifestVersion: 1, id: 'registry', apiVersion: '*', needs: { database: 'own' } },
          plugin: definePlugin()({
            deps: {
              storage: coreServices.storage,
              vault: coreServices.vault,
              events: coreServices.events,
              audit: coreServices.audit,
            },
            migrations: trustMigrations,
            setup({ deps }) {
              services = deps;
              return {};
            },
          }),
        },
      ],
      http: 'never',
    });
    expect(test.plugin('registry')).to.include({ state: 'active', reason: null });
    test.service(coreServices.events).subscribe({ types: ['registry.*'] }, (event) => void told.push(event));
    trust = another();
    await trust.ceremony.makeOnline(test.scope());
    await install();
  });
  after(async () => {
    await test?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('stays as it is while everything holds long enough', async () => {
    const before = await versions();
    expect(await within((tx) => trust.index.renew(tx))).to.deep.equal([]);
    now = new Date(NOON.getTime() + DAY / 3);
    expect(await within((tx) => trust.index.renew(tx))).to.deep.equal([]);
    expect(await versions()).to.deep.equal(before);
  });

  it('is signed anew once half of its time is over, also by a process that has just begun', async () => {
    now = new Date(NOON.getTime() + 0.6 * DAY);
    expect(await within((tx) => another().index.renew(tx))).to.deep.equal(['timestamp']);
    now = new Date(NOON.getTime() + 4 * DAY);
    expect(await within((tx) => trust.index.renew(tx))).to.deep.equal(['snapshot', 'timestamp']);
    now = new Date(NOON.getTime() + 50 * DAY);
    const signed = await within((tx) => trust.index.renew(tx));
    expect(signed).to.include.members(['targets', 'snapshot', 'timestamp']);
    expect(signed.filter((role) => role.startsWith('bin-'))).to.have.length(256);
    expect(await (await client()).target('@acme/one', '1.0.0')).to.include({ verified: false });
  });

  it('follows what is served, where nobody told it', async () => {
    served[0] = publication('@acme/one', true);
    served.push(publication('@acme/two'));
    expect(await within((tx) => trust.index.renew(tx))).to.have.length(4);
    const trusting = await client();
    expect(await trusting.target('@acme/one', '1.0.0')).to.include({ verified: true });
    expect(await trusting.target('@acme/two', '1.0.0')).to.include({ name: '@acme/two' });
    served.pop();
    await within((tx) => trust.index.renew(tx));
    expect(await (await client()).target('@acme/two', '1.0.0')).to.equal(null);
  });

  it('tells people in time that the root must be signed anew', async () => {
    told.length = 0;
    await runRenewal(trust.renewal, test.scope());
    now = new Date(NOON.getTime() + 306 * DAY);
    await runRenewal(trust.renewal, test.scope());
    await within(async () => undefined);
    const started = Date.now();
    while (told.length === 0 && Date.now() - started < 10_000)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told.map(({ type }) => type)).to.deep.equal(['registry.root.expiring']);
    await install();
    expect(await (await client()).target('@acme/one', '1.0.0')).to.not.equal(null);
  });

  it('undoes a change that it cannot sign, because what nobody can verify must not be served', async () => {
    const { keys } = await trust.ceremony.report(test.scope());
    const bins = keys.find(({ role }) => role === 'bins');
    const name = `trust/${bins?.keyid}`;
    const secret = await services.vault.reveal(test.scope(), name);
    await within((tx) => services.vault.delete(tx, test.scope(), name));
    const before = await versions();
    const refused = within((tx) => another().index.onPublished(tx, test.scope(), publication('@acme/three')));
    const code = await refused.then(
      () => 'none',
      (error: unknown) => String(Reflect.get(Object(error), 'code')),
    );
    expect(code).to.equal('DW_SECRET_MISSING');
    expect(await versions()).to.deep.equal(before);
    await within((tx) => services.vault.put(tx, test.scope(), name, secret));
    await within((tx) => another().index.onPublished(tx, test.scope(), publication('@acme/three')));
    expect(await (await client()).target('@acme/three', '1.0.0')).to.not.equal(null);
  });
});
