import { expect } from 'chai';
import type { Notice } from '../shell-context.ts';
import { attempt } from './attempt.ts';
import { offlineProblem } from './problem.ts';

describe('attempt', () => {
  const told: Notice[] = [];
  const shell = { notify: (notice: Notice) => void told.push(notice) };
  beforeEach(() => told.splice(0));

  it('says nothing of what was done', async () => {
    expect(await attempt(shell, async () => undefined)).to.equal(true);
    expect(told).to.deep.equal([]);
  });

  it('shows why the server refuses', async () => {
    const problem = offlineProblem();
    expect(await attempt(shell, () => Promise.reject(problem))).to.equal(false);
    expect(told).to.deep.equal([{ tone: 'danger', message: problem.message }]);
  });

  it('lets faults of its own be seen by whoever looks for them', async () => {
    const fault = new TypeError('not a function');
    expect(await attempt(shell, () => Promise.reject(fault)).catch((error: unknown) => error)).to.equal(
      fault,
    );
    expect(told).to.deep.equal([]);
  });
});
