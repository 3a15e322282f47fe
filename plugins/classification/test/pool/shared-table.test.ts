import type { Classifier, Logger } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { shippedClassifiers } from '../../eval/shipped-classifiers.ts';
import { gatherEvidence } from '../../src/gather-evidence.ts';
import { createClassifierPool } from '../../src/pool/classifier-pool.ts';
import { packSample, unpackSample } from '../../src/pool/packed-sample.ts';
import { putTogether, shareOut } from '../../src/pool/share-out.ts';
import { createCounting, createFailing } from './odd-classifiers.ts';

const silent = (): void => undefined;
const log: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  child: () => log,
};
const CONTEXT = { workspaceId: null };
const EACH = 2_100;
const valuesOf = (make: (row: number) => string): readonly string[] =>
  Array.from({ length: EACH }, (_, row) => make(row));

/** Players with what other systems know them by, which is seen only by looking at the values of several columns. */
const players = buildSample('players', [
  { name: 'full_name', values: valuesOf((row) => `Maria Schneider${row}`) },
  { name: 'espn_id', values: valuesOf((row) => String(1_000 + ((row * 7_919) % 1_000_003))) },
  { name: 'gsis_id', values: valuesOf((row) => `00-00${String((row * 104_729) % 99_991).padStart(5, '0')}`) },
  { name: 'yahoo_id', values: valuesOf((row) => `${(row * 3_571) % 500_009}.0`), kind: 'decimal' },
  { name: 'email', values: valuesOf((row) => `m.schneider${row}@example.org`) },
  { name: 'empty', values: [] },
]);

describe('a table that several threads share', function () {
  this.timeout(120_000);

  it('is told the same of as in the main thread, though each of them looks at its own columns', async () => {
    const classifiers: readonly Classifier[] = [...(await shippedClassifiers()), createCounting()];
    const pool = createClassifierPool({ size: 2, log, startAfter: 0 });
    try {
      const here = await gatherEvidence(players, classifiers, CONTEXT, { log });
      const there = await gatherEvidence(players, classifiers, CONTEXT, { log, pool });
      expect(there).to.deep.equal(here);
      expect(here.columns[1]?.map(({ infoType }) => infoType)).to.include('PERSON_ID');
    } finally {
      await pool.close();
    }
  });

  it('says nothing of a classifier that fails over one part', async () => {
    const pool = createClassifierPool({ size: 2, log, startAfter: 0 });
    try {
      const asked = [createFailing(), createCounting()];
      const { columns, unheard } = await gatherEvidence(players, asked, CONTEXT, { log, pool });
      expect(columns.map((column) => column.length)).to.deep.equal([1, 1, 1, 1, 1, 0]);
      expect(unheard.map(({ classifier }) => classifier)).to.deep.equal(['Failing@1.0.0']);
    } finally {
      await pool.close();
    }
  });

  it('is parted so that each column goes to one thread, and each thread has as much to do', () => {
    const shares = shareOut(players, 4, 3);
    expect(shares.map(({ columns }) => [...(columns ?? [])])).to.deep.equal([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    expect(shares.map(({ classifiers }) => classifiers)).to.deep.equal(Array(3).fill([0, 1, 2, 3]));
  });

  it('is parted by classifiers where it has fewer columns than there are threads', () => {
    const shares = shareOut(buildSample('one', [{ name: 'x', values: ['a'] }]), 3, 2);
    expect(shares).to.deep.equal([
      { columns: null, classifiers: [0, 2] },
      { columns: null, classifiers: [1] },
    ]);
  });

  it('is done by the caller where a thread could not be used for one part', () => {
    const [one, other] = shareOut(players, 1, 2);
    if (one === undefined || other === undefined) throw new Error('not parted');
    const done = [
      { share: one, outcomes: [{ answer: players.columns.map(() => []) }] },
      { share: other, outcomes: null },
    ];
    expect(putTogether(done, 1, players.columns.length)).to.deep.equal([null]);
  });

  it('is whole in each of them, whoever looks at the columns of others', () => {
    expect(unpackSample(packSample(players), new Set([1]))).to.deep.equal(players);
    expect(unpackSample(packSample(players), null)).to.deep.equal(players);
  });
});
