import { pluginFolder } from '@datawave/core/test-platform';
import { DEFAULT_WORKSPACE } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { ADMIN_PASSWORD, ServedIdentity } from './served-identity.ts';

describe('identity beside the inbox', function () {
  this.timeout(120_000);
  let served: ServedIdentity;

  before(async () => {
    served = await ServedIdentity.start({ plugins: ['notifications', 'workspaces'].map(pluginFolder) });
  });
  after(() => served?.stop());

  it('tells of API tokens to whose they are, seven days before they expire and one, and of no others', async () => {
    const token = await served.tokenOf('admin', ADMIN_PASSWORD);
    const insert = (name: string, kind: string, expires: string, revoked = 'null'): Promise<unknown> =>
      served.query(
        `insert into identity.api_tokens (id, hash, kind, name, user_id, permissions, workspace, created_by, expires_at, revoked_at)
         values (gen_random_uuid(), '${name}', '${kind}', '${name}', ${kind === 'personal' ? `'user:admin'` : 'null'}, '{}',
           '00000000-0000-7000-8000-000000000001', 'user:admin', now() + interval '${expires}', ${revoked})`,
      );
    await insert('week', 'personal', '6 days 12 hours');
    await insert('day', 'service', '12 hours');
    await insert('later', 'personal', '3 days');
    await insert('much later', 'personal', '30 days');
    await insert('over', 'personal', '-1 days');
    await insert('revoked', 'personal', '12 hours', 'now()');
    await served.query(`update core.job_schedules set next_at = now() where name = 'expiring-tokens'`);
    const told = async (): Promise<readonly unknown[]> => {
      const { body } = await served.call('GET', '/notifications', { token });
      const items = Array.isArray(body['items']) ? body['items'] : [];
      return items
        .filter((item) => Reflect.get(Object(item), 'topic') === 'identity.token-expiring')
        .map((item) => Reflect.get(Object(item), 'values'));
    };
    while ((await told()).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await told()).to.have.deep.members([
      { name: 'week', days: 7 },
      { name: 'day', days: 1 },
    ]);
  });

  it('leaves nothing of somebody who is gone in any workspace, one that is suspended among them', async () => {
    const token = await served.tokenOf('admin', ADMIN_PASSWORD);
    const gone = await served.makeUser('gone', 'a password that is long');
    const workspaces = [DEFAULT_WORKSPACE];
    for (const key of ['north', 'south']) {
      const { body, status } = await served.call('POST', '/workspaces', { token, body: { key, title: key } });
      expect(status, JSON.stringify(body)).to.equal(201);
      workspaces.push(String(body['id']));
    }
    const suspended = { state: 'suspended', reason: 'for now' };
    const { status } = await served.call('PATCH', `/workspaces/${workspaces[2]}`, { token, body: suspended });
    expect(status).to.equal(200);
    for (const workspace of workspaces)
      for (const person of [gone, 'user:admin']) {
        await served.query(
          `insert into notifications.notices (id, workspace_id, person, topic, title, title_values, tone, tags)
           values (gen_random_uuid(), $1, $2, 'identity.token-expiring', 'x', '{}', 'info', '{}')`,
          [workspace, person],
        );
        await served.query(
          `insert into notifications.preferences (workspace_id, person, topic, in_app) values ($1, $2, 'x', true)`,
          [workspace, person],
        );
      }
    const left = async (): Promise<readonly object[]> =>
      served.query(
        `select person, count(*)::int as rows from (select person, topic from notifications.notices union all
           select person, topic from notifications.preferences) held where person = any($1) and topic in ('x', 'identity.token-expiring')
         group by person order by person`,
        [[gone]],
      );
    expect(await left()).to.deep.equal([{ person: gone, rows: 6 }]);
    expect((await served.call('DELETE', `/users/${gone}`, { token })).status).to.equal(204);
    while ((await left()).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    const others = await served.query(
      `select 1 from notifications.preferences where person = 'user:admin' and topic = 'x'`,
    );
    expect(others).to.have.length(3);
  });
});
