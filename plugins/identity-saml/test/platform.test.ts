import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { type AccountsService, accountsService } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { makeKeyPair, type Said, TestIdp } from './test-idp.ts';

describe('SAML identity providers of a running platform', function () {
  this.timeout(120_000);
  const idp = new TestIdp(makeKeyPair());
  const ours = makeKeyPair();
  let test: TestKernel;
  let accounts: AccountsService;
  let server: Server;
  let isDown = false;
  let fetched = 0;

  before(async () => {
    server = createServer((_request, response) => {
      fetched += 1;
      response.writeHead(isDown ? 503 : 200, { 'content-type': 'application/samlmetadata+xml' });
      response.end(isDown ? '' : `<!-- as it is published -->${idp.metadata}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    test = await createTestKernel({
      http: 'always',
      plugins: [
        { directory: join(import.meta.dirname, '../../identity'), config: {} },
        {
          directory: join(import.meta.dirname, '../../identity-scim'),
          config: { clients: [{ key: 'partner' }] },
        },
        {
          directory: join(import.meta.dirname, '..'),
          config: {
            providers: [
              {
                ...{ key: 'corp', title: 'Corporation', entityId: 'urn:example:corp' },
                metadataUrl: `http://127.0.0.1:${port}/metadata`,
                attributes: { groups: 'memberOf' },
              },
              {
                ...{ key: 'partner', title: 'Partner', entityId: 'urn:example:partner' },
                ...{ issuer: idp.entityId, entryPoint: idp.entryPoint, certificates: [idp.keys.certificate] },
                ...{ signing: ours, decryption: ours },
              },
            ],
          },
        },
      ],
    });
    expect(test.plugin('identity-saml').state, String(test.plugin('identity-saml').reason)).to.equal(
      'active',
    );
    accounts = test.service(accountsService);
  });
  after(async () => {
    await test?.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(`/api/v1${path}`, test.kernel.address ?? ''), { redirect: 'manual', ...init });
  const metadataOf = async (key: string): Promise<string> => (await ask(`/saml/${key}/metadata`)).text();

  /** From the button to where the browser ends up. */
  const signIn = async (key: string, said: Said = {}) => {
    const started = await ask(`/auth/providers/${key}/start?returnTo=/assets`);
    const cookie = started.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const metadata = await metadataOf(key);
    const request = await idp.readRequest(
      String(started.headers.get('location')),
      metadata,
      key === 'partner',
    );
    const recipient = String(new URL(`/api/v1/auth/providers/${key}/callback`, test.kernel.address ?? ''));
    const response = await idp.respond(
      metadata,
      { requestId: request.id, recipient, audience: `urn:example:${key}` },
      said,
      key === 'partner' ? { encryption: 'http://www.w3.org/2009/xmlenc11#aes128-gcm' } : {},
    );
    const post = (fields: Readonly<Record<string, string>>, to = key): Promise<Response> =>
      ask(`/auth/providers/${to}/callback`, {
        method: 'POST',
        headers: { origin: 'https://idp.example', 'sec-fetch-site': 'cross-site' },
        body: new URLSearchParams(fields),
      });
    const posted = await post({ SAMLResponse: response, RelayState: request.relayState });
    const location = posted.headers.get('location') ?? '';
    const back = await ask(location.replace('/api/v1', ''), { headers: { cookie } });
    const session = back.headers.getSetCookie().find((line) => line.startsWith('datawave_session='));
    return { started, post, response, request, cookie, back, session: session?.split(';')[0] };
  };

  it('stand on the sign-in page beside each other', async () => {
    const body: unknown = await (await ask('/auth/providers')).json();
    expect(body)
      .to.have.property('items')
      .which.deep.equals([
        { key: 'corp', kind: 'redirect', title: 'Corporation', start: '/api/v1/auth/providers/corp/start' },
        { key: 'partner', kind: 'redirect', title: 'Partner', start: '/api/v1/auth/providers/partner/start' },
      ]);
  });

  it('are told who the platform is, and where it takes answers', async () => {
    const answer = await ask('/saml/partner/metadata');
    expect(answer.headers.get('content-type')).to.equal('application/samlmetadata+xml');
    const xml = await answer.text();
    expect(xml).to.contain('entityID="urn:example:partner"').and.to.contain('WantAssertionsSigned="true"');
    expect(xml).to.contain('/api/v1/auth/providers/partner/callback').and.to.contain('use="encryption"');
    expect(xml).not.to.contain('PRIVATE');
    expect((await ask('/saml/nobody/metadata')).status).to.equal(404);
  });

  it('sign somebody in whom they vouch for, who goes on where they wanted to', async () => {
    const { back, session } = await signIn('corp', {
      nameId: 'dora',
      attributes: { memberOf: ['data', 'staff'] },
    });
    expect([back.status, back.headers.get('location')]).to.deep.equal([302, '/assets']);
    const own: unknown = await (await ask('/account', { headers: { cookie: String(session) } })).json();
    expect(own).to.include({ username: 'dora' });
    const account = await accounts.find(test.scope(), { provider: 'corp', subject: 'dora' });
    const groups = await accounts.listGroups(test.scope(), { member: String(account?.id) });
    expect(groups.items.map(({ name }) => name)).to.deep.equal(['data', 'staff']);
    const sealed = await signIn('partner', { nameId: 'dora' });
    expect(sealed.back.headers.get('location')).to.equal('/assets');
    const other = await accounts.find(test.scope(), { provider: 'partner', subject: 'dora' });
    expect(other?.username).to.equal('dora@partner');
    expect(other?.id).not.to.equal(account?.id);
  });

  it('leave memberships alone where they say nothing of groups', async () => {
    const account = await accounts.find(test.scope(), { provider: 'partner', subject: 'dora' });
    const group = await accounts.provisionGroup(test.scope(), {
      provider: 'partner',
      subject: 'g',
      name: 'Kept',
    });
    await accounts.changeMembers(test.scope(), group.id, { add: [String(account?.id)] });
    await signIn('partner', { nameId: 'dora' });
    expect((await accounts.find(test.scope(), { id: String(account?.id) }))?.groups).to.deep.equal([
      group.id,
    ]);
  });

  it('cannot be answered twice, by another provider or without having been asked', async () => {
    const { post, response, request, cookie } = await signIn('corp');
    const fields = { SAMLResponse: response, RelayState: request.relayState };
    const again = await post(fields);
    const replayed = await ask(String(again.headers.get('location')).replace('/api/v1', ''), {
      headers: { cookie },
    });
    expect(replayed.headers.get('location')).to.equal('/?sign-in-error=DW_AUTH_FAILED');
    const elsewhere = await post(fields, 'partner');
    expect(elsewhere.headers.get('location')).to.equal('/?sign-in-error=DW_AUTH_FAILED');
    const unasked = await post({ SAMLResponse: response });
    expect(unasked.headers.get('location')).to.equal('/?sign-in-error=DW_AUTH_FAILED');
    const forged = await signIn('corp', { audience: 'urn:example:partner' });
    expect(forged.back.headers.get('location')).to.equal('/?sign-in-error=DW_AUTH_FAILED');
    expect(forged.session).to.equal(undefined);
  });

  it('sign in whom their directory has brought in, until it takes them out', async () => {
    const made = await test.request('POST', '/api/v1/api-tokens', {
      body: { name: 'partner', permissions: ['scim:write'], service: { roles: ['admin'] } },
    });
    const token = String(Object(made.body)['token']);
    const scim = async (method: string, path: string, body: object) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
      const reply = await ask(`/scim/v2/Users${path}`, { method, headers, body: JSON.stringify(body) });
      return String(Object(await reply.json())['id']);
    };
    const id = await scim('POST', '', { userName: 'noor@example.org', externalId: 'object-7', active: true });
    const { session } = await signIn('partner', { nameId: 'object-7' });
    const own = async () => (await ask('/account', { headers: { cookie: String(session) } })).json();
    expect(await own()).to.deep.include({ identities: [{ provider: 'partner', subject: 'object-7' }] });
    const gone = { op: 'Replace', path: 'active', value: 'False' };
    await scim('PATCH', `/${id}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [gone],
    });
    expect(await own()).to.include({ code: 'DW_HTTP_UNAUTHENTICATED' });
    const again = await signIn('partner', { nameId: 'object-7' });
    expect([again.session, again.back.headers.get('location')]).to.deep.equal([
      undefined,
      '/?sign-in-error=DW_AUTH_FAILED',
    ]);
  });

  it('are read again seldom, and keep nobody out whom another knows', async () => {
    expect(fetched).to.equal(1);
    isDown = true;
    expect((await signIn('partner', { nameId: 'dora' })).session).to.be.a('string');
    expect((await signIn('corp', { nameId: 'dora' })).session).to.be.a('string');
  });
});
