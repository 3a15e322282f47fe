import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import { packageFixture } from '../../../../../plugin-sdk/test/package-fixture.ts';
import { runCommandLine } from '../../command-line.ts';

describe('datawave plugin publish', () => {
  const folder = mkdtempSync(join(tmpdir(), 'datawave-publish-'));
  const file = join(folder, 'tide-1.2.3.tgz');
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  /** What npm sent: method, path, who, and the body. */
  const received: { readonly line: string; readonly who: string; readonly body: string }[] = [];
  let server: Server;
  let address: string;
  let answer = 201;

  before(async () => {
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      received.push({
        line: `${request.method} ${request.url}`,
        who: request.headers.authorization ?? '',
        body,
      });
      response.writeHead(request.method === 'PUT' ? answer : 404, { 'content-type': 'application/json' });
      response.end('{}');
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/npm/`;
    const keys = join(folder, 'config/datawave/keys');
    mkdirSync(keys, { recursive: true });
    writeFileSync(join(keys, 'anna.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(join(folder, '.npmrc'), `${address.slice('http:'.length)}:_authToken=not-a-real-one\n`);
    writeFileSync(file, await packageFixture({ signedBy: privateKey }));
  });
  beforeEach(() => {
    received.length = 0;
    answer = 201;
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  async function publish(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    const texts = { out: '', err: '' };
    const to = (name: 'out' | 'err'): Writable =>
      new Writable({
        write(chunk, _encoding, done) {
          texts[name] += String(chunk);
          done();
        },
      });
    const env = {
      PATH: process.env['PATH'],
      XDG_CONFIG_HOME: join(folder, 'config'),
      npm_config_userconfig: join(folder, '.npmrc'),
      npm_config_cache: join(folder, 'cache'),
      npm_config_update_notifier: 'false',
      npm_config_fetch_retries: '0',
    };
    const io = { stdout: to('out'), stderr: to('err'), env, cwd: folder, isInteractive: false };
    const code = await runCommandLine(['plugin', 'publish', ...args], io);
    return { code, ...texts };
  }

  it('hands the very bytes that were checked to the registry, by the npm client with its own token', async function () {
    this.timeout(30_000);
    const { code, out, err } = await publish(file, '--registry', address, '--tag', 'next');
    expect(code, err).to.equal(0);
    expect(out).to.equal('@example/plugin-tide 1.2.3 is published.\n');
    const put = received.find(({ line }) => line.startsWith('PUT'));
    expect(put).to.include({ line: 'PUT /api/v1/npm/@example%2fplugin-tide', who: 'Bearer not-a-real-one' });
    const document = JSON.parse(put?.body ?? '');
    expect(document['dist-tags']).to.deep.equal({ next: '1.2.3' });
    expect(document.versions['1.2.3'].datawave.id).to.equal('tide');
    const [attachment] = Object.values(document._attachments) as readonly { readonly data: string }[];
    expect(Buffer.from(attachment?.data ?? '', 'base64').equals(readFileSync(file))).to.equal(true);
  });

  it('says what the registry refused, and sends nothing that is only tried', async function () {
    this.timeout(30_000);
    answer = 403;
    const refused = await publish(file, '--registry', address);
    expect(refused.code).to.equal(1);
    expect(refused.err).to.contain('[DW_PLUGIN_PUBLISH_FAILED]').and.to.contain('403');
    expect(refused.err).not.to.contain('not-a-real-one');
    received.length = 0;
    const tried = await publish(file, '--registry', address, '--dry-run');
    expect(tried.out, tried.err).to.contain('would be published');
    expect(received.filter(({ line }) => line.startsWith('PUT'))).to.deep.equal([]);
  });

  it('gives away nothing that is not signed, changed, or meant', async () => {
    const other = join(folder, 'other.tgz');
    const codeOf = async (bytes: Uint8Array, ...args: readonly string[]): Promise<string | undefined> => {
      writeFileSync(other, bytes);
      return /\[(DW_\w+)\]/.exec((await publish(other, '--registry', address, ...args)).err)?.[1];
    };
    expect(await codeOf(await packageFixture())).to.equal('DW_PACKAGE_UNSIGNED');
    const hint = 'datawave plugin sign other.tgz --key anna';
    expect((await publish(other, '--registry', address)).err)
      .to.contain(hint)
      .and.not.to.contain('publisher to');
    const stranger = generateKeyPairSync('ed25519').privateKey;
    expect(await codeOf(await packageFixture({ signedBy: stranger }))).to.equal('DW_PACKAGE_SIGNER_UNKNOWN');
    expect((await publish(other, '--registry', address)).err).to.contain(hint);
    const changed = await packageFixture({ signedBy: privateKey, later: { 'README.md': 'other' } });
    expect(await codeOf(changed)).to.equal('DW_PACKAGE_FILE_CHANGED');
    expect(await codeOf(await packageFixture({ unlisted: true }), '--unsigned')).to.equal(
      'DW_PACKAGE_UNLISTED',
    );
    for (const registry of ['ftp://x', 'https://a:b@example.com/', 'example.com', 'https://x/$(id)'])
      expect((await publish(file, '--registry', registry)).code, registry).to.equal(2);
    expect((await publish(file, '--tag', '1.0 || x')).code).to.equal(2);
    expect((await publish(join(folder, 'a b.tgz'))).code).to.equal(2);
    expect(received).to.deep.equal([]);
  });
});
