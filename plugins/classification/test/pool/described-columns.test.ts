import { type Classifier, type Logger, viewTable } from '@datawave/plugin-sdk';
import { buildSample, hostileSamples } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { shippedClassifiers } from '../../eval/shipped-classifiers.ts';
import { createClassification } from '../../src/classification.ts';
import { describeColumns } from '../../src/model/describe-column.ts';
import { modelOrRules, SHIPPED_MODEL } from '../../src/model/load-model.ts';
import {
  type ClassifierPool,
  createClassifierPool,
  type PoolOptions,
} from '../../src/pool/classifier-pool.ts';
import { createCounting, createHanging } from './odd-classifiers.ts';

const silent = (): void => undefined;
const log: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  child: () => log,
};
const portablesOf = (...classifiers: readonly Classifier[]) =>
  classifiers.flatMap(({ portable }) => portable ?? []);
const valuesOf = (count: number, make: (row: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, row) => make(row));

const EACH = 4_100;
const customers = buildSample('customers', [
  { name: 'id', values: valuesOf(EACH, (row) => `${row + 1}.0`), kind: 'decimal' },
  { name: 'Email', values: valuesOf(EACH, (row) => ` kunde${row}@example.org`) },
  { name: 'paid', values: valuesOf(EACH, (row) => String((row * 37) % 1_009)), kind: 'integer' },
  { name: 'empty', values: [] },
  { name: 'city', values: valuesOf(EACH, (row) => ['Zürich', 'Москва', 'n/a'][row % 3] ?? '') },
]);
const wide = buildSample('codes', [
  { name: 'x', values: valuesOf(20_000, (row) => `A-${(row * 7_919) % 100_003}`) },
]);

async function withPool(
  options: Partial<PoolOptions>,
  work: (pool: ClassifierPool) => Promise<void>,
): Promise<void> {
  const pool = createClassifierPool({ size: 2, log, startAfter: 0, ...options });
  try {
    await work({ ...pool, takes: () => true });
  } finally {
    await pool.close();
  }
}

describe('columns that threads describe for the model', function () {
  this.timeout(120_000);

  const big = [
    { title: 'a table of many values', sample: customers },
    { title: 'a single column of many values', sample: wide },
  ];

  it('are described as the main thread describes them, however the table is shared out', async () => {
    const asked = portablesOf(createCounting(), createCounting());
    await withPool({}, async (pool) => {
      for (const { title, sample } of [...big, ...hostileSamples()]) {
        const { described } = await pool.examine(sample, asked, null, { describes: true });
        const here = describeColumns(sample, viewTable(sample), null);
        expect(new Map([...(described ?? [])].sort(([a], [b]) => a - b)), title).to.deep.equal(here);
      }
    });
  });

  it('are not described unless somebody asks', async () => {
    await withPool({}, async (pool) => {
      const examined = await pool.examine(customers, portablesOf(createCounting()), null);
      expect(examined).not.to.have.property('described');
    });
  });

  it('are judged as in the main thread', async () => {
    const classifiers = await shippedClassifiers();
    const model = modelOrRules(SHIPPED_MODEL, log);
    expect(model).not.to.equal(null);
    const asked = { classifiers: () => classifiers, model: () => model, log };
    const here = createClassification(asked);
    await withPool({}, async (pool) => {
      const there = createClassification({ ...asked, pool });
      for (const { title, sample } of big)
        expect(await there.classify(sample, { minConfidence: 0.5 }), title).to.deep.equal(
          await here.classify(sample, { minConfidence: 0.5 }),
        );
    });
  });

  it('are described by the caller where their thread ended', async () => {
    const hangs = buildSample('t', [{ name: 'email', values: ['hang', 'a@example.org', 'b@example.org'] }]);
    const { portable: _, ...stays } = createCounting();
    const classifiers: readonly Classifier[] = [stays, createHanging()];
    const model = modelOrRules(SHIPPED_MODEL, log);
    const timeoutMs: PoolOptions['timeoutMs'] = ({ create }) => (create === 'createHanging' ? 300 : 60_000);
    await withPool({ timeoutMs }, async (pool) => {
      const { described } = await pool.examine(hangs, portablesOf(...classifiers), null, { describes: true });
      expect(described).to.deep.equal(new Map());
      const asked = { model: () => model, log };
      const there = createClassification({ ...asked, pool, classifiers: () => classifiers });
      const here = createClassification({ ...asked, classifiers: () => classifiers.slice(0, 1) });
      const withoutIt = await here.classify(hangs, { minConfidence: 0 });
      const verdicts = await there.classify(hangs, { minConfidence: 0 });
      expect(verdicts.map(({ unheard, ...verdict }) => verdict)).to.deep.equal(withoutIt);
      expect(withoutIt[0]?.classifications).to.have.length(1);
    });
  });
});
