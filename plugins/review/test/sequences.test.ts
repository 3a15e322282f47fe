import { expect } from 'chai';
import fc from 'fast-check';
import { eventually, itemsOf, ReviewPlatform } from './review-platform.ts';
import { said, verdict } from './staged-classification.ts';

const TYPES = ['EMAIL_ADDRESS', 'USERNAME'] as const;

const aStep = fc.oneof(
  fc.record({
    kind: fc.constant('scan' as const),
    infoType: fc.option(fc.constantFrom(...TYPES)),
    confidence: fc.constantFrom(0.6, 0.95),
  }),
  fc.record({
    kind: fc.constant('decide' as const),
    action: fc.constantFrom('accept', 'reject', 'correct', 'withdraw'),
    pick: fc.nat(),
  }),
);

describe('decisions through real scans', () => {
  let platform: ReviewPlatform;
  before(async function () {
    this.timeout(120_000);
    platform = await ReviewPlatform.start();
  });
  after(() => platform?.stop());

  it('stand in the database and in the catalog, whatever the sequence', async function () {
    this.timeout(120_000);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 3, maxLength: 8 }), async (steps) => {
        run += 1;
        const table = `t${run}`;
        const decided = new Map<string, { status: string; type: string | null }>();
        platform.engine.verdicts = { x: said([verdict('EMAIL_ADDRESS')]) };
        await platform.scan({ [table]: ['x'] });
        for (const step of steps) {
          if (step.kind === 'scan') {
            const { infoType, confidence } = step;
            const verdicts = infoType === null ? [] : [verdict(infoType, { confidence })];
            platform.engine.verdicts = { x: said(verdicts) };
            await platform.scan({ [table]: ['x'] });
          } else {
            const items = await verdictsOf(table);
            const item = items[step.pick % Math.max(1, items.length)];
            if (item === undefined) continue;
            const body = step.action === 'correct' ? { infoType: 'CITY' } : {};
            const answer = await platform.post(`classifications/${item.id}/${step.action}`, body);
            expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
            note(decided, item.id, step.action, item.infoType);
          }
          await check(table, decided);
        }
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  it('survive scans of the same moment, without either waiting for the other for ever', async function () {
    this.timeout(120_000);
    platform.engine.verdicts = { x: said([verdict('EMAIL_ADDRESS')]), y: said([verdict('CITY')]) };
    const tables = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`race${index}`, ['x', 'y']]));
    await platform.scan(tables);
    const items = itemsOf<{ id: string; column: string }>(
      await platform.get('classifications?q=race&limit=100'),
    );
    const verdicts = items.map(({ id }) => ({ id }));
    for (const [index, action] of ['accept', 'reject', 'withdraw', 'accept'].entries()) {
      const scan = index % 2 === 0 ? platform.scan(tables) : Promise.resolve();
      const half = verdicts.length / 2;
      const answers = await Promise.all([
        platform.post('classifications/decisions', { action, verdicts: verdicts.slice(0, half) }),
        platform.post('classifications/decisions', { action, verdicts: verdicts.slice(half) }),
        ...verdicts.slice(0, 3).map(({ id }) => platform.post(`classifications/${id}/${action}`)),
      ]);
      await scan;
      expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 200));
    }
    for (let index = 0; index < 6; index += 1)
      expect((await platform.catalogued(`race${index}`, 'x'))[0]?.status).to.equal('accepted');
  });

  const verdictsOf = async (table: string) =>
    platform.queue(new URLSearchParams({ q: `main.${table}`, status: 'all' }).toString());

  function note(
    decided: Map<string, { status: string; type: string | null }>,
    id: string,
    action: string,
    infoType: string,
  ): void {
    if (action === 'withdraw') decided.delete(id);
    else if (action === 'reject') decided.set(id, { status: 'rejected', type: null });
    else {
      // A newer word on the type takes the place of the older one.
      for (const [other, { status }] of decided) if (status !== 'rejected') decided.delete(other);
      decided.set(
        id,
        action === 'accept' ? { status: 'accepted', type: infoType } : { status: 'corrected', type: 'CITY' },
      );
    }
  }

  async function check(
    table: string,
    decided: ReadonlyMap<string, { status: string; type: string | null }>,
  ): Promise<void> {
    const shown = await platform.catalogued(table, 'x');
    for (const [id, { status, type }] of decided) {
      const { body } = await platform.get(`classifications/${id}`);
      expect(body).to.include({ status });
      if (type !== null)
        expect(shown.map((entry) => [entry.infoType, entry.status])).to.deep.equal([[type, status]]);
    }
  }
});

describe('suggestions of classifiers that have changed', () => {
  it('are made anew without anybody asking, and decisions stay', async function () {
    this.timeout(120_000);
    const platform = await ReviewPlatform.start({ reevaluate: true });
    try {
      platform.engine.verdicts = { x: said([verdict('EMAIL_ADDRESS')]), y: said([verdict('CITY')]) };
      await platform.scan({ t: ['x', 'y'] });
      const { id } = await platform.verdictOn('t', 'y');
      await platform.post(`classifications/${id}/accept`);
      platform.engine.classifiers = ['staged@2.0.0'];
      platform.engine.verdicts = { x: said([verdict('USERNAME')]), y: said([verdict('COUNTRY')]) };
      await platform.lookForStale();
      await eventually(
        () => platform.queue(),
        (queue) => queue.map(({ infoType }) => infoType).join() === 'USERNAME',
      );
      expect((await platform.catalogued('t', 'y')).map(({ infoType }) => infoType)).to.deep.equal(['CITY']);
    } finally {
      await platform.stop();
    }
  });
});
