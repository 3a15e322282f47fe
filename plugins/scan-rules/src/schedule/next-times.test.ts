import { expect } from 'chai';
import fc from 'fast-check';
import { checkSchedule, NEVER, nextTimeOrNever, nextTimes } from './next-times.ts';

describe('a schedule', () => {
  it('runs by the clock of its time zone, once where the clocks change', () => {
    const schedule = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' };
    expect(nextTimes(schedule, new Date('2026-03-28T12:00:00Z'), 2)).to.deep.equal([
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(nextTimes(schedule, new Date('2026-10-24T12:00:00Z'), 2)).to.deep.equal([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it('may be the first Sunday of the month', () => {
    expect(
      nextTimes({ cron: '0 3 * * 0#1', timeZone: 'UTC' }, new Date('2026-01-01T00:00:00Z'), 2),
    ).to.deep.equal(['2026-01-04T03:00:00.000Z', '2026-02-01T03:00:00.000Z']);
  });

  it('is refused when it cannot be kept, with what is wrong', () => {
    const faults = (cron: string, timeZone = 'UTC') =>
      checkSchedule({ cron, timeZone }).map(({ field }) => field);
    for (const cron of [
      '',
      '* * * *',
      '*/20 * * * * *',
      '60 * * * *',
      '0 0 31 2 *',
      'at noon on every day',
      'H 2 * * *',
      '0 2 * * MOON',
      '0 0 30 2 1#5',
    ])
      expect(faults(cron), cron).to.deep.equal(['cron']);
    for (const zone of ['', 'Europe/Nowhere', '+02:00', 'local'])
      expect(faults('0 2 * * *', zone), zone).to.deep.equal(['timeZone']);
    expect(faults('0 2 * * *', 'America/New_York')).to.deep.equal([]);
    expect(faults('61 * * * *', 'x')).to.deep.equal(['timeZone', 'cron']);
  });

  it('that never comes again is no fault of the others', () => {
    const never = { cron: '0 0 31 2 *', timeZone: 'UTC' };
    expect(nextTimeOrNever(never, new Date())).to.equal(NEVER);
    expect(nextTimes(never, new Date(), 3)).to.deep.equal([]);
  });

  it('is either refused or goes on in time, whatever is written', () => {
    const field = fc.constantFrom(
      '*',
      '0',
      '5',
      '59',
      '*/7',
      '1-5',
      '1,2',
      'MON',
      'L',
      '?',
      '0#1',
      '31',
      'x',
      '-1',
      '99',
    );
    fc.assert(
      fc.property(fc.array(field, { minLength: 5, maxLength: 5 }), (fields) => {
        const schedule = { cron: fields.join(' '), timeZone: 'Europe/Berlin' };
        if (checkSchedule(schedule).length > 0) return true;
        const times = nextTimes(schedule, new Date('2026-01-01T00:00:00Z'), 3);
        return times.every((time, index) => index === 0 || time > (times[index - 1] ?? ''));
      }),
      { numRuns: 500 },
    );
  });
});
