import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { field, OpenRegistry, PUBLISHER, person } from './open-registry.ts';

const ada = person('ada', ...PUBLISHER);
const ben = person('ben', ...PUBLISHER);

/** A resolver that speaks DNS over HTTPS, and a CI that hands out tokens: both servers of their own on this machine. */
class Outside {
  readonly records = new Map<string, readonly string[]>();
  readonly #server: Server;
  #keys: readonly JWK[] = [];
  #private: CryptoKey | undefined;

  constructor() {
    this.#server = createServer((request, response) => {
      if (request.url === '/dns-query')
        void bodyOf(request).then((question) => {
          response.writeHead(200, { 'content-type': 'application/dns-message' }).end(this.#answer(question));
        });
      else if (request.url === '/.well-known/openid-configuration')
        response.end(JSON.stringify({ issuer: this.url, jwks_uri: `${this.url}/keys` }));
      else response.end(JSON.stringify({ keys: this.#keys }));
    });
  }

  async start(): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    this.#keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }];
    this.#private = privateKey;
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async token(
    claims: Readonly<Record<string, string>>,
    over: { readonly audience?: string; readonly issuedAt?: number; readonly key?: CryptoKey } = {},
  ): Promise<string> {
    const key = over.key ?? this.#private;
    if (key === undefined) throw new Error('not started');
    const now = over.issuedAt ?? Math.floor(Date.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(this.url)
      .setSubject('repo:acme/plugin')
      .setAudience(over.audience ?? 'datawave-registry')
      .setIssuedAt(now)
      .setExpirationTime(now + 600)
      .sign(key);
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(question: Buffer): Buffer {
    const labels: string[] = [];
    let at = 12;
    for (let length = question.readUInt8(at); length > 0; length = question.readUInt8(at)) {
      labels.push(question.subarray(at + 1, at + 1 + length).toString('ascii'));
      at += length + 1;
    }
    const texts = this.records.get(labels.join('.'));
    const header = Buffer.from(question.subarray(0, 12));
    header.writeUInt16BE(texts === undefined ? 0x8183 : 0x8180, 2);
    header.writeUInt16BE(texts?.length ?? 0, 6);
    const records = (texts ?? []).map((text) => {
      // In two parts, as resolvers send what is long; the name as a pointer to that of the question.
      const half = Math.ceil(text.length / 2);
      const data = [text.slice(0, half), text.slice(half)].flatMap((part) => [
        Buffer.from([part.length]),
        Buffer.from(part),
      ]);
      const length = text.length + 2;
      return Buffer.concat([
        Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, length >> 8, length & 255]),
        ...data,
      ]);
    });
    return Buffer.concat([header, question.subarray(12, at + 5), ...records]);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('proofs of a namespace', function () {
  this.timeout(120_000);
  const outside = new Outside();
  let registry: OpenRegistry;
  before(async () => {
    await outside.start();
    registry = await OpenRegistry.start({
      dns: { resolver: `${outside.url}/dns-query` },
      trustedIssuers: [outside.url],
      checks: { namespace: 'required' },
    });
    for (const [scope, as] of [
      ['acme', ada],
      ['globex', ben],
    ] as const) {
      const refused = await registry.publish(as, { name: `@${scope}/tool`, version: '0.0.1' });
      expect(refused.body, 'a namespace that nobody proved').to.include({
        code: 'DW_REGISTRY_CHECKS_FAILED',
      });
    }
  });
  after(async () => {
    await registry.stop();
    outside.stop();
  });

  const publisher = (path: string) => `/-/datawave/publishers/${path}`;

  it('are needed where the policy requires them, and a new publisher can be made ahead', async () => {
    expect(
      (await registry.ask('POST', '/-/datawave/publishers', { as: ada, body: { scope: '@acme' } })).status,
    ).to.equal(201);
    expect(
      (await registry.ask('POST', '/-/datawave/publishers', { as: ben, body: { scope: '@acme' } })).body,
    ).to.include({ code: 'DW_REGISTRY_NOT_PUBLISHER' });
    expect(
      (await registry.ask('POST', '/-/datawave/publishers', { as: ben, body: { scope: '@acrne' } })).body,
    ).to.include({ code: 'DW_REGISTRY_SCOPE_SIMILAR' });
    expect(
      (await registry.ask('PATCH', publisher('acme'), { as: ben, body: { domain: 'evil.example' } })).body,
    ).to.include({ code: 'DW_REGISTRY_NOT_PUBLISHER' });
  });

  it('stand in the DNS, and go when they are gone', async () => {
    expect(
      (await registry.ask('PATCH', publisher('acme'), { as: ada, body: { domain: 'https://acme.example' } }))
        .body,
    ).to.include({ code: 'DW_REGISTRY_NAMESPACE' });
    expect(
      (await registry.ask('PATCH', publisher('acme'), { as: ada, body: { domain: 'umbrella.example' } }))
        .body,
    ).to.include({ code: 'DW_REGISTRY_NAMESPACE' });
    for (const domain of ['acme.umbrella.example', 'acme.umbrella.co.uk', 'www.acme.example', 'co.uk'])
      expect(
        (await registry.ask('PATCH', publisher('acme'), { as: ada, body: { domain } })).body,
        domain,
      ).to.include({ code: 'DW_REGISTRY_NAMESPACE' });
    const changed = await registry.ask('PATCH', publisher('acme'), {
      as: ada,
      body: { domain: 'acme.example', title: 'Acme' },
    });
    const record = field(changed, 'record') as { readonly name: string; readonly value: string };
    expect(record.name).to.equal('_datawave.acme.example');
    const seen = await registry.ask('GET', publisher('acme'), { as: ben });
    expect(seen.body, 'who looks from outside')
      .to.deep.include({ title: 'Acme', verified: false, isMember: false })
      .and.not.have.any.keys('record', 'members');
    const prove = () => registry.ask('POST', publisher('acme/proofs/dns'), { as: ada });
    expect(field(await prove(), 'detail')).to.include('has no TXT record');
    outside.records.set(record.name, ['v=spf1 -all', 'datawave-publisher=acme:0000']);
    expect(field(await prove(), 'detail')).to.include('None of the 2 TXT records');
    outside.records.set(record.name, ['v=spf1 -all', record.value]);
    expect((await prove()).status).to.equal(204);
    const published = await registry.publish(ada, { name: '@acme/tool', version: '1.0.0' });
    expect(published.status, JSON.stringify(published.body)).to.equal(201);
    const listing = await registry.ask('GET', '/-/datawave/plugins/@acme%2ftool');
    expect(field(listing, 'publisher')).to.deep.equal({ id: 'acme', title: 'Acme', verified: true });
    expect(field(listing, 'proofs')).to.deep.equal([{ method: 'dns', detail: 'acme.example' }]);
    expect(
      (await registry.ask('PATCH', publisher('acme'), { as: ada, body: { domain: 'acme.test' } })).body,
    ).to.include({ verified: false });
    expect(
      field(await registry.ask('GET', '/-/datawave/plugins/@acme%2ftool'), 'publisher', 'verified'),
    ).to.equal(false);
  });

  it('come from a CI that the publisher trusts, for what is published within the hour', async () => {
    expect(
      (await registry.ask('POST', '/-/datawave/publishers', { as: ben, body: { scope: '@globex' } })).status,
    ).to.equal(201);
    const trustedCi = {
      issuer: outside.url,
      claims: { repository: 'globex/plugin', ref: 'refs/heads/main' },
    };
    const prove = (token: string) =>
      registry.ask('POST', publisher('globex/proofs/oidc'), { as: ben, body: { token } });
    expect(field(await prove('x'), 'detail')).to.include('no CI that it trusts');
    const patch = (to: object) =>
      registry.ask('PATCH', publisher('globex'), { as: ben, body: { trustedCi: to } });
    expect((await patch({ ...trustedCi, claims: { repository: 'ben/globex' } })).body).to.include({
      code: 'DW_REGISTRY_NAMESPACE',
    });
    expect((await patch(trustedCi)).status).to.equal(200);
    const good = { repository: 'globex/plugin', ref: 'refs/heads/main' };
    const { privateKey } = await generateKeyPair('ES256');
    const stale = Math.floor(Date.now() / 1000) - 3_000;
    const refused: readonly (readonly [string, string])[] = [
      ['no token', 'nothing'],
      ['another repository', await outside.token({ ...good, repository: 'globex/fork' })],
      ['another branch', await outside.token({ ...good, ref: 'refs/heads/x' })],
      ['for somebody else', await outside.token(good, { audience: 'npm' })],
      ['too old', await outside.token(good, { issuedAt: stale })],
      ['signed by another key', await outside.token(good, { key: privateKey })],
    ];
    for (const [what, token] of refused) {
      const answer = await prove(token);
      expect(answer.body, what).to.include({ code: 'DW_REGISTRY_CI_TOKEN', status: 403 });
      expect(JSON.stringify(answer.body), what).not.to.include(token.slice(0, 40));
    }
    expect((await registry.publish(ben, { name: '@globex/tool', version: '1.0.0' })).status).to.equal(422);
    expect((await prove(await outside.token(good))).status).to.equal(204);
    expect((await registry.publish(ben, { name: '@globex/tool', version: '1.0.0' })).status).to.equal(201);
  });

  it('are given by an administrator, and taken back', async () => {
    expect((await registry.ask('POST', publisher('acme/proofs/administrator'), { as: ada })).status).to.equal(
      403,
    );
    expect((await registry.ask('POST', publisher('acme/proofs/administrator'))).status).to.equal(204);
    expect(field(await registry.ask('GET', publisher('acme')), 'verified')).to.equal(true);
    expect((await registry.ask('DELETE', publisher('acme/proofs/administrator'))).status).to.equal(204);
    expect(field(await registry.ask('GET', publisher('acme')), 'verified')).to.equal(false);
  });

  it('leave a publisher its last member', async () => {
    const member = (as: typeof ada, who: string) =>
      registry.ask('DELETE', publisher(`acme/members/${who}`), { as });
    expect(
      (await registry.ask('POST', publisher('acme/members'), { as: ada, body: { principal: 'user:ben' } }))
        .status,
    ).to.equal(201);
    expect((await member(ben, 'user:ada')).status).to.equal(204);
    expect((await member(ada, 'user:ben')).status).to.equal(403);
    expect((await member(ben, 'user:ben')).status).to.equal(204);
    expect(field(await registry.ask('GET', publisher('acme'), { as: ben }), 'members')).to.deep.equal([
      'user:ben',
    ]);
  });
});
