import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageFixture } from '../../plugin-sdk/test/package-fixture.ts';
import { publishDocument } from './open-registry.ts';
import { type NpmClient, ServedRegistry } from './served-registry.ts';

describe('the ordinary npm client', function () {
  this.timeout(150_000);
  let registry: ServedRegistry;
  let acme: NpmClient;
  let acmeToken = '';

  before(async () => {
    registry = await ServedRegistry.start();
    acmeToken = await registry.publisher('ada');
    acme = await registry.client(acmeToken);
  });
  after(() => registry.stop());

  const NAME = '@acme/connector-ledger';

  it('says who one is, and that the registry is there', async () => {
    expect((await acme.run(['whoami'])).output.trim()).to.equal('ada');
    expect((await acme.run(['ping'])).code).to.equal(0);
    const nobody = await registry.client(null);
    expect((await nobody.run(['view', NAME])).errors).to.include('E401');
  });

  it('publishes, views, searches and installs', async () => {
    const published = await acme.publish(await acme.plugin(NAME, '1.0.0'));
    expect(published.code, published.errors).to.equal(0);
    expect(
      await acme.json(['view', NAME, 'name', 'version', 'dist-tags', 'license', 'datawave.id']),
    ).to.deep.equal({
      name: NAME,
      version: '1.0.0',
      'dist-tags': { latest: '1.0.0' },
      license: 'Apache-2.0',
      'datawave.id': 'acme-connector-ledger',
    });
    const shown = await acme.run(['view', NAME]);
    expect(shown.output)
      .to.match(/^- acme$/m)
      .and.to.match(/^published .* by ada$/m)
      .and.not.to.contain('undefined');
    const found = (await acme.json(['search', 'bookkeeping'])) as readonly { readonly name: string }[];
    expect(found.map(({ name }) => name)).to.deep.equal([NAME]);
    const project = await acme.plugin('project', '0.0.0');
    const installed = await acme.run(['install', '--legacy-peer-deps', NAME], project);
    expect(installed.code, installed.errors).to.equal(0);
    expect(await readFile(join(project, 'node_modules', NAME, 'dist/index.js'), 'utf8')).to.include('export');
    const lock = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8'));
    expect(lock.packages[`node_modules/${NAME}`].resolved).to.equal(
      `${registry.base}/@acme/connector-ledger/-/connector-ledger-1.0.0.tgz`,
    );
  });

  it('keeps tags, and deprecates', async () => {
    expect((await acme.publish(await acme.plugin(NAME, '2.0.0-rc.1'), ['--tag', 'next'])).code).to.equal(0);
    expect((await acme.run(['dist-tag', 'add', `${NAME}@1.0.0`, 'stable'])).code).to.equal(0);
    expect((await acme.run(['dist-tag', 'ls', NAME])).output.trim().split('\n').sort()).to.deep.equal([
      'latest: 1.0.0',
      'next: 2.0.0-rc.1',
      'stable: 1.0.0',
    ]);
    expect((await acme.run(['dist-tag', 'rm', NAME, 'stable'])).code).to.equal(0);
    const missing = await acme.run(['dist-tag', 'add', `${NAME}@9.0.0`, 'stable']);
    expect(missing.errors).to.include('has no version 9.0.0');
    const deprecated = await acme.run(['deprecate', `${NAME}@1.0.0`, 'use 2']);
    expect(deprecated.code, deprecated.errors).to.equal(0);
    const path = '/@acme%2fconnector-ledger/1.0.0';
    expect((await registry.call('GET', path, { token: acmeToken })).body).to.include({ deprecated: 'use 2' });
    expect((await acme.run(['deprecate', `${NAME}@1.0.0`, ''])).code).to.equal(0);
    expect((await registry.call('GET', path, { token: acmeToken })).body).not.to.have.property('deprecated');
  });

  it('unpublishes a version and a plugin, whose numbers stay taken', async () => {
    const name = '@acme/connector-passing';
    const path = '/@acme%2fconnector-passing';
    const get = (below = '') => registry.call('GET', `${path}${below}`, { token: acmeToken });
    for (const version of ['1.0.0', '1.1.0']) {
      const body = publishDocument(name, version, await packageFixture({ name, version }));
      expect((await registry.call('PUT', path, { token: acmeToken, body })).status).to.equal(201);
    }
    const one = await acme.run(['unpublish', `${name}@1.1.0`]);
    expect(one.code, one.errors).to.equal(0);
    expect(Object.keys(Object((await get()).body['versions']))).to.deep.equal(['1.0.0']);
    expect((await get('/-/connector-passing-1.1.0.tgz')).code).to.equal('DW_REGISTRY_VERSION_UNKNOWN');
    const again = await acme.publish(await acme.plugin(name, '1.1.0'));
    expect(again.errors).to.include('a number is never given twice');
    const all = await acme.run(['unpublish', name, '--force']);
    expect(all.code, all.errors).to.equal(0);
    expect((await get()).code).to.equal('DW_REGISTRY_UNKNOWN');
    expect(
      await registry.query(
        'select from registry.tarballs t where not exists (select from registry.versions v where v.sha256 = t.sha256 and v.removed_at is null)',
      ),
    ).to.have.length(0);
    await registry.query(
      `update registry.versions set published_at = now() - interval '73 hours' where name = $1`,
      [NAME],
    );
    const late = await acme.run(['unpublish', `${NAME}@1.0.0`]);
    expect(late.errors).to.include('more than 72 hours ago');
  });

  it('prints why something is refused', async () => {
    const scripts = await acme.publish(
      await acme.plugin('@acme/connector-bad', '1.0.0', {
        packageJson: { scripts: { postinstall: 'true' }, dependencies: { 'left-pad': '1.0.0' } },
        files: { 'dist/key.js': `export const t = "ghp_${'a1B2'.repeat(9)}";\n` },
      }),
      ['--ignore-scripts'],
    );
    expect(scripts.code).to.equal(1);
    expect(scripts.errors).to.include('The script "postinstall" would run');
    expect(scripts.errors).to.include('dist/key.js:1 holds what looks like a token of GitHub');
    expect(scripts.errors).not.to.include('ghp_');
    const mallory = await registry.client(await registry.publisher('mallory'));
    const taken = await mallory.publish(await mallory.plugin('@acme/connector-other', '1.0.0'));
    expect(taken.errors).to.include('whose member you are not');
    const squatted = await mallory.publish(await mallory.plugin('@acrne/connector-ledger', '1.0.0'));
    expect(squatted.errors).to.include('looks like');
    const near = await mallory.publish(await mallory.plugin('acme-connector-ledger', '1.0.0'));
    expect(near.errors).to.include("somebody else's");
    const none = await mallory.publish(
      await mallory.plugin('mallory-tool', '1.0.0', { packageJson: { datawave: undefined } }),
    );
    expect(none.errors).to.include('has no manifest under "datawave"');
    expect(
      await registry.query('select name from registry.plugins where name <> $1 and version is not null', [
        NAME,
      ]),
    ).to.have.length(0);
  });
});
