import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreServices, definePlugin, type StorageService, type Transaction } from '@datawave/plugin-sdk';
import { addRootSignature, openTrust, type RegistryTrust } from '@datawave/plugin-sdk/packaging';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import type { Publication } from '../src/publications.ts';
import { createTrust, trustMigrations } from '../src/trust/index.ts';
import { TrustStore } from '../src/trust/trust-store.ts';

/**
 * `npm run bench -- signed-index`: the signed index of 10,000 plugins. What a client fetches and how long it takes, from files in memory, so that
 * neither network nor database counts; what one more publication costs the registry; and signing all anew.
 */
const PLUGINS = 10_000;
const ROUNDS = 21;

const hex = (digits: number, index: number): string => index.toString(16).padStart(digits, '5');
const publicationOf = (index: number): Publication => {
  const name = `@publisher-${index % 400}/plugin-${index}`;
  return {
    ...{ name, version: '1.0.0', path: `${name}/-/plugin-${index}-1.0.0.tgz`, size: 100_000 + index },
    ...{
      sha256: hex(64, index),
      sha512: hex(128, index),
      publisher: `publisher-${index % 400}`,
      verified: true,
    },
    ...{ sdk: '^1.0.0', manifestSha256: hex(64, index), keyids: [hex(64, index % 400)] },
  };
};
const served = Array.from({ length: PLUGINS }, (_, index) => publicationOf(index)).sort((a, b) =>
  a.path < b.path ? -1 : 1,
);

const isAfter = (path: string, after: string | null): boolean => after === null || path > after;
const source = {
  publications: async (
    _: Transaction,
    after: string | null,
    limit: number,
  ): Promise<readonly Publication[]> => served.filter(({ path }) => isAfter(path, after)).slice(0, limit),
  revocations: async () => [],
};

let storage: StorageService | undefined;
let trust: ReturnType<typeof createTrust> | undefined;
let store: TrustStore | undefined;
const test = await createTestKernel({
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
        setup({ deps, log }) {
          trust = createTrust({ ...deps, log, source });
          store = new TrustStore(deps.storage);
          storage = deps.storage;
          return {};
        },
      }),
    },
  ],
  http: 'never',
});
if (trust === undefined || store === undefined || storage === undefined)
  throw new Error('the registry did not start');
const { ceremony, index } = trust;
const [files, database] = [store, storage];
const scope = test.scope();
const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => database.transaction(scope, work);
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const round = (value: number): number => Math.round(value * 10) / 10;

const key = generateKeyPairSync('ed25519').privateKey;
await ceremony.makeOnline(scope);
const draft = await ceremony.draftRoot(scope, [key], 1, 365);
const foundedMs = await timed(() => ceremony.install(scope, addRootSignature(draft, key)));
const signAllMs = await timed(() => within((tx) => index.signAll(tx)));
const root = await ceremony.exportRoot(scope);

/** As a client with an HTTP cache would have them: read once from the database, outside of what is timed. */
const cache = new Map<string, Uint8Array | null>();
let fetched = 0;
const missed: string[] = [];
const fetch = async (file: string): Promise<Uint8Array | null> => {
  if (!cache.has(file)) missed.push(file);
  const bytes = cache.get(file) ?? null;
  fetched += bytes?.length ?? 0;
  return bytes;
};
const fill = async (): Promise<void> => {
  for (const file of missed.splice(0)) cache.set(file, await within((tx) => files.file(tx, file)));
};
const folder = mkdtempSync(join(tmpdir(), 'datawave-index-bench-'));
let clients = 0;
const open = (directory = join(folder, String(clients++))): Promise<RegistryTrust> =>
  openTrust({ root, directory, fetch });
const plugin = '@publisher-7/plugin-7';
/** Until nothing is missing any more. */
const warm = async (work: () => Promise<unknown>): Promise<void> => {
  for (;;) {
    const failed = await work().then(
      () => false,
      () => true,
    );
    if (missed.length === 0 && !failed) return;
    await fill();
  }
};
await warm(async () => (await open()).refresh());
await warm(async () => {
  const client = await open();
  await client.refresh();
  await client.target(plugin, '1.0.0');
});

const times: Record<string, number[]> = { first: [], target: [], again: [], opened: [] };
const bytes: Record<string, number> = {};
for (let n = 0; n < ROUNDS; n += 1) {
  const directory = join(folder, `round-${n}`);
  const client = await open(directory);
  const measure = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    fetched = 0;
    times[name]?.push(await timed(work));
    bytes[name] = fetched;
  };
  await measure('first', () => client.refresh());
  await measure('target', () => client.target(plugin, '1.0.0'));
  await measure('again', () => client.refresh());
  await measure('opened', async () => (await open(directory)).target(plugin, '1.0.0'));
}
const publishTimes: number[] = [];
for (let n = 0; n < ROUNDS; n += 1) {
  const publication = publicationOf(PLUGINS + n);
  publishTimes.push(await timed(() => within((tx) => index.onPublished(tx, scope, publication))));
}
cache.delete('timestamp.json');
const follower = await open(join(folder, 'round-0'));
await warm(() => follower.refresh());
const followed = await open(join(folder, 'round-1'));
fetched = 0;
const afterPublishMs = await timed(() => followed.refresh());

const figures = {
  plugins: PLUGINS,
  firstRefresh: { ms: round(median(times['first'] ?? [])), bytes: bytes['first'] },
  oneTarget: { ms: round(median(times['target'] ?? [])), bytes: bytes['target'] },
  refreshWithoutNews: { ms: round(median(times['again'] ?? [])), bytes: bytes['again'] },
  openAndOneTargetOffline: { ms: round(median(times['opened'] ?? [])), bytes: bytes['opened'] },
  refreshAfterPublications: { ms: round(afterPublishMs), bytes: fetched },
  onePublication: { ms: round(median(publishTimes)) },
  founded: { ms: round(foundedMs) },
  allSignedAnew: { ms: round(signAllMs) },
};
console.table(figures);
rmSync(folder, { recursive: true, force: true });
const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined)
  writeFileSync(join(results, 'registry-signed-index.json'), `${JSON.stringify(figures, null, 2)}\n`);
await test.stop();
