import { expect } from 'chai';
import { createUuidV7, uuidV7Floor } from './uuid-v7.ts';

describe('Job ids', () => {
  it('are version 7 and rise in the order of their making, within a millisecond and when the clock steps back', () => {
    let now = 1_700_000_000_000;
    const next = createUuidV7(() => now);
    const ids: string[] = [];
    for (let n = 0; n < 10_000; n += 1) {
      if (n === 6_000) now -= 5_000;
      ids.push(next());
    }
    expect(
      ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).to.equal(true);
    expect(ids).to.deep.equal([...ids].sort());
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('sort above the floor of their millisecond and below the next', () => {
    const id = createUuidV7(() => 1_700_000_000_123)();
    expect(id >= uuidV7Floor(1_700_000_000_123)).to.equal(true);
    expect(id < uuidV7Floor(1_700_000_000_124)).to.equal(true);
  });
});
