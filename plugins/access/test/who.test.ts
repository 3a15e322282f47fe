import { pluginFolder, StagedSource, scanOnce, startPlatform } from '@datawave/core/test-platform';
import type { Principal } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

interface Answered {
  readonly id: string;
  readonly allowed: boolean;
  readonly reason: string;
}
interface Who {
  readonly object: { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> };
  readonly roles?: readonly Answered[];
  readonly groups?: readonly Answered[];
  readonly items: readonly Answered[];
  readonly nextCursor: string | null;
}

const OTHER = '00000000-0000-7000-8000-0000000000fd';

describe('who may do something to one thing, and why', () => {
  let test: TestKernel;
  let urn: string;
  const staged = new StagedSource([
    { name: 'people', columns: { email: ['a@example.com', 'b@example.org'] } },
  ]);

  const post = async (path: string, body: object) => {
    const made = await test.request('POST', `/api/v1/${path}`, { body });
    expect(made.status, JSON.stringify(made.body)).to.be.oneOf([200, 201]);
    return made;
  };
  const who = (query = '', options: { as?: Principal; workspace?: string; id?: string } = {}) => {
    const { id = urn, ...rest } = options;
    return test.request(
      'GET',
      `/api/v1/access/who?permission=catalog:read&kind=asset&id=${encodeURIComponent(id)}${query}`,
      rest,
    );
  };
  /** The answer is this plugin's own. */
  const told = async (query = ''): Promise<Who> => (await who(query)).body as Who;

  before(async function () {
    this.timeout(120_000);
    test = await startPlatform({ plugins: [staged.plugin, pluginFolder('access')] });
    await scanOnce(test, { key: 'near', connector: 'staged', config: { host: 'a' } });
    const { body } = await test.request('GET', '/api/v1/assets?q=people');
    urn = String(Reflect.get(Object(Reflect.get(Object(body), 'items')[0]), 'urn'));
    await test.request('PATCH', `/api/v1/assets/${encodeURIComponent(urn)}/stewardship`, {
      body: { owner: 'user:ann', domain: 'sales', tags: ['pii'] },
    });
    const give = (role: string, kind: string, id: string, name: string) =>
      post('role-assignments', { role, holder: { kind, id, name } });
    await give('steward', 'group', 'group:eu', 'data-eu');
    await give('viewer', 'group', 'group:us', 'data-us');
    await give('viewer', 'principal', 'user:vic', 'Vic');
    await give('steward', 'principal', 'user:sue', 'Sue');
    await give('engineer', 'principal', 'service:loader', 'Loader');
    await post('access-policies', {
      ...{ title: 'No personal data for viewers', effect: 'deny', permissions: ['catalog:read'] },
      ...{ subjects: { roles: ['viewer'] }, when: { tags: { any: ['pii'] } } },
    });
  });
  after(() => test?.stop());

  it('tells of roles, groups and people what is decided about each, with the reason', async () => {
    const { object, roles = [], groups = [], items } = await told('&include=all');
    expect(object.attributes).to.deep.include({
      owner: 'user:ann',
      domain: 'sales',
      tags: ['pii'],
      source: 'near',
    });
    const of = (list: readonly Answered[], id: string) => {
      const found = list.find((one) => one.id === id);
      return [found?.allowed, found?.reason];
    };
    const denied = [false, 'Denied by policy "No personal data for viewers".'];
    expect(of(roles, 'steward')).to.deep.equal([true, 'Allowed by role steward.']);
    expect(of(roles, 'viewer')).to.deep.equal(denied);
    expect(of(groups, 'group:eu')).to.deep.equal([true, 'Allowed by role steward through group data-eu.']);
    expect(of(groups, 'group:us')).to.deep.equal(denied);
    expect(of(items, 'user:sue')).to.deep.equal([true, 'Allowed by role steward.']);
    expect(of(items, 'user:vic')).to.deep.equal(denied);
  });

  it('leaves out whom it is denied unless asked, and goes on page by page without a gap', async () => {
    const names: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await told(`&limit=1${cursor}`);
      expect(page.items.length).to.be.at.most(1);
      if (cursor !== '') expect(page).not.to.have.any.keys('roles', 'groups');
      names.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
    expect(names).to.have.members(['service:loader', 'user:sue']);
  });

  it('answers nothing about what the asker may not see, what there is not, and another workspace’s', async () => {
    const officer: Principal = {
      id: 'user:otto',
      kind: 'user',
      displayName: 'Otto',
      roles: ['security-officer'],
    };
    expect((await who('', { as: officer })).status).to.equal(200);
    const both = { ...officer, roles: ['security-officer', 'viewer'] };
    const answers = [
      await who('', { as: both }),
      await who('', { id: `${urn}x` }),
      await who('', { workspace: OTHER }),
    ];
    expect(answers.map(({ status }) => status)).to.deep.equal([404, 404, 404]);
    const viewer: Principal = { ...officer, roles: ['viewer'] };
    expect((await who('', { as: viewer })).status).to.be.oneOf([403, 404]);
    expect(
      (await test.request('GET', '/api/v1/access/who?permission=no:such&kind=asset&id=x')).status,
    ).to.equal(400);
  });

  it('is looked up for a test, too, which says the whole way: what grants, and what denies all the same', async () => {
    const { body } = await post('access/test', {
      ...{ principal: { id: 'user:vic' }, permission: 'catalog:read', resource: urn },
    });
    expect(body).to.deep.include({
      ...{ allowed: false, grant: 'Allowed by role viewer.' },
      object: { kind: 'asset', id: urn, name: 'main.people' },
    });
    const { policies } = body as { policies: readonly { outcome: string; when: object }[] };
    expect(policies.map(({ outcome, when }) => ({ outcome, when }))).to.deep.equal([
      { outcome: 'applies', when: { tags: { any: ['pii'] } } },
    ]);
  });
});
