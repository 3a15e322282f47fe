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

  it('compares any two of one source, whichever is named first', async () => {
    const { id } = await register();
    const [first, second, third] = [
      await scan(id, ['a', 'b']),
      await scan(id, ['b', 'c']),
      await scan(id, ['b', 'c', 'd']),
    ];
    const compare = async (a: string, b: string, more = '') =>
      (await get(`compare?a=${a}&b=${b}${more}`)).body;
    const body = await compare(third ?? '', first ?? '');
    expect(body).to.have.nested.property('before.id', first);
    expect(body).to.have.nested.property('after.id', third);
    expect(body).to.deep.include({ isCut: false, nextCursor: null });
    expect(body).to.have.deep.nested.property('counts.assets', { appeared: 2, gone: 1, changed: 0 });
    const namesOf = (answer: unknown): readonly string[] =>
      (Reflect.get(Object(answer), 'items') as readonly { name: string; kind: string }[]).map(
        ({ name, kind }) => `${kind} ${name}`,
      );
    expect(namesOf(body)).to.deep.equal(['appeared main.c', 'appeared main.d', 'gone main.a']);
    expect(namesOf(await compare(first ?? '', third ?? '', '&limit=1&cursor=1'))).to.deep.equal([
      'appeared main.d',
    ]);
    expect(namesOf(await compare(second ?? '', third ?? ''))).to.deep.equal(['appeared main.d']);
    expect(namesOf(await compare(second ?? '', second ?? ''))).to.deep.equal([]);
    const other = await scan((await register()).id, ['a']);
    expect(await compare(first ?? '', other)).to.include({ code: 'DW_SCAN_OTHER_SOURCE' });
  });
});
