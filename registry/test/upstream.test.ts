import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { packageFixture } from '../../plugin-sdk/test/package-fixture.ts';
import { BuildSystem } from '../../plugin-sdk/test/trust/build-system.ts';
import { field, OpenRegistry, PUBLISHER, person, publishDocument } from './open-registry.ts';

const ada = person('ada', ...PUBLISHER);
const reader = person('rita', 'registry:read');

describe('plugins of another registry', function () {
  this.timeout(120_000);
  let upstream: OpenRegistry;
  let builds: BuildSystem;
  before(async () => {
    builds = await BuildSystem.start();
    upstream = await OpenRegistry.start({ access: 'public' });
    for (const version of ['1.0.0', '1.1.0', '1.2.0'])
      await upstream.publish(ada, { name: '@far/tide', version });
    await upstream.publish(ada, { name: '@last/one', version: '1.0.0' });
    await upstream.publish(ada, { name: '@far/wave', version: '1.0.0', manifest: { title: 'Waves' } });
    // It has no root of sigstore, and keeps what is attested as a claim, be it true or not.
    await publishBuilt('1.0.0', (bundle) => bundle);
    await publishBuilt('1.1.0', (bundle) => bundle.replace(/"sig":"..../, '"sig":"AAAA'));
  });

  async function publishBuilt(version: string, change: (bundle: string) => string): Promise<void> {
    const name = '@far/built';
    const bytes = await packageFixture({ name, version, manifest: { id: 'far-built' } });
    const sha512 = createHash('sha512').update(bytes).digest('hex');
    const { attestations } = await builds.attest({ name: `pkg:npm/%40far/built@${version}`, sha512 });
    const data = change(JSON.stringify(Object(attestations[0]).bundle));
    const attachments = Object(publishDocument(name, version, bytes))._attachments;
    const answer = await upstream.send(ada, name, version, bytes, {
      _attachments: { ...attachments, 'built.sigstore': { data } },
    });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
  }
  after(() => upstream.stop());

  const url = () => `${upstream.test.kernel.address}/api/v1/npm`;

  it('are read without a sign-in where the registry is public, and not changed so', async () => {
    expect((await upstream.ask('GET', '/@far%2ftide', { as: null })).status).to.equal(200);
    expect((await upstream.ask('GET', '/-/datawave/plugins', { as: null })).status).to.equal(200);
    expect((await upstream.ask('DELETE', '/@far%2ftide/-rev/1-0', { as: null })).status).to.equal(401);
    expect(
      (await upstream.ask('GET', '/@far/tide/-/tide-1.0.0.tgz', { as: null })).headers.get('cache-control'),
    ).to.equal('public, max-age=31536000, immutable');
  });

  it('are listed after the same checks, kept or referred to, and belong to it', async () => {
    await using registry = await OpenRegistry.start({
      provenanceRoot: JSON.stringify(builds.trustedRoot),
      upstreams: [
        { id: 'far', url: url(), packages: ['@far/tide', '@far/none', '@far/built'], versions: 2 },
        { id: 'waves', url: url(), packages: ['@far/wave'], mode: 'refer' },
        { id: 'again', url: url(), packages: ['@far/wave', '@last/one'] },
      ],
    });
    await listed(registry, '@last%2fone');
    const tide = await registry.ask('GET', '/@far%2ftide', { as: reader });
    expect(Object.keys(field(tide, 'versions') as object), 'the newest two').to.deep.equal([
      '1.1.0',
      '1.2.0',
    ]);
    expect(field(tide, 'dist-tags')).to.deep.equal({ latest: '1.2.0' });
    expect(field(tide, 'versions', '1.2.0', 'dist', 'tarball')).to.include(registry.test.kernel.address);
    expect((await registry.ask('GET', '/@far/tide/-/tide-1.2.0.tgz', { as: reader })).status).to.equal(200);
    const wave = await registry.ask('GET', '/@far%2fwave', { as: reader });
    expect(field(wave, 'versions', '1.0.0', 'dist', 'tarball')).to.equal(
      `${url()}/@far/wave/-/wave-1.0.0.tgz`,
    );
    expect(field(wave, 'versions', '1.0.0', 'dist', 'integrity')).to.equal(
      field(await upstream.ask('GET', '/@far%2fwave'), 'versions', '1.0.0', 'dist', 'integrity'),
    );
    expect((await registry.ask('GET', '/-/datawave/plugins/@far%2fwave')).body).to.deep.include({
      origin: 'waves',
      title: 'Waves',
    });
    const built = await registry.ask('GET', '/@far%2fbuilt', { as: reader });
    expect(Object.keys(field(built, 'versions') as object), 'those whose provenance holds').to.deep.equal([
      '1.0.0',
    ]);
    const attested = '/-/npm/v1/attestations/@far%2fbuilt@1.0.0';
    expect(String(field(built, 'versions', '1.0.0', 'dist', 'attestations', 'url'))).to.equal(
      `${registry.test.kernel.address}/api/v1/npm${attested}`,
    );
    expect((await registry.ask('GET', attested, { as: reader })).body).to.deep.equal(
      (await upstream.ask('GET', attested)).body,
    );
    expect(
      field(await registry.ask('GET', '/-/datawave/plugins/@far%2fbuilt'), 'versions', 0, 'builtFrom'),
    ).to.include({ repository: 'https://github.com/acme/plugin', isVerified: true });
    expect((await registry.publish(ada, { name: '@far/tide', version: '2.0.0' })).body).to.include({
      code: 'DW_REGISTRY_UPSTREAM',
    });
    const squatted = await registry.publish(ada, { name: '@far/new', version: '1.0.0' });
    expect(squatted.body, 'its scope').to.include({ code: 'DW_REGISTRY_NOT_PUBLISHER' });
    expect((await registry.ask('DELETE', '/@far%2ftide/-rev/1-0')).body).to.include({
      code: 'DW_REGISTRY_UPSTREAM',
    });
  });

  it('do not come in with other bytes than their hash', async () => {
    const bytes = await packageFixture({ name: '@lies/tool', version: '1.0.0' });
    const liar = createServer((request, response) => {
      if (request.url?.endsWith('.tgz')) response.end(bytes);
      else {
        const tarball = `http://${request.headers.host}/tool.tgz`;
        const dist = { tarball, integrity: `sha512-${Buffer.alloc(64).toString('base64')}` };
        response.end(JSON.stringify({ name: '@lies/tool', versions: { '1.0.0': { datawave: {}, dist } } }));
      }
    });
    await new Promise<void>((resolve) => {
      liar.listen(0, '127.0.0.1', resolve);
    });
    const lies = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
    await using registry = await OpenRegistry.start({
      upstreams: [
        { id: 'lies', url: lies, packages: ['@lies/tool'] },
        { id: 'down', url: 'http://127.0.0.1:1', packages: ['@down/tool'] },
        { id: 'far', url: url(), packages: ['@far/wave'] },
      ],
    });
    await listed(registry, '@far%2fwave');
    expect((await registry.ask('GET', '/@lies%2ftool', { as: reader })).status).to.equal(404);
    liar.closeAllConnections();
    liar.close();
  });
});

/** Waits until the first look at the other registries has come so far. */
async function listed(registry: OpenRegistry, name: string): Promise<void> {
  const deadline = Date.now() + 50_000;
  while ((await registry.ask('GET', `/${name}`)).status !== 200) {
    if (Date.now() > deadline) throw new Error(`${name} was not listed`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
