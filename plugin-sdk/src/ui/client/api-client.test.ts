import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { useLanguage } from '../i18n/language.ts';
import { ApiClient, withQuery } from './api-client.ts';
import { ProblemError } from './problem.ts';

describe('ApiClient', () => {
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let client: ApiClient;
  let timesUnauthenticated: number;

  before(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => server.close());
  beforeEach(() => {
    timesUnauthenticated = 0;
    const { port } = server.address() as AddressInfo;
    client = new ApiClient({
      root: `http://127.0.0.1:${port}/api/v1`,
      csrfToken: () => 'token',
      onUnauthenticated: () => {
        timesUnauthenticated += 1;
      },
    });
  });

  const json = (response: ServerResponse, status: number, body: unknown, type = 'application/json'): void => {
    response.writeHead(status, { 'content-type': type, etag: '"3"' }).end(JSON.stringify(body));
  };

  it('reads a thing with its version', async () => {
    answer = (_, response) => json(response, 200, { id: 'a' });
    expect(await client.getVersioned('/sources/a')).to.deep.equal({ value: { id: 'a' }, etag: '"3"' });
  });

  it('sends the token with what changes something and not with what reads', async () => {
    const tokens: unknown[] = [];
    answer = (request, response) => {
      tokens.push(request.headers['x-csrf-token']);
      json(response, 200, {});
    };
    await client.get('/sources');
    await client.post('/sources', { title: 'x' });
    expect(tokens).to.deep.equal([undefined, 'token']);
  });

  it('has whoever is there prove anew who they are where a request asks for it, and sends it once more', async () => {
    const stepUp = { status: 403, detail: 'Too long ago.', code: 'DW_AUTH_STEP_UP' };
    const bodies: string[] = [];
    let isRecent = false;
    answer = (request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        bodies.push(body);
        if (isRecent) json(response, 200, { done: true });
        else json(response, 403, stepUp, 'application/problem+json');
      });
    };
    const { port } = server.address() as AddressInfo;
    const asked = (proveAnew: () => Promise<boolean>): ApiClient =>
      new ApiClient({
        ...{ root: `http://127.0.0.1:${port}/api/v1`, csrfToken: () => 'token' },
        ...{ onUnauthenticated: () => undefined, proveAnew },
      });
    const refused = (error: unknown): unknown => (error instanceof ProblemError ? error.code : error);

    expect(
      await asked(async () => false)
        .post('/keys', { name: 'x' })
        .catch(refused),
    ).to.equal('DW_AUTH_STEP_UP');
    expect(bodies).to.have.length(1);
    // Who proved it and is asked again is not asked for ever.
    expect(
      await asked(async () => true)
        .post('/keys', { name: 'x' })
        .catch(refused),
    ).to.equal('DW_AUTH_STEP_UP');
    expect(bodies).to.have.length(3);
    const proving = asked(async () => {
      isRecent = true;
      return true;
    });
    expect(await proving.post('/keys', { name: 'x' })).to.deep.equal({ done: true });
    expect(bodies.slice(3)).to.deep.equal(['{"name":"x"}', '{"name":"x"}']);
  });

  it('turns problem details into a typed error', async () => {
    const problem = {
      title: 'Bad',
      status: 422,
      detail: 'It is wrong.',
      code: 'DW_X',
      hint: 'Mend it.',
      requestId: 'r',
      errors: [{ pointer: '/config/host', message: 'Missing.' }],
    };
    answer = (_, response) => json(response, 422, problem, 'application/problem+json');
    const error = await client.post('/sources').catch((thrown: unknown) => thrown);
    expect(error)
      .to.be.instanceOf(ProblemError)
      .and.to.include({ code: 'DW_X', hint: 'Mend it.', status: 422, message: 'It is wrong.' });
    expect((error as ProblemError).errors).to.deep.equal([{ pointer: '/config/host', message: 'Missing.' }]);
  });

  it('says what is refused in the chosen language, as far as it has words for it', async () => {
    useLanguage('de', {
      DW_ACCESS_DENIED: 'Dafür fehlt Ihnen die Berechtigung',
      'Ask an administrator.': 'Wenden Sie sich an die Administration.',
      'is missing': 'fehlt',
    });
    const errors = [{ pointer: '/name', message: 'is missing' }];
    const words = { title: 'Forbidden', detail: 'Not “Orders”.', hint: 'Ask an administrator.' };
    answer = (_, response) =>
      json(response, 403, { ...words, code: 'DW_ACCESS_DENIED', errors }, 'application/problem+json');
    const problem = await client.get('/x').catch((error: unknown) => error);
    useLanguage('en');
    expect(problem).to.include({ title: 'Dafür fehlt Ihnen die Berechtigung', message: 'Not “Orders”.' });
    expect(problem).to.include({ hint: 'Wenden Sie sich an die Administration.' });
    expect((problem as ProblemError).errors).to.deep.equal([{ pointer: '/name', message: 'fehlt' }]);
  });

  it('says what it can of a failure that is not problem details', async () => {
    answer = (_, response) => response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>');
    const error = await client.get('/x').catch((thrown: unknown) => thrown);
    expect(error).to.include({ status: 500, code: 'DW_HTTP_500' });
  });

  it('takes what a proxy says in place of the server for no answer, and not what the server says itself', async () => {
    const reached: boolean[] = [];
    const { port } = server.address() as AddressInfo;
    const behind = new ApiClient({
      root: `http://127.0.0.1:${port}/api/v1`,
      csrfToken: () => null,
      onUnauthenticated: () => undefined,
      onReached: (isReached) => reached.push(isReached),
    });
    answer = (_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway');
    const proxied = await behind.get('/x').catch((thrown: unknown) => thrown);
    expect(proxied).to.include({ status: 0, code: 'DW_UI_OFFLINE' });
    answer = (_, response) => json(response, 503, { code: 'DW_BUSY' }, 'application/problem+json');
    const refused = await behind.get('/x').catch((thrown: unknown) => thrown);
    expect(refused).to.include({ status: 503, code: 'DW_BUSY' });
    expect(reached).to.deep.equal([false, true]);
  });

  it('asks once for what is read twice at the same time, and anew after a change', async () => {
    let times = 0;
    answer = (request, response) => {
      if (request.method === 'GET') times += 1;
      setTimeout(() => json(response, 200, { times, things: [] }), 20);
    };
    const [one, other] = await Promise.all([
      client.get<{ things: unknown[] }>('/x', { query: { limit: 1 } }),
      client.get<{ things: unknown[] }>('/x', { query: { limit: 1 }, signal: new AbortController().signal }),
    ]);
    expect(times).to.equal(1);
    expect(one).to.deep.equal(other);
    expect(one.things, 'each has an answer of its own').to.not.equal(other.things);
    const before = client.get('/x');
    await client.post('/x');
    await Promise.all([before, client.get('/x')]);
    expect(times).to.equal(3);
  });

  it('shares no answer between workspaces', async () => {
    let workspace: string | null = 'north';
    const { port } = server.address() as AddressInfo;
    const moving = new ApiClient({
      root: `http://127.0.0.1:${port}/api/v1`,
      csrfToken: () => null,
      onUnauthenticated: () => undefined,
      workspace: () => workspace,
    });
    answer = (request, response) => {
      setTimeout(() => json(response, 200, { of: request.headers['x-workspace'] ?? null }), 20);
    };
    const north = moving.get('/x');
    workspace = null;
    expect(await Promise.all([north, moving.get('/x')])).to.deep.equal([{ of: 'north' }, { of: null }]);
  });

  it('takes what was asked for before it was there, once', async () => {
    const early = new Map([['/api/v1/auth/session', Promise.resolve(Response.json({ is: 'early' }))]]);
    const late = new ApiClient({
      csrfToken: () => null,
      onUnauthenticated: () => undefined,
      takeEarly: (address) => {
        const answered = early.get(address);
        early.delete(address);
        return answered;
      },
    });
    expect(await late.get('/auth/session')).to.deep.equal({ is: 'early' });
    expect(early.size).to.equal(0);
  });

  it('tells once a request is refused for want of a session, but not while signing in', async () => {
    answer = (_, response) => json(response, 401, { detail: 'No.' }, 'application/problem+json');
    await client.post('/auth/session').catch(() => null);
    expect(timesUnauthenticated).to.equal(0);
    await client.get('/sources').catch(() => null);
    expect(timesUnauthenticated).to.equal(1);
  });

  it('follows a list from page to page', async () => {
    answer = (request, response) => {
      const cursor = new URL(request.url ?? '', 'http://x').searchParams.get('cursor');
      json(
        response,
        200,
        cursor === null ? { items: [1, 2], nextCursor: 'n' } : { items: [3], nextCursor: null },
      );
    };
    expect(await client.all<number>('/numbers')).to.deep.equal([1, 2, 3]);
  });

  it('says that the server does not answer', async () => {
    answer = (request) => request.socket.destroy();
    const error = await client.get('/x').catch((thrown: unknown) => thrown);
    expect(error).to.include({ status: 0, code: 'DW_UI_OFFLINE' });
  });
});

describe('withQuery', () => {
  it('leaves out what is empty and joins lists', () => {
    expect(
      withQuery('/assets', {
        q: 'a b',
        source: '',
        limit: 5,
        sensitivity: ['restricted', 'confidential'],
        cursor: null,
      }),
    ).to.equal('/assets?q=a+b&limit=5&sensitivity=restricted%2Cconfidential');
    expect(withQuery('/assets', {})).to.equal('/assets');
  });
});
