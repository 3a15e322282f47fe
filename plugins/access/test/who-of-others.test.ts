import {
  accessMembershipPoint,
  accessObjectPoint,
  accountsService,
  DEFAULT_WORKSPACE,
  definePlugin,
  type Principal,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestPlugin } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { user } from './access-bench.ts';

const TENANT = '00000000-0000-7000-8000-0000000000fc';

const things: TestPlugin = {
  manifest: {
    ...{ manifestVersion: 1, id: 'things', apiVersion: '^0.1.0', requires: { access: '^0.1.0' } },
    permissions: [{ id: 'things:read', title: 'See things' }],
  },
  plugin: definePlugin()({
    setup({ extensions }) {
      // The workspace is closed to everybody who has no role in it.
      extensions.contribute(accessMembershipPoint, 'members', {
        rolesOf: async ({ workspace, principal }) =>
          workspace === TENANT && principal.id.startsWith('user:') && principal.displayName === 'Stranger'
            ? null
            : [],
      });
      extensions.contribute(accessObjectPoint, 'thing', {
        title: 'Thing',
        find: async () => ({ name: 'One', attributes: {} }),
      });
      return {};
    },
  }),
};

describe('who may do something, asked from one workspace of many', () => {
  let test: TestKernel;
  let strangerId: string;

  before(async () => {
    const folder = `${import.meta.dirname}/..`;
    test = await createTestKernel({ plugins: [folder, `${folder}/../identity`, things] });
    expect(test.kernel.plugins().filter(({ state }) => state !== 'active')).to.deep.equal([]);
    const stranger = { provider: 'directory', subject: '1', username: 'stranger', displayName: 'Stranger' };
    const { id } = await test
      .service(accountsService)
      .provision(test.scope(), { ...stranger, email: null, groups: ['Secret project'] });
    strangerId = id;
  });
  after(() => test?.stop());

  const who = async (as?: Principal): Promise<string> => {
    const path = '/api/v1/access/who?permission=things:read&kind=thing&id=1&include=all';
    const { status, body } = await test.request('GET', path, {
      workspace: TENANT,
      ...(as === undefined ? {} : { as }),
    });
    expect(status, JSON.stringify(body)).to.equal(200);
    return JSON.stringify(body);
  };

  it('tells nobody of the accounts of others who may not see accounts', async () => {
    expect(await who()).to.contain('Stranger');
    const officer: Principal = { ...user('officer'), workspaceRoles: ['security-officer'] };
    expect(await who(officer)).not.to.match(/stranger/i);
  });

  it('tells nothing of somebody to whom the workspace is closed, whose name is known', async () => {
    const officer: Principal = { ...user('officer'), workspaceRoles: ['security-officer'] };
    const ask = async (workspace: string, madeUp = {}): Promise<string> => {
      const { status, body } = await test.request('POST', '/api/v1/access/test', {
        ...{ as: officer, workspace },
        body: { principal: { id: strangerId, ...madeUp }, permission: 'things:read' },
      });
      expect(status, JSON.stringify(body)).to.equal(200);
      return JSON.stringify(body);
    };
    expect(await ask(DEFAULT_WORKSPACE)).to.match(/group:/);
    expect(await ask(TENANT)).not.to.match(/group:|Stranger/);
    expect(await ask(DEFAULT_WORKSPACE, { roles: [] })).to.match(/group:/);
    expect(await ask(TENANT, { roles: [] })).not.to.match(/group:|Stranger/);
  });
});
