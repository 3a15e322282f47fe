import { join } from 'node:path';
import { withDatabase } from '@datawave/core/test-platform';
import { expect } from 'chai';
import { codeAt, STEP_SECONDS } from '../src/second-factor/totp.ts';
import { fromBase32 } from './from-base32.ts';
import { ADMIN_PASSWORD, type Reply, ServedIdentity } from './served-identity.ts';

const PASSWORD = 'walking slowly by the sea';
const NEXT = 'running quickly up the hill';

describe('who wants to take an account over', function () {
  this.timeout(120_000);
  let served: ServedIdentity;
  let admin: string;

  before(async () => {
    served = await ServedIdentity.start({
      settings: { server: { trustProxy: true } },
      plugins: [join(import.meta.dirname, '../../access')],
    });
    admin = await served.tokenOf('admin', ADMIN_PASSWORD);
  });
  after(() => served?.stop());

  const made = async (reply: Promise<Reply>): Promise<Reply> => {
    const { status, body } = await reply;
    expect(status, JSON.stringify(body)).to.equal(201);
    return reply;
  };
  const refused = async (reply: Promise<Reply>): Promise<void> => {
    const { status, code, body } = await reply;
    expect([status, code], JSON.stringify(body)).to.deep.equal([403, 'DW_ACCESS_DENIED']);
  };
  const tokenFor = async (permissions: readonly string[]): Promise<string> =>
    String(
      (await made(served.call('POST', '/api-tokens', { token: admin, body: { name: 'x', permissions } })))
        .body['token'],
    );

  describe('with the old password', () => {
    /** What a sign-in answers while somebody else changes the account, from before it is looked up until after. */
    const meanwhile = (change: string, id: string, method: 'login' | 'session'): Promise<Reply> =>
      withDatabase(served.folder, async (client) => {
        await client.query('begin');
        await client.query(change, [id]);
        let isOver = false;
        const signIn = served
          .call('POST', `/auth/${method}`, { body: { username: 'slow', password: PASSWORD } })
          .finally(() => {
            isOver = true;
          });
        // Until it waits for us, or does not.
        const waits = `select 1 from pg_locks where not granted and pid <> pg_backend_pid()`;
        while (!isOver && (await client.query(waits)).rows.length === 0)
          await new Promise((resolve) => setTimeout(resolve, 20));
        await client.query('commit');
        return signIn;
      });

    it('opens no session that would outlive the change of the password or the lock of the account', async () => {
      const id = await served.makeUser('slow', PASSWORD);
      const [kept] = await served.query<{ hash: string }>(
        'select password_hash as hash from identity.users where id = $1',
        [id],
      );
      const changes = [
        [`update identity.users set password_hash = 'another' where id = $1`, 'password'],
        [`update identity.users set state = 'locked' where id = $1`, 'lock'],
      ] as const;
      for (const [change, what] of changes)
        for (const method of ['login', 'session'] as const) {
          const reply = await meanwhile(change, id, method);
          expect([reply.status, reply.code], `${what} ${method}`).to.deep.equal([401, 'DW_AUTH_FAILED']);
          await served.query(`update identity.users set state = 'active', password_hash = $2 where id = $1`, [
            id,
            kept?.hash,
          ]);
        }
      expect((await served.login('slow', PASSWORD)).status, 'nothing else was wrong').to.equal(200);
    });

    it('or a link from before is not let in once a new one was set', async () => {
      const id = await served.makeUser('linked', PASSWORD);
      const link = await made(served.call('POST', `/users/${id}/password-reset`, { token: admin }));
      const own = await served.tokenOf('linked', PASSWORD);
      const body = { current: PASSWORD, next: NEXT };
      expect((await served.call('PUT', '/account/password', { token: own, body })).status).to.equal(204);
      const late = await served.call('POST', '/auth/password-resets', {
        body: { token: link.body['token'], password: 'what the thief would like' },
      });
      expect([late.status, late.code]).to.deep.equal([401, 'DW_AUTH_TOKEN_INVALID']);
      expect((await served.login('linked', NEXT)).status).to.equal(200);
    });
  });

  describe('with the password, but without the second factor', () => {
    let secret: Buffer;

    const codeFor = async (): Promise<string> => {
      await served.query('update identity.totp set last_step = 0');
      return codeAt(secret, Math.floor(Date.now() / 1000 / STEP_SECONDS));
    };
    const from = (address: string, code: string): Promise<Reply> =>
      served.call('POST', '/auth/login', {
        body: { username: 'guarded', password: PASSWORD, code },
        headers: { 'x-forwarded-for': address },
      });

    before(async () => {
      await served.makeUser('guarded', PASSWORD);
      const token = await served.tokenOf('guarded', PASSWORD);
      secret = fromBase32(String((await served.call('POST', '/account/totp', { token })).body['secret']));
      const body = { code: await codeFor() };
      expect((await served.call('POST', '/account/totp/confirm', { token, body })).status).to.equal(200);
    });

    it('has to wait after some codes, wherever each of them comes from', async () => {
      const guess = async (index: number): Promise<number> =>
        (await from(`2001:db8:${index.toString(16)}::1`, '000000')).status;
      for (let index = 1; index <= 10; index += 1) expect(await guess(index)).to.equal(401);
      const waiting = await served.query(
        `update identity.attempts set blocked_until = now() + interval '1 hour' where key like 'c %' and blocked_until > last_at returning key`,
      );
      expect(waiting).to.have.length(1);
      const elsewhere = await from('2001:db8:ffff::1', await codeFor());
      expect([elsewhere.status, elsewhere.code]).to.deep.equal([429, 'DW_AUTH_THROTTLED']);
      expect((await served.login('admin', ADMIN_PASSWORD)).status, 'another account').to.equal(200);
      await served.query(`update identity.attempts set blocked_until = now() where key like 'c %'`);
      expect((await from('2001:db8:fffe::1', await codeFor())).status).to.equal(200);
    });
  });

  describe('by administering accounts', () => {
    let helper: string;

    before(async () => {
      const permissions = ['users:read', 'users:write', 'groups:write'];
      const role = { key: 'helpdesk', title: 'Help desk', permissions, everywhere: true };
      await made(served.call('POST', '/roles', { token: admin, body: role }));
      await give('helpdesk', await served.makeUser('helper', PASSWORD));
      helper = await served.tokenOf('helper', PASSWORD);
    });

    const give = async (role: string, id: string, kind = 'principal'): Promise<void> => {
      const body = { role, holder: { kind, id }, everywhere: true };
      await made(served.call('POST', '/role-assignments', { token: admin, body }));
    };

    it('gets hold of nobody who may do more', async () => {
      const plain = await served.makeUser('plain', PASSWORD);
      const boss = await served.makeUser('boss', PASSWORD);
      await give('admin', boss);
      expect(
        (await served.call('POST', `/users/${plain}/password-reset`, { token: helper })).status,
      ).to.equal(201);
      const acts: readonly (readonly [method: string, path: string, body?: object])[] = [
        ['POST', `/users/${boss}/password-reset`],
        ['DELETE', `/users/${boss}/second-factors`],
        ['PATCH', `/users/${boss}`, { email: 'helper@example.com' }],
        ['POST', `/users/${boss}/lock`, {}],
        ['DELETE', `/users/${boss}`],
      ];
      for (const [method, path, body] of acts)
        await refused(served.call(method, path, { token: helper, ...(body === undefined ? {} : { body }) }));
      expect((await served.call('POST', `/users/${boss}/lock`, { token: admin, body: {} })).status).to.equal(
        200,
      );
    });

    it('takes no seat in a group that may do more, and leaves none', async () => {
      const [rulers, readers] = await Promise.all(
        ['Rulers', 'Readers'].map(async (name) =>
          String((await made(served.call('POST', '/groups', { token: admin, body: { name } }))).body['id']),
        ),
      );
      await give('admin', String(rulers), 'group');
      const own = await served.call('GET', '/account', { token: helper });
      const seat = (group: unknown) =>
        served.call('PUT', `/groups/${group}/members/${own.body['id']}`, { token: helper });
      await refused(seat(rulers));
      expect((await seat(readers)).status).to.equal(204);
      // What is denied to the group would not be any more.
      const path = `/groups/${readers}/members/${own.body['id']}`;
      await refused(served.call('DELETE', path, { token: helper }));
      await refused(served.call('DELETE', `/groups/${readers}`, { token: helper }));
      expect((await served.call('DELETE', path, { token: admin })).status).to.equal(204);
      expect((await served.call('DELETE', `/groups/${readers}`, { token: helper })).status).to.equal(204);
    });

    it('makes no administrator with a token that is made for accounts alone', async () => {
      const token = await tokenFor(['users:read', 'users:write']);
      const body = { username: 'robot', displayName: 'Robot', password: PASSWORD };
      await refused(served.call('POST', '/users', { token, body: { ...body, roles: ['admin'] } }));
      await refused(served.call('POST', '/users/user:admin/password-reset', { token }));
      expect((await served.call('POST', '/users', { token, body })).status).to.equal(201);
    });
  });

  // Last: it ends the sessions of the administrator.
  describe('of the first administrator', () => {
    it('finds it given back by the machine, without what they have added to it', async () => {
      const begun = await served.call('POST', '/account/totp', { token: admin });
      const secret = fromBase32(String(begun.body['secret']));
      const body = { code: codeAt(secret, Math.floor(Date.now() / 1000 / STEP_SECONDS)) };
      expect((await served.call('POST', '/account/totp/confirm', { token: admin, body })).status).to.equal(
        200,
      );
      expect((await served.login('admin', ADMIN_PASSWORD)).code).to.equal('DW_AUTH_SECOND_FACTOR');
      await served.setKernelPassword('a newer way back in again');
      expect((await served.login('admin', 'a newer way back in again')).status).to.equal(200);
    });
  });
});

describe('who has the name of the first administrator', () => {
  let served: ServedIdentity;
  before(async () => {
    served = await ServedIdentity.start();
  });
  after(() => served?.stop());

  it('does not keep them out, who have another one then, and that they were made is recorded', async () => {
    const other = crypto.randomUUID();
    await served.query(
      `insert into identity.users (id, username, folded, display_name, state, roles) values ($1, 'admin', 'admin', 'Somebody', 'active', '{}')`,
      [`user:${other}`],
    );
    expect((await served.login('admin', ADMIN_PASSWORD)).status).to.equal(401);
    expect((await served.login('admin@kernel', ADMIN_PASSWORD)).status).to.equal(200);
    const created = await served.query<{ username: string; by: string }>(
      `select after ->> 'username' as username, principal_id as by from core.audit_entries where action = 'identity.user.created'`,
    );
    expect(created).to.deep.equal([{ username: 'admin@kernel', by: 'plugin:identity' }]);
  });
});
