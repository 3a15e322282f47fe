import { randomUUID } from 'node:crypto';
import { mock } from 'node:test';
import type { DueRule, EventsService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { type TestStorage, testScope, testStorage } from '../../../core/test/storage.ts';
import { DEFAULT_DOCUMENT } from '../src/rule/rule-document.ts';
import { ScheduleStore } from '../src/schedule/schedule-store.ts';
import { migrations } from '../src/store/migrations.ts';
import { RuleStore } from '../src/store/rule-store.ts';

/** Processes that ask at the same time, each on a connection of its own. */
const AT_ONCE = 6;
const RULES = 12;

/** Events go nowhere: nobody listens here. */
const unheard: EventsService = {
  publish: async () => undefined,
  subscribe: () => () => undefined,
  stream: () => {
    throw new Error('nobody listens here');
  },
};

describe('ticks of several processes at the same time', function () {
  this.timeout(120_000);
  const scope = testScope();
  const source = randomUUID();
  let test: TestStorage;
  let schedules: ScheduleStore;
  let store: RuleStore;

  before(async () => {
    const plugin = { id: 'scan-rules', schema: 'scan_rules', entities: [], migrations };
    test = await testStorage({ plugins: [plugin], poolSize: AT_ONCE });
    const storage = test.storage.service('scan-rules');
    schedules = new ScheduleStore(storage);
    store = new RuleStore(storage, unheard, schedules);
  });
  after(() => test?.close());

  const take = (now: Date): Promise<readonly DueRule[]> =>
    test.storage.service('scan-rules').transaction(scope, (tx) => schedules.takeDue(tx, now));

  it('take each time of each rule once, and the first of what was missed alone', async () => {
    const document = { ...DEFAULT_DOCUMENT, schedule: { cron: '*/5 * * * *', timeZone: 'UTC' } };
    for (let rule = 0; rule < RULES; rule += 1)
      await store.create(scope, { ...document, title: `Rule ${rule}` });
    const inThreeDays = new Date(Date.now() + 3 * 24 * 3_600_000);
    const taken = (await Promise.all(Array.from({ length: AT_ONCE }, () => take(inThreeDays)))).flat();
    expect(taken).to.have.length(RULES);
    expect(new Set(taken.map(({ ruleId }) => ruleId)).size).to.equal(RULES);
    expect(await take(inThreeDays)).to.deep.equal([]);
    const minutesLater = new Date(inThreeDays.getTime() + 6 * 60_000);
    expect(await take(minutesLater)).to.have.length(RULES);
  });

  it('come at the next time by the clock of the database, whatever that of the process which saves the rule says', async () => {
    const schedule = { cron: '*/5 * * * *', timeZone: 'UTC' };
    const inTenMinutes = new Date(Date.now() + 10 * 60_000);
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 2 * 24 * 3_600_000 });
    try {
      await store.create(scope, { ...DEFAULT_DOCUMENT, schedule, title: 'Saved in two days' });
    } finally {
      mock.timers.reset();
    }
    expect(await take(inTenMinutes)).to.have.length(1);
  });

  it('record a start once, whoever comes first, for rules that do the same', async () => {
    const storage = test.storage.service('scan-rules');
    const document = { ...DEFAULT_DOCUMENT, title: 'A', mode: 'full' as const };
    const rules = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        store.create(scope, { ...document, title: `Same ${index}` }),
      ),
    );
    const dueAt = '2026-01-01T02:00:00.000Z';
    const record = (ruleId: string): Promise<string> =>
      storage.transaction(scope, (tx) =>
        schedules.record(tx, scope, document, {
          ...{ ruleId, dueAt, sourceId: source, runId: randomUUID(), reason: 'its time had come' },
          outcome: 'started',
          code: null,
        }),
      );
    const results = await Promise.all(rules.map(({ id }) => record(id)));
    expect(results.toSorted()).to.deep.equal([...Array(AT_ONCE - 1).fill('twin'), 'recorded'].toSorted());
    const winner = rules[results.indexOf('recorded')];
    expect(await record(winner?.id ?? '')).to.equal('present');
  });
});
