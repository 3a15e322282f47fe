import { pluginFolder } from '@datawave/core/test-platform';
import { expect } from 'chai';
import { ADMIN_PASSWORD, ServedIdentity } from './served-identity.ts';

describe('API tokens that are about to expire', function () {
  this.timeout(120_000);
  let served: ServedIdentity;

  before(async () => {
    served = await ServedIdentity.start({ plugins: [pluginFolder('notifications')] });
  });
  after(() => served?.stop());

  it('are told to whose they are, seven days before and one, and no others', async () => {
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
});
