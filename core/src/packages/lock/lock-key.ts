import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '@datawave/plugin-sdk/packaging';
import type { PluginLock } from './plugin-lock.ts';

const KEY_BYTES = 32;

/** By it locks and plans are known to be made by this platform. */
export interface LockKey {
  /** Reveals nothing of the key. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** What a lock is made with. */
export interface LockSigner {
  sign(lock: PluginLock): PluginLock;
  /** Numbers up to this one were given before, whatever the database says. */
  readonly above: number;
}

/** A key from its bytes; null when they are none. */
export function lockKey(bytes: Buffer): LockKey | null {
  if (bytes.length !== KEY_BYTES) return null;
  const id = createHmac('sha256', bytes).update('datawave plugin lock key id').digest('hex').slice(0, 16);
  return { id, bytes };
}

export const newLockKey = (): Buffer => randomBytes(KEY_BYTES);

/** Of a value's canonical JSON, hexadecimal. @param what - so that what was made for one is nothing for the other */
export const macOf = (key: LockKey, what: 'lock' | 'plan', value: unknown): string =>
  createHmac('sha256', key.bytes)
    .update(`datawave plugin ${what} 1\n`)
    .update(canonicalJson(JSON.parse(JSON.stringify(value))))
    .digest('hex');

const withoutSeal = ({ seal: _seal, ...lock }: PluginLock): Omit<PluginLock, 'seal'> => lock;

/** The lock with a seal over everything else in it. */
export const sealLock = (key: LockKey, lock: PluginLock): PluginLock => ({
  ...withoutSeal(lock),
  seal: { key: key.id, mac: macOf(key, 'lock', withoutSeal(lock)) },
});

/** Whether a lock is as it was when it was sealed with this key. */
export function isSealedBy(key: LockKey, lock: PluginLock): boolean {
  const { seal } = lock;
  if (seal === undefined || seal.key !== key.id) return false;
  const due = Buffer.from(macOf(key, 'lock', withoutSeal(lock)), 'hex');
  const given = Buffer.from(seal.mac, 'hex');
  return given.length === due.length && timingSafeEqual(given, due);
}
