import type { Logger } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { shippedClassifiers } from '../../eval/shipped-classifiers.ts';
import { gatherEvidence } from '../../src/gather-evidence.ts';
import { type ClassifierPool, createClassifierPool } from '../../src/pool/classifier-pool.ts';
import { tablesOfCases } from '../all-cases.ts';

const silent = (): void => undefined;
const log: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  child: () => log,
};

describe('a table in a worker thread', function () {
  this.timeout(300_000);

  it('is told the same of as in the main thread, for every case of every classifier', async () => {
    const classifiers = await shippedClassifiers();
    const tables = await tablesOfCases();
    expect(tables).to.have.length.above(20);
    const pool = createClassifierPool({ size: 1, log, startAfter: 0 });
    const always: ClassifierPool = { ...pool, takes: () => true };
    try {
      for (const sample of tables) {
        const here = await gatherEvidence(sample, classifiers, { workspaceId: null }, { log });
        const there = await gatherEvidence(sample, classifiers, { workspaceId: null }, { log, pool: always });
        expect(there).to.deep.equal(here);
      }
    } finally {
      await pool.close();
    }
  });
});
