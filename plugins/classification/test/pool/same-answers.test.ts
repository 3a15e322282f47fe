import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@datawave/plugin-sdk';
import { buildSample, type ClassifierCase } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { shippedClassifiers } from '../../eval/shipped-classifiers.ts';
import { gatherEvidence } from '../../src/gather-evidence.ts';
import { type ClassifierPool, createClassifierPool } from '../../src/pool/classifier-pool.ts';

const PLUGINS = join(import.meta.dirname, '../../..');
const silent = (): void => undefined;
const log: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  child: () => log,
};

const isCase = (value: unknown): value is ClassifierCase =>
  typeof value === 'object' && value !== null && 'column' in value && 'values' in value && 'expect' in value;

/** The cases of every classifier, as far as they are kept beside it. */
async function allCases(): Promise<readonly ClassifierCase[]> {
  const folders = readdirSync(PLUGINS).filter((name) => name.startsWith('classifier-'));
  const modules = await Promise.all(
    folders.map((name): Promise<Record<string, unknown>> => import(join(PLUGINS, name, 'test/cases.ts'))),
  );
  return modules.flatMap((module) => Object.values(module).flat()).filter(isCase);
}

describe('a table in a worker thread', function () {
  this.timeout(300_000);

  it('is told the same of as in the main thread, for every case of every classifier', async () => {
    const classifiers = await shippedClassifiers();
    const cases = await allCases();
    expect(cases.length).to.be.above(200);
    const pool = createClassifierPool({ size: 1, log, startAfter: 0 });
    const always: ClassifierPool = { ...pool, takes: () => true };
    try {
      // Tables of many columns, so that neighbours and subjects count, too.
      for (let start = 0; start < cases.length; start += 40) {
        const sample = buildSample(
          'people',
          cases.slice(start, start + 40).map(({ column, kind, values }) => ({
            name: column,
            values,
            ...(kind === undefined ? {} : { kind }),
          })),
        );
        const here = await gatherEvidence(sample, classifiers, { workspaceId: null }, { log });
        const there = await gatherEvidence(sample, classifiers, { workspaceId: null }, { log, pool: always });
        expect(there).to.deep.equal(here);
      }
    } finally {
      await pool.close();
    }
  });
});
