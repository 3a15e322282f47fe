import { createHash, generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import {
  type CheckedPackage,
  FILE_LIST_PATH,
  FILE_LIST_TYPE,
  keyIdOf,
  readArchive,
  signEnvelope,
  writeArchive,
} from '../../src/packaging/index.ts';
import {
  binOf,
  type OpenBundleOptions,
  openBundle,
  readBundleAddress,
  targetPath,
  verifyPublisher,
  writeBundle,
} from '../../src/packaging/trust/index.ts';
import { makeFolder, refusal, removeFolders } from './client.ts';
import { DAY, RegistryOfFiles, START } from './registry-of-files.ts';

const TARBALL = Buffer.from('a tarball');
const ADDRESS = 'https://plugins.example.com/api/v1/npm/';
const publisher = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const keyid = keyIdOf(publisher.publicKey);

function start(): RegistryOfFiles {
  const registry = RegistryOfFiles.start();
  registry.add('@acme/plugin', '1.0.0', TARBALL, { keyids: [keyid] });
  registry.publishIndex();
  return registry;
}

const write = (registry: RegistryOfFiles, tarball: Uint8Array = TARBALL): Promise<Uint8Array> =>
  writeBundle({
    registry: ADDRESS,
    root: registry.file(`${registry.versions.root}.root.json`),
    fetch: registry.fetch,
    plugins: [{ name: '@acme/plugin', version: '1.0.0' }],
    tarball: async () => tarball,
    keys: async () => [publisher.publicKey, stranger.publicKey],
    now: () => registry.now,
  });

/** The bundle after its files were changed, as whoever carries it could. */
async function repacked(
  bundle: Uint8Array,
  change: (files: Map<string, Uint8Array>) => void,
): Promise<Uint8Array> {
  const files = new Map([...(await readArchive(bundle))].map(([path, file]) => [path, file.bytes]));
  change(files);
  return writeArchive(files);
}

describe('a bundle for a machine without a network', () => {
  after(removeFolders);
  const registry = start();
  let bundle: Uint8Array;
  const open = async (bytes: Uint8Array, options: Partial<OpenBundleOptions> = {}) =>
    openBundle(bytes, {
      root: registry.file('1.root.json'),
      directory: await makeFolder(),
      now: () => START,
      ...options,
    });

  before(async () => {
    bundle = await write(registry);
  });

  it('holds what the registry vouches for, with the keys that are needed and no others', async () => {
    const opened = await open(bundle);
    expect(opened.registry).to.equal(ADDRESS);
    expect(await readBundleAddress(bundle)).to.equal(ADDRESS);
    expect(opened.plugins.map(({ target }) => `${target.name}@${target.version}`)).to.deep.equal([
      '@acme/plugin@1.0.0',
    ]);
    expect(Buffer.from(opened.plugins[0]?.tarball ?? [])).to.deep.equal(TARBALL);
    expect([...opened.keys.keys()]).to.deep.equal([keyid]);
    expect(await opened.trust.revocations()).to.deep.equal([]);
  });

  it('has the same bytes when it is made again', async () => {
    expect(Buffer.compare(await write(registry), bundle)).to.equal(0);
  });

  it('is opened from an older pinned root, over the rotations in between', async () => {
    const rotated = start();
    const pinned = rotated.file('1.root.json');
    rotated.publishRoot();
    rotated.publishRoot();
    const opened = await open(await write(rotated), { root: pinned });
    expect(opened.plugins).to.have.length(1);
  });

  it('is taken for thirty days after its timestamp has ended, and not longer', async () => {
    const at = (days: number) =>
      refusal(() => open(bundle, { now: () => new Date(START.getTime() + days * DAY) }));
    expect(await at(30.9)).to.equal('none');
    expect(await at(31)).to.equal('DW_TRUST_EXPIRED');
    const strict = refusal(() => open(bundle, { graceMs: 0, now: () => new Date(START.getTime() + DAY) }));
    expect(await strict).to.equal('DW_TRUST_EXPIRED');
  });

  it('is refused when a newer one was opened before', async () => {
    const newer = start();
    const old = await write(newer);
    newer.publishIndex();
    const options = { root: newer.file('1.root.json'), directory: await makeFolder() };
    await open(await write(newer), options);
    expect(await refusal(() => open(old, options))).to.equal('DW_TRUST_ROLLED_BACK');
  });

  it('is refused under the root of another registry', async () => {
    const code = await refusal(() => open(bundle, { root: start().file('1.root.json') }));
    expect(code).to.equal('DW_TRUST_UNKNOWN_KEY');
  });

  const text = (value: string): Uint8Array => Buffer.from(value);
  // Another version whose place in the index is in the bundle.
  const bin = binOf(targetPath('@acme/plugin', '1.0.0'), registry.bits);
  const sibling = Array.from({ length: 500 }, (_, index) => `2.0.${index}`).find(
    (version) => binOf(targetPath('@acme/plugin', version), registry.bits) === bin,
  );
  const tarballPath = `tarballs/${createHash('sha256').update(TARBALL).digest('hex')}.tgz`;
  const faults: readonly (readonly [string, string, (files: Map<string, Uint8Array>) => void])[] = [
    ['another tarball', 'DW_TRUST_TARGET', (files) => files.set(tarballPath, text('another'))],
    ['no tarball', 'DW_TRUST_BUNDLE', (files) => files.delete(tarballPath)],
    ['no timestamp', 'DW_TRUST_UNREACHABLE', (files) => files.delete('trust/timestamp.json')],
    ['no contents', 'DW_TRUST_BUNDLE', (files) => files.delete('bundle.json')],
    ['contents that are none', 'DW_TRUST_BUNDLE', (files) => files.set('bundle.json', text('{'))],
    [
      'contents of another version',
      'DW_TRUST_BUNDLE',
      (files) => files.set('bundle.json', text('{"plugins":[],"registry":"x","version":2}')),
    ],
    [
      'a plugin that the registry does not know',
      'DW_TRUST_BUNDLE',
      (files) =>
        files.set(
          'bundle.json',
          text(`{"plugins":[{"name":"@acme/plugin","version":"${sibling}"}],"registry":"x","version":1}`),
        ),
    ],
    [
      'a plugin whose bin is not there',
      'DW_TRUST_UNREACHABLE',
      (files) => {
        for (const path of files.keys()) if (path.includes('.bin-')) files.delete(path);
      },
    ],
    ['another file', 'DW_TRUST_BUNDLE', (files) => files.set('install.sh', text('rm'))],
    ['another tarball besides', 'DW_TRUST_BUNDLE', (files) => files.set('tarballs/x.tgz', text('x'))],
    [
      'a key under the name of another',
      'DW_TRUST_BUNDLE',
      (files) =>
        files.set(
          `keys/${keyid}.pem`,
          text(String(stranger.publicKey.export({ type: 'spki', format: 'pem' }))),
        ),
    ],
    ['a key that is none', 'DW_TRUST_BUNDLE', (files) => files.set(`keys/${keyid}.pem`, text('x'))],
  ];
  for (const [what, code, change] of faults)
    it(`is refused with ${what}`, async () => {
      expect(await refusal(async () => open(await repacked(bundle, change)))).to.equal(code);
    });

  it('is refused when it is cut off, is no archive, or is larger than it may be', async () => {
    expect(await refusal(() => open(bundle.subarray(0, bundle.length - 20)))).to.match(/^DW_PACKAGE_/);
    expect(await refusal(() => open(text('nothing')))).to.match(/^DW_PACKAGE_/);
    const limits = { unpackedBytes: 4096 };
    expect(await refusal(() => open(bundle, { limits }))).to.equal('DW_PACKAGE_TOO_LARGE');
  });

  it('is not made of what the registry does not vouch for', async () => {
    expect(await refusal(() => write(registry, text('another')))).to.equal('DW_TRUST_TARGET');
    expect(await refusal(() => write(RegistryOfFiles.start()))).to.equal('DW_TRUST_BUNDLE');
  });
});

describe('the publisher of a package', () => {
  const list = Buffer.from('{"files":{}}');
  const sha256 = createHash('sha256').update(list).digest('hex');
  const target = {
    ...{
      path: '@acme/plugin/-/plugin-1.0.0.tgz',
      length: 9,
      sha256: 'a'.repeat(64),
      sha512: 'b'.repeat(128),
    },
    ...{ name: '@acme/plugin', version: '1.0.0', publisher: 'acme', verified: true, sdk: '^1.0.0' },
    ...{ keyids: [keyid], manifestSha256: sha256 },
  };
  const signed = (key = publisher.privateKey): CheckedPackage =>
    ({
      ...{ name: '@acme/plugin', version: '1.0.0', sha256: target.sha256, fileList: {} },
      files: new Map([[FILE_LIST_PATH, list]]),
      envelope: signEnvelope(FILE_LIST_TYPE, list, key),
    }) as unknown as CheckedPackage;
  const codeOf = (change: Partial<typeof target>, checked = signed(), keys = [publisher.publicKey]) =>
    refusal(async () => verifyPublisher({ ...target, ...change }, checked, keys));

  it('is who the registry says, by a key that may come from anywhere', () => {
    expect(verifyPublisher(target, signed(), [stranger.publicKey, publisher.publicKey])).to.deep.equal([
      keyid,
    ]);
    expect(verifyPublisher({ ...target, keyids: [] }, signed(), [])).to.deep.equal([]);
  });

  it('is nobody else', async () => {
    expect(await codeOf({}, signed(stranger.privateKey), [stranger.publicKey])).to.equal(
      'DW_TRUST_PUBLISHER',
    );
    expect(await codeOf({}, signed(), [])).to.equal('DW_TRUST_PUBLISHER');
    expect(await codeOf({}, { ...signed(), envelope: null })).to.equal('DW_TRUST_PUBLISHER');
    expect(await codeOf({ manifestSha256: '0'.repeat(64) })).to.equal('DW_TRUST_PUBLISHER');
    expect(await codeOf({ version: '1.0.1' })).to.equal('DW_TRUST_PUBLISHER');
    expect(await codeOf({ sha256: 'c'.repeat(64) })).to.equal('DW_TRUST_PUBLISHER');
  });
});
