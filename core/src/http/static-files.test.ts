import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { rawRequest } from '../../test/http/raw-request.ts';
import { type Served, serve } from '../../test/http/serve.ts';

const MAP = '{"imports":{"lit":"/assets/lit-AbCd1234.js"}}';

describe('static files', () => {
  let folder: string;
  let served: Served;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-static-'));
    const files: Readonly<Record<string, string>> = {
      'secret.txt': 'secret',
      'shell/index.html': `<!doctype html><script type="importmap">${MAP}</script><script type="module" src="/assets/main-AbCd1234.js"></script>`,
      'shell/frame.html': `<!doctype html><script type="importmap">${MAP}</script><body></body>`,
      'shell/assets/main-AbCd1234.js': 'export {};',
      'shell/static/guest-AbCd1234.js': 'export {};',
      'shell/assets/main-AbCd1234.js.br': 'compressed',
      'shell/assets/plain-javascript.js': 'export {};',
      'shell/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'shell/.hidden': 'hidden',
      'plugin/dist/ui/index.js': 'export const a = 1;',
      'plugin/package.json': '{}',
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    await symlink(join(folder, 'secret.txt'), join(folder, 'shell/link.txt'));
    await symlink(join(folder, 'shell/logo.svg'), join(folder, 'shell/inside.svg'));
    served = await serve({ shellDirectory: join(folder, 'shell') });
    served.http.service({
      name: 'p',
      version: '1.0.0',
      directory: join(folder, 'plugin'),
      manifest: { manifestVersion: 1, id: 'catalog', apiVersion: '^1.0' },
    });
  });
  after(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    served.call('GET', path, { as: null, headers });

  it('serves the shell for its own address and for every page of it', async () => {
    for (const path of [
      '/',
      '/catalog',
      '/catalog/assets/main.Customer',
      '/catalog?x=1',
      '/plugins/catalog',
    ]) {
      const response = await get(path);
      expect(
        [response.status, response.headers.get('content-type'), response.headers.get('cache-control')],
        path,
      ).to.deep.equal([200, 'text/html; charset=utf-8', 'no-cache']);
      await response.text();
    }
    expect((await get('/missing-abcd1234.js')).status).to.equal(404);
  });

  it('allows the import map by its hash and no other inline script', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    expect(policy)
      .to.contain(`script-src 'self' 'sha256-${createHash('sha256').update(MAP).digest('base64')}';`)
      .and.to.contain("default-src 'none'")
      .and.to.match(/; require-trusted-types-for 'script'; trusted-types lit-html datawave-worker$/)
      .and.not.to.contain('unsafe');
  });

  it('lets hashed files be kept for ever and asks again for others', async () => {
    const hashed = await get('/assets/main-AbCd1234.js');
    expect([hashed.headers.get('cache-control'), hashed.headers.get('content-type')]).to.deep.equal([
      'public, max-age=31536000, immutable',
      'text/javascript; charset=utf-8',
    ]);
    const plain = await get('/assets/plain-javascript.js');
    expect(plain.headers.get('cache-control')).to.equal('no-cache');
    expect(
      (await get('/assets/plain-javascript.js', { 'if-none-match': plain.headers.get('etag') ?? '' })).status,
    ).to.equal(304);
    const page = await get('/');
    expect((await get('/', { 'if-none-match': page.headers.get('etag') ?? '' })).status).to.equal(304);
  });

  it('sends the compressed copy to who accepts it', async () => {
    const head = (accept: string): Promise<string> =>
      rawRequest(served.url, [
        `GET /assets/main-AbCd1234.js HTTP/1.1\r\nHost: x\r\nAccept-Encoding: ${accept}\r\nConnection: close\r\n\r\n`,
      ]);
    expect(await head('gzip, br'))
      .to.match(/content-encoding: br/)
      .and.to.contain('\r\n\r\ncompressed');
    expect(await head('gzip, br;q=0')).not.to.contain('content-encoding');
    expect(await head('identity'))
      .to.contain('vary: accept-encoding')
      .and.to.contain('export {};');
  });

  it('shows elements of plugins in a document that is an origin of its own, without a network, in pages of ours alone', async () => {
    const frame = await get('/plugins/catalog/frame');
    const policy = frame.headers.get('content-security-policy') ?? '';
    expect(policy)
      .to.match(/^sandbox allow-scripts; default-src 'none'; /)
      .and.to.contain(`script-src 'self' 'sha256-${createHash('sha256').update(MAP).digest('base64')}';`)
      .and.to.contain("connect-src 'none'")
      .and.to.contain("frame-ancestors 'self'")
      .and.to.contain("form-action 'none'")
      .and.not.to.contain('unsafe');
    expect(frame.headers.get('x-frame-options')).to.equal('SAMEORIGIN');
    // It loads what is the same for everybody across origins, and nothing else.
    const shared = async (path: string): Promise<string | null> =>
      (await get(path)).headers.get('access-control-allow-origin');
    expect(await shared('/static/guest-AbCd1234.js')).to.equal('*');
    expect(await shared('/plugins/catalog/ui/index.js')).to.equal('*');
    for (const path of ['/', '/plugins/catalog/frame', '/assets/main-AbCd1234.js', '/openapi.json'])
      expect(await shared(path), path).to.equal(null);
    for (const path of ['/plugins/other/frame', '/plugins/catalog/frame/', '/plugins/catalog/frame/x'])
      expect((await get(path)).status, path).to.equal(404);
  });

  it("serves a plugin's built components and nothing else of it", async () => {
    expect(await (await get('/plugins/catalog/ui/index.js')).text()).to.equal('export const a = 1;');
    for (const path of [
      '/plugins/catalog/package.json',
      '/plugins/catalog/ui/',
      '/plugins/catalog/ui/missing.js',
      '/plugins/other/ui/index.js',
      '/plugins/other/',
    ])
      expect((await get(path)).status, path).to.equal(404);
    served.http.removePlugin('catalog');
    expect((await get('/plugins/catalog/ui/index.js')).status).to.equal(404);
  });

  it('never leaves its folder', async () => {
    const paths = [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/assets/..\\..\\secret.txt',
      '/assets/%5c..%5csecret.txt',
      '//secret.txt/../../secret.txt',
      '/link.txt',
      '/.hidden',
      '/index.html%00.txt',
      '/plugins/catalog/ui/..%2f..%2fpackage.json',
      '/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd.txt',
    ];
    for (const path of paths) {
      const answer = await rawRequest(served.url, [
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      ]);
      expect(answer, path)
        .to.match(/^HTTP\/1\.1 404 /)
        .and.not.to.contain('secret\r\n')
        .and.not.to.match(/root:|^hidden/m);
    }
    expect((await get('/inside.svg')).status).to.equal(200);
    expect((await get('/%E0%A4%A')).status).to.equal(400);
  });

  it('lets an image run nothing and be framed by nobody', async () => {
    const { headers } = await get('/logo.svg');
    expect(headers.get('content-security-policy')).to.contain("default-src 'none'");
    expect([
      headers.get('x-content-type-options'),
      headers.get('x-frame-options'),
      headers.get('referrer-policy'),
    ]).to.deep.equal(['nosniff', 'DENY', 'no-referrer']);
  });
});
