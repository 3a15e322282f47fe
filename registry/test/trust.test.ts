import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { commandPoint, coreServices, type DomainEvent, type Principal } from '@datawave/plugin-sdk';
import {
  checkPackage,
  keyIdOf,
  openTrust,
  type RegistryTrust,
  verifyPublisher,
  verifyTarget,
} from '@datawave/plugin-sdk/packaging';
import { expect } from 'chai';
import { field, OpenRegistry, PUBLISHER, person } from './open-registry.ts';

const ada = person('ada', ...PUBLISHER);
const reader = person('rita', 'registry:read');

describe('the signed index of a registry', function () {
  this.timeout(120_000);
  let registry: OpenRegistry;
  let folder: string;
  let root: Uint8Array;
  const events: DomainEvent[] = [];

  const keys = async (line: string): Promise<{ code: number | undefined; out: string; err: string }> => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const command = registry.test.kernel.extensions(commandPoint).get('registry')?.value;
    const env = { DATAWAVE_KEY_PASSPHRASE: 'correct horse' };
    const io = { stdout, stderr, env, cwd: folder, isInteractive: false };
    const code = await command?.run(['keys', ...line.split(' ')], io, registry.test.scope());
    stdout.end();
    stderr.end();
    return { code, out: await text(stdout), err: await text(stderr) };
  };
  const done = async (line: string): Promise<string> => {
    const { code, out, err } = await keys(line);
    expect(code, `${line}: ${err}`).to.equal(0);
    return out;
  };
  const fetch = async (file: string): Promise<Uint8Array | null> => {
    const url = `${registry.test.kernel.address}/api/v1/npm/-/datawave/trust/${file}`;
    const answer = await globalThis.fetch(url);
    return answer.status === 404 ? null : new Uint8Array(await answer.arrayBuffer());
  };
  const client = async (directory = join(folder, 'client')): Promise<RegistryTrust> => {
    const trust = await openTrust({ root, directory, fetch });
    await trust.refresh();
    return trust;
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-ceremony-'));
    registry = await OpenRegistry.start({ access: 'public' });
    registry.test.service(coreServices.events).subscribe({ types: ['registry.*'] }, (event) => {
      events.push(event);
    });
  });
  after(async () => {
    await registry?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is not there before the ceremony, and nothing hinders publishing', async () => {
    expect((await registry.publish(ada, { name: '@acme/early', version: '1.0.0' })).status).to.equal(201);
    const answer = await registry.ask('GET', '/-/datawave/trust/timestamp.json', { as: reader });
    expect(answer.status).to.equal(404);
    expect(field(answer, 'code')).to.equal('DW_REGISTRY_NO_ROOT');
    expect((await keys('publish')).err).to.contain('DW_REGISTRY_NO_ROOT');
    expect((await keys('draft --out x.json')).err).to.contain('DW_REGISTRY_ROOT_UNFIT');
  });

  it('is founded by a ceremony: two of three people sign a root that names the keys of the registry', async () => {
    for (const name of ['ann', 'ben', 'eve']) await done(`create ${name}`);
    expect(await readFile(join(folder, 'ann.pem'), 'utf8')).to.contain('ENCRYPTED');
    expect((await done('online')).match(/pending/g)).to.have.length(4);
    await done('draft --out root.json --key ann.pub --key ben.pub --key eve.pub --threshold 2 --days 90');
    expect((await keys('install root.json')).err).to.contain('DW_TRUST_THRESHOLD');
    await done('sign root.json --key ann.pem');
    expect((await keys('install root.json')).err).to.contain('DW_TRUST_THRESHOLD');
    expect(await done('sign root.json --key ben.pem')).to.contain('2 of 2 signatures');
    await done('install root.json');
    await done('export --out pinned.json');
    root = await readFile(join(folder, 'pinned.json'));
    expect(Buffer.compare(root, await readFile(join(folder, 'root.json')))).to.equal(0);
    const shown = await done('show');
    expect(shown).to.contain('256 bins').and.contain('Root: 2 of 3 keys must sign.');
    expect((await keys('install root.json')).err, 'the same again').to.contain('DW_TRUST_');
  });

  it('vouches for what was published before and after, by the hash of its bytes', async () => {
    expect((await registry.publish(ada, { name: '@acme/late', version: '1.2.0' })).status).to.equal(201);
    const trust = await client();
    const early = await trust.target('@acme/early', '1.0.0');
    expect(early).to.include({ publisher: 'acme', verified: false });
    const late = await trust.target('@acme/late', '1.2.0');
    expect(late).to.include({ name: '@acme/late', version: '1.2.0', path: '@acme/late/-/late-1.2.0.tgz' });
    const answer = await globalThis.fetch(
      `${registry.test.kernel.address}/api/v1/npm/@acme%2flate/-/late-1.2.0.tgz`,
    );
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (late === null || early === null) throw new Error('a version is missing');
    verifyTarget(late, bytes);
    expect(() => verifyTarget(early, bytes)).to.throw('not the one');
    expect(await trust.target('@acme/late', '1.3.0')).to.equal(null);
  });

  it('is kept for ever where its name says which version it is, and asked for again where not', async () => {
    const head = async (file: string) =>
      (await registry.ask('GET', `/-/datawave/trust/${file}`, { as: reader })).headers.get('cache-control');
    expect(await head('1.root.json')).to.equal('public, max-age=31536000, immutable');
    expect(await head('timestamp.json')).to.equal('public, max-age=60, must-revalidate');
    for (const file of ['9999.snapshot.json', '2.root.json'])
      expect((await registry.ask('GET', `/-/datawave/trust/${file}`)).status).to.equal(404);
    expect((await registry.ask('GET', '/-/datawave/trust/..%2fx')).status).to.be.oneOf([400, 404]);
  });

  it('loses what is withdrawn, and names what is revoked, in the same transaction', async () => {
    await registry.publish(ada, { name: '@acme/gone', version: '1.0.0' });
    expect(await (await client()).target('@acme/gone', '1.0.0')).to.not.equal(null);
    const packument = await registry.ask('GET', '/@acme%2fgone', { as: ada });
    const removed = await registry.ask('DELETE', `/@acme%2fgone/-rev/${String(field(packument, '_rev'))}`, {
      as: ada,
    });
    expect(removed.status, JSON.stringify(removed.body)).to.be.below(300);
    const revocation = {
      ...{ name: '@acme/late', versions: '<1.3.0', reason: 'It leaks.\nSee the advisory.' },
      ...{ severity: 'high', action: 'disable' },
    };
    const made = await registry.ask('POST', '/-/datawave/revocations', { body: revocation });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    const trust = await client();
    expect(await trust.target('@acme/gone', '1.0.0')).to.equal(null);
    expect(await trust.revocations()).to.have.length(1);
    expect((await trust.revocations())[0]).to.include(revocation);
  });

  it('holds all versions of publishers who publish at once', async () => {
    const names = Array.from(
      { length: 8 },
      (_, index) => `@acme/many-${String.fromCharCode(97 + index).repeat(6)}`,
    );
    const answers = await Promise.all(names.map((name) => registry.publish(ada, { name, version: '1.0.0' })));
    expect(answers.map(({ status }) => status)).to.deep.equal(names.map(() => 201));
    const trust = await client();
    for (const name of names) expect(await trust.target(name, '1.0.0'), name).to.include({ name });
  });

  it('has its keys replaced: the bins’ at once, the others and the root’s by a root that old and new people sign', async () => {
    const before = await done('show');
    expect(await done('rotate bins')).to.contain('in use');
    expect(await (await client()).target('@acme/late', '1.2.0')).to.not.equal(null);
    for (const role of ['timestamp', 'snapshot', 'targets'])
      expect(await done(`rotate ${role}`)).to.contain('pending');
    await (await client()).refresh();
    await done('create zoe');
    await done('draft --out second.json --key ann.pub --key zoe.pub --threshold 2');
    await done('sign second.json --key ann.pem');
    await done('sign second.json --key zoe.pem');
    expect((await keys('install second.json')).err, 'one of the old two is missing').to.contain(
      'DW_TRUST_THRESHOLD',
    );
    await done('sign second.json --key ben.pem');
    await done('install second.json');
    const trust = await client();
    expect(await trust.target('@acme/late', '1.2.0')).to.not.equal(null);
    const after = await done('show');
    const ids = (shown: string): readonly string[] => shown.match(/(?<=active {3})[0-9a-f]{64}/g) ?? [];
    expect(ids(after)).to.have.length(4);
    expect(ids(before).filter((keyid) => ids(after).includes(keyid))).to.deep.equal([]);
    const types = events.map(({ type }) => type);
    expect(types).to.include.members([
      'registry.root.installed',
      'registry.key.made',
      'registry.key.retired',
    ]);
    expect(JSON.stringify(events)).to.not.contain('PRIVATE');
  });

  it('names the publisher’s key that has signed, and takes nothing more from them that none has', async () => {
    const [first, second] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
    const pem = (key: KeyObject): string => String(key.export({ type: 'spki', format: 'pem' }));
    const path = '/-/datawave/publishers/acme/keys';
    const add = (as: Principal, publicKey: string) =>
      registry.ask('POST', path, { as, body: { title: 'Releases', publicKey } });
    const codeFor = async (answer: Promise<unknown>): Promise<unknown> => field(await answer, 'code');
    expect(await codeFor(add(person('mallory', ...PUBLISHER), pem(first.publicKey)))).to.equal(
      'DW_REGISTRY_NOT_PUBLISHER',
    );
    const secret = String(first.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    for (const wrong of ['x', secret, pem(generateKeyPairSync('x25519').publicKey)])
      expect(await codeFor(add(ada, wrong))).to.equal('DW_REGISTRY_KEY_INVALID');
    const added = await add(ada, pem(first.publicKey));
    expect(added.status, JSON.stringify(added.body)).to.equal(201);
    expect(await codeFor(add(ada, pem(first.publicKey)))).to.equal('DW_REGISTRY_KEY_TAKEN');
    const publish = (version: string, signedBy?: KeyObject, later = {}) =>
      registry.publish(ada, {
        ...{ name: '@acme/signed', version, later },
        ...(signedBy === undefined ? {} : { signedBy }),
      });
    expect(await codeFor(publish('1.0.0'))).to.equal('DW_REGISTRY_UNSIGNED');
    expect(await codeFor(publish('1.0.0', second.privateKey))).to.equal('DW_REGISTRY_UNSIGNED');
    const after = { 'dist/index.js': 'export default 1;\n' };
    expect((await publish('1.0.0', first.privateKey, after)).status, 'changed after it was signed').to.equal(
      422,
    );
    expect((await publish('1.0.0', first.privateKey)).status).to.equal(201);
    const keyid = keyIdOf(first.publicKey);
    const target = await (await client()).target('@acme/signed', '1.0.0');
    expect(target?.keyids).to.deep.equal([keyid]);
    const shown = await registry.ask('GET', `/-/datawave/keys/${keyid}`, { as: reader });
    expect(shown.body).to.include({
      keyid,
      publisher: 'acme',
      publicKey: pem(first.publicKey),
      retiredAt: null,
    });
    const bytes = await globalThis.fetch(
      `${registry.test.kernel.address}/api/v1/npm/@acme%2fsigned/-/signed-1.0.0.tgz`,
    );
    const checked = await checkPackage(new Uint8Array(await bytes.arrayBuffer()));
    if (target === null) throw new Error('the version is missing');
    expect(
      verifyPublisher(target, checked, [createPublicKey(String(field(shown, 'publicKey')))]),
    ).to.deep.equal([keyid]);
    expect((await add(ada, pem(second.publicKey))).status).to.equal(201);
    expect((await registry.ask('DELETE', `${path}/${keyid}`, { as: ada })).status).to.equal(204);
    expect(await codeFor(publish('1.0.1', first.privateKey)), 'with a retired key').to.equal(
      'DW_REGISTRY_UNSIGNED',
    );
    expect((await publish('1.0.1', second.privateKey)).status).to.equal(201);
    expect(field(await registry.ask('GET', path, { as: reader }), 'items')).to.have.length(2);
  });

  it('goes on under higher versions after an older backup, because clients refuse to go back', async () => {
    const trust = await client();
    await done('publish --at-least 5000');
    await trust.refresh();
    expect(await done('show')).to.match(/timestamp +version 5001/);
  });

  it('says what is wrong with a command', async () => {
    for (const line of [
      '',
      'nothing',
      'sign',
      'sign x.json',
      'rotate root',
      'draft',
      'draft --out x --days 0',
      'show x',
    ])
      expect((await keys(line)).code, line).to.equal(2);
    expect((await keys('install missing.json')).err).to.contain('missing.json');
    expect((await keys('install ann.pub')).err).to.contain('DW_TRUST_MALFORMED');
    expect((await keys('sign second.json --key ann.pub')).code).to.equal(1);
    expect((await keys('create ann')).err).to.contain('already');
  });
});
