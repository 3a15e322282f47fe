import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { rawRequest } from '../../test/http/raw-request.ts';
import { json, type Served, serve } from '../../test/http/serve.ts';
import type { ReceivedFile } from './received-file.ts';

const LIMIT = 300_000;
const HEAD =
  'POST /api/v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\nContent-Type: application/octet-stream\r\n';

describe('a body that is taken in as a file', () => {
  let served: Served;
  let directory: string;
  let taken: { readonly file: ReceivedFile; readonly bytes: Buffer }[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'datawave-files-'));
    taken = [];
    served = await serve({ filesDirectory: directory, limits: { requestMs: 500 } });
    served.http
      .service({ manifest: { id: 'core', resources: ['files'] } })
      .route<object, object, ReceivedFile>({
        method: 'POST',
        path: '/files',
        permission: 'things:write',
        summary: 'Takes a file.',
        receivesFile: true,
        bodyLimit: LIMIT,
        handler: async ({ body }) => {
          taken.push({ file: body, bytes: await readFile(body.path) });
          return { status: 201, body: { size: body.size } };
        },
      });
  });
  afterEach(async () => {
    await served.close();
    await rm(directory, { recursive: true, force: true });
  });
  const send = (body: string, headers: Readonly<Record<string, string>> = {}, as = 'admin') =>
    served.call('POST', '/api/v1/files', {
      ...{ body, as },
      headers: { 'content-type': 'application/octet-stream', ...headers },
    });
  /** Nothing is left once the request is over, whenever the server has noticed that. */
  const isEmpty = async (): Promise<void> => {
    while ((await readdir(directory)).length > 0) await new Promise((next) => setTimeout(next, 5));
  };

  it('is hashed as it arrives, handed over, and removed after the answer', async () => {
    const body = randomBytes(100_000).toString('hex');
    const answer = await send(body);
    expect([answer.status, await json(answer)]).to.deep.equal([201, { size: body.length }]);
    expect(taken[0]?.bytes.toString()).to.equal(body);
    expect(taken[0]?.file.sha256).to.equal(createHash('sha256').update(body).digest('hex'));
    expect(await readdir(directory)).to.deep.equal([]);
  });

  it('is refused when it is too large, by its head before anything is sent and else while it comes', async () => {
    const told = await rawRequest(served.url, [
      `${HEAD}Expect: 100-continue\r\nContent-Length: ${LIMIT + 1}\r\n\r\n`,
    ]);
    expect(told).to.match(/^HTTP\/1\.1 413 /);
    const part = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
    const answer = await rawRequest(served.url, [
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n`,
      ...Array.from({ length: 10 }, () => part),
    ]);
    expect(answer)
      .to.match(/^HTTP\/1\.1 413 /)
      .and.include('DW_HTTP_BODY_TOO_LARGE');
    await isEmpty();
    expect(taken).to.deep.equal([]);
  });

  it('leaves nothing when it is cut or does not come in time', async () => {
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
    socket.write(`${HEAD}Content-Length: 1000\r\n\r\nhalf of it`);
    while ((await readdir(directory)).length === 0) await new Promise((next) => setTimeout(next, 5));
    socket.destroy();
    await isEmpty();
    expect(await rawRequest(served.url, [`${HEAD}Content-Length: 1000\r\n\r\nhalf of it`])).to.match(
      /^HTTP\/1\.1 408 /,
    );
    await isEmpty();
    expect(taken).to.deep.equal([]);
  });

  it('is taken of nobody who may not, nor as anything else than bytes', async () => {
    expect((await send('x', {}, 'nobody')).status).to.be.oneOf([403, 404]);
    expect((await send('{}', { 'content-type': 'application/json' })).status).to.equal(415);
    expect((await send('x', { 'content-encoding': 'gzip' })).status).to.equal(415);
    expect([taken, await readdir(directory)]).to.deep.equal([[], []]);
  });

  it('is read to its end and dropped where it is refused, because browsers look at no answer before', async () => {
    const head = HEAD.replace('admin', 'nobody');
    const answers = await rawRequest(served.url, [
      `${head}Content-Length: 200000\r\n\r\n`,
      ...Array.from({ length: 20 }, () => 'x'.repeat(10_000)),
      'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ]);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).to.deep.equal(['HTTP/1.1 404', 'HTTP/1.1 200']);
    expect(taken).to.deep.equal([]);
  });

  it('is no business of plugins', () => {
    const route = {
      ...{ method: 'POST' as const, path: '/things/file', permission: 'things:write', summary: 'x' },
      ...{ receivesFile: true, handler: async () => ({}) },
    };
    expect(() => served.routes.route(route)).to.throw('only a POST of the kernel');
  });

  it('finds what a killed process left behind, and removes it', async () => {
    await writeFile(join(directory, 'old'), 'x');
    const long = Date.now() / 1000 - 7200;
    await utimes(join(directory, 'old'), long, long);
    expect((await send('x')).status).to.equal(201);
    expect(await readdir(directory)).to.deep.equal([]);
  });
});
