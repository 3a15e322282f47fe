import { expect } from 'chai';
import { MIGRATIONS, STATEMENTS } from './sql-attempts.ts';
import { type SqlResult, trySql } from './sql-escapes.ts';

const named = (results: readonly SqlResult[]): readonly string[] =>
  results.map(({ kind, attempt, refusal }) => `${kind} "${attempt.name}": ${refusal ?? 'it succeeded'}`);

describe('an isolated plugin that tries to get out by SQL', function () {
  this.timeout(60_000);

  it('gets out where its role is not restricted', async () => {
    const results = await trySql('unrestricted');
    expect(results).to.have.length(STATEMENTS.length + MIGRATIONS.length);
    expect(named(results.filter(({ hasSucceeded }) => !hasSucceeded))).to.deep.equal([]);
  });

  it('gets nowhere', async () => {
    const results = await trySql('plugin');
    expect(results).to.have.length.greaterThan(50);
    expect(named(results.filter(({ hasSucceeded }) => hasSucceeded))).to.deep.equal([]);
  });

  it('gets nowhere by what its role alone must hold, if nothing looked at its texts', async () => {
    const results = (await trySql('role')).filter(({ attempt }) => attempt.heldBy === 'role');
    expect(results).to.have.length.greaterThan(40);
    expect(named(results.filter(({ hasSucceeded }) => hasSucceeded))).to.deep.equal([]);
  });
});
