import type { DataKind, Logger } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { shippedClassifiers } from '../eval/shipped-classifiers.ts';
import { createClassification } from '../src/classification.ts';
import type { ColumnModel } from '../src/model/column-model.ts';
import { loadModel, SHIPPED_MODEL } from '../src/model/load-model.ts';
import { decoys } from './truth/decoys.ts';

const silent = (): void => undefined;
const log: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  child: () => log,
};

const STYLES: readonly (readonly [style: string, write: (name: string) => string])[] = [
  ['as written', (name) => name],
  ['in camel case', (name) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())],
  ['in capitals', (name) => name.toUpperCase()],
  ['with hyphens', (name) => name.replaceAll('_', '-')],
];

type Value = string | number | null;

function kindOf(values: readonly Value[]): DataKind {
  if (values.every((value) => value === null || Number.isInteger(value))) return 'integer';
  return values.every((value) => typeof value !== 'string') ? 'decimal' : 'text';
}

const textOf = (value: Value): string | null => (value === null ? null : String(value));

/** Rows of a longer table: the values over and over. */
const repeat = (values: readonly Value[], rows: number): readonly Value[] =>
  rows <= values.length
    ? values
    : Array.from({ length: rows }, (_, row) => values[row % values.length] ?? null);

interface Found {
  readonly flagged: readonly string[];
  /** What somebody is asked about. */
  readonly asked: readonly string[];
}

async function judgeDecoys(
  model: ColumnModel | null,
  write: (name: string) => string,
  rows: number,
): Promise<Found> {
  const classifiers = await shippedClassifiers();
  const service = createClassification({ classifiers: () => classifiers, model: () => model, log });
  const flagged: string[] = [];
  const asked: string[] = [];
  for (const { name, columns } of decoys) {
    const sample = buildSample(
      name,
      Object.entries(columns).map(([column, values]) => ({
        name: write(column),
        kind: kindOf(values),
        values: repeat(values, rows).map(textOf),
      })),
    );
    const verdicts = await service.classify(sample, { minConfidence: 0.5 });
    verdicts.forEach(({ classifications, review }, position) => {
      const column = `${name}.${sample.asset.columns[position]?.name}`;
      for (const { infoType, sensitivity, explanation } of classifications)
        if (sensitivity === 'confidential' || sensitivity === 'restricted')
          flagged.push(`${column}: ${infoType}. ${explanation}`);
      if (review !== null) asked.push(`${column}: ${review.reason} ${review.candidates[0]?.explanation}`);
    });
  }
  return { flagged, asked };
}

describe('columns that look like personal data to whoever looks too briefly', function () {
  this.timeout(120_000);
  for (const [style, write] of STYLES)
    for (const rows of [5, 1_000]) {
      it(`are neither flagged nor asked about by the shipped model, ${style}, in ${rows} rows`, async () => {
        expect(await judgeDecoys(loadModel(SHIPPED_MODEL), write, rows)).to.deep.equal({
          flagged: [],
          asked: [],
        });
      });
      it(`are not flagged by the rules alone, as without a model file, ${style}, in ${rows} rows`, async () => {
        expect((await judgeDecoys(null, write, rows)).flagged).to.deep.equal([]);
      });
    }
});
