import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Asset } from '../governance/asset.ts';
import { keyRangeCondition } from './key-range-condition.ts';
import { keyRangeOf, keyRangeParts, numberSlices, type SliceKey } from './slices.ts';

const key: SliceKey = {
  column: { name: 'id', ordinal: 0, dataType: 'bigint', kind: 'integer', nullable: true, comment: null },
  scale: 'number',
};
const asset: Asset = {
  path: ['t'],
  type: 'table',
  columns: [key.column],
  comment: null,
  rowEstimate: null,
  sizeBytes: null,
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
  fingerprint: '',
};

describe('conditions of slices by keys', () => {
  it('are written with the bounds that there are', () => {
    const range = { ...key, nulls: false, from: 1n, before: 9n } as const;
    const written = (part: object): string =>
      keyRangeCondition({ ...range, ...part }, '"id"', (one) => `${one}`);
    expect(written({})).to.equal('"id" >= 1 AND "id" < 9');
    expect(written({ from: null })).to.equal('"id" < 9');
    expect(written({ before: null })).to.equal('"id" >= 1');
    expect(written({ from: null, before: null })).to.equal('"id" IS NOT NULL');
    expect(keyRangeCondition({ ...key, nulls: true }, '"id"', String)).to.equal('"id" IS NULL');
  });

  it('hold for every row once, with nulls, duplicates and gaps', () => {
    const keys = fc.array(fc.option(fc.integer({ min: -20, max: 20 })), { maxLength: 40 });
    const bounds = fc.uniqueArray(fc.integer({ min: -25, max: 25 }), { minLength: 1, maxLength: 6 });
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE t (id INTEGER)');
    fc.assert(
      fc.property(keys, bounds, (ids, places) => {
        database.exec('DELETE FROM t');
        const insert = database.prepare('INSERT INTO t VALUES (?)');
        for (const id of ids) insert.run(id);
        const sorted = places.toSorted((a, b) => a - b).map(BigInt);
        const slices = numberSlices('key-range', keyRangeParts(key, sorted, null));
        const found = slices.flatMap((slice) => {
          const condition = keyRangeCondition(keyRangeOf(slice, asset, 't'), 'id', String);
          return database
            .prepare(`SELECT id FROM t WHERE ${condition}`)
            .all()
            .map((row) => String(row['id']));
        });
        expect(found.toSorted()).to.deep.equal(ids.map(String).toSorted());
      }),
      { seed: 1 },
    );
    database.close();
  });
});
