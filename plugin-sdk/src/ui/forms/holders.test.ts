import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { ApiClient } from '../client/api-client.ts';
import { ProblemError } from '../client/problem.ts';
import type { ShellContext } from '../shell-context.ts';
import { namedHolder, suggestHolders } from './holders.ts';

const USERS = [
  { id: 'user:1', displayName: 'Ann Lee', username: 'ann' },
  { id: 'user:2', displayName: 'Ann Lee', username: 'lee' },
  { id: 'user:3', displayName: 'bob', username: 'bob' },
];
const GROUPS = [
  { id: 'group:1', name: 'Stewards', provider: null },
  { id: 'group:2', name: 'Stewards', provider: 'directory' },
];

describe('whom a form names', () => {
  let server: Server;
  let shell: Pick<ShellContext, 'api' | 'may'>;
  const asked: string[] = [];
  let maySee = true;

  before((done) => {
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      asked.push(`${pathname} ${searchParams.get('q') ?? ''}`.trim());
      response.setHeader('content-type', 'application/json');
      const items = pathname.endsWith('/users') ? USERS : GROUPS;
      response.end(JSON.stringify({ items, nextCursor: null }));
    }).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      const api = new ApiClient({
        root: `http://127.0.0.1:${port}`,
        csrfToken: () => null,
        onUnauthenticated: () => undefined,
      });
      shell = { api, may: () => maySee };
      done();
    });
  });
  after((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  beforeEach(() => {
    asked.splice(0);
    maySee = true;
  });

  it('are groups and people, those of one name told apart', async () => {
    expect(await suggestHolders(shell)).to.deep.equal([
      ['group:1', 'Stewards'],
      ['group:2', 'Stewards (directory)'],
      ['user:1', 'Ann Lee (ann)'],
      ['user:2', 'Ann Lee (lee)'],
      ['user:3', 'bob'],
    ]);
  });

  it('are found by title, user name and id, in whatever case', async () => {
    const known = await suggestHolders(shell);
    const ann = { kind: 'principal', id: 'user:1', name: 'Ann Lee (ann)' };
    for (const text of ['Ann Lee (ann)', ' ann lee (ANN) ', 'ann', 'user:1'])
      expect(await namedHolder(shell, text, known), text).to.deep.equal(ann);
    expect(await namedHolder(shell, 'stewards', known)).to.deep.equal({
      ...{ kind: 'group', id: 'group:1', name: 'Stewards' },
    });
  });

  it('are asked of the server where they were not suggested', async () => {
    expect(await namedHolder(shell, 'bob', [])).to.deep.equal({
      ...{ kind: 'principal', id: 'user:3', name: 'bob' },
    });
    expect(asked.splice(0)).to.have.members(['/users bob', '/groups bob']);
    expect((await namedHolder(shell, 'Ann Lee (lee)', [])).id).to.equal('user:2');
    expect(asked).to.have.members(['/users Ann Lee', '/groups Ann Lee']);
  });

  it('may be given as ids that nobody here knows', async () => {
    maySee = false;
    expect(await namedHolder(shell, 'service:loader', [])).to.deep.equal({
      ...{ kind: 'principal', id: 'service:loader' },
    });
    expect(await namedHolder(shell, 'group:9', [])).to.deep.equal({ kind: 'group', id: 'group:9' });
    expect(asked).to.deep.equal([]);
  });

  for (const text of ['Ann Lee', 'Carl', 'Carl Orff'])
    it(`are refused where ${text} is nobody, or several`, async () => {
      const fault: unknown = await namedHolder(shell, text, []).catch((error: unknown) => error);
      expect(fault).to.be.instanceOf(ProblemError);
      expect(Reflect.get(Object(fault), 'code')).to.equal('DW_UI_HOLDER_UNKNOWN');
    });
});
