import { randomFillSync } from 'node:crypto';

/** Hands out ids that rise in the order of their making, so that a page of jobs is a range of the primary key. */
export function createUuidV7(now: () => number = Date.now): () => string {
  const pool = Buffer.allocUnsafe(8 * 512);
  let at = pool.length;
  let lastMs = 0;
  let counter = 0;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    const high = pool.readUInt16BE(at);
    const middle = pool.readUInt16BE(at + 2);
    const low = pool.readUInt32BE(at + 4);
    at += 8;
    const ms = now();
    if (ms > lastMs) {
      lastMs = ms;
      counter = 0;
    } else if (counter === 0xfff) {
      // More than 4,096 within a millisecond: run ahead of the clock, order matters more.
      lastMs += 1;
      counter = 0;
    } else {
      counter += 1;
    }
    const time = lastMs.toString(16).padStart(12, '0');
    const sequence = counter.toString(16).padStart(3, '0');
    const variant = (0x8000 | (high & 0x3fff)).toString(16);
    const tail = middle.toString(16).padStart(4, '0') + low.toString(16).padStart(8, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${variant}-${tail}`;
  };
}

/** The smallest id of a millisecond: everything made before it sorts below. */
export function uuidV7Floor(ms: number): string {
  const time = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
