import type { Asset, HighWater } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { markByColumn } from './mark-by-column.ts';

const asset = (name: string, more: Partial<Asset> = {}): Asset => ({
  ...buildSample(name, [{ name: 'id', values: ['1'] }]).asset,
  ...more,
});

/** Marks one asset by the column `id`; answers it and whether its source was asked. */
async function mark(found: Asset, answer: HighWater, key = 'k'): Promise<{ marked: Asset; asked: boolean }> {
  let asked = false;
  const [marked = found] = await markByColumn([found], ['id'], {
    ask: async () => {
      asked = true;
      return answer;
    },
    key: async () => Buffer.from(key),
  });
  return { marked, asked };
}

describe('marking by a column', () => {
  it('holds a hash of path, column and value under the key, and not the value', async () => {
    const values = await Promise.all([
      mark(asset('a'), { value: '19470101' }),
      mark(asset('a'), { value: '19470101' }),
      mark(asset('a'), { value: '19470102' }),
      mark(asset('a'), { value: null }),
      mark(asset('b'), { value: '19470101' }),
      mark(asset('a'), { value: '19470101' }, 'other'),
    ]);
    const marks = values.map(({ marked }) => marked.changeMarker?.value);
    expect(marks[0]).to.equal(marks[1]);
    expect(new Set(marks).size).to.equal(5);
    expect(values[0]?.marked.changeMarker).to.include({ kind: 'high-water', column: 'id' });
    expect(JSON.stringify(values)).to.not.include('194701');
  });

  it('leaves the mark that the source keeps of the asset itself, but not that of a whole log', async () => {
    const counted = asset('a', { changeMarker: { kind: 'counter', value: '7' } });
    expect(await mark(counted, { value: '1' })).to.deep.equal({ marked: counted, asked: false });
    const logged = asset('a', { changeMarker: { kind: 'log-position', value: '7' } });
    expect((await mark(logged, { value: '1' })).marked.changeMarker).to.include({ kind: 'high-water' });
    expect((await mark(logged, { hindrance: 'it has no column "id"' })).marked).to.deep.equal(logged);
  });

  it('says why it could not be, and asks for nothing where no column is named', async () => {
    const { marked } = await mark(asset('a', { unmarked: 'policies decide' }), { hindrance: 'no index' });
    expect(marked).to.include({ unmarked: 'no index' }).and.not.have.property('changeMarker');
    const assets = [asset('a'), asset('b')];
    const by = {
      ask: () => Promise.reject(new Error('asked')),
      key: () => Promise.reject(new Error('asked')),
    };
    expect(await markByColumn(assets, [null], by)).to.equal(assets);
  });
});
