import type { Logger, TableSample } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { shippedClassifiers } from '../eval/shipped-classifiers.ts';
import { createClassification } from '../src/classification.ts';
import { loadModel, SHIPPED_MODEL } from '../src/model/load-model.ts';
import { tablesOfCases } from './all-cases.ts';

const silent = (): void => undefined;
const log: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  child: () => log,
};

/** What somebody who does not know the engine cannot read: ids of types and classifiers, and what programs write for nothing. */
const UNREADABLE =
  /\b[A-Z]{2,}_[A-Z]|[a-z]@\d|\b(?:undefined|null|NaN|true|false|object Object)\b|\s\s|\s[.,]|\.\.|,,/;

/** Articles before the names of firms, which are put together; one value that is spoken of as of several, and none as of some. */
const MISSPELT =
  /\ba (?!Eur|one\b)[aeio]|\ban MAC|\b(?:1 of \d+ distinct values|the only distinct value) (?:are|have|hold|pass|name|look|combine)\b|\b[01] of 1 distinct|\b0 of/i;

/** A sentence that begins with what it says, and ends once. */
const SENTENCE =
  /^(?:Almost certainly|Very probably|Probably|Possibly|Hardly|The only distinct value|\d+ of \d+ distinct values) .+[^.]\.$/s;

describe('the sentences of verdicts', function () {
  this.timeout(120_000);

  async function read(samples: readonly TableSample[]): Promise<number> {
    const classifiers = await shippedClassifiers();
    const model = loadModel(SHIPPED_MODEL);
    const service = createClassification({ classifiers: () => classifiers, model: () => model, log });
    const wrong = new Set<string>();
    let count = 0;
    for (const sample of samples) {
      for (const { classifications, review } of await service.classify(sample, { minConfidence: 0.05 })) {
        for (const { explanation } of [...classifications, ...(review?.candidates ?? [])]) {
          count++;
          const quoted = explanation.replace(/"[^"]*"/g, '""');
          if (!SENTENCE.test(explanation) || UNREADABLE.test(quoted) || MISSPELT.test(quoted))
            wrong.add(explanation);
        }
        if (review !== null && (UNREADABLE.test(review.reason) || !/^[A-Z\d].+[^.]\.$/.test(review.reason)))
          wrong.add(review.reason);
      }
    }
    expect([...wrong]).to.deep.equal([]);
    return count;
  }

  it('can be read by whoever does not know the engine, for every case of every classifier', async () => {
    expect(await read(await tablesOfCases())).to.be.above(1_000);
  });

  it('can be read, too, where a column holds one value all over', async () => {
    const samples = (await tablesOfCases()).map((sample) => ({
      ...sample,
      columns: sample.columns.map((column) => ({
        ...column,
        values: column.values.slice(0, 1),
        counts: column.counts.slice(0, 1),
      })),
    }));
    expect(await read(samples)).to.be.above(500);
  });
});
