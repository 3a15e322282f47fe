import { expect } from 'chai';
import fc from 'fast-check';
import { nextTick } from './cron.ts';

const ticks = (cron: string, zone: string, from: string, count: number): string[] => {
  const found: string[] = [];
  for (let at = new Date(from); found.length < count; ) {
    at = nextTick(cron, zone, at);
    found.push(at.toISOString());
  }
  return found;
};

describe('A cron expression', () => {
  it('counts in UTC, with seconds where there are six fields', () => {
    expect(ticks('*/20 * * * * *', 'UTC', '2026-01-01T00:00:05Z', 3)).to.deep.equal([
      '2026-01-01T00:00:20.000Z',
      '2026-01-01T00:00:40.000Z',
      '2026-01-01T00:01:00.000Z',
    ]);
  });

  it('follows the wall clock of its time zone', () => {
    expect(ticks('0 9 * * 1', 'Asia/Kolkata', '2026-06-01T04:00:00Z', 2)).to.deep.equal([
      '2026-06-08T03:30:00.000Z',
      '2026-06-15T03:30:00.000Z',
    ]);
  });

  it('runs a wall time that the clocks skip once, after the gap', () => {
    expect(ticks('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).to.deep.equal([
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(ticks('30 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z', 2)).to.deep.equal([
      '2026-03-08T07:30:00.000Z',
      '2026-03-09T06:30:00.000Z',
    ]);
  });

  it('runs a wall time that the clocks repeat once', () => {
    expect(ticks('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).to.deep.equal([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it('keeps its distance in time across the change when it runs every hour', () => {
    expect(ticks('0 * * * *', 'Europe/Berlin', '2026-10-24T23:30:00Z', 3)).to.deep.equal([
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
      '2026-10-25T02:00:00.000Z',
    ]);
  });

  it('always ticks later than the instant it is asked about', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Asia/Kolkata',
    ];
    const crons = ['* * * * *', '30 2 * * *', '0 0 1 * *', '15 1,13 * * 0', '59 23 29 2 *'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...crons),
        fc.date({ min: new Date('2024-01-01'), max: new Date('2032-01-01'), noInvalidDate: true }),
        (zone, cron, at) => nextTick(cron, zone, at).getTime() > at.getTime(),
      ),
      { numRuns: 300 },
    );
  });

  it('is refused when it cannot be read', () => {
    for (const cron of ['', '* * * *', '* * * * * * *', '60 * * * *', 'every day at noon', '0 0 31 2 *']) {
      expect(() => nextTick(cron, 'UTC', new Date()), cron)
        .to.throw()
        .with.property('code', 'DW_JOB_SCHEDULE');
    }
    expect(() => nextTick('* * * * *', 'Europe/Nowhere', new Date()))
      .to.throw()
      .with.property('code', 'DW_JOB_SCHEDULE');
  });
});
