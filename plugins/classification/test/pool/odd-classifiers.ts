import { getCompileCacheDir } from 'node:module';
import type { Classifier, ColumnSample, TableSample } from '@datawave/plugin-sdk';

const odd = (id: string, look: (column: ColumnSample | undefined) => number): Classifier => ({
  info: {
    id,
    version: '1.0.0',
    title: id,
    description: id,
    infoTypes: ['URL'],
    sources: ['made for a test'],
  },
  portable: { module: import.meta.url, create: `create${id}` },
  examine: async (sample: TableSample) =>
    sample.asset.columns.map((_, position) => {
      const matched = look(sample.columns[position]);
      return [{ infoType: 'URL', matched, sampled: matched, evidence: [] }];
    }),
});

/** Counts values. */
export const createCounting = (): Classifier => odd('Counting', (column) => column?.values.length ?? 0);

/** Never answers where a value says so. */
export const createHanging = (): Classifier =>
  odd('Hanging', (column) => {
    for (;;) if (column?.values.includes('hang') !== true) return 0;
  });

/** Ends its thread where a value says so. */
export const createDying = (): Classifier =>
  odd('Dying', (column) => {
    if (column?.values.includes('die') === true) process.exit(3);
    return 0;
  });

/** Throws. */
export const createFailing = (): Classifier =>
  odd('Failing', () => {
    throw new TypeError('made to fail');
  });

/** Throws what it sees of the process that it runs in: its environment, and whether what is compiled is kept. */
export const createSeeing = (): Classifier =>
  odd('Seeing', () => {
    throw new TypeError(JSON.stringify([process.env, getCompileCacheDir() !== undefined]));
  });

/** Says that it can be made elsewhere, which is not so. */
export const createUnmakeable = (): Classifier => ({
  ...createCounting(),
  portable: { module: import.meta.url, create: 'createNothing' },
});

/** Answers what no thread can send. */
export const createUnsendable = (): Classifier => ({
  ...odd('Unsendable', () => 0),
  examine: async (sample: TableSample) =>
    sample.asset.columns.map(() => [
      Object.assign({ infoType: 'URL', matched: 1, sampled: 1, evidence: [] }, { ask: () => 'nothing' }),
    ]),
});
