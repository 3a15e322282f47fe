import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainEvent, ExecutionScope, Transaction } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { silentLog, type TestStorage, testScope, testStorage } from '../../test/storage.ts';
import type { Statement } from '../storage/statement.ts';
import { openStorage } from '../storage/storage.ts';
import { createEvents, type Events, eventsMigrations } from './events.ts';

const PLUGINS = [
  { id: 'core', schema: 'core', entities: [], migrations: eventsMigrations },
  { id: 'scans', schema: 'scans', entities: [], migrations: [] },
];

describe('events', () => {
  let test: TestStorage;
  let events: Events;

  beforeEach(async () => {
    test = await testStorage({ plugins: PLUGINS });
    events = createEvents({ storage: test.storage, log: silentLog });
    await events.start();
  });
  afterEach(async () => {
    await events.stop();
    await test.close();
  });

  const within = <T>(scope: ExecutionScope, work: (tx: Transaction) => Promise<T>): Promise<T> =>
    test.storage.service('scans').transaction(scope, work);
  const publish = (number: number, scope = testScope()): Promise<void> =>
    within(scope, (tx) =>
      events
        .service('scans')
        .publish(tx, scope, { type: 'scans.run.completed', subject: `run ${number}`, data: { number } }),
    );
  const until = async (condition: () => boolean): Promise<void> => {
    for (const deadline = Date.now() + 30_000; !condition(); await sleep(5))
      if (Date.now() > deadline) throw new Error('it did not happen within 30 s');
  };
  const take = async (stream: AsyncIterable<DomainEvent>, count: number): Promise<DomainEvent[]> => {
    const taken: DomainEvent[] = [];
    for await (const event of stream) if (taken.push(event) === count) break;
    return taken;
  };
  const numbers = (list: readonly DomainEvent[]): unknown[] =>
    list.map((event) => (event.data as { number: number }).number);

  it('reach subscribers after the commit, in the CloudEvents envelope, and never without it', async () => {
    const heard: DomainEvent[] = [];
    events.service('catalog').subscribe({ types: ['scans.*'] }, (event) => void heard.push(event));
    await within(testScope(), async (tx) => {
      await events
        .service('scans')
        .publish(tx, testScope(), { type: 'scans.run.started', data: { number: 0 } });
      throw new Error('rolled back');
    }).catch(() => undefined);
    await publish(1);
    await until(() => heard.length > 0);
    const [event] = heard;
    expect(heard).to.have.length(1);
    expect(event).to.include({
      specversion: '1.0',
      type: 'scans.run.completed',
      source: '/plugins/scans',
      subject: 'run 1',
      datacontenttype: 'application/json',
      workspace: testScope().workspace,
      sequence: '1',
    });
    expect(event?.time).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('are numbered in the order of commits without gaps, so that a late commit comes later and is not skipped', async () => {
    const late = Promise.withResolvers<void>();
    const published = Promise.withResolvers<void>();
    const slow = within(testScope(), async (tx) => {
      await events
        .service('scans')
        .publish(tx, testScope(), { type: 'scans.run.completed', data: { number: 1 } });
      published.resolve();
      await late.promise;
    });
    await published.promise;
    const stream = events.service('scans').stream(testScope(), { after: '0' });
    await publish(2);
    const first = await take(stream, 1);
    expect(numbers(first)).to.deep.equal([2]);
    late.resolve();
    await slow;
    const rest = await take(
      events.service('scans').stream(testScope(), { after: first[0]?.sequence ?? '' }),
      1,
    );
    expect(numbers(rest)).to.deep.equal([1]);
    expect(rest[0]?.sequence).to.equal('2');
  });

  it('lose and repeat nothing when two processes publish, relay and follow at once', async () => {
    const other = await openStorage({
      url: test.url,
      migrationUrl: test.migrationUrl,
      dataDirectory: '/nonexistent',
      log: silentLog,
    });
    await other.activate(PLUGINS);
    const theirs = createEvents({ storage: other, log: silentLog });
    await theirs.start();
    const heard: DomainEvent[][] = [[], []];
    events.service('scans').subscribe({}, (event) => void heard[0]?.push(event));
    theirs.service('scans').subscribe({}, (event) => void heard[1]?.push(event));
    const scope = testScope();
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        (index % 2 ? test.storage : other)
          .service('scans')
          .transaction(scope, (tx) =>
            (index % 2 ? events : theirs)
              .service('scans')
              .publish(tx, scope, { type: 'scans.run.completed', data: { number: index } }),
          ),
      ),
    );
    await until(() => heard.every((list) => list.length >= 200));
    await theirs.stop();
    await other.close();
    for (const list of heard) {
      expect(list.map((event) => Number(event.sequence))).to.deep.equal(
        Array.from({ length: 200 }, (_, index) => index + 1),
      );
      expect(new Set(numbers(list)).size).to.equal(200);
    }
  });

  it('stream one workspace only, resume after a sequence and go on live', async () => {
    const elsewhere = testScope({ workspace: randomUUID() });
    for (let number = 1; number <= 3; number++) {
      await publish(number);
      await publish(-number, elsewhere);
    }
    const all = await take(events.service('scans').stream(testScope(), { after: '0' }), 3);
    expect(numbers(all)).to.deep.equal([1, 2, 3]);
    const live = take(events.service('scans').stream(testScope(), { after: all[1]?.sequence ?? '' }), 2);
    await publish(-9, elsewhere);
    await publish(4);
    expect(numbers(await live)).to.deep.equal([3, 4]);
    expect(numbers(await take(events.service('scans').stream(elsewhere, { after: '0' }), 4))).to.deep.equal([
      -1, -2, -3, -9,
    ]);
  });

  it('end a stream when the caller is gone', async () => {
    const gone = new AbortController();
    const stream = take(events.service('scans').stream(testScope({ signal: gone.signal }), {}), 1);
    await sleep(20);
    gone.abort();
    expect(await stream).to.deep.equal([]);
  });

  it('let a slow subscriber fall behind what is held in memory without losing anything or slowing the others', async () => {
    const [slow, fast]: DomainEvent[][] = [[], []];
    const gate = Promise.withResolvers<void>();
    events.service('catalog').subscribe({}, async (event) => {
      slow?.push(event);
      await gate.promise;
    });
    events.service('catalog').subscribe({}, (event) => void fast?.push(event));
    const scope = testScope();
    await within(scope, async (tx) => {
      for (let number = 1; number <= 2_500; number++)
        await events.service('scans').publish(tx, scope, { type: 'scans.run.completed', data: { number } });
    });
    await until(() => fast?.length === 2_500);
    expect(slow).to.have.length(1);
    gate.resolve();
    await until(() => slow?.length === 2_500);
    expect(numbers(slow ?? [])).to.deep.equal(numbers(fast ?? []));
  });

  it('go on to the next subscriber and the next event when one throws', async () => {
    const heard: unknown[] = [];
    events.service('catalog').subscribe({}, () => {
      throw new Error('bad subscriber');
    });
    events.service('catalog').subscribe({ subject: 'run 2' }, (event) => void heard.push(event.subject));
    const dispose = events.service('catalog').subscribe({}, () => void heard.push('disposed'));
    await dispose();
    await publish(1);
    await publish(2);
    await until(() => heard.length === 1);
    expect(heard).to.deep.equal(['run 2']);
  });

  it('are picked up when the process that committed them died before relaying', async () => {
    const heard: DomainEvent[] = [];
    events.service('catalog').subscribe({}, (event) => void heard.push(event));
    const dead = createEvents({ storage: test.storage, log: silentLog });
    await within(testScope(), (tx) =>
      dead.service('scans').publish(tx, testScope(), { type: 'scans.run.completed', data: { number: 7 } }),
    );
    await until(() => heard.length === 1);
    expect(numbers(heard)).to.deep.equal([7]);
  });

  it('stop at once in a process that never started them', async () => {
    const idle = createEvents({ storage: test.storage, log: silentLog });
    idle.service('catalog').subscribe({}, () => undefined);
    const stream = take(idle.service('catalog').stream(testScope(), {}), 1);
    // Stopping gives subscribers two seconds of grace; nothing here needs any of it.
    const grace = sleep(1_900, 'waited out the grace', { ref: false });
    expect(await Promise.race([idle.stop().then(() => 'stopped'), grace])).to.equal('stopped');
    expect(await stream).to.deep.equal([]);
  });

  it('begin no round of relaying once they are told to stop, however short before they were started', async () => {
    const begun: string[] = [];
    // The storage, with a look at what is asked of it.
    const storage = new Proxy(test.storage, {
      get(target, name) {
        if (name === 'execute')
          return (statement: Statement) => {
            begun.push('text' in statement ? statement.text : '');
            return target.execute(statement);
          };
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    const rounds = (): number => begun.filter((text) => text.includes('relay_events')).length;

    const brief = createEvents({ storage, log: silentLog });
    await brief.start();
    await brief.stop();
    expect(rounds(), 'stopped as soon as started').to.equal(0);

    const hasty = createEvents({ storage, log: silentLog });
    const starting = hasty.start();
    await hasty.stop();
    const reads = begun.length;
    await starting;
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(rounds(), 'stopped while starting').to.equal(0);
    expect(begun.length, 'nothing asked after the stop').to.equal(reads);
  });

  it('expire, and a stream that would miss some says so', async () => {
    const forgetful = createEvents({ storage: test.storage, log: silentLog, retentionMs: 0 });
    for (let number = 1; number <= 3; number++) await publish(number);
    await take(events.service('scans').stream(testScope(), { after: '0' }), 3);
    expect(await forgetful.purge()).to.equal(3);
    const error: unknown = await take(events.service('scans').stream(testScope(), { after: '1' }), 1).catch(
      (caught: unknown) => caught,
    );
    expect(error).to.include({ code: 'DW_EVENTS_EXPIRED', status: 410 });
    const next = take(events.service('scans').stream(testScope(), { after: '3' }), 1);
    await publish(4);
    expect((await next)[0]?.sequence).to.equal('4');
  });

  it('refuse types of other plugins, oversized data, and another workspace than the transaction’s', async () => {
    const attempt = (scope: ExecutionScope, event: { type: string; data: string }): Promise<unknown> =>
      within(testScope(), (tx) => events.service('scans').publish(tx, scope, event)).then(
        () => null,
        (error: unknown) => (error instanceof Error ? Reflect.get(error, 'code') : error),
      );
    expect(await attempt(testScope(), { type: 'catalog.asset.created', data: '' })).to.equal('DW_EVENT_TYPE');
    expect(await attempt(testScope(), { type: 'scans.run.completed', data: 'x'.repeat(300_000) })).to.equal(
      'DW_EVENT_DATA',
    );
    expect(
      await attempt(testScope({ workspace: randomUUID() }), { type: 'scans.run.completed', data: '' }),
    ).to.equal('DW_STORAGE_DENIED');
  });
});
