import { join } from 'node:path';
import { pluginFolder, StagedSource, startPlatform } from '@datawave/core/test-platform';
import { WORKSPACE_HEADER } from '@datawave/plugin-sdk';
import type { TestKernel, TestResponse } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const FOLDER = join(import.meta.dirname, '..');
const MATCH = { kind: 'pattern', pattern: '^QZ-[0-9]{4}$' };

describe('the quotas of a workspace', () => {
  let test: TestKernel;
  let id: string;
  const staged = new StagedSource([{ name: 'staff', columns: { card: ['a', 'b'] } }, { name: 'rooms' }]);

  before(async function () {
    this.timeout(120_000);
    const own = { directory: FOLDER, config: { enterSeconds: 0.2 } };
    test = await startPlatform({ plugins: [staged.plugin, pluginFolder('custom-rules'), own] });
    expect(test.kernel.plugins().filter(({ state }) => state !== 'active')).to.deep.equal([]);
    const made = await test.request('POST', '/api/v1/workspaces', { body: { key: 'small', title: 'Small' } });
    id = field(made, 'id');
  });
  after(() => test?.stop());

  const field = ({ body }: TestResponse, name: string): string => String(Reflect.get(Object(body), name));
  const inside = (method: string, path: string, body?: unknown): Promise<TestResponse> =>
    test.request(method, `/api/v1${path}`, {
      headers: { [WORKSPACE_HEADER]: 'small' },
      ...(body === undefined ? {} : { body }),
    });
  const limit = async (limits: object): Promise<void> => {
    const answer = await test.request('PUT', `/api/v1/workspaces/${id}/quotas`, { body: limits });
    expect(answer.status).to.equal(200);
  };
  const source = (title: string) =>
    inside('POST', '/sources', { title, connector: 'staged', config: { host: 'a' } });
  const rule = (key: string) =>
    inside('POST', '/classification-rules', { key, title: key, infoType: 'EMAIL_ADDRESS', match: MATCH });
  const refused = ({ status, body }: TestResponse): unknown => [status, Reflect.get(Object(body), 'code')];
  const usage = async (): Promise<Record<string, unknown>> => {
    const { body } = await test.request('GET', `/api/v1/workspaces/${id}/usage`);
    const items: { resource: string; used: number | null }[] = Reflect.get(Object(body), 'items');
    return Object.fromEntries(items.map(({ resource, used }) => [resource, used]));
  };

  it('are asked by sources, scans and rules before they add, and counted by what there is', async function () {
    this.timeout(60_000);
    await limit({ sources: 1, rules: 1, 'scans-per-day': 1 });
    const first = await source('One');
    expect(first.status, JSON.stringify(first.body)).to.equal(201);
    expect(refused(await source('Two'))).to.deep.equal([403, 'DW_WORKSPACE_QUOTA']);
    expect((await rule('one')).status).to.equal(201);
    expect(refused(await rule('two'))).to.deep.equal([403, 'DW_WORKSPACE_QUOTA']);
    const run = await inside('POST', '/scans', { sourceId: field(first, 'id') });
    expect(run.status, JSON.stringify(run.body)).to.be.within(200, 299);
    while (
      !['completed', 'failed'].includes(field(await inside('GET', `/scans/${field(run, 'id')}`), 'state'))
    )
      await new Promise((resolve) => void setTimeout(resolve, 50));
    expect(refused(await inside('POST', '/scans', { sourceId: field(first, 'id') }))).to.deep.equal([
      429,
      'DW_WORKSPACE_QUOTA',
    ]);
    expect(await usage()).to.include({ sources: 1, rules: 1, 'scans-per-day': 1, assets: 2, members: 1 });
    // What there is of the others does not count.
    expect(
      (
        await test.request('POST', '/api/v1/sources', {
          body: { title: 'Elsewhere', connector: 'staged', config: { host: 'a' } },
        })
      ).status,
    ).to.equal(201);
    expect(await usage()).to.include({ sources: 1 });
  });

  it('leave what is above them as it is, and let it be removed', async () => {
    await limit({ rules: 0, sources: 0 });
    const { body } = await inside('GET', '/classification-rules');
    const [stored] = Reflect.get(Object(body), 'items');
    expect(
      (await inside('PATCH', `/classification-rules/${stored.id}`, { title: 'Another' })).status,
    ).to.equal(200);
    expect((await inside('DELETE', `/classification-rules/${stored.id}`)).status).to.equal(204);
    expect(refused(await rule('one'))).to.deep.equal([403, 'DW_WORKSPACE_QUOTA']);
  });

  it('are shown in the list of workspaces as they were counted last', async function () {
    this.timeout(30_000);
    await limit({});
    expect((await rule('three')).status).to.equal(201);
    // Counted anew by a job that an event brings about.
    for (;;) {
      const { body } = await test.request('GET', `/api/v1/workspaces/${id}`);
      const kept: { resource: string; used: number | null }[] = Reflect.get(Object(body), 'usage');
      if (kept.find(({ resource }) => resource === 'rules')?.used === 1) break;
      await new Promise((resolve) => void setTimeout(resolve, 50));
    }
  });
});
