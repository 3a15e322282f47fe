import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pluginFolder } from '@datawave/core/test-platform';
import { commandPoint, coreServices, definePlugin, type Principal } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestPlugin } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

/** Answers the header by which a request was let in, so that the command can be given the same. */
const echo: TestPlugin = {
  manifest: { manifestVersion: 1, id: 'echo', resources: ['echo'], apiVersion: '*' },
  plugin: definePlugin()({
    deps: { http: coreServices.http },
    setup({ deps }) {
      deps.http.route({
        ...{ method: 'GET', path: '/echo', permission: 'public', summary: 'What was sent' },
        handler: async ({ headers }) => ({ body: { authorization: headers['authorization'] ?? '' } }),
      });
      return {};
    },
  }),
};

describe('datawave policy', () => {
  let token: string;
  let platform: TestKernel;
  let client: TestKernel;
  const officer: Principal = { id: 'user:officer', kind: 'user', displayName: 'Officer', roles: ['auditor'] };

  before(async () => {
    platform = await createTestKernel({
      plugins: [pluginFolder('access'), echo],
    });
    client = await createTestKernel({ plugins: [pluginFolder('policy-command')], http: 'never' });
    const { body } = await platform.request('GET', '/api/v1/echo', { as: officer });
    token = String(Reflect.get(Object(body), 'authorization')).replace('Bearer ', '');
    const policy = { title: 'Jobs from inside', effect: 'deny', permissions: ['jobs:manage'] };
    const when = { network: { notIn: ['10.0.0.0/8'] } };
    const made = await platform.request('POST', '/api/v1/access-policies', { body: { ...policy, when } });
    expect(made.status).to.equal(201);
  });
  after(async () => {
    await client?.stop();
    await platform?.stop();
  });

  const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const command = client.kernel.extensions(commandPoint).get('policy')?.value;
    const code = await command?.run(
      args,
      {
        ...{ stdout, stderr, cwd: '/', isInteractive: false },
        env: { DATAWAVE_URL: platform.kernel.address ?? '', DATAWAVE_TOKEN: token, ...env },
      },
      client.scope(),
    );
    stdout.end();
    stderr.end();
    return { code, out: await text(stdout), err: await text(stderr) };
  };

  it('says that somebody may, and why', async () => {
    const { code, out } = await run([
      'test',
      'user:eva',
      'jobs:manage',
      '--role',
      'engineer',
      '--address',
      '10.1.1.1',
    ]);
    expect(out).to.contain('allowed: Allowed by role engineer.\nroles: engineer\n');
    expect(out).to.match(/deny {2}not here or now {3}Jobs from inside/);
    expect(code).to.equal(0);
  });

  it('says that somebody may not with another exit code, also as JSON', async () => {
    const { code, out } = await run(['test', 'user:eva', 'jobs:manage', '--role=engineer', '--format=json']);
    expect(JSON.parse(out)).to.include({ allowed: false, reason: 'Denied by policy "Jobs from inside".' });
    expect(code).to.equal(3);
  });

  it('tells wrong usage from what cannot be asked', async () => {
    expect((await run([])).code).to.equal(2);
    expect((await run(['test', 'user:eva'])).code).to.equal(2);
    const byName = await run(['test', 'eva', 'jobs:manage']);
    expect(byName.err).to.contain('"eva" is no id');
    expect(byName.code).to.equal(2);
    expect((await run(['test', 'user:eva', 'jobs:manage', '--colour=red'])).code).to.equal(2);
    expect(
      (await run(['test', 'user:eva', 'jobs:manage'], { DATAWAVE_URL: 'http://a:b@127.0.0.1' })).code,
    ).to.equal(2);
    const slip = await run(['test', 'user:eva', 'jobs:mange']);
    expect(slip.err).to.contain('/permission is no permission');
    expect(slip.code).to.equal(1);
    const none = await run(['test', 'user:eva', 'jobs:read'], { DATAWAVE_TOKEN: 'wrong' });
    expect(none.code).to.equal(1);
    expect(none.err).not.to.contain('wrong');
  });
});
