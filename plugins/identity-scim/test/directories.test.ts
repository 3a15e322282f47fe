import { type AccountsService, accountsService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { ENTERPRISE, GROUP, patchOf, resourcesOf, type ScimCall, ServedScim, USER } from './served-scim.ts';

describe('a SCIM service and the directories', function () {
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

  it('says what it can do, and what not', async () => {
    const config = await entra('GET', '/ServiceProviderConfig');
    expect(config.headers.get('content-type')).to.contain('application/scim+json');
    expect(config.body).to.deep.include({
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      sort: { supported: false },
      etag: { supported: true },
    });
    expect(resourcesOf(await entra('GET', '/ResourceTypes')).map(({ id }) => id)).to.deep.equal([
      'User',
      'Group',
    ]);
    expect(resourcesOf(await entra('GET', '/Schemas')).map(({ id }) => id)).to.deep.equal([
      USER,
      ENTERPRISE,
      GROUP,
    ]);
    expect((await entra('GET', `/Schemas/${GROUP}`)).body).to.include({ id: GROUP });
    expect((await entra('GET', '/Schemas/urn:other')).status).to.equal(404);
  });

  it('goes through what Entra ID does with somebody', async () => {
    // https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
    const probe = await entra('GET', `/Users${filter('userName eq "7d4bdfa5-27e6-4fa9-a5a0-c1d2e3f40000"')}`);
    expect([probe.status, probe.body['totalResults']]).to.deep.equal([200, 0]);
    const made = await entra('POST', '/Users', {
      schemas: [USER, ENTERPRISE],
      externalId: 'object-1',
      userName: 'Dora@example.org',
      active: true,
      addresses: null,
      displayName: null,
      emails: [{ type: 'work', value: 'dora@example.org', primary: true }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Dora D', familyName: 'D', givenName: 'Dora' },
      phoneNumbers: null,
      preferredLanguage: null,
      title: null,
      department: null,
      manager: null,
    });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    const id = String(made.body['id']);
    expect(made.headers.get('location')).to.match(new RegExp(`/api/v1/scim/v2/Users/${id}$`));
    expect(made.headers.get('etag')).to.equal('"1"');
    expect(made.body).to.deep.include({ schemas: [USER], userName: 'Dora@example.org', active: true });
    expect(await account('entra', 'object-1')).to.deep.include({
      ...{
        username: 'Dora@example.org',
        displayName: 'Dora D',
        email: 'dora@example.org',
        state: 'active',
        roles: [],
      },
    });
    expect(
      resourcesOf(await entra('GET', `/Users${filter('userName eq "dora@EXAMPLE.org"')}`))[0],
    ).to.include({ id });
    expect(resourcesOf(await entra('GET', `/Users${filter('externalId eq "object-1"')}`))[0]).to.include({
      id,
    });
    const twice = await entra('POST', '/Users', {
      schemas: [USER],
      userName: 'DORA@example.org',
      externalId: 'other',
    });
    expect([twice.status, twice.body['scimType'], twice.body['status']]).to.deep.equal([
      409,
      'uniqueness',
      '409',
    ]);
    const changed = await entra(
      'PATCH',
      `/Users/${id}`,
      patchOf(
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'd@example.org' },
        { op: 'Replace', path: 'name.familyName', value: 'E' },
        { op: 'Replace', path: 'displayName', value: 'Dora E' },
        { op: 'Replace', path: 'userName', value: 'dora.e@example.org' },
        { op: 'Add', path: `${ENTERPRISE}:department`, value: 'Data' },
      ),
    );
    expect(changed.status, JSON.stringify(changed.body)).to.equal(200);
    expect(changed.body).to.deep.include({
      schemas: [USER, ENTERPRISE],
      [ENTERPRISE]: { department: 'Data' },
    });
    expect(await account('entra', 'object-1')).to.deep.include({
      ...{ username: 'dora.e@example.org', displayName: 'Dora E', email: 'd@example.org' },
    });
    const off = await entra(
      'PATCH',
      `/Users/${id}`,
      patchOf({ op: 'Replace', path: 'active', value: 'False' }),
    );
    expect(off.body).to.include({ active: false });
    expect(await account('entra', 'object-1')).to.include({ state: 'deactivated' });
    await entra('PATCH', `/Users/${id}`, patchOf({ op: 'Add', path: 'active', value: 'True' }));
    expect(await account('entra', 'object-1')).to.include({ state: 'active' });
    expect((await entra('DELETE', `/Users/${id}`)).status).to.equal(204);
    expect((await entra('GET', `/Users/${id}`)).status).to.equal(404);
    expect(await account('entra', 'object-1')).to.equal(null);
  });

  it('goes through what Entra ID does with a group', async () => {
    const [one, two] = [await make(entra, 'g-one', 'g-1'), await make(entra, 'g-two', 'g-2')];
    const probe = await entra(
      'GET',
      `/Groups?excludedAttributes=members&filter=${encodeURIComponent('displayName eq "Data stewards"')}`,
    );
    expect(probe.body['totalResults']).to.equal(0);
    const made = await entra('POST', '/Groups', {
      schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      ...{ externalId: 'group-object-1', displayName: 'Data stewards', meta: { resourceType: 'Group' } },
    });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    const path = `/Groups/${String(made.body['id'])}`;
    const add = await entra(
      'PATCH',
      path,
      patchOf({
        op: 'Add',
        path: 'members',
        value: [
          { $ref: null, value: one },
          { $ref: null, value: two },
        ],
      }),
    );
    expect([add.status, add.body]).to.deep.equal([204, {}]);
    expect((await entra('GET', `${path}?excludedAttributes=members`)).body).to.not.have.property('members');
    const { body } = await entra('GET', path);
    expect(body['members']).to.have.length(2);
    const group = await accounts.findGroup(served.test.scope(), { provider: 'entra', name: 'data stewards' });
    expect(group?.memberCount).to.equal(2);
    const has = await entra(
      'GET',
      `/Groups${filter(`id eq "${String(made.body['id'])}" and members eq "${one}"`)}`,
    );
    expect(has.body['totalResults']).to.equal(1);
    await entra(
      'PATCH',
      path,
      patchOf({ op: 'Remove', path: 'members', value: [{ $ref: null, value: one }] }),
    );
    await entra('PATCH', path, patchOf({ op: 'Replace', path: 'displayName', value: 'Stewards' }));
    const after = await accounts.findGroup(served.test.scope(), { id: String(group?.id) });
    expect(after).to.include({ name: 'Stewards', memberCount: 1 });
    expect((await entra('DELETE', path)).status).to.equal(204);
    expect(await accounts.findGroup(served.test.scope(), { id: String(group?.id) })).to.equal(null);
  });

  it('goes through what Okta does', async () => {
    // https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20
    const probe = await okta(
      'GET',
      `/Users${filter('userName eq "sam@example.org"')}&startIndex=1&count=100`,
    );
    expect(probe.body).to.deep.include({ totalResults: 0, startIndex: 1, itemsPerPage: 0 });
    const profile = {
      schemas: [USER],
      userName: 'sam@example.org',
      name: { givenName: 'Sam', familyName: 'S' },
      emails: [{ primary: true, value: 'sam@example.org', type: 'work' }],
      displayName: 'Sam S',
      locale: 'en-US',
      externalId: '00ujl29u0le5T6Aj10h7',
      groups: [],
      password: '1mz050nq',
      active: true,
    };
    const made = await okta('POST', '/Users', profile);
    expect(made.status).to.equal(201);
    expect(JSON.stringify(made.body)).not.to.contain('1mz050nq');
    const id = String(made.body['id']);
    expect((await okta('GET', `/Users/${id}`)).body).to.include({ id, userName: 'sam@example.org' });
    const put = await okta('PUT', `/Users/${id}`, {
      ...profile,
      id,
      name: { givenName: 'Samuel', familyName: 'S' },
      displayName: 'Samuel S',
    });
    expect(put.status).to.equal(200);
    expect(await account('okta', 'sam@example.org')).to.include({ displayName: 'Samuel S' });
    const group = await okta('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'Everyone',
      members: [{ value: id, display: 'sam@example.org' }],
    });
    expect(group.status).to.equal(201);
    const path = `/Groups/${String(group.body['id'])}`;
    expect(
      (
        await okta(
          'PATCH',
          path,
          patchOf({ op: 'replace', value: { id: group.body['id'], displayName: 'All' } }),
        )
      ).status,
    ).to.equal(204);
    expect(
      (
        await okta(
          'PATCH',
          path,
          patchOf(
            { op: 'remove', path: `members[value eq "${id}"]` },
            { op: 'add', path: 'members', value: [{ value: id }] },
          ),
        )
      ).status,
    ).to.equal(204);
    expect(
      (await okta('PUT', path, { schemas: [GROUP], displayName: 'All', members: [] })).body['members'],
    ).to.deep.equal([]);
    expect(
      (await okta('PATCH', `/Users/${id}`, patchOf({ op: 'replace', value: { active: false } }))).body,
    ).to.include({ active: false });
    expect((await okta('DELETE', `/Users/${id}`)).status).to.equal(204);
    expect(await account('okta', 'sam@example.org')).to.include({ state: 'deactivated' });
    // Somebody who comes back is who they were.
    const before = await account('okta', 'sam@example.org');
    expect((await okta('POST', '/Users', profile)).status).to.equal(201);
    expect(await account('okta', 'sam@example.org')).to.include({ id: before?.id, state: 'active' });
  });

  it('filters by everything that it keeps, and says what it cannot', async () => {
    const body = {
      schemas: [USER, ENTERPRISE],
      ...{ userName: 'filtered', externalId: 'F-1', title: '100%_of', name: { familyName: 'Ödegård' } },
      emails: [
        { value: 'f@work.example', type: 'work', primary: true },
        { value: 'f@home.example', type: 'home' },
      ],
      [ENTERPRISE]: { department: 'Data' },
    };
    expect((await entra('POST', '/Users', body)).status).to.equal(201);
    const finds = async (text: string): Promise<boolean> => {
      const reply = await entra('GET', `/Users${filter(`userName eq "filtered" and (${text})`)}`);
      expect(reply.status, `${text}: ${JSON.stringify(reply.body)}`).to.equal(200);
      return reply.body['totalResults'] === 1;
    };
    for (const [text, expected] of Object.entries({
      'externalId eq "F-1"': true,
      'externalId eq "f-1"': false,
      'title eq "100%_OF"': true,
      'title co "%_"': true,
      'title co "%%"': false,
      'title ew "of"': true,
      'name.familyName sw "ö"': true,
      'name.givenName pr': false,
      'not (name.givenName eq "x")': true,
      'name.givenName ne "x"': true,
      'name.givenName eq null': true,
      'active eq true': true,
      'active eq "False"': false,
      'emails eq "F@work.example"': true,
      'emails.type eq "home"': true,
      'emails[type eq "work" and value eq "f@home.example"]': false,
      'emails[type eq "home" and not (primary eq true)]': true,
      'emails.value ne "f@work.example"': false,
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "data"': true,
      'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "filtered"': true,
      'meta.created gt "2020-01-01T00:00:00Z"': true,
      'meta.lastModified lt "2020-01-01T00:00:00Z"': false,
      'title gt "0" and title le "2"': true,
    }))
      expect(await finds(text), text).to.equal(expected);
    for (const text of [
      'password eq "x"',
      'userName eq',
      'userName eq 5',
      'active gt true',
      'name[familyName eq "x"]',
      'meta.created eq "yesterday"',
      'emails.none eq "x"',
      "userName eq 'x'",
      '); drop table users; --',
    ]) {
      const reply = await entra('GET', `/Users${filter(text)}`);
      expect([reply.status, reply.body['scimType']], text).to.deep.equal([400, 'invalidFilter']);
    }
  });

  it('joins a group that was made ahead to be given its roles', async () => {
    const ahead = await accounts.provisionGroup(served.test.scope(), {
      provider: 'entra',
      subject: 'Admins ahead',
      name: 'Admins ahead',
    });
    const made = await entra('POST', '/Groups', { schemas: [GROUP], displayName: 'Admins ahead' });
    const id = await make(entra, 'joins', 'joins-1');
    await entra(
      'PATCH',
      `/Groups/${String(made.body['id'])}`,
      patchOf({ op: 'add', path: 'members', value: [{ value: id }] }),
    );
    expect((await account('entra', 'joins-1'))?.groups).to.deep.equal([ahead.id]);
    // Renamed it stays the same, and another that takes its name is another.
    await entra(
      'PATCH',
      `/Groups/${String(made.body['id'])}`,
      patchOf({ op: 'replace', value: { displayName: 'Renamed' } }),
    );
    await entra('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'Admins ahead',
      members: [{ value: id }],
    });
    expect((await account('entra', 'joins-1'))?.groups).to.have.length(2);
  });

  it('takes many into a group at once, and out again', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 6; index += 1)
      ids.push(
        ...(await Promise.all(
          Array.from({ length: 25 }, (_, inner) =>
            make(entra, `many-${index}-${inner}`, `many-${index}-${inner}`),
          ),
        )),
      );
    const made = await entra('POST', '/Groups', { schemas: [GROUP], displayName: 'Many' });
    const path = `/Groups/${String(made.body['id'])}`;
    expect(
      (
        await entra(
          'PATCH',
          path,
          patchOf({ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }),
        )
      ).status,
    ).to.equal(204);
    expect((await entra('GET', path)).body['members']).to.have.length(150);
  });
});
