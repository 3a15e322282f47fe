import { expect } from 'chai';
import { ADMIN_PASSWORD, ServedIdentity } from './served-identity.ts';

describe('the maintenance of identity', function () {
  this.timeout(120_000);
  let served: ServedIdentity;

  before(async () => {
    served = await ServedIdentity.start();
  });
  after(() => served?.stop());

  const completed = async (): Promise<number> => {
    const [row] = await served.query<{ count: number }>(
      `select count(*)::int as count from core.jobs where name = 'identity.maintenance' and state = 'completed'`,
    );
    return row?.count ?? 0;
  };
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('makes the key that signs before anybody needs it', async () => {
    await until(async () => (await completed()) > 0);
    expect(await served.query('select kid from identity.signing_keys')).to.have.length(1);
  });

  it('forgets what is over, and nothing else', async () => {
    const token = await served.tokenOf('admin', ADMIN_PASSWORD);
    const before = await completed();
    await served.query(
      `insert into identity.sessions (id, user_id, kind, provider, methods, address, expires_at, revoked_at) values
         (gen_random_uuid(), 'user:admin', 'script', 'local', '{password}', '::1', now() - interval '2 days', null),
         (gen_random_uuid(), 'user:admin', 'script', 'local', '{password}', '::1', now() + interval '9 days', now() - interval '8 days')`,
    );
    await served.query(
      `insert into identity.signing_keys (kid, public_key, retired_at) values ('old', '{}', now() - interval '2 days')`,
    );
    await served.query(
      `insert into identity.attempts (key, failures, blocked_until, last_at) values ('a old', 9, now(), now() - interval '2 days')`,
    );
    await served.query(
      `insert into identity.ceremonies (id, expires_at) values ('old', now() - interval '1 hour')`,
    );
    await served.test.kernel.disable('identity');
    await served.test.kernel.enable('identity');
    await until(async () => (await completed()) > before);
    const counts = await served.query<{
      sessions: number;
      keys: number;
      attempts: number;
      ceremonies: number;
    }>(
      `select (select count(*) from identity.sessions)::int as sessions, (select count(*) from identity.signing_keys)::int as keys,
         (select count(*) from identity.attempts where key = 'a old')::int as attempts, (select count(*) from identity.ceremonies)::int as ceremonies`,
    );
    expect(counts).to.deep.equal([{ sessions: 1, keys: 1, attempts: 0, ceremonies: 0 }]);
    expect((await served.call('GET', '/account', { token })).status).to.equal(200);
  });
});
