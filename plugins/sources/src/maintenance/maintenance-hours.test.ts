import type { MaintenanceWindow } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { checkWindows } from './check-windows.ts';
import { ZoneClock } from './local-time.ts';
import { maintenanceEnd } from './maintenance-hours.ts';

const NIGHTS: MaintenanceWindow = {
  days: [1, 2, 3, 4, 5],
  from: '22:00',
  to: '06:00',
  timeZone: 'Europe/Berlin',
};
/** Wednesday, 14 January 2026, in Berlin an hour ahead of UTC. */
const at = (time: string, day = 14): Date => new Date(`2026-01-${day}T${time}:00Z`);
const end = (now: Date | string, ...windows: readonly MaintenanceWindow[]): string | null =>
  maintenanceEnd(windows, new Date(now))?.toISOString().slice(0, 16) ?? null;
const every = (from: string, to: string, timeZone: string): MaintenanceWindow => ({
  days: [1, 2, 3, 4, 5, 6, 7],
  ...{ from, to, timeZone },
});

describe('hours of maintenance', () => {
  it('are told in the time zone of the window, and last over midnight', () => {
    expect(end(at('20:59'), NIGHTS)).to.equal(null);
    expect(end(at('21:00'), NIGHTS)).to.equal('2026-01-15T05:00');
    expect(end(at('04:59', 15), NIGHTS)).to.equal('2026-01-15T05:00');
    expect(end(at('05:00', 15), NIGHTS)).to.equal(null);
  });

  it('belong to the day on which they begin', () => {
    // Friday night lasts into Saturday; Sunday night is none.
    expect(end(at('02:00', 17), NIGHTS)).to.equal('2026-01-17T05:00');
    expect(end(at('23:00', 18), NIGHTS)).to.equal(null);
    expect(end(at('02:00', 19), NIGHTS)).to.equal(null);
  });

  it('last a whole day where they end when they begin', () => {
    const sunday = { days: [7], from: '00:00', to: '00:00', timeZone: 'UTC' };
    expect(end(at('13:30', 18), sunday)).to.equal('2026-01-19T00:00');
  });

  it('end with the last of several windows, also of those that follow on each other', () => {
    const noon = { days: [3], from: '12:00', to: '13:00', timeZone: 'UTC' };
    const late = { days: [3], from: '12:30', to: '15:00', timeZone: 'UTC' };
    const next = { days: [3], from: '15:00', to: '16:00', timeZone: 'UTC' };
    expect(end(at('12:45'), noon, late, next)).to.equal('2026-01-14T16:00');
    expect(end(at('12:45'))).to.equal(null);
  });

  it('go by the clock on the days when clocks are set', () => {
    const night = every('22:00', '06:00', 'Europe/Berlin');
    // Forward on 29 March 2026: six in the morning is an hour earlier. Back on 25 October: an hour later.
    expect(end('2026-03-28T23:00:00Z', night)).to.equal('2026-03-29T04:00');
    expect(end('2026-10-24T23:00:00Z', night)).to.equal('2026-10-25T05:00');
    // The hour that is shown twice is left alone twice.
    const two = every('02:00', '03:00', 'Europe/Berlin');
    expect(end('2026-10-25T00:30:00Z', two)).to.equal('2026-10-25T02:00');
    expect(end('2026-10-25T01:59:00Z', two)).to.equal('2026-10-25T02:00');
    // The hour that is skipped is left alone when it would have been.
    const skipped = every('02:15', '02:45', 'Europe/Berlin');
    expect(end('2026-03-29T01:20:00Z', skipped)).to.equal('2026-03-29T01:45');
    // South of the equator clocks are set forward in October.
    expect(end('2026-10-03T15:30:00Z', every('01:30', '03:30', 'Australia/Sydney'))).to.equal(
      '2026-10-03T16:30',
    );
  });

  it('are kept in every hour of the days before and after clocks are set', () => {
    const changes = [
      ['Europe/Berlin', '2026-03-29'],
      ['Europe/Berlin', '2026-10-25'],
      ['America/New_York', '2026-03-08'],
      ['Australia/Lord_Howe', '2026-10-04'],
    ] as const;
    for (const [zone, day] of changes) {
      const night = every('22:00', '06:00', zone);
      const clock = new ZoneClock(zone);
      const wrong = Array.from(
        { length: 72 },
        (_, hour) => Date.parse(`${day}T00:30Z`) + (hour - 24) * 3_600_000,
      )
        .filter((moment) => {
          const { minute } = clock.at(moment);
          const isNight = minute >= 22 * 60 || minute < 6 * 60;
          return isNight !== (maintenanceEnd([night], new Date(moment)) !== null);
        })
        .map((moment) => new Date(moment).toISOString());
      expect(wrong, zone).to.deep.equal([]);
    }
  });

  it('are found in zones of a day ahead and of quarters of an hour', () => {
    expect(end('2026-01-14T10:30:00Z', every('00:00', '01:00', 'Pacific/Kiritimati'))).to.equal(
      '2026-01-14T11:00',
    );
    expect(end('2026-01-14T18:20:00Z', every('00:00', '01:00', 'Asia/Kathmandu'))).to.equal(
      '2026-01-14T19:15',
    );
  });

  it('find each moment again that a clock has shown', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Africa/Casablanca',
      'UTC',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 60 * 24 * 365 * 20 }),
        (zone, minute) => {
          const clock = new ZoneClock(zone);
          const moment = Date.UTC(2020, 0) + minute * 60_000;
          expect(clock.moments(clock.at(moment))).to.include(moment);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the check of hours of maintenance', () => {
  const refusal = (...windows: readonly MaintenanceWindow[]): unknown => {
    try {
      checkWindows(windows, new Date('2026-01-14T00:00:00Z'));
      return null;
    } catch (error) {
      return error;
    }
  };

  it('refuses time zones that there are not', () => {
    expect(refusal(every('01:00', '02:00', 'Europe/Atlantis')))
      .to.have.property('errors')
      .that.has.nested.property('[0].pointer', '/maintenance/0/timeZone');
  });

  it('refuses windows that leave no hour of the week free', () => {
    expect(refusal(every('00:00', '00:00', 'UTC'))).to.have.property('code', 'DW_SOURCE_MAINTENANCE');
    expect(refusal(every('06:00', '18:00', 'UTC'), every('17:30', '05:30', 'UTC'))).to.have.property(
      'code',
      'DW_SOURCE_MAINTENANCE',
    );
    expect(refusal(every('06:00', '18:00', 'UTC'), every('18:00', '05:00', 'UTC'))).to.equal(null);
    expect(refusal(every('00:00', '23:00', 'UTC'))).to.equal(null);
    expect(refusal()).to.equal(null);
  });

  it('sees that a free hour is lost when clocks are set in one of two time zones', () => {
    // In winter an hour is free between them; in summer Berlin ends an hour earlier and begins an hour earlier, too.
    const berlin = every('06:00', '05:00', 'Europe/Berlin');
    const utc = every('03:00', '04:00', 'UTC');
    expect(refusal(berlin)).to.equal(null);
    expect(refusal(berlin, utc)).to.have.property('code', 'DW_SOURCE_MAINTENANCE');
  });
});
