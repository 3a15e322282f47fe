import { INFO_TYPES } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { verdict } from '../test/staged-classification.ts';
import { decide } from './decide.ts';
import { changedEvidence } from './evidence-basis.ts';
import { reopenChanged, type Scanned, settleColumn } from './settle-column.ts';
import { settlesType, type Verdict } from './verdict.ts';

const TYPES = ['EMAIL_ADDRESS', 'USERNAME', 'CITY'] as const;
const BAND = 0.2;
const DECIDER = { id: 'user:ada', name: 'Ada', at: '2026-01-01T00:00:00.000Z', note: null };

const aClassification = fc.record({
  infoType: fc.constantFrom(...TYPES),
  question: fc.constantFrom('type' as const, 'contains' as const),
  confidence: fc.constantFrom(0.3, 0.6, 0.95),
  matched: fc.integer({ min: 0, max: 10 }),
  version: fc.constantFrom('engine@1.0.0', 'engine@2.0.0'),
});

const aScan = fc
  .record({
    said: fc.uniqueArray(aClassification, {
      maxLength: 3,
      selector: ({ infoType, question }) => `${question} ${infoType}`,
    }),
    isAbstained: fc.boolean(),
    dataType: fc.constantFrom('TEXT', 'TEXT', 'TEXT', 'INTEGER'),
  })
  .map(({ said, isAbstained, dataType }) => {
    const classifications = said
      .map(({ infoType, ...part }) => verdict(infoType, part))
      .toSorted((a, b) => Number(a.question === 'contains') - Number(b.question === 'contains'));
    const scanned: Scanned = isAbstained
      ? { classifications: [], review: { reason: 'It is uncertain.', candidates: classifications } }
      : { classifications, review: null };
    return { kind: 'scan', scanned, dataType } as const;
  });

const aDecision = fc.record({
  kind: fc.constant('decide' as const),
  pick: fc.nat(),
  action: fc.constantFrom('accept' as const, 'reject' as const, 'correct' as const, 'withdraw' as const),
  to: fc.constantFrom(...TYPES),
});

const keyOf = ({ question, infoType }: { readonly question: string; readonly infoType: string }): string =>
  `${question} ${infoType}`;

describe('a column through scans and decisions', () => {
  it('never loses or overwrites what a person decided, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(aScan, aDecision), { maxLength: 25 }), (steps) => {
        let scanned: Scanned = { classifications: [], review: null };
        let dataType = 'TEXT';
        let verdicts: readonly Verdict[] = [];
        for (const step of steps) {
          const before = verdicts;
          if (step.kind === 'scan') {
            scanned = step.scanned;
            dataType = step.dataType;
            const context = { dataType, classifiers: ['staged@1.0.0'] };
            verdicts = settleColumn(scanned, reopenChanged(verdicts, scanned, context, BAND)).verdicts;
            for (const was of before) checkScan(was, verdicts, scanned, context);
          } else if (before.length > 0) {
            const target = before[step.pick % before.length] as Verdict;
            const to = INFO_TYPES.find(({ id }) => id === step.to);
            if (to === undefined) throw new TypeError(step.to);
            const decision =
              step.action === 'correct' ? { action: step.action, to } : { action: step.action };
            const decided = decide(verdicts, target.id, decision, DECIDER, {
              dataType,
              classifiers: ['staged@1.0.0'],
            });
            verdicts = settleColumn(scanned, decided.verdicts).verdicts;
            checkDecision(target, step.action, before, verdicts);
          }
          checkStanding(scanned, verdicts);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('says the same when the same scan comes again', () => {
    fc.assert(
      fc.property(aScan, ({ scanned }) => {
        const first = settleColumn(scanned, []);
        // As they come back from the database.
        const stored: readonly Verdict[] = JSON.parse(JSON.stringify(first.verdicts));
        const second = settleColumn(scanned, stored);
        expect(second.verdicts).to.deep.equal(first.verdicts);
        expect(second.verdicts.every((entry, index) => entry === stored[index])).to.equal(true);
      }),
    );
  });
});

function checkScan(
  was: Verdict,
  verdicts: readonly Verdict[],
  scanned: Scanned,
  context: Parameters<typeof changedEvidence>[2],
): void {
  const now = verdicts.find(({ id }) => id === was.id);
  expect(now, 'a verdict is never dropped').not.to.equal(undefined);
  if (was.status === 'suggested') expect(now?.status).to.equal('suggested');
  if (was.status === now?.status) {
    expect(now.decision).to.deep.equal(was.decision);
    expect(now.decided).to.deep.equal(was.decided);
    return;
  }
  expect([was.status, now?.status], 'only a rejection can be asked again').to.deep.equal([
    'rejected',
    'suggested',
  ]);
  expect(now?.reason).to.equal('returned');
  const said = [...scanned.classifications, ...(scanned.review?.candidates ?? [])].find(
    (entry) => keyOf(entry) === keyOf(was),
  );
  if (said === undefined || was.basis === null)
    throw new Error('It was asked again without being said again.');
  expect(changedEvidence(was.basis, said, context, BAND)).to.equal(now?.reasonDetail);
}

function checkDecision(
  target: Verdict,
  action: string,
  before: readonly Verdict[],
  after: readonly Verdict[],
): void {
  const now = after.find(({ id }) => id === target.id);
  const statuses: Readonly<Record<string, readonly string[]>> = {
    accept: ['accepted'],
    reject: ['rejected'],
    correct: ['corrected', 'accepted'],
    withdraw: ['suggested'],
  };
  expect(now?.status).to.be.oneOf([...(statuses[action] ?? [])]);
  for (const was of before) {
    if (was.id === target.id) continue;
    const other = after.find(({ id }) => id === was.id);
    // A newer word of a person on the type takes the place of the older one, and of nothing else.
    const isReplaced = now !== undefined && settlesType(now) && settlesType(was);
    if (!isReplaced) expect(other?.status).to.equal(was.status);
  }
}

function checkStanding(scanned: Scanned, verdicts: readonly Verdict[]): void {
  const { classifications } = settleColumn(scanned, verdicts);
  const settled = verdicts.filter(settlesType);
  expect(settled.length, 'one answer to what it is').to.be.at.most(1);
  const types = classifications.filter(({ question }) => question === 'type');
  if (settled[0] !== undefined) {
    expect(types.map(({ infoType, status }) => [infoType, status])).to.deep.equal([
      [settled[0].decided?.infoType, settled[0].status],
    ]);
  }
  for (const rejected of verdicts.filter(({ status }) => status === 'rejected'))
    expect(classifications.filter(({ status }) => status === 'suggested').map(keyOf)).not.to.include(
      keyOf(rejected),
    );
  for (const waiting of verdicts.filter(({ status, isListed }) => status === 'suggested' && isListed))
    expect(waiting.classification, 'what waits has something to decide on').not.to.equal(null);
}
