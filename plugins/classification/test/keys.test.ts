import type { ColumnVerdict, ForeignKey, Logger, TableSample } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { shippedClassifiers } from '../eval/shipped-classifiers.ts';
import { createClassification } from '../src/classification.ts';
import { loadModel, SHIPPED_MODEL } from '../src/model/load-model.ts';

const silent = (): void => undefined;
const log: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  child: () => log,
};

const references = Array.from({ length: 12 }, (_, index) => String(104_233 + index * 7_919));

function shipments(keys: { readonly primaryKey?: string[]; readonly foreignKey?: string } = {}): TableSample {
  const sample = buildSample(
    'shipments',
    [
      { name: 'ref', kind: 'integer', values: references },
      { name: 'weight', kind: 'decimal', values: references.map((value) => `${Number(value) / 7}`) },
    ],
    { primaryKey: keys.primaryKey ?? [] },
  );
  const foreignKeys: readonly ForeignKey[] =
    keys.foreignKey === undefined
      ? []
      : [{ columns: [keys.foreignKey], referencedPath: ['orders'], referencedColumns: ['id'] }];
  return { ...sample, asset: { ...sample.asset, foreignKeys } };
}

describe('keys as evidence', () => {
  const said = async (sample: TableSample): Promise<ColumnVerdict | undefined> => {
    const classifiers = await shippedClassifiers();
    const model = loadModel(SHIPPED_MODEL);
    const service = createClassification({ classifiers: () => classifiers, model: () => model, log });
    return (await service.classify(sample, { minConfidence: 0.5 }))[0];
  };

  for (const [what, keys, sentence] of [
    ['primary', { primaryKey: ['ref'] }, 'it is the primary key'],
    ['foreign', { foreignKey: 'ref' }, 'it refers to the key of another table'],
  ] as const)
    it(`make an identifier of a column whose name says little, and are named: a ${what} key`, async () => {
      const primaryKey = 'primaryKey' in keys ? [...keys.primaryKey] : [];
      const sample = shipments({
        primaryKey,
        ...('foreignKey' in keys ? { foreignKey: keys.foreignKey } : {}),
      });
      const [best] = (await said(sample))?.classifications ?? [];
      expect(best).to.include({ infoType: 'RECORD_ID', sensitivity: 'public' });
      expect(best?.evidence.map(({ signal }) => signal)).to.include('key');
      expect(best?.explanation).to.contain(sentence);
    });

  it('are not made up where there are none', async () => {
    const evidence = (await said(shipments()))?.classifications.flatMap((entry) => entry.evidence) ?? [];
    expect(evidence.map(({ signal }) => signal)).not.to.include('key');
  });
});
