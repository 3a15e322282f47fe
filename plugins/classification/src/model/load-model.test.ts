import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataWaveError, type Logger } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { FEATURE_NAMES } from './candidate-features.ts';
import type { ModelFile } from './column-model.ts';
import { checksumOf, loadModel, modelOrRules, SHIPPED_MODEL } from './load-model.ts';

const trees: ModelFile['trees'] = {
  feature: [0, -1, -1],
  threshold: [1.5, -2, 3],
  left: [1, -1, -1],
  right: [2, -1, -1],
  roots: [0],
};
const whole: ModelFile = {
  format: 'datawave-column-model',
  version: 'model@test',
  checksum: checksumOf(trees),
  features: FEATURE_NAMES,
  temperature: 1,
  support: {},
  trees,
  training: {},
};

describe('the file of a model', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'datawave-model-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const write = (content: string): URL => {
    const file = join(folder, `${Math.random()}.json`);
    writeFileSync(file, content);
    return pathToFileURL(file);
  };
  const refused = (file: URL): DataWaveError => {
    try {
      loadModel(file);
    } catch (error) {
      if (error instanceof DataWaveError) return error;
      throw error;
    }
    throw new Error('it was taken');
  };

  it('is read when it is whole', () => {
    expect(loadModel(write(JSON.stringify(whole))).version).to.equal('model@test');
  });

  it('that is shipped is whole and made for the features of this code', () => {
    expect(loadModel(SHIPPED_MODEL).ensemble.roots.length).to.be.above(50);
  });

  for (const [what, content, why] of [
    ['cut off', JSON.stringify(whole).slice(0, -40), 'it is not JSON'],
    ['something else', '{"trees": []}', 'it is not a model of columns'],
    [
      'changed in one place',
      JSON.stringify({ ...whole, trees: { ...trees, threshold: [1.5, -2, 4] } }),
      'does not agree with its checksum',
    ],
    [
      'made for other features',
      JSON.stringify({ ...whole, features: [...FEATURE_NAMES, 'one more'] }),
      'trained on other features',
    ],
    [
      'without numbers',
      JSON.stringify({ ...whole, trees: { ...trees, left: ['x'] } }),
      'not a model of columns',
    ],
    ['with a temperature of zero', JSON.stringify({ ...whole, temperature: 0 }), 'not a model of columns'],
  ] as const) {
    it(`is refused with a reason when it is ${what}`, () => {
      const error = refused(write(content));
      expect(error.code).to.equal('DW_CLASSIFICATION_MODEL');
      expect(error.message).to.contain(why);
    });
  }

  it('that is missing leaves the rules to decide, and the log says so once', () => {
    const warnings: string[] = [];
    const silent = (): void => undefined;
    const log: Logger = {
      ...{ trace: silent, debug: silent, info: silent, error: silent },
      warn: (message) => void warnings.push(message),
      child: () => log,
    };
    expect(modelOrRules(pathToFileURL(join(folder, 'missing.json')), log)).to.equal(null);
    expect(warnings).to.deep.equal(['the classification model cannot be used; the rules decide alone']);
  });

  it('names what it was trained on, with licences and seed', () => {
    const shipped: ModelFile = JSON.parse(readFileSync(SHIPPED_MODEL, 'utf8'));
    expect(JSON.stringify(shipped.training)).to.contain('"seed"').and.contain('"licence"');
  });
});
