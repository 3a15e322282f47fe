import type { Account, AccountsService, ExecutionScope, WorkspaceMembership } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { memberMail } from './member-mail.ts';

const scope = { workspace: 'own' } as ExecutionScope;

describe('who may be written to in a workspace', () => {
  const account = (id: string): Account => ({ id, groups: [`group of ${id}`] }) as unknown as Account;
  const asked: unknown[] = [];
  const accounts: Pick<AccountsService, 'list'> = {
    list: async (_scope, filter) => {
      asked.push(filter);
      const named = filter.email === 'both@example.com' ? ['stranger', 'member'] : ['stranger'];
      return { items: named.map(account), nextCursor: null };
    },
  };
  const directory = {
    membershipsOf: async (id: string, groups: readonly string[]) => {
      expect(groups).to.deep.equal([`group of ${id}`]);
      return [{ workspace: { id: id === 'member' ? 'own' : 'other' } } as WorkspaceMembership];
    },
  };

  it('is whoever is its member by an active account of that address', async () => {
    const known = memberMail(directory, () => accounts);
    expect(await known.mayReceive(scope, 'both@example.com')).to.equal(true);
    expect(await known.mayReceive(scope, 'one@example.com')).to.equal(false);
    expect(asked).to.deep.equal([
      { email: 'both@example.com', state: 'active' },
      { email: 'one@example.com', state: 'active' },
    ]);
    expect(await memberMail(directory, () => undefined).mayReceive(scope, 'both@example.com')).to.equal(
      false,
    );
  });
});
