import { expect } from 'chai';
import type { Asset } from '../governance/asset.ts';
import { chosenColumns } from './chosen-columns.ts';

const column = (name: string, ordinal: number): Asset['columns'][number] => ({
  ...{ name, ordinal, dataType: 'text', kind: 'text', nullable: true, comment: null },
});
const asset: Asset = {
  path: ['shop', 'people'],
  type: 'table',
  columns: [column('id', 0), column('constructor', 1)],
  comment: null,
  rowEstimate: null,
  sizeBytes: null,
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
  fingerprint: '',
};

describe('chosen columns', () => {
  it('are all unless some are named, and in the order named', () => {
    expect(chosenColumns(asset, undefined)).to.equal(asset.columns);
    expect(chosenColumns(asset, ['constructor', 'id']).map(({ ordinal }) => ordinal)).to.deep.equal([1, 0]);
    expect(chosenColumns(asset, [])).to.deep.equal([]);
  });

  it('are refused where discovery did not find them', () => {
    expect(() => chosenColumns(asset, ['id', 'toString']))
      .to.throw('shop.people has no column "toString".')
      .with.property('code', 'DW_SOURCE_QUERY');
    expect(() => chosenColumns(asset, ['x'], 'people.csv')).to.throw(/^people\.csv has/);
  });
});
