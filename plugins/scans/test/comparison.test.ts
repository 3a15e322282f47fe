import { endOf } from '@datawave/core/test-platform';
import { DataWaveError, scansService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { scanBench } from './scan-bench.ts';

describe('a scan beside the one before it', () => {
  const bench = scanBench();
  const { get, register, staged } = bench;

  const scan = async (sourceId: string, tables: readonly string[]): Promise<string> => {
    staged.assets = tables.map((name) => ({ name }));
    const { id } = await bench.test
      .service(scansService)
      .start(bench.test.scope(), { sourceId, mode: 'full' });
    await endOf(bench.test, id);
    return id;
  };

  it('tells what is new in the source and what is gone', async () => {
    const { id } = await register();
    const first = await scan(id, ['a', 'b', 'c']);
    const second = await scan(id, ['b', 'c', 'd', 'e']);
    expect((await get(`${first}/comparison`)).body).to.include({ previous: null, found: null });
    const { body } = await get(`${second}/comparison`);
    expect(body).to.have.nested.property('previous.id', first);
    expect(body).to.deep.include({
      found: { now: 4, before: 3 },
      appeared: { count: 2, names: ['main.d', 'main.e'] },
      gone: { count: 1, names: ['main.a'] },
    });
  });

  it('says nothing of assets where one of the two did not see all', async () => {
    const { id } = await register();
    await scan(id, ['a', 'b']);
    const unknown = await get('00000000-0000-4000-8000-000000000000/comparison');
    expect(unknown.status).to.equal(404);
    staged.discovering = () =>
      Promise.reject(new DataWaveError({ code: 'DW_SOURCE_PERMISSION', message: 'No.' }));
    const failed = await scan(id, ['a', 'b']);
    const { body } = await get(`${failed}/comparison`);
    expect(body).to.deep.include({ found: null, appeared: { count: 0, names: [] } });
  });

  it('lists runs that have ended apart from those that have not', async () => {
    const { id } = await register();
    const ended = await scan(id, ['a']);
    staged.hold();
    const { id: active } = await bench.test
      .service(scansService)
      .start(bench.test.scope(), { sourceId: id, mode: 'full' });
    await staged.held(1);
    const listed = async (state: string): Promise<string> =>
      JSON.stringify((await bench.test.request('GET', `/api/v1/scans?source=${id}&state=${state}`)).body);
    expect(await listed('ended'))
      .to.include(ended)
      .and.not.include(active);
    expect(await listed('active'))
      .to.include(active)
      .and.not.include(ended);
    staged.release();
    await endOf(bench.test, active);
  });
});
