import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { BuildSystem } from '../../../plugin-sdk/test/trust/build-system.ts';
import {
  field,
  OpenRegistry,
  PUBLISHER,
  person,
  publishDocument,
} from '../../../registry/test/open-registry.ts';
import { readNewestLock } from '../../src/packages/lock/lock-rows.ts';
import type { InstalledPlugin } from '../../src/packages/plan/plan.ts';
import { type BundleRegistry, openBundleRegistry } from '../../src/packages/registries/bundle-registry.ts';
import { makeBundle } from '../../src/packages/registries/make-bundle.ts';
import { testScope } from '../storage.ts';
import { type InstallSite, openSite } from './install-site.ts';
import { makePackage } from './make-package.ts';
import { makeOwnRoot } from './own-root.ts';

const ada = person('ada', ...PUBLISHER);
const scope = testScope();
const NAME = '@acme/weather';
const COMMAND = join(import.meta.dirname, '../../bin/datawave.mjs');

/** Settings of a site that knows the registry by its root. */
const settings = (url: string, over: object = {}) => ({
  registries: [{ name: 'real', url, scopes: ['@acme'], root: 'pinned.json', ...over }],
});

describe('a bundle on a machine that reaches no registry', function () {
  this.timeout(120_000);
  let registry: OpenRegistry;
  let here: InstallSite;
  let there: InstallSite;
  let bundle: Uint8Array;

  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'none',
      (error: unknown) => Reflect.get(Object(error), 'code'),
    );
  before(async () => {
    const builds = await BuildSystem.start();
    const provenanceRoot = JSON.stringify(builds.trustedRoot);
    registry = await OpenRegistry.start({ access: 'public', provenanceRoot });
    const url = `${registry.test.kernel.address}/api/v1/npm`;
    here = await openSite(settings(url));
    there = await openSite(settings(url, { provenance: 'sigstore.json', requireProvenance: true }));
    await writeFile(join(there.directory, 'sigstore.json'), provenanceRoot);
    await makeOwnRoot(registry, here.directory);
    await writeFile(
      join(there.directory, 'pinned.json'),
      await readFile(join(here.directory, 'pinned.json')),
    );
    const packed = await makePackage({ files: { LICENSE: 'MIT' } });
    const attested = async (bytes: Uint8Array) => {
      const sha512 = createHash('sha512').update(bytes).digest('hex');
      const { attestations } = await builds.attest({ name: `pkg:npm/%40acme/weather@1.0.0`, sha512 });
      return JSON.stringify(Object(attestations[0]).bundle);
    };
    const publish = (data: string) =>
      registry.send(ada, NAME, '1.0.0', packed, {
        _attachments: {
          ...Object(Object(publishDocument(NAME, '1.0.0', packed))._attachments),
          'weather.sigstore': { data },
        },
      });
    // The registry has a root of its own: what does not hold does not come in.
    const good = await attested(packed);
    const refused = await publish(good.replace(/"sig":"..../, '"sig":"AAAA'));
    expect(refused.body).to.include({ code: 'DW_REGISTRY_PUBLICATION' });
    expect((await publish(good)).status).to.equal(201);
    const detail = await registry.ask('GET', '/-/datawave/plugins/@acme%2fweather');
    expect(field(detail, 'versions', 0, 'builtFrom')).to.include({
      ...{ repository: 'https://github.com/acme/plugin', isVerified: true },
    });
    const made = await makeBundle(
      here.parts.config,
      here.parts.registries(),
      [{ name: NAME, range: '^1.0.0' }],
      null,
      [],
    );
    expect(made.plugins).to.deep.equal([{ name: NAME, version: '1.0.0', why: 'asked' }]);
    bundle = made.bytes;
    // What the platform brings is in no registry, and in no bundle.
    const needy = await makePackage({
      version: '2.0.0',
      manifest: { requires: { clouds: '^1.0.0' } },
      files: { LICENSE: 'MIT' },
    });
    expect((await registry.send(ada, NAME, '2.0.0', needy)).status).to.equal(201);
    const clouds: InstalledPlugin = {
      ...{ id: 'clouds', name: '@platform/clouds', version: '1.3.0', origin: 'config', registry: null },
      manifest: { manifestVersion: 1, id: 'clouds', title: 'Clouds', apiVersion: '^0.1.0' },
    };
    const needed = (configured: readonly InstalledPlugin[]) => {
      const { config, registries } = here.parts;
      return makeBundle(config, registries(), [{ name: NAME, range: '2.0.0' }], null, configured);
    };
    expect((await needed([clouds])).plugins).to.deep.equal([{ name: NAME, version: '2.0.0', why: 'asked' }]);
    expect(await codeOf(needed([]))).to.equal('DW_PACKAGES_NO_VERSION');
    // From here on there is nobody to ask.
    await registry.stop();
  });
  after(async () => {
    await here?.close();
    await there?.close();
  });

  const open = (bytes: Uint8Array, over: object = {}): Promise<BundleRegistry> => {
    const { config } = there.parts;
    const registries = config.registries.map((one) => ({ ...one, ...over }));
    return openBundleRegistry({ ...config, registries }, bytes);
  };

  it('is installed like from its registry: verified, planned, and locked under its name', async () => {
    // Nobody is there to ask, neither for the plan nor when it is applied: what proves the packages is kept.
    const { installer } = there;
    const change = await installer.proposeBundle(bundle, { limits: {} }, scope);
    expect(change.plan.changes[0]).to.include({ isSigned: true, publisher: 'acme', registry: 'real' });
    expect(change.plan.changes[0]).to.include({ provenanceState: 'verified' });
    await installer.apply(change.id, change.hash, scope);
    expect((await readNewestLock(there.database.storage))?.lock.plugins[NAME]).to.include({
      ...{ version: '1.0.0', registry: 'real', publisher: 'acme' },
    });
  });

  it('is installed by the command in a network of its own, in which there is nobody but the machine itself', async function () {
    const asUser = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
    const cut = ['--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
    if (spawnSync('unshare', [...asUser, ...cut, 'true']).status !== 0) this.skip();
    const home = await mkdtemp(join(tmpdir(), 'datawave-cut-off-'));
    try {
      await writeFile(join(home, 'plugins.dwbundle'), bundle);
      await writeFile(join(home, 'pinned.json'), await readFile(join(here.directory, 'pinned.json')));
      const registries = there.parts.config.registries.map(({ name, url, scopes }) => ({
        ...{ name, url, scopes, root: join(home, 'pinned.json') },
      }));
      const config = {
        storage: { url: 'embedded', data: join(home, 'data') },
        isolation: { whenUnavailable: 'child' },
        registries,
        plugins: {},
      };
      // JSON is YAML.
      await writeFile(join(home, 'cut-off.yaml'), JSON.stringify(config));
      const command = ['plugin', 'install', 'plugins.dwbundle', '--yes', '--accept-permissions'];
      const child = spawn(
        'unshare',
        [...asUser, ...cut, process.execPath, COMMAND, ...command, '--config', 'cut-off.yaml'],
        { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] },
      );
      const [out, err, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit'),
      ]);
      expect(code, err).to.equal(0);
      expect(out).to.contain(`Install ${NAME} 1.0.0`).and.contain('signed by the registry');
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });

  it('is refused where its registry is not known, has no root, or its scope is another’s', async () => {
    expect(await codeOf(open(bundle, { url: 'https://other.example/npm/' }))).to.equal('DW_PACKAGES_BUNDLE');
    const { config } = there.parts;
    const [own] = config.registries;
    if (own === undefined) throw new Error('no registry is configured');
    const { root: _, ...rootless } = own;
    expect(await codeOf(openBundleRegistry({ ...config, registries: [rootless] }, bundle))).to.equal(
      'DW_PACKAGES_BUNDLE',
    );
    const other = { ...own, name: 'other', url: 'https://other.example/npm/' };
    const pinnedElsewhere = { ...config, registries: [{ ...own, scopes: [] }, other] };
    expect(await codeOf(openBundleRegistry(pinnedElsewhere, bundle))).to.equal('DW_PACKAGES_PINNED');
  });

  it('is refused when it was changed, or under the root of another registry', async () => {
    const changed = Buffer.from(bundle);
    changed[Math.floor(changed.length / 2)] = (changed[Math.floor(changed.length / 2)] ?? 0) ^ 1;
    expect(await codeOf(open(changed))).to.match(/^DW_(PACKAGE|TRUST)_/);
    expect(await codeOf(open(Buffer.from('nothing')))).to.match(/^DW_PACKAGE_/);
    await rm(join(there.directory, 'pinned.json'));
    expect(await codeOf(open(bundle))).to.equal('DW_PACKAGES_ROOT_MISSING');
  });
});
