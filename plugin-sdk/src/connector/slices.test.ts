import { expect } from 'chai';
import fc from 'fast-check';
import type { Asset, ColumnSchema } from '../governance/asset.ts';
import { DEFAULT_SAMPLE } from '../governance/sample.ts';
import type { AssetSlice } from '../governance/slice.ts';
import { cutKeys } from './key-cuts.ts';
import { keyRangeOf, keyRangeParts, numberSlices, roundBounds, sliceCount, sliceKeyOf } from './slices.ts';
import { drawnRows, pickStrata } from './strata.ts';

const column = (name: string, kind: ColumnSchema['kind'], nullable = false): ColumnSchema => ({
  ...{ name, ordinal: 0, dataType: kind, kind, nullable, comment: null },
});
const asset = (columns: readonly ColumnSchema[], keys: Partial<Asset> = {}): Asset => ({
  ...{ path: ['t'], type: 'table', columns, comment: null, rowEstimate: null, sizeBytes: null },
  ...{ primaryKey: [], uniqueKeys: [], foreignKeys: [], fingerprint: '', ...keys },
});
const id = column('id', 'integer', true);
const keyed = asset([id], { primaryKey: ['id'] });

/** A source of keys in memory that counts as exactly as it is told to. */
const probeOf = (keys: readonly bigint[]) => ({
  first: async (from: bigint | null) => keys.find((key) => from === null || key >= from) ?? null,
  last: async (before: bigint | null) => keys.findLast((key) => before === null || key < before) ?? null,
  rows: async (first: bigint, last: bigint) => keys.filter((key) => key >= first && key <= last).length,
});

const keyLists = fc
  .uniqueArray(fc.oneof(fc.integer({ min: -200, max: 200 }), fc.maxSafeInteger()), {
    minLength: 1,
    maxLength: 80,
  })
  .map((keys) => keys.map(BigInt).sort((a, b) => (a < b ? -1 : 1)));

describe('slices by ranges of a key', () => {
  it('hold every key once, and none of them is empty', async () => {
    await fc.assert(
      fc.asyncProperty(keyLists, fc.integer({ min: 2, max: 12 }), async (keys, count) => {
        const { first, places } = await cutKeys(probeOf(keys), count);
        expect(places.length).to.be.lessThan(count);
        for (const place of places) expect(keys).to.include(place);
        const bounds = roundBounds(places, 'number', first);
        const slices = numberSlices(
          'key-range',
          keyRangeParts({ column: id, scale: 'number' }, bounds, null),
        );
        if (slices.length === 0) return;
        const ranges = slices.map((slice) => keyRangeOf(JSON.parse(JSON.stringify(slice)), keyed, 't'));
        const within = (key: bigint | null): number[] =>
          ranges.flatMap((range, at) => {
            if (range.nulls) return key === null ? [at] : [];
            const isIn =
              key !== null &&
              (range.from === null || key >= range.from) &&
              (range.before === null || key < range.before);
            return isIn ? [at] : [];
          });
        const held = keys.map(within);
        expect(held.every((ranges_) => ranges_.length === 1)).to.equal(true);
        expect(new Set(held.flat()).size).to.equal(slices.length - 1);
        expect(within(null)).to.deep.equal([slices.length - 1]);
      }),
      { seed: 9 },
    );
  });

  it('are of about the same size where keys lie in lumps', async () => {
    const keys = [0n, 5_000_000n, 9_000_000_000_000n].flatMap((start) =>
      Array.from({ length: 2000 }, (_, at) => start + BigInt(at)),
    );
    const { places } = await cutKeys(probeOf(keys), 6);
    const sizes = [keys[0], ...places].map((from = 0n, at) => {
      const to = places[at];
      return keys.filter((key) => key >= from && (to === undefined || key < to)).length;
    });
    expect(sizes).to.have.length(6);
    for (const size of sizes) expect(size).to.be.within(500, 1500);
  });

  it('have bounds that are round, also in time', () => {
    expect(roundBounds([123_456_789n, 987_654_321n], 'number', 5n)).to.deep.equal([
      120_000_000n,
      900_000_000n,
    ]);
    const [bound = 1n] = roundBounds([1_700_000_123n], 'seconds', 1_600_000_000n);
    expect(bound % 8_640_000n).to.equal(0n);
    // Too close together to be cut without telling a key.
    expect(roundBounds([17n, 18n], 'number', 16n)).to.deep.equal([]);
  });

  it('have no bound that is a key which was found, also where keys are round themselves', () => {
    expect(roundBounds([5_000n, 9_000n], 'number', 1_000n)).to.deep.equal([4_000n, 8_000n]);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 9 }),
        fc.constantFrom(1n, 10n, 60n, 1_000n, 3_600n, 86_400n),
        fc.constantFrom('number' as const, 'seconds' as const),
        (numbers, scale, unit) => {
          const [first, ...places] = numbers.toSorted((a, b) => a - b).map((one) => BigInt(one) * scale);
          const bounds = roundBounds(places, unit, first ?? null);
          for (const bound of bounds) expect([first, ...places]).not.to.include(bound);
          expect(bounds).to.deep.equal([...new Set(bounds)].toSorted((a, b) => (a < b ? -1 : 1)));
        },
      ),
    );
  });

  it('are not read when they were cut otherwise, or the asset has changed', () => {
    const slice: AssetSlice = {
      index: 0,
      count: 2,
      kind: 'key-range',
      bounds: {},
      title: '',
      rowEstimate: null,
    };
    for (const bounds of [
      {},
      { column: 'gone', scale: 'number', from: null, before: '5' },
      { column: 'id', scale: 'number', from: "1'; drop", before: null },
      { column: 'id', scale: 'hours', from: null, before: '5' },
    ])
      expect(() => keyRangeOf({ ...slice, bounds }, keyed, 't')).to.throw('cannot be read by the part');
  });

  it('need a key of one column that is a number or a time', () => {
    const [name, at] = [column('name', 'text'), column('at', 'timestamp')];
    expect(sliceKeyOf(asset([id, name], { primaryKey: ['id', 'name'] }))).to.equal(null);
    expect(
      sliceKeyOf(asset([id, name], { primaryKey: ['name'], uniqueKeys: [['id']] }))?.column.name,
    ).to.equal('id');
    expect(sliceKeyOf(asset([at], { primaryKey: ['at'] }))?.scale).to.equal('seconds');
    expect([sliceCount(null, 5), sliceCount(5, null), sliceCount(5, 5), sliceCount(11, 5)]).to.deep.equal([
      1, 1, 1, 3,
    ]);
    expect(sliceCount(Number.MAX_SAFE_INTEGER, 1)).to.equal(1000);
  });
});

describe('a stratified sample', () => {
  const options = { ...DEFAULT_SAMPLE, rows: 10, strategy: 'stratified' } as const;

  it('takes as many rows from each value, the commonest 100 each by itself', () => {
    const rows = Array.from({ length: 1000 }, (_, at) => (at < 900 ? 'common' : at < 996 ? 'other' : 'rare'));
    const picked = pickStrata(rows, { ...options, stratifyBy: 'x' }, (row) => row);
    expect(Object.fromEntries(Map.groupBy(picked, (row) => row)) as object).to.have.all.keys(
      'common',
      'other',
      'rare',
    );
    expect(picked.filter((row) => row === 'rare')).to.have.length(3);
    const many = Array.from({ length: 3000 }, (_, at) => `v${at % 300}`);
    expect(pickStrata(many, { ...options, rows: 101, stratifyBy: 'x' }, (row) => row)).to.have.length(101);
  });

  it('takes rows evenly from all of the source, and never more than there are', () => {
    const rows = Array.from({ length: 100 }, (_, at) => at);
    expect(pickStrata(rows, options, () => null)).to.deep.equal([5, 15, 25, 35, 45, 55, 65, 75, 85, 95]);
    expect(pickStrata([1, 2], options, () => null)).to.deep.equal([1, 2]);
    expect(drawnRows(options, 5)).to.equal(200);
    expect(drawnRows({ ...options, rows: 1000 }, 2000)).to.equal(1000);
  });
});
