import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { readArchive, writeArchive } from '@datawave/plugin-sdk/packaging';
import { expect } from 'chai';
import { packageFixture } from '../../../../../plugin-sdk/test/package-fixture.ts';
import { rawTarball } from '../../../../../plugin-sdk/test/raw-archive.ts';
import { BuildSystem, WORKFLOW } from '../../../../../plugin-sdk/test/trust/build-system.ts';
import { runCommandLine } from '../../command-line.ts';

/** A stream that keeps what is written to it. */
function kept(): { readonly stream: Writable; text(): string } {
  const parts: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      parts.push(Buffer.from(chunk));
      done();
    },
  });
  return { stream, text: () => Buffer.concat(parts).toString('utf8') };
}

describe('signing and verifying a package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'datawave-signing-'));
  const file = join(folder, 'tide-1.2.3.tgz');
  after(() => rmSync(folder, { recursive: true }));

  async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    const [out, err] = [kept(), kept()];
    const env = { XDG_CONFIG_HOME: join(folder, 'config'), DATAWAVE_KEY_PASSPHRASE: 'correct horse' };
    const io = { stdout: out.stream, stderr: err.stream, env, cwd: folder, isInteractive: false };
    const code = await runCommandLine(['plugin', ...args], io);
    return { code, out: out.text(), err: err.text() };
  }

  /** The tarball with files of it changed, and nothing else. */
  async function rewritten(change: (files: Map<string, Uint8Array>) => void): Promise<Uint8Array> {
    const files = new Map(
      [...(await readArchive(readFileSync(file))).values()].map(({ path, bytes }) => [path, bytes]),
    );
    change(files);
    return writeArchive(files);
  }

  before(async () => {
    const manifest = {
      title: 'Tide tables',
      needs: {
        ...{ network: ['tides.example.com:443'], database: 'own', secrets: ['TIDE_TOKEN'] },
        ...{ mail: true, http: true, public: ['GET /tides'] },
      },
      permissions: [{ id: 'tide:read', title: 'Read tides' }],
    };
    const conformance = { version: 1, isPassed: true, kits: [{ kit: 'connector', version: 1 }] };
    writeFileSync(
      file,
      await packageFixture({ manifest, files: { 'conformance.json': JSON.stringify(conformance) } }),
    );
    expect((await run('key', 'create', 'anna')).code).to.equal(0);
    expect((await run('key', 'create', 'berta', '--passphrase')).out).to.contain('berta.pem');
  });

  it('refuses what nobody signed, and shows what is in it when only that is asked', async () => {
    const unsigned = await run('verify', file);
    expect(unsigned.code).to.equal(1);
    expect(unsigned.err).to.contain('[DW_PACKAGE_UNSIGNED]').and.to.contain('plugin sign');
    const contents = await run('verify', file, '--contents');
    expect(contents.code, contents.err).to.equal(0);
    expect(contents.out).to.match(/signature\s+not asked for/);
  });

  it('signs with a key, and with a second that is locked', async () => {
    const first = await run('sign', file, '--key', 'anna');
    expect(first.code, first.err).to.equal(0);
    const again = readFileSync(file);
    expect((await run('sign', file, '--key', 'anna')).code).to.equal(0);
    expect(readFileSync(file).equals(again), 'the same key gives the same bytes').to.equal(true);
    const second = await run('sign', file, '--key', 'berta', '--json');
    expect(JSON.parse(second.out).keyids).to.have.length(2);
  });

  it('says what was checked and what is asked for', async () => {
    const { code, out, err } = await run('verify', file, '--key', 'anna');
    expect(code, err).to.equal(0);
    for (const line of [
      /package +@example\/plugin-tide 1\.2\.3/,
      /signature +holds: anna \([0-9a-f]{64}\)/,
      /SDK +\^0\.1\.0 takes/,
      /conformance +passed, as its author ran it: connector 1/,
      /permissions +tide:read/,
      /network +tides\.example\.com:443/,
      /database +keeps data of its own/,
      /secrets +TIDE_TOKEN/,
      /people +sends mail to members/,
      /people +answers anybody, without a sign-in: GET \/tides/,
    ])
      expect(out).to.match(line);
    const report = JSON.parse((await run('verify', file, '--json')).out);
    expect(report.signatures.map(({ holds }: { readonly holds: boolean }) => holds)).to.deep.equal([
      true,
      true,
    ]);
    expect(report).to.deep.include({ valid: true, listed: true, sdk: { range: '^0.1.0', fits: true } });
    expect(report.asks).to.deep.include({ network: ['tides.example.com:443'], database: 'own' });
  });

  it('proves from what it was built, by files alone, and refuses what does not hold', async () => {
    const builds = await BuildSystem.start();
    const attest = (bytes: Uint8Array, name = 'pkg:npm/%40example/plugin-tide@1.2.3') =>
      builds.attest({ name, sha512: createHash('sha512').update(bytes).digest('hex') });
    const write = (name: string, content: string): string => {
      writeFileSync(join(folder, name), content);
      return name;
    };
    const root = write('trusted_root.json', JSON.stringify(builds.trustedRoot));
    const verify = (attestation: string, trusted = root) =>
      run('verify', file, '--contents', '--attestation', attestation, '--trusted-root', trusted);
    const good = await attest(readFileSync(file));
    const held = await verify(write('answer.json', JSON.stringify(good)));
    expect(held.code, held.err).to.equal(0);
    expect(held.out).to.match(/built from +https:\/\/github\.com\/acme\/plugin, commit 0123456789abcdef/);
    const bundle = JSON.stringify(Object(good.attestations[0]).bundle);
    const alone = ['--attestation', write('one.sigstore', bundle), '--trusted-root', root, '--json'];
    const report = JSON.parse((await run('verify', file, '--contents', ...alone)).out);
    expect(report.provenance).to.deep.include({
      ...{ repository: 'https://github.com/acme/plugin', workflow: WORKFLOW },
    });
    const bytes = readFileSync(file);
    const nothing = { attestations: [] };
    const hostile: readonly (readonly [string, string])[] = [
      ['DW_TRUST_PROVENANCE', JSON.stringify(await attest(bytes, 'pkg:npm/other@1.2.3'))],
      ['DW_TRUST_PROVENANCE', JSON.stringify(await attest(Buffer.from('other')))],
      ['DW_TRUST_PROVENANCE', '{"dsseEnvelope":{"payload":"e30="}}'],
      ['DW_PACKAGE_ATTESTATION', bundle.slice(0, 500)],
      ['DW_PACKAGE_ATTESTATION', JSON.stringify(nothing)],
      ['DW_PACKAGE_ATTESTATION', JSON.stringify({ ...nothing, x: 'x'.repeat(3_000_000) })],
    ];
    for (const [code, content] of hostile) {
      const refused = await verify(write('hostile.json', content));
      expect(refused.code, content.slice(0, 100)).to.equal(1);
      expect(refused.err, content.slice(0, 100)).to.contain(`[${code}]`);
    }
    expect((await verify('answer.json', 'nowhere.json')).err).to.contain('[DW_PACKAGES_TRUSTED_ROOT]');
    const half = await run('verify', file, '--attestation', 'answer.json');
    expect(half.err).to.contain('go together');
  });

  const text = (value: string): Uint8Array => Buffer.from(value);
  const cases: readonly (readonly [
    what: string,
    code: string,
    bytes: () => Uint8Array | Promise<Uint8Array>,
  ])[] = [
    [
      'a file that was changed',
      'DW_PACKAGE_FILE_CHANGED',
      () => rewritten((files) => files.set('dist/index.js', text('evil'))),
    ],
    [
      'a file that was added',
      'DW_PACKAGE_FILE_ADDED',
      () => rewritten((files) => files.set('dist/evil.js', text(''))),
    ],
    [
      'a file that was taken out',
      'DW_PACKAGE_FILE_MISSING',
      () => rewritten((files) => files.delete('README.md')),
    ],
    [
      'another name',
      'DW_PACKAGE_RENAMED',
      () =>
        rewritten((files) => {
          const json = Buffer.from(files.get('package.json') ?? []).toString();
          files.set('package.json', text(json.replace('@example/plugin-tide', '@example/plugin-tides')));
        }),
    ],
    [
      'a signature in which one bit is another',
      'DW_PACKAGE_SIGNATURE_INVALID',
      () =>
        rewritten((files) => {
          const envelope = JSON.parse(Buffer.from(files.get('datawave-signature.json') ?? []).toString());
          for (const signature of envelope.signatures) {
            const sig = Buffer.from(signature.sig, 'base64');
            sig[0] = (sig[0] ?? 0) ^ 1;
            signature.sig = sig.toString('base64');
          }
          files.set('datawave-signature.json', text(JSON.stringify(envelope)));
        }),
    ],
    [
      'a list of other files under the same signature',
      'DW_PACKAGE_SIGNATURE_OTHER',
      () =>
        rewritten((files) => {
          const list = Buffer.from(files.get('datawave-files.json') ?? []).toString();
          const readme = text('# Tide!\n');
          files.set('README.md', readme);
          const hash = /"README.md":\{"sha256":"([0-9a-f]+)"/.exec(list)?.[1] ?? '';
          const other = createHash('sha256').update(readme).digest('hex');
          files.set('datawave-files.json', text(list.replace('"size":7', '"size":8').replace(hash, other)));
        }),
    ],
    [
      'no signature any more',
      'DW_PACKAGE_UNSIGNED',
      () => rewritten((files) => files.delete('datawave-signature.json')),
    ],
    ['a cut end', 'DW_PACKAGE_TRUNCATED', () => readFileSync(file).subarray(0, -100)],
    ['a byte more', 'DW_PACKAGE_TRAILING', () => Buffer.concat([readFileSync(file), text('x')])],
    ['something else in the file', 'DW_PACKAGE_NOT_GZIP', () => text('<!doctype html>')],
  ];
  for (const [what, code, bytes] of cases)
    it(`refuses ${what}`, async () => {
      const changed = join(folder, 'changed.tgz');
      writeFileSync(changed, await bytes());
      const { code: exit, err } = await run('verify', changed, '--key', 'anna');
      expect(exit).to.equal(1);
      expect(err).to.contain(`[${code}]`);
      const report = JSON.parse((await run('verify', changed, '--json')).out);
      expect(report).to.deep.include({ valid: false, code });
      expect(report.hint).to.be.a('string');
    });

  it('refuses wherever one byte of the file makes something else of it', async () => {
    const good = readFileSync(file);
    const changed = join(folder, 'changed.tgz');
    for (let at = 0; at < good.length; at += 37) {
      if (at >= 4 && at < 10) continue;
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      writeFileSync(changed, bytes);
      const { code, err } = await run('verify', changed);
      // What is compressed may be written in several ways: a repetition of other bytes that are the same.
      if (code === 0 && gunzipSync(bytes).equals(gunzipSync(good))) continue;
      expect(code, `byte ${at}`).to.equal(1);
      expect(err, `byte ${at}`).to.match(/\[DW_PACKAGE_[A-Z_]+\]/);
    }
  });

  it('takes a key from a file in the folder in which it is run', async () => {
    copyFileSync(join(folder, 'config/datawave/keys/anna.pub'), join(folder, 'given.pub'));
    const { code, out, err } = await run('verify', file, '--key', 'given.pub');
    expect(code, err).to.equal(0);
    expect(out).to.match(/signature +holds: given\.pub/);
  });

  it('refuses keys that are none, that others can read, or that signed nothing', async () => {
    await run('key', 'create', 'carla');
    expect((await run('verify', file, '--key', 'carla')).err).to.contain('[DW_PACKAGE_SIGNER_UNKNOWN]');
    expect((await run('verify', file, '--key', 'nobody')).err).to.contain('[DW_PACKAGE_KEY_MISSING]');
    for (const command of ['sign', 'verify'])
      expect((await run(command, file, '--key', 'ana')).err, command)
        .to.contain('[DW_PACKAGE_KEY_MISSING]')
        .and.to.contain('are "anna", "berta", "carla"; "datawave plugin key create');
    expect((await run('verify', join(folder, 'nothing.tgz'))).err).to.contain('[DW_PACKAGE_UNREADABLE]');
    expect((await run('key', 'create', 'anna')).err).to.contain('[DW_PACKAGE_KEY_EXISTS]');
    expect((await run('key', 'list')).out).to.match(/anna +[0-9a-f]{64}\nberta/);
    if (process.platform === 'win32') return;
    chmodSync(join(folder, 'config/datawave/keys/carla.pem'), 0o644);
    expect((await run('sign', file, '--key', 'carla')).err).to.contain('[DW_PACKAGE_KEY_EXPOSED]');
  });

  it('obeys nothing that a package says to the terminal', async () => {
    const hostile = join(folder, 'hostile.tgz');
    const hidden = '\u001b[2J\u001b[1;1HSigned by the platform\u202e';
    const conformance = { isPassed: true, kits: [{ kit: hidden, version: 1 }] };
    const files = { 'conformance.json': JSON.stringify(conformance) };
    writeFileSync(hostile, await packageFixture({ packageJson: { license: hidden }, files }));
    const shown = await run('verify', hostile, '--contents');
    expect(shown.code, shown.err).to.equal(0);
    expect(shown.out).not.to.match(/[\p{Bidi_Control}]|(?!\n)\p{Cc}/u);
    expect(shown.out).to.contain('\\u001b[2J');
    const refused = [
      await packageFixture({ manifest: { config: `${hidden}.json` } }),
      await packageFixture({ manifest: { title: hidden } }),
      await packageFixture({ manifest: { needs: { network: [hidden] } } }),
      await packageFixture({ manifest: { needs: { secrets: [hidden] } } }),
      await packageFixture({ packageJson: { dependencies: { [hidden]: '1' } } }),
      rawTarball({ name: `package/${hidden}`, flag: '2' }),
      rawTarball({ name: `package/${hidden}` }),
    ];
    for (const bytes of refused) {
      writeFileSync(hostile, bytes);
      const { code, err } = await run('verify', hostile);
      expect(code).to.equal(1);
      expect(err).not.to.match(/[\p{Bidi_Control}]|(?!\n)\p{Cc}/u);
    }
  });

  it('says how it is used', async () => {
    expect((await run('sign', file)).code).to.equal(2);
    expect((await run('verify')).code).to.equal(2);
    expect((await run('verify', '--help')).out).to.contain('Usage: datawave plugin verify');
    expect((await run('--help')).out).to.match(/ {2}verify +Check a package/);
    expect((await run('verfy')).err).to.contain('Did you mean "plugin verify"?');
  });
});
