import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** Bytes of a link of the chain (SHA-256). */
export const LINK_BYTES = 32;

/** Where the chain of a workspace begins. */
export const genesis = (workspace: string): Buffer =>
  createHash('sha256').update(`datawave audit trail of ${workspace}`).digest();

/** The link that an entry adds: SHA-256 over the link before and the entry's canonical JSON. */
export const linkOf = (previous: Uint8Array, entry: object): Buffer =>
  createHash('sha256').update(previous).update(canonicalJson(entry)).digest();

/**
 * Authenticates what is stated of the trail, so that whoever can write to the database can state nothing new: HMAC-SHA-256 over its
 * canonical JSON. `kind` keeps a statement from being passed off as another.
 */
export const macOf = (key: Uint8Array, kind: string, statement: Readonly<Record<string, unknown>>): Buffer =>
  createHmac('sha256', key).update(canonicalJson({ kind, statement })).digest();

/** Whether two digests are the same. */
export const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && timingSafeEqual(a, b);

/** A digest over parts of which none can borrow from its neighbour. */
export function digestOf(parts: Iterable<Uint8Array | string>): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    hash.update(`${bytes.byteLength}:`).update(bytes);
  }
  return hash.digest();
}
