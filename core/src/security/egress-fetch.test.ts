import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { EgressAnswer, EgressRequest, EgressService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { refusal } from '../../test/refusal.ts';
import { makeCertificates } from '../../test/servers/test-certificates.ts';
import { silentLog } from '../../test/storage.ts';
import { createEgress, type ResolveHost } from './egress.ts';
import type { EgressPolicy } from './egress-policy.ts';

/** Ours are reached at 127.0.0.2, which this policy allows by name; the machine's usual address it allows as widely as can be. */
const OURS: EgressPolicy = { allow: ['127.0.0.2', '0.0.0.0/0', '::/0', '*'] };
const SECRET = 'canary-7d1f';

describe('requests through the egress broker', () => {
  const open = new Set<Server>();
  afterEach(async () => {
    for (const server of open) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
    open.clear();
  });

  const listen = async (server: Server, host = '127.0.0.2'): Promise<number> => {
    open.add(server);
    server.listen(0, host);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const serve = (listener: RequestListener, host?: string): Promise<number> =>
    listen(createServer(listener), host);
  const resolvesTo =
    (...addresses: readonly string[]): ResolveHost =>
    async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const broker = (
    resolve: ResolveHost = resolvesTo('127.0.0.2'),
    policy: EgressPolicy = OURS,
    workspaceRules?: (workspace: string) => Promise<readonly string[]>,
  ): EgressService =>
    createEgress({
      policy,
      log: silentLog,
      resolve,
      ...(workspaceRules === undefined ? {} : { workspaceRules }),
    });
  const ask = (url: string, request: Partial<EgressRequest> = {}, egress = broker()): Promise<EgressAnswer> =>
    egress.fetch(url, { purpose: 'test', ...request });
  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    let text = '';
    for await (const part of request) text += String(part);
    return text;
  };
  const redirect =
    (status: number, location: () => string): RequestListener =>
    (_request, response) =>
      response.writeHead(status, { location: location() }).end();

  it('carries method, headers and content there, and status, headers and content back', async () => {
    const port = await serve(async (request, response) => {
      const content = await bodyOf(request);
      response.writeHead(418, { 'x-one': 'a', 'set-cookie': ['a=1', 'b=2'] });
      response.end(`${request.method} ${request.url} ${request.headers['x-key']} ${content}`);
    });
    const answer = await ask(`http://pots.example:${port}/tea?x=1#part`, {
      method: 'PUT',
      headers: { 'X-Key': 'value' },
      body: 'püt',
    });
    expect(Buffer.from(answer.body).toString()).to.equal('PUT /tea?x=1 value püt');
    expect(answer).to.deep.include({ status: 418, url: `http://pots.example:${port}/tea?x=1` });
    expect(answer.headers).to.include({ 'x-one': 'a', 'set-cookie': 'a=1, b=2' });
  });

  it('refuses the machine itself however its address is spelled', async () => {
    let reached = 0;
    const port = await serve((_request, response) => {
      reached += 1;
      response.end();
    }, '127.0.0.1');
    const spellings = [
      '127.1',
      '0x7f000001',
      '2130706433',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      'localhost.',
      '0.0.0.0',
      'localhost',
      '127.0.0.1',
      '127.255.255.254',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '１２７.0.0.1',
      '127。0。0。1',
    ];
    const system = createEgress({ policy: {}, log: silentLog });
    const open = createEgress({ policy: OURS, log: silentLog });
    for (const host of spellings)
      for (const egress of [system, open])
        expect((await refusal(ask(`http://${host}:${port}/`, {}, egress))).code, host).to.be.oneOf([
          'DW_EGRESS_REFUSED',
          'DW_EGRESS_UNRESOLVED',
        ]);
    expect(
      (await refusal(ask(`http://harmless.example:${port}/`, {}, broker(resolvesTo('127.0.0.1', '::1')))))
        .code,
    ).to.equal('DW_EGRESS_REFUSED');
    expect(reached).to.equal(0);
    // The operator may name it in the configuration, or allow it by its address.
    await ask(`http://127.0.0.1:${port}/`, { loopback: 'allow' }, system);
    await ask(`http://127.0.0.1:${port}/`, {}, broker(undefined, { allow: ['127.0.0.0/8'] }));
    expect(reached).to.equal(2);
  });

  it('refuses where clouds keep credentials, by any spelling and any name, even when the machine itself is allowed', async () => {
    for (const host of [
      '169.254.169.254',
      '2852039166',
      '0xa9fea9fe',
      '0251.0376.0251.0376',
      '[::ffff:a9fe:a9fe]',
      '[fd00:ec2::254]',
      '100.100.100.200',
      '168.63.129.16',
    ])
      expect(
        (await refusal(ask(`http://${host}/latest/meta-data`, { loopback: 'allow' }))).code,
        host,
      ).to.equal('DW_EGRESS_REFUSED');
    expect(
      (await refusal(ask('http://metadata.google.internal/', {}, broker(resolvesTo('169.254.169.254')))))
        .code,
    ).to.equal('DW_EGRESS_REFUSED');
  });

  it('connects to the address that it checked, and asks again for the next hop when the name has changed its mind', async () => {
    let lookups = 0;
    const changing: ResolveHost = async () => [
      { address: ++lookups === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 },
    ];
    let served = 0;
    const port = await serve((request, response) => {
      served += 1;
      if (request.url === '/again') response.end('reached');
      else response.writeHead(302, { location: '/again' }).end();
    });
    const { code } = await refusal(ask(`http://rebind.example:${port}/`, {}, broker(changing)));
    expect(code).to.equal('DW_EGRESS_REFUSED');
    expect({ lookups, served }, 'one look a hop').to.deep.equal({ lookups: 2, served: 1 });
  });

  it('follows no redirect to the machine itself, to metadata or out of HTTP', async () => {
    let reached = false;
    const inner = await serve((_request, response) => {
      reached = true;
      response.end();
    }, '127.0.0.1');
    for (const [location, expected] of [
      [`http://127.0.0.1:${inner}/`, 'DW_EGRESS_REFUSED'],
      [`http://0x7f.1:${inner}/`, 'DW_EGRESS_REFUSED'],
      [`//[::ffff:127.0.0.1]:${inner}/`, 'DW_EGRESS_REFUSED'],
      ['http://169.254.169.254/', 'DW_EGRESS_REFUSED'],
      ['file:///etc/passwd', 'DW_EGRESS_REDIRECT'],
      ['gopher://127.0.0.2/', 'DW_EGRESS_REDIRECT'],
      ['http://user:password@127.0.0.2/', 'DW_EGRESS_REDIRECT'],
      ['http://', 'DW_EGRESS_REDIRECT'],
    ] as const) {
      const port = await serve(redirect(302, () => location));
      expect((await refusal(ask(`http://127.0.0.2:${port}/`))).code, location).to.equal(expected);
    }
    expect(reached).to.equal(false);
  });

  it('follows five redirects and no sixth, or as many as it is told', async () => {
    const port = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(307, { location: `/${left - 1}` }).end();
    });
    const to = (count: number): string => `http://127.0.0.2:${port}/${count}`;
    expect(Buffer.from((await ask(to(5))).body).toString()).to.equal('there');
    expect((await refusal(ask(to(6)))).code).to.equal('DW_EGRESS_REDIRECT');
    expect((await refusal(ask(to(9), { maxRedirects: 50 }))).code).to.equal('DW_EGRESS_REDIRECT');
    expect(await ask(to(2), { maxRedirects: 0 })).to.include({ status: 307 });
  });

  it('takes no credential to another origin, and no content', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers);
      response.end();
    });
    let status = 302;
    const port = await serve((request, response) => {
      seen.push(request.headers);
      if (request.url === '/same') response.end();
      else
        response
          .writeHead(status, { location: request.url === '/' ? `http://127.0.0.2:${other}/` : '/same' })
          .end();
    });
    const headers = {
      authorization: `Bearer ${SECRET}`,
      cookie: SECRET,
      'x-vault-token': SECRET,
      accept: 'a/b',
    };
    await ask(`http://127.0.0.2:${port}/`, { headers });
    expect(JSON.stringify(seen[1])).to.include('a/b').and.not.to.include(SECRET);
    await ask(`http://127.0.0.2:${port}/stays`, { headers });
    expect(JSON.stringify(seen[3]), 'the same origin is told again').to.include(SECRET);
    for (status of [307, 308])
      expect(
        (await refusal(ask(`http://127.0.0.2:${port}/`, { method: 'POST', body: `secret=${SECRET}` }))).code,
      ).to.equal('DW_EGRESS_REDIRECT');
    status = 303;
    await ask(`http://127.0.0.2:${port}/`, { method: 'POST', body: SECRET });
    expect(seen.at(-1)).not.to.have.property('content-length');
  });

  it('ends an answer that is too large, also one that does not say so, and one that never ends', async () => {
    const said = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 5_000 });
      response.write('x');
    });
    const unsaid = await serve((_request, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(1_000)));
      };
      response.on('drain', more).on('error', () => undefined);
      more();
    });
    for (const port of [said, unsaid])
      expect((await refusal(ask(`http://127.0.0.2:${port}/`, { maxBytes: 4_000 }))).code).to.equal(
        'DW_EGRESS_TOO_LARGE',
      );
    const packed = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    );
    expect((await refusal(ask(`http://127.0.0.2:${packed}/`))).code).to.equal('DW_EGRESS_UNREACHABLE');
    const slow = await serve((_request, response) => {
      response.writeHead(200);
      response.write('x');
    });
    expect((await refusal(ask(`http://127.0.0.2:${slow}/`, { timeoutMs: 200 }))).code).to.equal(
      'DW_EGRESS_TIMEOUT',
    );
    const abort = new AbortController();
    const waiting = ask(`http://127.0.0.2:${slow}/`, { signal: abort.signal }).catch(
      (error: unknown) => error,
    );
    abort.abort(new Error('enough'));
    expect(await waiting).to.have.property('message', 'enough');
  });

  it('refuses what would break out of the request', async () => {
    for (const [url, request] of [
      ['http://user:password@127.0.0.2/', {}],
      ['ftp://127.0.0.2/', {}],
      ['nonsense', {}],
      ['http://127.0.0.2/', { method: 'CONNECT' }],
      ['http://127.0.0.2/', { method: 'GET / HTTP/1.1\r\nx: y' }],
      ['http://127.0.0.2/', { headers: { 'x-a': `${SECRET}\r\nx-b: c` } }],
      ['http://127.0.0.2/', { headers: { 'x a': 'b' } }],
      ['http://127.0.0.2/', { headers: { host: 'other' } }],
      ['http://127.0.0.2/', { headers: { 'Transfer-Encoding': 'chunked' } }],
    ] as const) {
      const { code, text } = await refusal(ask(url, request));
      expect(code, url).to.equal('DW_EGRESS_TARGET_INVALID');
      expect(text).not.to.include(SECRET).and.not.to.include('password@');
    }
  });

  it('shows of an address only its origin', async () => {
    const port = await serve((request) => request.socket.destroy());
    const { text } = await refusal(ask(`http://127.0.0.2:${port}/${SECRET}?token=${SECRET}`));
    expect(text).to.include(`127.0.0.2:${port}`).and.not.to.include(SECRET);
  });

  it('verifies certificates, whatever the environment says', async () => {
    const { authority, certificate, key } = makeCertificates('vault.example');
    const port = await listen(
      createTlsServer({ key, cert: certificate }, (_request, response) => response.end('sealed')),
    );
    const to = (host: string): string => `https://${host}:${port}/`;
    const tls = { ca: authority };
    expect(Buffer.from((await ask(to('vault.example'), { tls })).body).toString()).to.equal('sealed');
    const former = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect((await refusal(ask(to('vault.example')))).code).to.equal('DW_EGRESS_TLS');
      expect((await refusal(ask(to('other.example'), { tls }))).code).to.equal('DW_EGRESS_TLS');
      expect((await refusal(ask(to('127.0.0.2'), { tls }))).code).to.equal('DW_EGRESS_TLS');
    } finally {
      if (former === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = former;
    }
    const plain = await serve((_request, response) => response.end());
    const down = await listen(
      createTlsServer(
        { key, cert: certificate },
        redirect(302, () => `http://vault.example:${plain}/`),
      ),
    );
    const { code, text } = await refusal(ask(`https://vault.example:${down}/`, { tls }));
    expect(code).to.equal('DW_EGRESS_REDIRECT');
    expect(text).to.include('from HTTPS to HTTP');
  });

  it('keeps a workspace to the destinations that it allows, besides the policy of the platform', async () => {
    const port = await serve((_request, response) => response.end('ok'));
    const rules = new Map([
      ['strict', ['*.example.com', '127.0.0.1', '169.254.169.254']],
      ['free', []],
    ]);
    const egress = broker(resolvesTo('127.0.0.2'), OURS, async (workspace) => rules.get(workspace) ?? []);
    const status = async (host: string, workspace?: string): Promise<unknown> =>
      ask(`http://${host}:${port}/`, workspace === undefined ? {} : { workspace }, egress).then(
        (answer) => answer.status,
        (error: unknown) => Object(error)['code'],
      );
    expect(await status('db.example.com', 'strict')).to.equal(200);
    expect(await status('db.example.org', 'strict')).to.equal('DW_EGRESS_REFUSED');
    expect(await status('db.example.org', 'free')).to.equal(200);
    expect(await status('db.example.org')).to.equal(200);
    // What a workspace allows lifts nothing that the platform refuses.
    expect(await status('127.0.0.1', 'strict')).to.equal('DW_EGRESS_REFUSED');
    expect(await status('169.254.169.254', 'strict')).to.equal('DW_EGRESS_REFUSED');
    const connected = egress.connect({ host: 'db.example.org', port, purpose: 'test', workspace: 'strict' });
    expect((await refusal(connected)).code).to.equal('DW_EGRESS_REFUSED');
  });
});
