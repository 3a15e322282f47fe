import { createHash } from 'node:crypto';
import type { AssetScan } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { SliceGathering } from './gather-slices.ts';

/** As many as the scanner keeps of a column of a slice: the lowest. */
const KEPT = 256;
const hashOf = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 12);

const { asset } = buildSample('large', []);
const NO_PROFILE = { nullCount: 0, length: null, shapes: [], entropy: 0, maskedExamples: [] };

/** A slice whose columns hold these values. */
const sliceOf = (...columns: readonly (readonly string[])[]): AssetScan => ({
  ...{ urn: 'urn:dw:staged:s:large', name: 'large', asset, rowCount: null, sampledRows: 0 },
  ...{ sampleMethod: 'every row', findings: [], warnings: [], durationMs: 1 },
  columns: columns.map((values, position) => ({
    ...{ name: `c${position}`, dataType: 'text', classifications: [], sensitiveProbability: 0, review: null },
    profile: { ...NO_PROFILE, distinctCount: new Set(values).size },
    sketch: [...new Set(values.map(hashOf))].sort().slice(0, KEPT),
  })),
});

const sketchesOf = (scans: readonly AssetScan[], position = 0): readonly (readonly string[])[] =>
  scans.map(({ columns }) => columns[position]?.sketch ?? []);

/** Distinct values by what slices share below a hash up to which all of them tell everything. */
function estimate(scans: readonly AssetScan[]): number {
  const sum = scans.reduce((total, { columns }) => total + (columns[0]?.profile.distinctCount ?? 0), 0);
  const told = sketchesOf(scans).flat();
  return (sum * new Set(told).size) / told.length;
}

describe('gathered slices', () => {
  const gathered = (slices: readonly AssetScan[], most?: number): readonly AssetScan[] => {
    const gathering = new SliceGathering(most);
    for (const slice of slices) gathering.add(slice);
    return gathering.scans();
  };

  it('are as they were where there is little of them', () => {
    const slices = [sliceOf(['a', 'b'], ['x']), sliceOf(['b', 'c'], []), sliceOf(['c'], ['y', 'z'])];
    expect(gathered(slices)).to.deep.equal(slices);
  });

  it('hold no more different hashes than fit, and each column its share of them', () => {
    const ids = (from: number): readonly string[] =>
      Array.from({ length: 2000 }, (_, at) => `id ${from + at}`);
    const slices = Array.from({ length: 60 }, (_, index) =>
      sliceOf(ids(index * 2000), ids(index * 2000 + 7)),
    );
    const scans = gathered(slices, 2 * 700);
    for (const position of [0, 1])
      expect(new Set(sketchesOf(scans, position).flat()).size).to.be.within(300, 2 * 700);
    expect(estimate(scans)).to.be.closeTo(120_000, 6_000);
  });

  it('tell all that they have below what is left of any of them', () => {
    const values = Array.from({ length: 40 }, (_, slice) =>
      Array.from({ length: slice % 2 === 0 ? 3000 : 90 }, (_, at) => `v ${slice * 45 + at}`),
    );
    const scans = gathered(
      values.map((each) => sliceOf(each)),
      600,
    );
    const limit = sketchesOf(scans).flat().sort().at(-1) ?? '';
    for (const [slice, told] of sketchesOf(scans).entries()) {
      const all = [...new Set((values[slice] ?? []).map(hashOf))].filter((hash) => hash <= limit).sort();
      expect(told, `slice ${slice}`).to.deep.equal(all);
    }
    expect(estimate(scans)).to.be.closeTo(new Set(values.flat()).size, new Set(values.flat()).size * 0.15);
  });

  it('keep what is common to all of them, however many have it', () => {
    const common = Array.from({ length: 200 }, (_, at) => `common ${at}`);
    const slices = Array.from({ length: 100 }, (_, index) => sliceOf([...common, `own ${index}`]));
    expect(Math.round(estimate(gathered(slices, 600)))).to.equal(300);
  });
});
