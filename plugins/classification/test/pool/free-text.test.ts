import type { Classifier, Logger } from '@datawave/plugin-sdk';
import { buildSample, hostileSamples } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { withShippedClassifiers } from '../../eval/shipped-classifiers.ts';
import { gatherEvidence } from '../../src/gather-evidence.ts';
import { type ClassifierPool, createClassifierPool } from '../../src/pool/classifier-pool.ts';

const CONTEXT = { workspaceId: null };

const silent: Logger = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

const SENTENCES = [
  'Called Maria Schneider about the parcel, she writes from maria@example.org now.',
  'Please refund to GB29 NWBK 6016 1331 9268 19, the customer in Lyon waits for it.',
  'Card 4111 1111 1111 1111 was declined twice; ring back on +49 30 901820.',
  'login failed for user=jdoe from 203.0.113.7, device 00:1B:44:11:3A:B7',
  'Patient James Carter, SSN 219-09-9999, was moved to the ward on Tuesday.',
  'the job used postgres://app:s3cr3t-Pa55@db.internal:5432/orders and then stopped',
  'Nobody picked up the phone today, try again next week if there is time.',
];

describe('free text in the threads of classification', function () {
  this.timeout(120_000);

  const sample = buildSample('tickets', [
    { name: 'notes', values: SENTENCES.flatMap((text) => [`${text} Case 1.`, `${text} Case 2.`]) },
    { name: 'payload', values: SENTENCES.map((text, index) => JSON.stringify({ index, text })) },
    { name: 'short', values: Array.from({ length: 40 }, (_, index) => `ask c${index}@example.org`) },
  ]);
  const freeTextOf = (classifiers: readonly Classifier[]) =>
    classifiers.filter(({ info }) => info.id === 'free-text');

  it('says the same as in the main thread, in the same order', async () => {
    await withShippedClassifiers(async (classifiers) => {
      const freeText = freeTextOf(classifiers);
      expect(freeText.map(({ portable }) => portable?.create)).to.deep.equal(['createPortableFreeText']);
      const pool = createClassifierPool({ size: 1, log: silent, startAfter: 0 });
      const always: ClassifierPool = { ...pool, takes: () => true };
      // What the thread says must come from there: here it would fail.
      const elsewhere = freeText.map(
        (classifier): Classifier => ({
          info: classifier.info,
          portable: classifier.portable,
          examine: () => Promise.reject(new Error('examined in the main thread')),
        }),
      );
      try {
        for (const { title, sample: each } of [{ title: 'tickets', sample }, ...hostileSamples()]) {
          const here = await gatherEvidence(each, freeText, CONTEXT, { log: silent });
          const there = await gatherEvidence(each, elsewhere, CONTEXT, { log: silent, pool: always });
          expect(there, title).to.deep.equal(here);
          if (each === sample)
            expect(here.columns[0]?.map(({ infoType }) => infoType)).to.include.members([
              ...['EMAIL_ADDRESS', 'IBAN', 'CREDIT_CARD_NUMBER', 'PERSON_NAME'],
            ]);
        }
      } finally {
        await pool.close();
      }
    });
  });
});
