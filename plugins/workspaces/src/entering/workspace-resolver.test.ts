import { DEFAULT_WORKSPACE, type WorkspaceQuestion } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { WorkspaceResolver } from './workspace-resolver.ts';

const asks = (named: string | null): WorkspaceQuestion => ({
  authentication: {
    principal: { id: 'user:ann', kind: 'user', displayName: 'Ann', roles: [] },
    workspace: DEFAULT_WORKSPACE,
  },
  named,
});

describe('finding the workspace of a request', () => {
  let asked: (string | null)[];
  let resolver: WorkspaceResolver;

  beforeEach(() => {
    asked = [];
    const find = async ({ named }: WorkspaceQuestion) => {
      asked.push(named);
      return { workspace: DEFAULT_WORKSPACE, roles: [], requestsPerMinute: null };
    };
    resolver = new WorkspaceResolver({ find }, 5_000, () => 0);
  });

  it('asks once for what is asked again within its time, and anew when somebody was let in or taken out', async () => {
    for (const _ of [1, 2])
      expect(await resolver.resolve(asks('team'))).to.include({ workspace: DEFAULT_WORKSPACE });
    expect(asked).to.deep.equal(['team']);
    resolver.forget();
    await resolver.resolve(asks('team'));
    expect(asked).to.deep.equal(['team', 'team']);
  });

  it('neither asks for nor remembers what no workspace can be called', async () => {
    for (const named of ['', 'x'.repeat(64), 'Team', 'a b', `${'x'.repeat(8_000)}`])
      expect(await resolver.resolve(asks(named)), named).to.equal(null);
    expect(asked).to.deep.equal([]);
    await resolver.resolve(asks('x'.repeat(63)));
    expect(asked).to.have.length(1);
  });
});
