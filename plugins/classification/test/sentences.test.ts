import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INFO_TYPES, type Logger, type TableSample } from '@datawave/plugin-sdk';
import { explanationText, saidText, useLanguage } from '@datawave/plugin-sdk/ui';
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

const ROOT = join(import.meta.dirname, '../../..');
const PACKAGES = [
  'plugin-sdk',
  'shell-ui',
  ...readdirSync(join(ROOT, 'plugins')).map((name) => `plugins/${name}`),
];
const GERMAN: Readonly<Record<string, string>> = Object.assign(
  {},
  ...PACKAGES.map((name): unknown => JSON.parse(readFileSync(join(ROOT, name, 'locales/de.json'), 'utf8'))),
);

/** Names of registers and products are the same in every language. */
const NAMES = /Web of Science|Login with Amazon/g;
/** What is left where a part of a sentence has no German; names that it quotes may be in any language. */
const ENGLISH = /\b(?:the|are|have|has|hold|holds|is|of|with|values?|because|although|and|it|they)\b/i;
const isEnglish = (german: string): boolean =>
  ENGLISH.test(german.replaceAll(NAMES, '').replaceAll(/[„“"][^„“"]*[“”"]/g, ''));

describe('the sentences of verdicts', function () {
  this.timeout(120_000);

  async function read(samples: readonly TableSample[]): Promise<number> {
    const classifiers = await shippedClassifiers();
    const model = loadModel(SHIPPED_MODEL);
    const service = createClassification({ classifiers: () => classifiers, model: () => model, log });
    const wrong = new Set<string>();
    const english = new Set<string>();
    useLanguage('de', GERMAN);
    let count = 0;
    for (const sample of samples) {
      for (const { classifications, review } of await service.classify(sample, { minConfidence: 0.05 })) {
        for (const verdict of [...classifications, ...(review?.candidates ?? [])]) {
          count++;
          const { explanation, evidence, infoType } = verdict;
          const title = INFO_TYPES.find(({ id }) => id === infoType)?.title ?? infoType;
          for (const { detail } of evidence) if (isEnglish(saidText(detail))) english.add(detail);
          if (isEnglish(explanationText(verdict, GERMAN[title] ?? title))) english.add(explanation);
          const quoted = explanation.replace(/"[^"]*"/g, '""');
          if (!SENTENCE.test(explanation) || UNREADABLE.test(quoted) || MISSPELT.test(quoted))
            wrong.add(explanation);
        }
        if (review !== null && (UNREADABLE.test(review.reason) || !/^[A-Z\d].+[^.]\.$/.test(review.reason)))
          wrong.add(review.reason);
        if (review !== null && isEnglish(saidText(review.reason))) english.add(review.reason);
      }
    }
    expect([...wrong]).to.deep.equal([]);
    expect([...english], 'without German').to.deep.equal([]);
    return count;
  }

  afterEach(() => useLanguage('en'));

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
