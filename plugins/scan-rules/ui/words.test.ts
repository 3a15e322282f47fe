import { expect } from 'chai';
import { cronOf, describeSampling, describeSchedule, timesOf } from './words.ts';

const schedule = (cron: string) => ({ cron, timeZone: 'UTC' });

describe('the words of a sample', () => {
  const sampling = { rows: 1000, strategy: 'random', stratifyBy: null, seed: 1 } as const;

  it('say what is read, and where nothing is', () => {
    const words = (rows: number | 'full', where: string | null = null) =>
      describeSampling({ sampling: { ...sampling, rows }, columns: { where } });
    expect(words(1000)).to.equal('1,000 random rows');
    expect(words('full', 'column.name == "id"')).to.equal('every row');
    expect(words(1000, ' false ')).to.equal('no row');
  });
});

describe('the words of a schedule', () => {
  it('lead back to the cron fields that they were made from', () => {
    for (const cron of ['15 * * * *', '0 2 * * *', '30 23 * * 1-5', '0 6 * * 0', '5 4 31 * *'])
      expect(cronOf(timesOf(schedule(cron))), cron).to.equal(cron);
  });

  it('are left to the cron fields where there are none', () => {
    for (const cron of [
      '61 * * * *',
      '0 24 * * *',
      '*/5 * * * *',
      '0 2 1 * 1',
      '0 2 * 1 *',
      '0 3 * * 0#1',
      '',
    ])
      expect(timesOf(schedule(cron)).frequency, cron).to.equal('own');
  });

  it('say when a rule runs', () => {
    expect(describeSchedule(null)).to.equal('on request');
    expect(describeSchedule(schedule('0 2 * * *'))).to.equal('every day at 02:00, UTC');
    expect(describeSchedule(schedule('0 6 * * 6'))).to.equal('every Saturday at 06:00, UTC');
    expect(describeSchedule(schedule('0 3 * * 0#1'))).to.equal(
      'on the first Sunday of the month at 03:00, UTC',
    );
    expect(describeSchedule(schedule('*/5 * * * *'))).to.equal('*/5 * * * *, UTC');
  });
});
