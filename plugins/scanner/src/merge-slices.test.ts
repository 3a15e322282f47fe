import {
  type AssessmentService,
  type AssetScan,
  type ClassificationService,
  DataWaveError,
  DEFAULT_SAMPLE,
  type PartialVerdicts,
  type ScanOptions,
} from '@datawave/plugin-sdk';
import { buildFacts, buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { sketchOf } from './distinct-sketch.ts';
import { mergeSlices } from './merge-slices.ts';
import { profileColumn } from './profile-column.ts';
import { spreadOfSlice } from './slice-spread.ts';

const key = Buffer.from('a key of a workspace');
const options: ScanOptions = {
  sample: { ...DEFAULT_SAMPLE, rows: 'full' },
  minConfidence: 0.5,
  sketchKey: key,
};

function services(): {
  readonly asked: PartialVerdicts[];
  readonly classification: ClassificationService;
  readonly assessment: AssessmentService;
} {
  const asked: PartialVerdicts[] = [];
  return {
    asked,
    classification: {
      classify: async () => [],
      combine: async (parts) => {
        asked.push(...parts);
        return (
          parts[0]?.verdicts.map(() => ({ classifications: [], sensitiveProbability: 0.1, review: null })) ??
          []
        );
      },
      classifiers: async () => [],
      version: async () => ({ engine: 'engine@1.0.0', classifiers: [] }),
      changed: async () => undefined,
      infoTypes: async () => [],
    },
    assessment: {
      assess: async (facts) => [
        {
          framework: 'test',
          control: 'C1',
          severity: 'low',
          asset: facts.urn,
          column: null,
          message: `${facts.rowCount} rows`,
          remediation: 'none',
        },
      ],
      frameworks: async () => [],
    },
  };
}

type Cells = readonly (string | null)[];

/** The scan of a slice that holds these values. */
function scanOf(cells: Cells, index: number, count: number): AssetScan {
  const sample = buildSample('t', [{ name: 'x', values: cells }]);
  const [column] = sample.columns;
  if (column === undefined) throw new Error('a column');
  return {
    urn: 'urn:x',
    name: 'test.t',
    asset: sample.asset,
    rowCount: cells.length,
    sampledRows: cells.length,
    sampleMethod: 'every row',
    columns: [
      {
        name: 'x',
        dataType: 'text',
        profile: profileColumn(column, true),
        classifications: [],
        sensitiveProbability: 0,
        review: null,
        sketch: sketchOf(column.values, key),
        spread: spreadOfSlice(column, 'text', []),
      },
    ],
    findings: [],
    warnings: [`warning ${index % 2}`],
    durationMs: 5,
    readBytes: 100,
    slice: { index, count, kind: 'pages', bounds: {}, title: `slice ${index}`, rowEstimate: null },
  };
}

const scansOf = (slices: readonly Cells[]): readonly AssetScan[] =>
  slices.map((cells, at) => scanOf(cells, at, slices.length));

const cell = fc.option(fc.string({ maxLength: 6 }), { freq: 5 });

describe('scans of slices put together', () => {
  it('count rows, nulls, distinct values and lengths as the whole asset has them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { maxLength: 100 }), { minLength: 1, maxLength: 6 }),
        async (slices) => {
          const all = slices.flat();
          const whole = scanOf(all, 0, 1).columns[0]?.profile;
          const merged = await mergeSlices(scansOf(slices), options, services());
          const profile = merged.columns[0]?.profile;
          expect([merged.rowCount, merged.sampledRows]).to.deep.equal([all.length, all.length]);
          expect(profile?.nullCount).to.equal(whole?.nullCount);
          expect(profile?.distinctCount).to.equal(whole?.distinctCount);
          expect([profile?.length?.min, profile?.length?.max]).to.deep.equal([
            whole?.length?.min,
            whole?.length?.max,
          ]);
          expect(merged.readBytes).to.equal(100 * slices.length);
        },
      ),
      { seed: 8 },
    );
  });

  it('come out the same whatever the order in which slices ended, and forget the sketches', async () => {
    const scans = scansOf([['a', 'b'], ['b', null], ['c']]);
    const merged = await mergeSlices(scans, options, services());
    expect(await mergeSlices(scans.toReversed(), options, services())).to.deep.equal(merged);
    expect(merged).not.to.have.property('slice');
    expect(merged.columns[0]).not.to.have.any.keys('sketch', 'spread');
    expect(merged.warnings).to.deep.equal(['warning 0', 'warning 1']);
    expect(merged.sampleMethod).to.equal('every row, in 3 parts');
    expect(merged.findings[0]?.message).to.equal('5 rows');
  });

  it('tell how the values of all are spread, unless all together say that they are sensitive', async () => {
    const words = (length: number): Cells =>
      Array.from({ length: 40 }, (_, n) => 'x'.repeat(length + (n % 5)));
    const scans = scansOf([words(1), words(6), [null, null], words(11)]);
    const { columns } = await mergeSlices(scans, options, services());
    expect(columns[0]?.profile.distribution).to.deep.include({ of: 'length' });
    expect(columns[0]?.profile.distribution?.counts.reduce((sum, count) => sum + count)).to.equal(120);
    const sensitive = services();
    const classifications = buildFacts({ columns: { x: 'SALARY' } }).columns[0]?.classifications ?? [];
    sensitive.classification.combine = async () => [
      { classifications, sensitiveProbability: 1, review: null },
    ];
    const hidden = await mergeSlices(scans, options, sensitive);
    expect(hidden.columns[0]?.profile.distribution).to.equal(null);
  });

  it('have their verdicts weighed by what each slice saw, and say nothing of rows when a slice knows no number', async () => {
    const used = services();
    const [first, second] = scansOf([['a', 'b'], ['c']]);
    if (first === undefined || second === undefined) return;
    const merged = await mergeSlices([first, { ...second, rowCount: null }], options, used);
    expect(used.asked.map(({ distinctCounts }) => distinctCounts)).to.deep.equal([[2], [1]]);
    expect(merged.rowCount).to.equal(null);
    expect(merged.columns[0]?.sensitiveProbability).to.equal(0.1);
  });

  it('are refused when one is missing, there twice, of another asset or of another shape', async () => {
    const scans = scansOf([['a'], ['b'], ['c']]);
    const [one, two, three] = scans;
    if (one === undefined || two === undefined || three === undefined) return;
    const { slice: _, ...whole } = two;
    for (const wrong of [
      [],
      [one, two],
      [one, two, two],
      [one, whole, three],
      [one, { ...two, urn: 'urn:y' }, three],
      [one, { ...two, columns: [] }, three],
    ]) {
      const error: unknown = await mergeSlices(wrong, options, services()).catch((reason: unknown) => reason);
      expect(DataWaveError.is(error) && error.code).to.equal('DW_SCAN_SLICES');
    }
  });
});
