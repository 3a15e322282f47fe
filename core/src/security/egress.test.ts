import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer, get } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { silentLog } from '../../test/storage.ts';
import { createEgress, type ResolveHost } from './egress.ts';
import { createEgressAgent } from './egress-agent.ts';
import type { EgressPolicy } from './egress-policy.ts';
import { addressForms, readEgressRules } from './egress-rules.ts';

describe('egress', () => {
  let server: Server;
  let port: number;
  let folder: string;

  before(async () => {
    server = createServer((socket) => socket.on('error', () => undefined).end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
    folder = await mkdtemp(join(tmpdir(), 'datawave-egress-'));
  });
  after(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  const resolvesTo =
    (...addresses: readonly string[]): ResolveHost =>
    async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const connect = async (
    host: string,
    options: {
      policy?: EgressPolicy;
      resolve?: ResolveHost;
      port?: number;
      timeoutMs?: number;
      signal?: AbortSignal;
    } = {},
  ): Promise<string> => {
    const { policy = {}, resolve, ...target } = options;
    const egress = createEgress({ policy, log: silentLog, ...(resolve ? { resolve } : {}) });
    const socket = await egress.connect({ host, port, purpose: 'test', timeoutMs: 2_000, ...target });
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    return text;
  };
  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'connected',
      (error: unknown) => Object(error)['code'] ?? error,
    );

  it('connects to loopback and private addresses', async () => {
    expect(await connect('127.0.0.1')).to.equal('hello');
    expect(await connect('db.internal', { resolve: resolvesTo('127.0.0.1') })).to.equal('hello');
  });

  it('connects to the address that it checked, whatever the name says a moment later', async () => {
    let lookups = 0;
    const rebinding: ResolveHost = async () => [
      { address: ++lookups === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 },
    ];
    expect(await connect('rebind.example', { resolve: rebinding })).to.equal('hello');
    expect(lookups).to.equal(1);
  });

  it('refuses where clouds keep credentials, in every way of writing it', async () => {
    const hosts = [
      '169.254.169.254',
      '::ffff:169.254.169.254',
      '[::ffff:a9fe:a9fe]',
      '::169.254.169.254',
      '64:ff9b::a9fe:a9fe',
      '2002:a9fe:a9fe::1',
      'fd00:ec2::254',
      'fe80::1',
      '169.254.1.1',
      '0.0.0.0',
      '::',
      '224.0.0.1',
      'ff02::1',
      '255.255.255.255',
      '100.100.100.200',
    ];
    for (const host of hosts) expect(await codeOf(connect(host)), host).to.equal('DW_EGRESS_REFUSED');
    // The resolver reads what is no address in our eyes, as the C library would.
    for (const host of ['2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518'])
      expect(await codeOf(connect(host)), host).to.be.oneOf(['DW_EGRESS_REFUSED', 'DW_EGRESS_UNRESOLVED']);
    expect(
      await codeOf(connect('metadata.google.internal', { resolve: resolvesTo('169.254.169.254') })),
    ).to.equal('DW_EGRESS_REFUSED');
  });

  it('takes the allowed ones of several addresses', async () => {
    expect(await connect('mixed.example', { resolve: resolvesTo('169.254.169.254', '127.0.0.1') })).to.equal(
      'hello',
    );
  });

  it('tries the next address when one does not answer', async () => {
    expect(await connect('twice.example', { resolve: resolvesTo('127.0.0.2', '127.0.0.1') })).to.equal(
      'hello',
    );
  });

  it('keeps to what is allowed and away from what is denied', async () => {
    const local = { resolve: resolvesTo('127.0.0.1') };
    expect(
      await codeOf(connect('db.example.com', { policy: { allow: ['*.example.com'] }, ...local })),
    ).to.equal('connected');
    expect(
      await codeOf(connect('db.example.org', { policy: { allow: ['*.example.com'] }, ...local })),
    ).to.equal('DW_EGRESS_REFUSED');
    expect(
      await codeOf(connect('db.example.com', { policy: { allow: [`*.example.com:${port}`] }, ...local })),
    ).to.equal('connected');
    expect(
      await codeOf(connect('db.example.com', { policy: { allow: ['*.example.com:1'] }, ...local })),
    ).to.equal('DW_EGRESS_REFUSED');
    expect(
      await codeOf(connect('db.example.com', { policy: { allow: ['*'], deny: ['127.0.0.0/8'] }, ...local })),
    ).to.equal('DW_EGRESS_REFUSED');
    expect(
      await codeOf(connect('DB.Example.com.', { policy: { deny: ['db.example.com'] }, ...local })),
    ).to.equal('DW_EGRESS_REFUSED');
  });

  it('says what went wrong', async () => {
    expect(
      await codeOf(connect('nowhere.example', { resolve: () => Promise.reject(new Error('ENOTFOUND')) })),
    ).to.equal('DW_EGRESS_UNRESOLVED');
    expect(await codeOf(connect('127.0.0.1', { port: 1 }))).to.equal('DW_EGRESS_UNREACHABLE');
    expect(
      await codeOf(connect('slow.example', { resolve: () => new Promise(() => undefined), timeoutMs: 50 })),
    ).to.equal('DW_EGRESS_TIMEOUT');
    for (const host of ['', 'a b', 'user@host', 'x/y'])
      expect(await codeOf(connect(host)), host).to.equal('DW_EGRESS_TARGET_INVALID');
    expect(await codeOf(connect('127.0.0.1', { port: 70_000 }))).to.equal('DW_EGRESS_TARGET_INVALID');
    expect(await codeOf(connect('127.0.0.1', { policy: { allow: ['10.0.0.0/99'] } }))).to.equal(
      'DW_EGRESS_POLICY_INVALID',
    );
  });

  it('gives up when the caller does', async () => {
    const controller = new AbortController();
    const work = connect('slow.example', {
      resolve: () => new Promise(() => undefined),
      signal: controller.signal,
    });
    controller.abort(new Error('enough'));
    expect(await work.catch((error: unknown) => error)).to.have.property('message', 'enough');
  });

  it('opens local sockets where the policy lets it', async () => {
    const path = join(folder, 'socket');
    const local = createServer((socket) => socket.end('local'));
    await new Promise<void>((resolve) => local.listen(path, resolve));
    const socket = await createEgress({ policy: {}, log: silentLog }).connectLocal(path, 'test');
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).to.equal('local');
    expect(
      await codeOf(
        createEgress({ policy: { allowLocalSockets: false }, log: silentLog }).connectLocal(path, 'test'),
      ),
    ).to.equal('DW_EGRESS_REFUSED');
    await new Promise((resolve) => local.close(resolve));
  });

  it('carries HTTP through an agent', async () => {
    const web = createHttpServer((_request, response) => response.end('over http'));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const address = web.address();
    const webPort = typeof address === 'object' && address !== null ? address.port : 0;
    const fetchWith = (policy: EgressPolicy): Promise<string> => {
      const agent = createEgressAgent(createEgress({ policy, log: silentLog }), 'http:', 'test');
      return new Promise<string>((resolve, reject) => {
        get({ host: '127.0.0.1', port: webPort, agent }, (response) => {
          let text = '';
          response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
        }).on('error', reject);
      }).finally(() => agent.destroy());
    };
    expect(await fetchWith({})).to.equal('over http');
    expect(await codeOf(fetchWith({ deny: ['127.0.0.1'] }))).to.equal('DW_EGRESS_REFUSED');
    web.closeAllConnections();
    await new Promise((resolve) => web.close(resolve));
  });

  describe('rules', () => {
    it('lift a built-in refusal only for an address that is named as narrowly', () => {
      const refusal = (allow: readonly string[], host = '169.254.10.1'): string | null =>
        readEgressRules({ allow }).refusal(host, 443, '169.254.10.1');
      expect(refusal(['169.254.10.1'])).to.equal(null);
      expect(refusal(['169.254.0.0/16'])).to.equal(null);
      expect(refusal(['0.0.0.0/0'])).to.contain('link-local');
      expect(refusal(['*'], 'any.example')).to.contain('link-local');
    });

    it('refuse an IPv4 address in whatever IPv6 form it comes', () => {
      const rules = readEgressRules({ deny: ['10.0.0.0/8'] });
      fc.assert(
        fc.property(
          fc.tuple(
            fc.integer({ min: 0, max: 255 }),
            fc.integer({ min: 0, max: 255 }),
            fc.integer({ min: 1, max: 254 }),
          ),
          ([b, c, d]) => {
            const dotted = `10.${b}.${c}.${d}`;
            const hex = (high: number, low: number): string => ((high << 8) | low).toString(16);
            const tail = `${hex(10, b)}:${hex(c, d)}`;
            for (const form of [
              dotted,
              `::ffff:${dotted}`,
              `::ffff:${tail}`,
              `0:0:0:0:0:FFFF:${tail}`,
              `::${tail}`,
              `64:ff9b::${tail}`,
              `2002:${tail}::`,
            ]) {
              if (rules.refusal(form, 1, form) === null) return false;
            }
            return true;
          },
        ),
      );
    });

    it('read any text as addresses or as none, without failing', () => {
      fc.assert(fc.property(fc.string(), (text) => Array.isArray(addressForms(text))));
      fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => addressForms(text).length > 0));
    });
  });
});
