import type { Classifier, Logger } from '@datawave/plugin-sdk';
import { buildSample, hostileSamples } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { shippedClassifiers } from '../../eval/shipped-classifiers.ts';
import { gatherEvidence } from '../../src/gather-evidence.ts';
import {
  type ClassifierPool,
  createClassifierPool,
  type PoolOptions,
} from '../../src/pool/classifier-pool.ts';
import { threadCount } from '../../src/pool/thread-count.ts';
import {
  createCounting,
  createDying,
  createFailing,
  createHanging,
  createUnmakeable,
} from './odd-classifiers.ts';

const CONTEXT = { workspaceId: null };

function recordingLog(): { readonly log: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const record = (message: string): void => void lines.push(message);
  const log: Logger = {
    trace: record,
    debug: record,
    info: record,
    warn: record,
    error: record,
    child: () => log,
  };
  return { log, lines };
}

const tableOf = (...values: readonly string[]) => buildSample('table', [{ name: 'x', values }]);
const many = tableOf(...Array.from({ length: 200 }, (_, index) => `value ${index}`));

/** A pool that takes every table of some size from the first on. */
async function withPool(
  options: Partial<PoolOptions>,
  work: (pool: ClassifierPool, lines: readonly string[]) => Promise<void>,
): Promise<void> {
  const { log, lines } = recordingLog();
  const pool = createClassifierPool({ size: 1, log, startAfter: 0, ...options });
  try {
    await work(pool, lines);
  } finally {
    await pool.close();
  }
}

const portablesOf = (...classifiers: readonly Classifier[]) =>
  classifiers.flatMap(({ portable }) => portable ?? []);

describe('the threads of classification', function () {
  this.timeout(120_000);

  it('say the same of hostile samples as the main thread', async () => {
    const classifiers = await shippedClassifiers();
    expect(classifiers.every(({ portable }) => portable !== undefined)).to.equal(true);
    await withPool({ size: 2 }, async (pool) => {
      const { log, lines } = recordingLog();
      const always: ClassifierPool = { ...pool, takes: () => true };
      for (const { title, sample } of hostileSamples()) {
        const here = await gatherEvidence(sample, classifiers, CONTEXT, log);
        const there = await gatherEvidence(sample, classifiers, CONTEXT, log, always);
        expect(there, title).to.deep.equal(here);
      }
      expect(lines).to.deep.equal([]);
    });
  });

  it('answer in the order of the classifiers, beside those that stay', async () => {
    const stays: Classifier = {
      ...createCounting(),
      examine: async (sample) =>
        sample.asset.columns.map(() => [{ infoType: 'EMAIL_ADDRESS', matched: 1, sampled: 1, evidence: [] }]),
    };
    const { portable: _, ...here } = stays;
    await withPool({}, async (pool) => {
      const [column] = await gatherEvidence(
        many,
        [createCounting(), here, createCounting()],
        CONTEXT,
        recordingLog().log,
        pool,
      );
      expect(column?.map(({ infoType, matched }) => [infoType, matched])).to.deep.equal([
        ['URL', 200],
        ['EMAIL_ADDRESS', 1],
        ['URL', 200],
      ]);
    });
  });

  it('share a big table out by classifiers and put the answers together again', async () => {
    const big = tableOf(...Array.from({ length: 20_000 }, (_, index) => `value ${index}`));
    await withPool({ size: 3 }, async (pool) => {
      const { log } = recordingLog();
      const classifiers = Array.from({ length: 5 }, createCounting);
      const [column] = await gatherEvidence(big, classifiers, CONTEXT, log, pool);
      expect(column?.map(({ matched }) => matched)).to.deep.equal(Array(5).fill(20_000));
    });
  });

  it('leave out a classifier that throws, and keep the others', async () => {
    await withPool({}, async (pool) => {
      const { log, lines } = recordingLog();
      const [column] = await gatherEvidence(many, [createFailing(), createCounting()], CONTEXT, log, pool);
      expect(column).to.have.length(1);
      expect(lines).to.deep.equal(['a classifier failed; its evidence is left out']);
    });
  });

  it('give a classifier back that cannot be made in them', async () => {
    await withPool({}, async (pool) => {
      const { log, lines } = recordingLog();
      const [column] = await gatherEvidence(many, [createUnmakeable()], CONTEXT, log, pool);
      expect(column?.[0]?.matched).to.equal(200);
      expect(lines).to.have.length(1);
    });
  });

  it('are replaced when they hang over a table, which fails with a code', async () => {
    const hangs = tableOf('hang');
    // A table that does come to an end has all the time that a busy machine may need.
    const deadlineMs: PoolOptions['deadlineMs'] = (sample) => (sample === hangs ? 300 : 60_000);
    await withPool({ deadlineMs }, async (pool) => {
      const hung = pool.examine(hangs, portablesOf(createHanging()), null).catch((error: unknown) => error);
      const next = pool.examine(many, portablesOf(createCounting()), null);
      expect(await hung).to.have.property('code', 'DW_CLASSIFICATION_WORKER');
      expect((await next)[0]).to.have.property('answer');
    });
  });

  it('are replaced when they die over a table, which fails with a code the second time', async () => {
    await withPool({}, async (pool) => {
      const died = pool
        .examine(tableOf('die'), portablesOf(createDying()), null)
        .catch((error: unknown) => error);
      const next = pool.examine(many, portablesOf(createCounting()), null);
      expect(await died).to.have.property('code', 'DW_CLASSIFICATION_WORKER');
      expect((await next)[0]).to.have.property('answer');
    });
  });

  it('do every table of many, though there are few of them', async () => {
    await withPool({ size: 2 }, async (pool) => {
      const sizes = Array.from({ length: 40 }, (_, index) => 100 + index);
      const answers = await Promise.all(
        sizes.map((size) =>
          pool.examine(
            tableOf(...Array.from({ length: size }, (_, index) => `value ${index}`)),
            portablesOf(createCounting()),
            null,
          ),
        ),
      );
      const counts = answers.map(([outcome]) =>
        outcome !== null && outcome !== undefined && 'answer' in outcome
          ? outcome.answer[0]?.[0]?.matched
          : null,
      );
      expect(counts).to.deep.equal(sizes);
    });
  });

  it('are not started for a table or a scan that is too small', () => {
    const { log } = recordingLog();
    const pool = createClassifierPool({ size: 1, log, startAfter: 350 });
    expect(pool.takes(many)).to.equal(false);
    expect(pool.takes(many)).to.equal(true);
    expect(pool.takes(tableOf('one'))).to.equal(false);
    expect(createClassifierPool({ size: 0, log, startAfter: 0 }).takes(many)).to.equal(false);
  });

  it('refuse what waits when they are closed', async () => {
    const { log } = recordingLog();
    const pool = createClassifierPool({ size: 1, log, startAfter: 0 });
    const running = pool
      .examine(tableOf('hang'), portablesOf(createHanging()), null)
      .catch((error: unknown) => error);
    const waiting = pool.examine(many, portablesOf(createCounting()), null).catch((error: unknown) => error);
    await pool.close();
    expect(await running).to.have.property('code', 'DW_CLASSIFICATION_WORKER');
    expect(await waiting).to.have.property('code', 'DW_CLASSIFICATION_WORKER');
  });

  it('leave a core to everything else unless they are told how many they are', () => {
    expect(threadCount('auto', 1)).to.equal(1);
    expect(threadCount('auto', 4)).to.equal(3);
    expect(threadCount('auto', 64)).to.equal(8);
    expect(threadCount(0, 4)).to.equal(0);
  });
});
