import { expect } from 'chai';
import { offlineProblem } from '../client/problem.ts';
import type { GridPage } from './options.ts';
import { SourceRows } from './source-rows.ts';

describe('rows of a source while the server is away', () => {
  const request = { sort: [], filters: {} };
  let isAway: boolean;
  let times: number;
  let rows: SourceRows;
  const load = async (): Promise<GridPage<unknown>> => {
    times += 1;
    if (isAway) throw offlineProblem();
    return { items: [times], nextCursor: null };
  };
  beforeEach(() => {
    isAway = false;
    times = 0;
    rows = new SourceRows(() => undefined);
  });

  it('stay when they are to be loaded again, and are once it answers', async () => {
    await rows.begin(load, request);
    isAway = true;
    await rows.again(load);
    expect([rows.rows, rows.problem]).to.deep.equal([[1], null]);
    isAway = false;
    await rows.reached();
    expect(rows.rows).to.deep.equal([3]);
    await rows.reached();
    expect(times, 'nothing more to ask for').to.equal(3);
  });

  it('are not taken for others that were asked for, and come once it answers', async () => {
    await rows.begin(load, request);
    isAway = true;
    await rows.begin(load, { ...request, filters: {} });
    expect(rows.rows).to.deep.equal([]);
    expect(rows.problem).to.include({ code: 'DW_UI_OFFLINE' });
    isAway = false;
    await rows.reached();
    expect([rows.rows, rows.problem]).to.deep.equal([[3], null]);
  });
});
