import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { createSlowClassifiers } from '../../src/slow-classifiers.ts';
import {
  createCounting,
  createDying,
  createFailing,
  createHanging,
  createSeeing,
  createUnmakeable,
  createUnsendable,
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
        const here = await gatherEvidence(sample, classifiers, CONTEXT, { log });
        const there = await gatherEvidence(sample, classifiers, CONTEXT, { log, pool: always });
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
      const {
        columns: [column],
      } = await gatherEvidence(many, [createCounting(), here, createCounting()], CONTEXT, {
        log: recordingLog().log,
        pool,
      });
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
      const {
        columns: [column],
      } = await gatherEvidence(big, classifiers, CONTEXT, { log, pool });
      expect(column?.map(({ matched }) => matched)).to.deep.equal(Array(5).fill(20_000));
    });
  });

  it('leave out a classifier that throws, and keep the others', async () => {
    await withPool({}, async (pool) => {
      const { log, lines } = recordingLog();
      const { columns, unheard } = await gatherEvidence(many, [createFailing(), createCounting()], CONTEXT, {
        log,
        pool,
      });
      expect(columns[0]).to.have.length(1);
      expect(unheard.map(({ classifier, code }) => [classifier, code])).to.deep.equal([
        ['Failing@1.0.0', 'DW_CLASSIFIER_FAILED'],
      ]);
      expect(lines).to.deep.equal(['a classifier was not heard; its evidence is left out']);
    });
  });

  it('leave out a classifier whose answer cannot be sent, and keep the others', async () => {
    await withPool({}, async (pool) => {
      const { log } = recordingLog();
      const classifiers = [createCounting(), createUnsendable(), createCounting()];
      const { columns, unheard } = await gatherEvidence(many, classifiers, CONTEXT, { log, pool });
      expect(columns[0]?.map(({ matched }) => matched)).to.deep.equal([200, 200]);
      expect(unheard.map(({ classifier, code }) => [classifier, code])).to.deep.equal([
        ['Unsendable@1.0.0', 'DW_CLASSIFIER_FAILED'],
      ]);
    });
  });

  it('know of the process where compiled modules are kept, and nothing else', async () => {
    const before = process.env['NODE_COMPILE_CACHE'];
    const folder = mkdtempSync(join(tmpdir(), 'datawave-compiled-'));
    const seen = (environment: Readonly<Record<string, string>>, isKept: boolean) => [
      { failure: `TypeError: ${JSON.stringify([environment, isKept])}` },
    ];
    try {
      process.env['NODE_COMPILE_CACHE'] = folder;
      await withPool({}, async (pool) => {
        const { outcomes } = await pool.examine(many, portablesOf(createSeeing()), null);
        expect(outcomes).to.deep.equal(seen({ NODE_COMPILE_CACHE: folder }, true));
      });
      delete process.env['NODE_COMPILE_CACHE'];
      await withPool({}, async (pool) => {
        const { outcomes } = await pool.examine(many, portablesOf(createSeeing()), null);
        expect(outcomes).to.deep.equal(seen({}, false));
      });
    } finally {
      if (before === undefined) delete process.env['NODE_COMPILE_CACHE'];
      else process.env['NODE_COMPILE_CACHE'] = before;
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('give a classifier back that cannot be made in them', async () => {
    await withPool({}, async (pool) => {
      const { log, lines } = recordingLog();
      const {
        columns: [column],
      } = await gatherEvidence(many, [createUnmakeable()], CONTEXT, { log, pool });
      expect(column?.[0]?.matched).to.equal(200);
      expect(lines).to.have.length(1);
    });
  });

  /** What does come to an end has all the time that a busy machine may need. */
  const timeoutMs: PoolOptions['timeoutMs'] = ({ create }) => (create === 'createHanging' ? 300 : 60_000);

  it('are replaced when a classifier loops for ever, which costs its own evidence alone', async () => {
    await withPool({ timeoutMs }, async (pool) => {
      const { log, lines } = recordingLog();
      const hangs = tableOf('hang', ...Array.from({ length: 200 }, (_, index) => `value ${index}`));
      const classifiers = [createCounting(), createHanging(), createCounting()];
      const { columns, unheard } = await gatherEvidence(hangs, classifiers, CONTEXT, { log, pool });
      expect(columns[0]?.map(({ matched }) => matched)).to.deep.equal([201, 201]);
      expect(unheard).to.have.length(1);
      expect(unheard[0]).to.include({ classifier: 'Hanging@1.0.0', code: 'DW_CLASSIFIER_TIMEOUT' });
      expect(unheard[0]?.message).to.match(/did not answer within 0\.3 s/);
      expect(lines).to.deep.equal(['a classifier was not heard; its evidence is left out']);
      // The next table is none the worse for it, and the same classifier is asked again.
      const next = await gatherEvidence(many, classifiers, CONTEXT, { log, pool });
      expect(next.columns[0]?.map(({ matched }) => matched)).to.deep.equal([200, 0, 200]);
      expect(next.unheard).to.deep.equal([]);
    });
  });

  it('no longer ask a classifier that hung over three tables in a row', async () => {
    await withPool({ timeoutMs }, async (pool) => {
      const { log } = recordingLog();
      const slow = createSlowClassifiers();
      const hangs = tableOf('hang', ...Array.from({ length: 200 }, (_, index) => `value ${index}`));
      const classifiers = [createHanging(), createCounting()];
      for (let table = 0; table < 3; table++)
        await gatherEvidence(hangs, classifiers, CONTEXT, { log, pool, slow });
      const { columns, unheard } = await gatherEvidence(many, classifiers, CONTEXT, { log, pool, slow });
      expect(columns[0]?.map(({ matched }) => matched)).to.deep.equal([200]);
      expect(unheard[0]).to.include({ classifier: 'Hanging@1.0.0', code: 'DW_CLASSIFIER_TIMEOUT' });
      expect(unheard[0]?.message).to.match(/three|3 tables in a row/);
    });
  });

  it('are replaced when a classifier ends them, which costs its own evidence alone the second time', async () => {
    await withPool({ timeoutMs }, async (pool) => {
      const { log } = recordingLog();
      const dies = tableOf('die', ...Array.from({ length: 200 }, (_, index) => `value ${index}`));
      const classifiers = [createCounting(), createDying(), createCounting()];
      const { columns, unheard } = await gatherEvidence(dies, classifiers, CONTEXT, { log, pool });
      expect(columns[0]?.map(({ matched }) => matched)).to.deep.equal([201, 201]);
      expect(unheard).to.have.length(1);
      expect(unheard[0]).to.include({ classifier: 'Dying@1.0.0', code: 'DW_CLASSIFIER_FAILED' });
      const next = await gatherEvidence(many, classifiers, CONTEXT, { log, pool });
      expect(next.columns[0]?.map(({ matched }) => matched)).to.deep.equal([200, 0, 200]);
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
      const counts = answers.map(({ outcomes: [outcome] }) =>
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
    expect(pool.takes(many, null)).to.equal(false);
    expect(pool.takes(many, null)).to.equal(true);
    expect(pool.takes(tableOf('one'), null)).to.equal(false);
    expect(createClassifierPool({ size: 0, log, startAfter: 0 }).takes(many, null)).to.equal(false);
  });

  it('are started for the first table of a workspace, whose process answers people meanwhile', () => {
    const pool = createClassifierPool({ size: 1, log: recordingLog().log });
    expect(pool.takes(many, null)).to.equal(false);
    expect(pool.takes(many, 'ws')).to.equal(true);
    expect(pool.takes(tableOf('one'), 'ws')).to.equal(false);
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
