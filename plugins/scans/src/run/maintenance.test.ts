import type { MaintenanceWindow } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { maintenanceEnd } from './maintenance.ts';

const NIGHTS: MaintenanceWindow = {
  days: [1, 2, 3, 4, 5],
  from: '22:00',
  to: '06:00',
  timeZone: 'Europe/Berlin',
};
/** Wednesday, 14 January 2026, in Berlin an hour ahead of UTC. */
const at = (time: string, day = 14): Date => new Date(`2026-01-${day}T${time}:00Z`);
const end = (now: Date, ...windows: readonly MaintenanceWindow[]): string | null =>
  maintenanceEnd(windows, now)?.toISOString().slice(0, 16) ?? null;

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

  it('end with the last of several windows', () => {
    const noon = { days: [3], from: '12:00', to: '13:00', timeZone: 'UTC' };
    const late = { days: [3], from: '12:30', to: '15:00', timeZone: 'UTC' };
    expect(end(at('12:45'), noon, late)).to.equal('2026-01-14T15:00');
    expect(end(at('12:45'))).to.equal(null);
  });
});
