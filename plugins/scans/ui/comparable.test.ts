import { expect } from 'chai';
import type { ListedScan } from './api.ts';
import { comparableRuns, laterRuns } from './comparable.ts';

const run = (id: string, source: string): ListedScan =>
  ({ id, source: { id: source, title: source } }) as unknown as ListedScan;
const ids = (runs: readonly ListedScan[]): readonly string[] => runs.map(({ id }) => id);

describe('runs that can be compared', () => {
  const third = run('3', 'shop');
  const other = run('o', 'staff');
  const second = run('2', 'shop');
  const first = run('1', 'shop');
  const runs = [third, other, second, first];

  it('are those with a later one of the same source', () => {
    expect(ids(comparableRuns(runs))).to.deep.equal(['2', '1']);
    expect(comparableRuns([third, other])).to.deep.equal([]);
  });

  it('stand beside later ones of their source alone', () => {
    expect(ids(laterRuns(runs, first))).to.deep.equal(['3', '2']);
    expect(laterRuns(runs, third)).to.deep.equal([]);
    expect(laterRuns(runs, run('gone', 'shop'))).to.deep.equal([]);
  });
});
