import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { refusalOf } from '../../../test/refusal-of.ts';
import { keyIdOf } from './envelope.ts';
import { createKeyFiles, keyFilesOf, listPublicKeys, readPrivateKey, readPublicKey } from './key-files.ts';

describe('key files', () => {
  const root = mkdtempSync(join(tmpdir(), 'datawave-keys-'));
  const folder = join(root, 'keys');
  const never = (): Promise<string> => Promise.reject(new Error('no passphrase is needed'));
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  after(() => rmSync(root, { recursive: true }));

  it('are made for their owner alone, and never over another key', async () => {
    const created = createKeyFiles(folder, 'releases');
    expect(keyFilesOf(folder, 'releases')).to.deep.equal({
      privateFile: created.privateFile,
      publicFile: created.publicFile,
    });
    if (process.platform !== 'win32') {
      expect(statSync(created.privateFile).mode & 0o777).to.equal(0o600);
      expect(statSync(folder).mode & 0o777).to.equal(0o700);
    }
    expect(keyIdOf(await readPrivateKey(created.privateFile, never))).to.equal(created.keyid);
    expect(keyIdOf(readPublicKey(created.publicFile))).to.equal(created.keyid);
    expect(listPublicKeys(folder).map(({ name, keyid }) => [name, keyid])).to.deep.equal([
      ['releases', created.keyid],
    ]);
    expect(await refusalOf(() => createKeyFiles(folder, 'releases'))).to.equal('DW_PACKAGE_KEY_EXISTS');
    expect(keyIdOf(await readPrivateKey(created.privateFile, never))).to.equal(created.keyid);
  });

  it('may be locked with a passphrase', async () => {
    const created = createKeyFiles(folder, 'locked', 'correct horse');
    expect(readFileSync(created.privateFile, 'utf8')).to.match(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    expect(
      keyIdOf(await readPrivateKey(created.privateFile, () => Promise.resolve('correct horse'))),
    ).to.equal(created.keyid);
    for (const wrong of ['correct hors', ''])
      expect(
        await refusalOf(() => readPrivateKey(created.privateFile, () => Promise.resolve(wrong))),
      ).to.equal('DW_PACKAGE_KEY_PASSPHRASE');
  });

  it('are refused where others can read them', async function () {
    if (process.platform === 'win32') this.skip();
    const { privateFile } = createKeyFiles(folder, 'open');
    for (const mode of [0o640, 0o604, 0o620]) {
      chmodSync(privateFile, mode);
      expect(await refusalOf(() => readPrivateKey(privateFile, never))).to.equal('DW_PACKAGE_KEY_EXPOSED');
    }
  });

  it('are refused where they are something else', async () => {
    const { privateFile, publicFile } = createKeyFiles(folder, 'mixed');
    expect(await refusalOf(() => readPublicKey(privateFile))).to.equal('DW_PACKAGE_KEY_INVALID');
    chmodSync(publicFile, 0o600);
    expect(await refusalOf(() => readPrivateKey(publicFile, never))).to.equal('DW_PACKAGE_KEY_INVALID');
    expect(await refusalOf(() => readPublicKey(join(folder, 'nobody.pub')))).to.equal(
      'DW_PACKAGE_KEY_MISSING',
    );
    expect(await refusalOf(() => readPublicKey(write('long.pub', 'x'.repeat(20_000))))).to.equal(
      'DW_PACKAGE_KEY_INVALID',
    );
    const broken = write('broken.pub', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n');
    expect(await refusalOf(() => readPublicKey(broken))).to.equal('DW_PACKAGE_KEY_INVALID');
    for (const name of ['', '../x', 'a/b', '.hidden', 'x'.repeat(65), 'a b'])
      expect(await refusalOf(() => createKeyFiles(folder, name)), name).to.equal('DW_PACKAGE_KEY_NAME');
    expect(listPublicKeys(join(root, 'nothing'))).to.deep.equal([]);
  });

  it('are those of OpenSSL, where it is installed', async function () {
    const file = join(root, 'openssl.pem');
    try {
      execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', file], { stdio: 'ignore' });
    } catch {
      this.skip();
    }
    chmodSync(file, 0o600);
    expect(keyIdOf(await readPrivateKey(file, never))).to.match(/^[0-9a-f]{64}$/);
  });
});
