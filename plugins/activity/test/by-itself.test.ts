import { setTimeout as sleep } from 'node:timers/promises';
import { coreServices, type DomainEvent } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { ActivityPlatform } from './activity-platform.ts';

describe('the trail by itself', () => {
  let platform: ActivityPlatform;

  before(async () => {
    platform = await ActivityPlatform.start({ sealAfterSeconds: 1 }, 'all');
  });
  after(() => platform?.stop());

  const entries = async (): Promise<number> =>
    (await platform.query<{ count: number }>('select count(*)::int as count from activity.entries'))[0]
      ?.count ?? 0;
  /** Something is done: an entry, and an event of it. */
  const happen = async (id: string): Promise<void> => {
    const scope = platform.test.scope();
    const events = platform.test.service(coreServices.events);
    await platform.record(id);
    await platform.test
      .service(coreServices.storage)
      .transaction(scope, (tx) => events.publish(tx, scope, { type: 'core.note.updated', data: { id } }));
  };
  const until = async (isReached: () => Promise<boolean> | boolean): Promise<void> => {
    while (!(await isReached())) await sleep(50);
  };

  it('is sealed soon after something happened, and tells when it can be sealed no further', async function () {
    this.timeout(150_000);
    const heard: DomainEvent[] = [];
    const stop = platform.test
      .service(coreServices.events)
      .subscribe({ types: ['activity.trail.broken'] }, (event) => void heard.push(event));
    await happen('1');
    await until(async () => (await entries()) >= 1);
    expect((await platform.verify()).isIntact).to.equal(true);

    await platform.tamper('update activity.heads set entries = entries + 1');
    await happen('2');
    await until(() => heard.length > 0);
    stop();
    expect(heard[0]?.data).to.deep.include({ kind: 'head', in: 'seals' });
    const [told] = await platform.query<{ outcome: string; reason: string }>(
      `select outcome, reason from core.audit_entries where action = 'activity.trail.verified'`,
    );
    expect(told).to.deep.equal({ outcome: 'failed', reason: 'The head of the seals was altered.' });
    const before = await entries();
    await happen('3');
    expect(await entries()).to.equal(before);
  });
});
