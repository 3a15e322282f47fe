import { coreServices, definePlugin, type Principal } from '@datawave/plugin-sdk';
import {
  createTestKernel,
  type TestKernel,
  type TestPlugin,
  type TestResponse,
} from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const FOLDER = `${import.meta.dirname}/..`;

export const user = (name: string, groups: readonly string[] = []): Principal => ({
  id: `user:${name}`,
  kind: 'user',
  displayName: name,
  roles: [],
  groups,
});

/** Tells the owner and the sensitivity of its things, and nothing of its boxes. */
const things: TestPlugin = {
  manifest: {
    ...{ manifestVersion: 1, id: 'things', apiVersion: '^0.1.0' },
    permissions: [
      { id: 'things:read', title: 'See things', attributes: ['owner', 'sensitivity'] },
      { id: 'boxes:read', title: 'See boxes' },
      { id: 'houses:read', title: 'See houses', reach: 'platform' },
    ],
  },
  plugin: definePlugin()({ setup: () => ({}) }),
};

/** A kernel with the plugin for the tests of one block, and what they say to it over and over. */
export function accessBench() {
  let test: TestKernel;

  before(async () => {
    test = await createTestKernel({ plugins: [FOLDER, things] });
    expect(test.plugin('access')).to.include({ state: 'active', reason: null });
  });
  after(() => test?.stop());

  const send = (method: string, path: string, body?: object, as?: Principal, headers = {}) =>
    test.request(method, `/api/v1/${path}`, {
      headers,
      ...(body === undefined ? {} : { body }),
      ...(as === undefined ? {} : { as }),
    });
  const field = (answer: TestResponse, ...names: readonly (string | number)[]): unknown =>
    names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), answer.body);
  const made = async (path: string, body: object, as?: Principal): Promise<string> => {
    const answer = await send('POST', path, body, as);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    expect(answer.headers.get('location')).to.equal(`/api/v1/${path}/${field(answer, 'id')}`);
    return String(field(answer, 'id'));
  };
  const assign = (role: string, id: string, more: object = {}) =>
    made('role-assignments', {
      role,
      holder: { kind: id.startsWith('group:') ? 'group' : 'principal', id },
      ...more,
    });
  const refused = async (
    answer: Promise<TestResponse>,
    status: number,
    code: string,
  ): Promise<TestResponse> => {
    const got = await answer;
    expect([got.status, field(got, 'code')], JSON.stringify(got.body)).to.deep.equal([status, code]);
    return got;
  };
  const decide = (principal: Principal, permission: string, more: object = {}, workspace?: string) =>
    test
      .service(coreServices.access)
      .decide(
        { ...test.scope(workspace === undefined ? {} : { workspace }), principal },
        { permission, ...more },
      );
  /** What the trail calls the things to which that was done. */
  const auditedNames = async (action: string): Promise<readonly (string | null)[]> => {
    const entries = await test.service(coreServices.auditLog).read(test.scope(), { limit: 1000 });
    return entries.filter((entry) => entry.action === action).map(({ object }) => object.name);
  };
  return {
    get test(): TestKernel {
      return test;
    },
    ...{ send, field, made, assign, refused, decide, auditedNames },
  };
}
