import { expect } from 'chai';
import { isTimeZone } from './time-zone.ts';

describe('time zones', () => {
  it('are known by their names', () => {
    for (const name of ['Europe/Berlin', 'UTC', 'Etc/GMT+5', 'America/Argentina/Ushuaia'])
      expect(isTimeZone(name), name).to.equal(true);
  });

  it('are no offsets, and no other text', () => {
    for (const name of ['', 'Europe/Atlantis', '+02:00', 'Europe/Berlin; drop', 'null'])
      expect(isTimeZone(name), name).to.equal(false);
  });
});
