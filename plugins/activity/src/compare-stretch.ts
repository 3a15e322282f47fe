import type { ExecutionScope } from '@datawave/plugin-sdk';
import { isSame, LINK_BYTES, linkOf } from './chain.ts';
import type { Seal } from './seal.ts';
import type { PlacedEntry } from './seal-store.ts';
import { faultOf, type TrailFault } from './trail-fault.ts';

/** Entries that are read at once. */
export const PAGE = 1_000;

/** What a seal says of the entries under it. */
export type Stretch = Pick<Seal, 'sequence' | 'after' | 'through' | 'positions' | 'hashes' | 'previous'>;

const PLACE = { trail: 'the trail', copy: 'the copy that is searched' } as const;
const WORDS = {
  altered: (position: string, in_: 'trail' | 'copy') =>
    `Entry ${position} was altered in ${PLACE[in_]}, or put elsewhere.`,
  removed: (position: string, in_: 'trail' | 'copy') => `Entry ${position} was removed from ${PLACE[in_]}.`,
  inserted: (position: string, in_: 'trail' | 'copy') => `Entry ${position} was inserted into ${PLACE[in_]}.`,
} as const;

/**
 * Compares what a seal names with what is there, a page at a time. Answers the first difference.
 * @param read - the next page of the stretch after a position, empty or short at its end
 */
export async function compareStretch(
  scope: ExecutionScope,
  seal: Stretch,
  in_: 'trail' | 'copy',
  read: (after: string) => Promise<readonly PlacedEntry[]>,
): Promise<TrailFault | null> {
  const { positions, hashes, sequence } = seal;
  const fault = (kind: 'altered' | 'removed' | 'inserted', position: string): TrailFault =>
    faultOf(kind, in_, position, sequence === '0' ? null : sequence, WORDS[kind](position, in_));
  let link = seal.previous;
  let next = 0;
  for (let after = seal.after; ; ) {
    scope.signal.throwIfAborted();
    const page = await read(after);
    for (const { position: at, record } of page) {
      const expected = positions[next];
      if (expected === undefined || BigInt(at) < BigInt(expected)) return fault('inserted', at);
      if (BigInt(at) > BigInt(expected)) return fault('removed', expected);
      link = linkOf(link, record);
      if (
        record.position !== at ||
        !isSame(link, hashes.subarray(next * LINK_BYTES, (next + 1) * LINK_BYTES))
      )
        return fault('altered', at);
      next += 1;
    }
    const last = page.at(-1)?.position;
    if (last === undefined || page.length < PAGE) break;
    after = last;
  }
  const missing = positions[next];
  return missing === undefined ? null : fault('removed', missing);
}
