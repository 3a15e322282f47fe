import { isSensitive } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { createClassification } from '../src/classification.ts';
import { loadModel, SHIPPED_MODEL } from '../src/model/load-model.ts';
import { prepare } from '../training/training-set.ts';
import { figuresOf } from './figures.ts';
import { infoTypeTraits, knownTypes } from './info-type-traits.ts';
import { judgeLook } from './judge-look.ts';
import type { LabelledTable } from './labelled-tables.ts';
import { shippedClassifiers } from './shipped-classifiers.ts';

const silent = (): void => undefined;
const log = { trace: silent, debug: silent, info: silent, warn: silent, error: silent, child: () => log };

const tableOf = (
  name: string,
  columns: Readonly<
    Record<string, { readonly label: readonly string[]; readonly values: readonly string[] }>
  >,
): LabelledTable => ({
  id: name,
  origin: 'test',
  group: `test/${name}`,
  name,
  columns: Object.entries(columns).map(([column, { label, values }]) => ({ name: column, label, values })),
});

const places = {
  label: ['GEO_COORDINATES'],
  values: ['52.5200, 13.4050', '48.8566, 2.3522', '51.5072, -0.1276'],
};
const people = { label: ['PERSON_NAME'], values: ['Ada Lovelace', 'Grace Hopper', 'Alan Turing'] };
const mails = {
  label: ['EMAIL_ADDRESS'],
  values: ['ada@example.org', 'grace@example.org', 'alan@example.org'],
};
const notes = { label: ['none'], values: ['call back', 'paid by transfer', 'nothing to say'] };

describe('what the evaluation measures', function () {
  this.timeout(60_000);
  const tables = [
    tableOf('stations', { coordinates: places, notes }),
    tableOf('customers', { name: people, email: mails, coordinates: places, notes }),
  ];
  const look = { look: { rows: [0, 1, 2] }, weight: 1 };

  it('is what the engine reports: type, confidence, sensitivity in its surroundings', async () => {
    const classifiers = await shippedClassifiers();
    const infoTypes = knownTypes(classifiers);
    const model = loadModel(SHIPPED_MODEL);
    const service = createClassification({ classifiers: () => classifiers, model: () => model, log });
    for (const table of tables) {
      const prepared = await prepare(table, look, classifiers, infoTypes);
      const outcomes = judgeLook(prepared, model, infoTypes);
      const verdicts = await service.classify(prepared.sample, { minConfidence: 0.5 });
      expect(outcomes).to.have.length(verdicts.length);
      outcomes.forEach((outcome, position) => {
        const verdict = verdicts[position];
        const [best] = verdict?.classifications ?? [];
        expect(outcome.predicted).to.equal(best?.infoType ?? 'none');
        expect(outcome.sensitiveProbability).to.equal(verdict?.sensitiveProbability);
        if (best !== undefined) expect(outcome.confidence).to.equal(best.confidence);
        const isFlagged = best !== undefined && isSensitive(best.sensitivity);
        expect(outcome.flaggedAs).to.equal(isFlagged ? best.infoType : null);
      });
    }
  });

  it('counts coordinates as sensitive only where their table identifies people, and says what they are published as', async () => {
    const classifiers = await shippedClassifiers();
    const infoTypes = knownTypes(classifiers);
    const [stations = [], customers = []] = await Promise.all(
      tables.map(async (table) =>
        judgeLook(await prepare(table, look, classifiers, infoTypes), null, infoTypes),
      ),
    );
    const coordinates = { table: 'x', label: ['GEO_COORDINATES'] };
    expect(stations.find(({ label }) => label[0] === coordinates.label[0])).to.deep.include({
      flaggedAs: null,
      sensitiveLabels: [],
    });
    expect(customers.find(({ label }) => label[0] === coordinates.label[0])?.sensitiveLabels).to.deep.equal([
      'GEO_COORDINATES',
    ]);
    const figures = figuresOf(stations, infoTypeTraits(infoTypes));
    expect(figures.falsePer1000).to.equal(0);
    expect(figures.publishedSensitiveF1, 'by what is published it was missed').to.equal(0);
  });
});
