import { setTimeout as sleep } from 'node:timers/promises';
import { type AccountsService, accountsService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { GROUP, patchOf, resourcesOf, type ScimCall, ServedScim, USER } from './served-scim.ts';

/** Waits for what an event brings about. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await isSo()) return;
    await sleep(50);
  }
  throw new Error('it did not come about');
}

describe('the limits of a SCIM client', function () {
  this.timeout(120_000);
  let served: ServedScim;
  let accounts: AccountsService;
  let entra: ScimCall;
  let okta: ScimCall;

  before(async () => {
    served = await ServedScim.start();
    accounts = served.test.service(accountsService);
    entra = served.as(await served.token('Entra ID'));
    okta = served.as(await served.token('okta'));
  });
  after(() => served?.stop());

  const account = (provider: string, subject: string) =>
    accounts.find(served.test.scope(), { provider, subject });
  const filter = (text: string): string => `?filter=${encodeURIComponent(text)}`;
  const make = async (call: ScimCall, userName: string, externalId: string): Promise<string> => {
    const { status, body } = await call('POST', '/Users', { schemas: [USER], userName, externalId });
    expect(status, JSON.stringify(body)).to.equal(201);
    return String(body['id']);
  };

  it('ends every session of somebody who leaves, at once', async () => {
    const id = await make(entra, 'leaver', 'leaver-1');
    const person = await account('entra', 'leaver-1');
    const scope = served.test.scope();
    const token = await served.test.request('POST', '/api/v1/api-tokens', {
      as: { id: String(person?.id), kind: 'user', displayName: 'Leaver', roles: [] },
      body: { name: 'own', permissions: ['scim:write'] },
    });
    expect(token.status, JSON.stringify(token.body)).to.equal(201);
    const call = served.as(String(Object(token.body)['token']));
    expect((await call('GET', '/Users')).status).to.equal(404);
    await entra('PATCH', `/Users/${id}`, patchOf({ op: 'replace', path: 'active', value: false }));
    expect((await call('GET', '/Users')).status).to.equal(401);
    expect((await accounts.find(scope, { id: String(person?.id) }))?.state).to.equal('deactivated');
  });

  it('shows nobody of another directory, or of none', async () => {
    const theirs = await make(entra, 'theirs', 'theirs-1');
    const group = await entra('POST', '/Groups', { schemas: [GROUP], displayName: 'Theirs' });
    const path = `/Groups/${String(group.body['id'])}`;
    for (const [method, where, body] of [
      ['GET', `/Users/${theirs}`],
      ['PUT', `/Users/${theirs}`, { schemas: [USER], userName: 'x' }],
      ['PATCH', `/Users/${theirs}`, patchOf({ op: 'replace', path: 'active', value: false })],
      ['DELETE', `/Users/${theirs}`],
      ['GET', path],
      ['PATCH', path, patchOf({ op: 'add', path: 'members', value: [] })],
      ['DELETE', path],
      ['GET', '/Users/00000000-0000-4000-8000-000000000000'],
      ['GET', '/Users/user:admin'],
      ['GET', '/Users/1%27%20or%201=1'],
    ] as const)
      expect((await okta(method, where, body)).status, `${method} ${where}`).to.equal(404);
    for (const wanted of [
      'userName eq "theirs"',
      'userName eq "admin"',
      'userName pr or id pr',
      'not (userName eq "x")',
    ])
      expect(
        resourcesOf(await okta('GET', `/Users${filter(wanted)}`)).map(({ userName }) => userName),
        wanted,
      ).not.to.include.members(['theirs']);
    const own = await okta('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'Own',
      members: [{ value: theirs }],
    });
    expect([own.status, own.body['scimType']]).to.deep.equal([400, 'invalidValue']);
    // The same name in two directories is two people.
    await make(okta, 'theirs', 'irrelevant');
    expect(await account('okta', 'theirs')).to.include({ username: 'theirs@okta' });
  });

  it('takes nobody over who was here before', async () => {
    const made = await served.test.request('POST', '/api/v1/users', {
      body: { username: 'local', displayName: 'Local', password: 'walking slowly by the sea' },
    });
    expect(made.status).to.equal(201);
    await make(entra, 'local', 'user:admin');
    expect(await account('entra', 'user:admin')).to.include({ username: 'local@entra' });
  });

  it('is for configured clients with the permission, and for nobody else', async () => {
    expect((await served.as(null)('GET', '/Users')).status).to.equal(401);
    expect((await served.as('dwp_wrong')('GET', '/Users')).status).to.equal(401);
    const other = served.as(await served.token('Somebody else'));
    const refused = await other('GET', '/Users');
    expect([refused.status, refused.body['schemas']]).to.deep.equal([
      403,
      ['urn:ietf:params:scim:api:messages:2.0:Error'],
    ]);
    expect((await other('GET', '/ServiceProviderConfig')).status).to.equal(403);
    const confined = served.as(await served.token('Entra ID', ['users:read'], ['admin']));
    expect((await confined('GET', '/Users')).status).to.equal(404);
    const powerless = served.as(await served.token('Entra ID', ['scim:write'], ['viewer']));
    expect((await powerless('GET', '/Users')).status).to.equal(404);
    const person = await served.test.request('GET', '/api/v1/scim/v2/Users');
    expect(person.status).to.equal(403);
    // Whoever may provision may do nothing else.
    const url = new URL('/api/v1/users', served.test.kernel.address ?? '');
    const token = await served.token('Entra ID');
    expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).to.equal(404);
  });

  it('gives nobody a role, and takes the platform its last administrator not', async () => {
    const id = await make(entra, 'boss', 'boss-1');
    await entra(
      'PATCH',
      `/Users/${id}`,
      patchOf(
        { op: 'add', path: 'roles', value: [{ value: 'admin', primary: true }] },
        { op: 'add', value: { roles: ['admin'] } },
      ),
    );
    await entra('PUT', `/Users/${id}`, {
      schemas: [USER],
      userName: 'boss',
      externalId: 'boss-1',
      roles: [{ value: 'admin' }],
      entitlements: [{ value: 'admin' }],
    });
    const boss = await account('entra', 'boss-1');
    expect(boss?.roles).to.deep.equal([]);
    const promoted = await served.test.request('PATCH', `/api/v1/users/${String(boss?.id)}`, {
      body: { roles: ['admin'] },
    });
    expect(promoted.status, JSON.stringify(promoted.body)).to.equal(200);
    for (const [method, body] of [
      ['PATCH', patchOf({ op: 'replace', path: 'active', value: false })],
      ['PUT', { schemas: [USER], userName: 'boss', externalId: 'boss-1', active: false }],
      ['DELETE', undefined],
    ] as const) {
      const refused = await entra(method, `/Users/${id}`, body);
      expect([refused.status, refused.body['detail']], method).to.deep.equal([
        409,
        'This would leave the platform without an administrator.',
      ]);
    }
    expect((await entra('GET', `/Users/${id}`)).body).to.include({ active: true });
    const second = await make(entra, 'second', 'boss-2');
    const other = await account('entra', 'boss-2');
    await served.test.request('PATCH', `/api/v1/users/${String(other?.id)}`, { body: { roles: ['admin'] } });
    expect((await entra('DELETE', `/Users/${second}`)).status).to.equal(204);
    expect(await account('entra', 'boss-2')).to.include({ state: 'deactivated' });
  });

  it('leaves deactivated who was deactivated here, and forgets who was removed here', async () => {
    const id = await make(entra, 'held', 'held-1');
    const held = await account('entra', 'held-1');
    await accounts.lock(served.test.scope(), String(held?.id), 'An incident.');
    const body = {
      schemas: [USER],
      userName: 'held',
      externalId: 'held-1',
      active: true,
      title: 'Still here',
    };
    expect((await entra('PUT', `/Users/${id}`, body)).status).to.equal(200);
    expect(await account('entra', 'held-1')).to.include({ state: 'locked' });
    await accounts.deprovision(served.test.scope(), String(held?.id), 'delete');
    await until(async () => (await entra('GET', `/Users/${id}`)).status === 404);
    expect((await entra('POST', '/Users', body)).status).to.equal(201);
  });

  it('lets no two clients change the same thing at once unseen', async () => {
    const id = await make(entra, 'versioned', 'versioned-1');
    const etag = String((await entra('GET', `/Users/${id}`)).headers.get('etag'));
    const change = (value: string, match: string) =>
      entra('PATCH', `/Users/${id}`, patchOf({ op: 'replace', path: 'title', value }), { 'if-match': match });
    expect((await change('first', etag)).status).to.equal(200);
    expect((await change('second', etag)).status).to.equal(412);
    const { body } = await entra('GET', `/Users/${id}`);
    expect(body).to.deep.include({ title: 'first' });
    expect(Object(body['meta'])['version']).to.equal('"2"');
    expect((await entra('GET', `/Users/${id}`, undefined, { 'if-none-match': '"2"' })).status).to.equal(304);
  });

  it('refuses what it cannot understand, and says so as clients expect', async () => {
    for (const [method, path, body, scimType] of [
      ['POST', '/Users', { schemas: [USER] }, 'invalidValue'],
      ['POST', '/Users', { schemas: [USER], userName: 'no external id' }, 'invalidValue'],
      ['POST', '/Users', { schemas: [USER], userName: 7 }, 'invalidValue'],
      ['POST', '/Groups', { schemas: [GROUP], displayName: '' }, 'invalidValue'],
      [
        'POST',
        '/Groups',
        { schemas: [GROUP], displayName: 'g', members: [{ value: 'x', type: 'Group' }] },
        'invalidValue',
      ],
    ] as const) {
      const reply = await entra(method, path, body);
      expect([reply.status, reply.body['scimType']], JSON.stringify(body)).to.deep.equal([400, scimType]);
      expect(reply.headers.get('content-type')).to.contain('application/scim+json');
    }
    for (const filter of [
      'emails.constructor eq "x"',
      'emails[constructor eq "x"]',
      'emails[constructor pr]',
      'meta.created gt "-200000-01-01T00:00:00Z"',
      'meta.created gt "+200000-01-01T00:00:00Z"',
    ]) {
      const reply = await entra('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      expect([reply.status, reply.body['scimType']], filter).to.deep.equal([400, 'invalidFilter']);
    }
    // Other than what repeats, this cannot be made smaller than an index takes.
    const long = Array.from({ length: 1_000 }, (_, at) =>
      String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000)),
    ).join('');
    for (const body of [
      { schemas: [USER], userName: long, externalId: 'long-1' },
      { schemas: [USER], userName: 'long', externalId: long },
      { schemas: [GROUP], displayName: long },
    ]) {
      const reply = await entra('POST', 'userName' in body ? '/Users' : '/Groups', body);
      expect([reply.status, reply.body['scimType']]).to.deep.equal([400, 'invalidValue']);
    }
    const id = await make(entra, 'fixed', 'fixed-1');
    const moved = await entra(
      'PATCH',
      `/Users/${id}`,
      patchOf({ op: 'replace', path: 'externalId', value: 'other' }),
    );
    expect([moved.status, moved.body['scimType']]).to.deep.equal([400, 'mutability']);
    expect((await entra('POST', '/Bulk', {})).status).to.equal(404);
  });

  it('answers page by page, and with the attributes that were asked for', async () => {
    const pages = served.as(await served.token('okta'));
    for (const name of ['p1', 'p2', 'p3']) await make(pages, name, name);
    const wanted = filter('userName sw "p" and externalId pr');
    const first = await pages(
      'GET',
      `/Users${wanted}&startIndex=1&count=2&attributes=userName,name.familyName`,
    );
    expect(first.body).to.deep.include({ totalResults: 3, startIndex: 1, itemsPerPage: 2 });
    expect(resourcesOf(first).map((one) => Object.keys(one).sort())).to.deep.equal([
      ['id', 'schemas', 'userName'],
      ['id', 'schemas', 'userName'],
    ]);
    const last = await pages('GET', `/Users${wanted}&startIndex=3&count=2`);
    expect(resourcesOf(last).map(({ userName }) => userName)).to.deep.equal(['p3']);
    expect((await pages('GET', `/Users${wanted}&count=0`)).body).to.deep.include({
      totalResults: 3,
      Resources: [],
    });
    expect((await pages('GET', `/Users${wanted}&startIndex=-5&count=-5`)).body).to.deep.include({
      startIndex: 1,
      itemsPerPage: 0,
    });
    expect((await pages('GET', '/Users?count=1000000')).status).to.equal(200);
  });

  it('joins who signed in before they were brought in, and nobody else', async () => {
    const said = {
      provider: 'entra',
      subject: 'early-1',
      username: 'early',
      displayName: 'Early',
      email: null,
    };
    const early = await accounts.provision(served.test.scope(), said);
    expect((await entra('GET', `/Users${filter('userName eq "early"')}`)).body['totalResults']).to.equal(0);
    await make(entra, 'early', 'early-1');
    expect((await account('entra', 'early-1'))?.id).to.equal(early.id);
    await make(entra, 'Early.2', 'early-2');
    expect((await account('entra', 'early-2'))?.id).not.to.equal(early.id);
  });

  it('makes one of many that come at once, and loses nothing of changes that do', async () => {
    const body = { schemas: [USER], userName: 'at-once', externalId: 'at-once-1' };
    const made = await Promise.all(Array.from({ length: 6 }, () => entra('POST', '/Users', body)));
    expect(made.map(({ status }) => status).sort()).to.deep.equal([201, 409, 409, 409, 409, 409]);
    const ids = await Promise.all(
      Array.from({ length: 8 }, (_, index) => make(entra, `at-once-${index}`, `o-${index}`)),
    );
    const group = await entra('POST', '/Groups', { schemas: [GROUP], displayName: 'At once' });
    const path = `/Groups/${String(group.body['id'])}`;
    await Promise.all(
      ids.map((value) => entra('PATCH', path, patchOf({ op: 'add', path: 'members', value: [{ value }] }))),
    );
    expect((await entra('GET', path)).body['members']).to.have.length(8);
    await Promise.all(ids.map((value) => entra('DELETE', `/Users/${value}`)));
    expect((await entra('GET', path)).body['members']).to.deep.equal([]);
  });

  it('falls over nothing that a client can send', async () => {
    const id = await make(entra, 'fuzzed', 'fuzzed-1');
    const group = await entra('POST', '/Groups', { schemas: [GROUP], displayName: 'Fuzzed' });
    const key = fc.constantFrom(
      'userName',
      'externalId',
      'active',
      'name',
      'emails',
      'value',
      'type',
      'primary',
      'members',
      'displayName',
      'schemas',
      'constructor',
      'toString',
      'meta',
      'id',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('False', 'work', id, USER, '"', "'", '\\', 'x'.repeat(2_000)),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.oneof(text, fc.boolean(), fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true })),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    const path = fc.oneof(
      fc.constantFrom(
        'emails[type eq "work"].value',
        'members',
        `members[value eq "${id}"]`,
        'name.familyName',
        'emails',
        'active',
        'displayName',
        'a.b',
        '',
      ),
      fc.string({ maxLength: 12 }),
    );
    const operation = fc.record(
      { op: fc.constantFrom('add', 'Replace', 'REMOVE', 'none'), path, value },
      { requiredKeys: ['op'] },
    );
    const body = fc.oneof(
      fc.array(operation, { maxLength: 3 }).map((all) => patchOf(...all)),
      fc.dictionary(key, value, { maxKeys: 6, noNullPrototype: true }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('PATCH', 'PUT', 'POST'),
        fc.constantFrom('/Users', '/Groups'),
        body,
        async (method, where, sent) => {
          const one = where === '/Users' ? id : String(group.body['id']);
          const reply = await entra(method, method === 'POST' ? where : `${where}/${one}`, sent);
          expect(reply.status, JSON.stringify([method, where, sent])).to.be.below(500);
        },
      ),
      { numRuns: 120, examples: [['PUT', '/Users', { active: { toString: [] } }]] },
    );
  });
});
