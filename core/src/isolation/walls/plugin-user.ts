import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Ids of users: of a plugin's own where the host has so many, else in a container's range above its own accounts. */
const WIDE = { from: 0x60000000, count: 0x10000000 };
const NARROW = { from: 20_000, count: 40_000 };

const isMapped = (map: string, from: number, count: number): boolean =>
  map
    .trim()
    .split('\n')
    .some((line) => {
      const [inside = 0, , length = 0] = line.trim().split(/\s+/).map(Number);
      return inside <= from && from + count <= inside + length;
    });

/**
 * Id of user and group under which a plugin is confined: no account of the host has it, and two plugins have different ones
 * (by chance one in 2²⁸; in a container with few ids, one in 40,000).
 * @param map - What `/proc/self/uid_map` says
 */
export function userOf(plugin: string, map: string = readFileSync('/proc/self/uid_map', 'utf8')): number {
  const { from, count } = isMapped(map, WIDE.from, WIDE.count) ? WIDE : NARROW;
  return from + (createHash('sha256').update(plugin).digest().readUInt32BE(0) % count);
}
