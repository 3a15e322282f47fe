import { expect } from 'chai';
import { Clocks } from './clock-window.ts';

const at = (iso: string): number => Date.parse(iso);

describe('a window of the clock', () => {
  const clocks = new Clocks();

  it('counts by the clocks of its place, which change in spring', () => {
    const berlin = { zone: 'Europe/Berlin', from: '08:00', to: '18:00' };
    expect(clocks.isWithin(berlin, at('2026-01-14T07:00Z'))).to.equal(true);
    expect(clocks.isWithin(berlin, at('2026-01-14T06:59Z'))).to.equal(false);
    expect(clocks.isWithin(berlin, at('2026-07-15T06:00Z'))).to.equal(true);
    expect(clocks.isWithin(berlin, at('2026-07-15T16:00Z'))).to.equal(false);
  });

  it('past midnight belongs to the day on which it began', () => {
    const fridayNight = { zone: 'UTC', days: [5], from: '22:00', to: '06:00' };
    expect(clocks.isWithin(fridayNight, at('2026-04-17T22:00Z'))).to.equal(true);
    expect(clocks.isWithin(fridayNight, at('2026-04-18T05:59Z'))).to.equal(true);
    expect(clocks.isWithin(fridayNight, at('2026-04-18T06:00Z'))).to.equal(false);
    expect(clocks.isWithin(fridayNight, at('2026-04-18T23:00Z'))).to.equal(false);
    expect(clocks.isWithin(fridayNight, at('2026-04-17T03:00Z'))).to.equal(false);
    const sundayNight = { ...fridayNight, days: [7] };
    expect(clocks.isWithin(sundayNight, at('2026-04-20T03:00Z'))).to.equal(true);
  });

  it('without times is the whole day, without days every day', () => {
    expect(clocks.isWithin({ zone: 'UTC', days: [6, 7] }, at('2026-04-18T00:00Z'))).to.equal(true);
    expect(clocks.isWithin({ zone: 'UTC', days: [6, 7] }, at('2026-04-17T23:59Z'))).to.equal(false);
    expect(clocks.isWithin({ zone: 'UTC', from: '12:00' }, at('2026-04-17T23:59Z'))).to.equal(true);
  });
});
