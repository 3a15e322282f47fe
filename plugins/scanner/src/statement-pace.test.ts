import { expect } from 'chai';
import { type AdjustablePace, createStatementPace, type PaceClock } from './statement-pace.ts';

const signal = new AbortController().signal;

/** A pace over a clock that stands still unless somebody sleeps or a statement takes its time. */
function setUp(): {
  readonly pace: AdjustablePace;
  readonly clock: PaceClock;
  readonly told: { waited: number; yields: number };
  readonly send: (took: number) => Promise<number>;
} {
  let now = 1000;
  const clock: PaceClock = {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
  const told = { waited: 0, yields: 0 };
  const pace = createStatementPace(clock, {
    waited: (seconds) => {
      told.waited += seconds;
    },
    yielded: () => {
      told.yields += 1;
    },
  });
  const send = (took: number): Promise<number> =>
    pace.statement('alike', signal, async () => {
      const sent = now;
      now += took;
      return sent;
    });
  return { pace, clock, told, send };
}

describe('the pace of statements', () => {
  it('holds them to so many a second, with bursts that are bounded', async () => {
    const { pace, send, told } = setUp();
    pace.limit({ maxConcurrency: 1, maxStatementsPerSecond: 20, statementTimeoutMs: 1000 }, 1);
    const sent: number[] = [];
    for (let count = 0; count < 100; count += 1) sent.push(await send(1));
    for (const [at, time] of sent.entries()) {
      const within = sent.filter((other) => other >= time && other < time + 1000).length;
      expect(within, `from statement ${at} on`).to.be.at.most(26);
    }
    expect((sent.at(-1) ?? 0) - (sent[0] ?? 0)).to.be.within(4500, 5100);
    expect(told.waited).to.be.greaterThan(4);
  });

  it('takes a share of the limit only, as other processes make the other calls', async () => {
    const { pace, send } = setUp();
    pace.limit({ maxConcurrency: 4, maxStatementsPerSecond: 40, statementTimeoutMs: 1000 }, 1);
    const sent: number[] = [];
    for (let count = 0; count < 51; count += 1) sent.push(await send(1));
    expect((sent.at(-1) ?? 0) - (sent[0] ?? 0)).to.be.within(4700, 5100);
  });

  it('does not wait without a limit while the source answers as usual', async () => {
    const { told, send, pace } = setUp();
    for (let count = 0; count < 200; count += 1) await send(5 + (count % 7));
    expect([told.waited, told.yields, pace.share]).to.deep.equal([0, 0, 1]);
  });

  it('asks less of a source that became slow, and all again once it has recovered', async () => {
    const { told, send, pace, clock } = setUp();
    for (let count = 0; count < 50; count += 1) await send(10);
    for (let count = 0; count < 8; count += 1) await send(500);
    expect(pace.share).to.be.lessThan(0.2);
    expect(told.yields).to.be.greaterThan(2);
    const before = clock.now();
    await send(500);
    await send(500);
    expect(clock.now() - before).to.be.greaterThan(4 * 500);
    for (let count = 0; count < 40; count += 1) await send(10);
    expect(pace.share).to.equal(1);
    const waited = told.waited;
    for (let count = 0; count < 10; count += 1) await send(10);
    expect(told.waited).to.equal(waited);
  });

  it('takes for usual in the end what stays as it is', async () => {
    const { send, pace } = setUp();
    for (let count = 0; count < 50; count += 1) await send(10);
    for (let count = 0; count < 600; count += 1) await send(400);
    expect(pace.share).to.equal(1);
  });

  it('never sleeps longer than a timer can, and forgets a long wait once the limit is another one', async () => {
    let now = 0;
    let longest = 0;
    const sleep = async (milliseconds: number): Promise<void> => {
      longest = Math.max(longest, milliseconds);
      now += milliseconds;
    };
    const nothing = (): void => undefined;
    const pace = createStatementPace({ now: () => now, sleep }, { waited: nothing, yielded: nothing });
    const load = { maxConcurrency: 1, statementTimeoutMs: 1000 };
    pace.limit({ ...load, maxStatementsPerSecond: 1e-6 }, 1);
    const send = () => pace.statement(null, signal, async () => now);
    await send();
    const second = await send();
    expect(second).to.be.at.least(1e9);
    expect(longest).to.be.at.most(60_000);
    pace.limit({ ...load, maxStatementsPerSecond: 10 }, 1);
    expect(await send()).to.be.at.most(second + 1000);
  });

  it('ends the wait of whoever has gone', async () => {
    const { pace, send } = setUp();
    pace.limit({ maxConcurrency: 1, maxStatementsPerSecond: 1, statementTimeoutMs: 1000 }, 1);
    await send(1);
    let isSent = false;
    const error: unknown = await pace
      .statement(null, AbortSignal.abort(new Error('gone')), async () => {
        isSent = true;
      })
      .catch((reason: unknown) => reason);
    expect(String(error)).to.include('gone');
    expect(isSent).to.equal(false);
  });
});
