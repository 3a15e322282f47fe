import { sql } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { testScope } from '../../test/storage.ts';
import { createAccess } from './access.ts';

describe('access', () => {
  const scopeOf = (kind: 'user' | 'service' | 'plugin' | 'system', ...roles: readonly string[]) => ({
    ...testScope(),
    principal: { id: `${kind}:x`, kind, displayName: 'X', roles },
  });

  it('lets administrators and the kernel do everything, and says why', async () => {
    const access = createAccess();
    expect(await access.decide(scopeOf('user', 'admin'), { permission: 'things:read' })).to.deep.equal({
      allowed: true,
      reason: 'The role "admin" may do everything.',
    });
    expect((await access.decide(scopeOf('system'), { permission: 'things:read' })).allowed).to.equal(true);
  });

  it('lets nobody else do anything, and says why', async () => {
    const access = createAccess();
    for (const scope of [
      scopeOf('user'),
      scopeOf('user', 'Admin'),
      scopeOf('service', 'viewer'),
      scopeOf('plugin'),
    ]) {
      expect(await access.decide(scope, { permission: 'things:read', resource: 'thing:7' })).to.deep.equal({
        allowed: false,
        reason: 'X holds no role that grants "things:read" on thing:7.',
      });
    }
    const error = await access
      .require(scopeOf('user'), { permission: 'things:read' })
      .catch((caught: unknown) => caught);
    expect(error).to.include({ code: 'DW_ACCESS_DENIED', status: 403 });
  });

  it('lets another decider take over and give back, and denies when it fails', async () => {
    const access = createAccess();
    const giveBack = access.use({
      decide: () => Promise.reject(new Error('the policy is gone')),
      filter: () => Promise.reject(new Error('the policy is gone')),
    });
    expect(() =>
      access.use({
        decide: () => ({ allowed: true, reason: '' }),
        filter: () => ({ passes: 'all', predicate: sql`true` }),
      }),
    ).to.throw('Another plugin decides');
    expect(await access.filter(scopeOf('user', 'admin'), 'x:y', {}).catch(String)).to.contain(
      'the policy is gone',
    );
    expect(await access.require(scopeOf('user', 'admin'), { permission: 'x:y' }).catch(String)).to.contain(
      'the policy is gone',
    );
    giveBack();
    await access.require(scopeOf('user', 'admin'), { permission: 'x:y' });
  });

  it('says the same of the rows of a list as of each of them', async () => {
    const access = createAccess();
    const passes = async (...who: Parameters<typeof scopeOf>): Promise<string> =>
      (await access.filter(scopeOf(...who), 'things:read', {})).passes;
    expect([
      await passes('user', 'admin'),
      await passes('system'),
      await passes('user', 'viewer'),
    ]).to.deep.equal(['all', 'all', 'none']);
  });

  it('confines a token to the permissions that it was made for, an administrator’s too', async () => {
    const access = createAccess();
    const session = {
      id: 's',
      authenticatedAt: 0,
      methods: ['api-token'],
      permissions: ['things:read'],
    } as const;
    const scope = { ...scopeOf('service', 'admin'), session };
    expect((await access.decide(scope, { permission: 'things:read' })).allowed).to.equal(true);
    expect(await access.decide(scope, { permission: 'things:write' })).to.deep.equal({
      allowed: false,
      reason: 'The token of X is not made for "things:write".',
    });
    expect((await access.filter(scope, 'things:write', {})).passes).to.equal('none');
  });
});
