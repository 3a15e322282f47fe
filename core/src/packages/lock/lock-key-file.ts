import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataWaveError } from '@datawave/plugin-sdk';
import { unwrapKey, wrapKey } from '../../security/vault-cipher.ts';
import { type KeyRing, vaultKeys } from '../../security/vault-keys.ts';
import { VAULT_KEY_FILE } from '../../subsystems/open-core-storage.ts';
import { isObject } from '../../validation/is-object.ts';
import { reasonOf } from '../package-errors.ts';
import { writeDurably } from '../store/durable-file.ts';
import { type LockKey, lockKey } from './lock-key.ts';

const FILE = 'plugins.lock.key';
/** What the key is wrapped for. */
const CONTEXT = { workspace: '', plugin: 'core', name: FILE, version: '1' };

/** What a data folder knows of locks while there is no database. */
export interface KnownKey {
  /** Null when there is none that can be read; then no lock of this folder is believed. */
  readonly key: LockKey | null;
  /** The highest number that was adopted here under this key: what is older does not come back. */
  readonly highest: number;
  /** Id of the master key that it lies under. */
  readonly master: string | null;
  /** Why there is none. */
  readonly reason: string | null;
}

type Env = Readonly<Record<string, string | undefined>>;

const ringOf = (dataDirectory: string, env: Env): Promise<KeyRing> =>
  vaultKeys(join(dataDirectory, VAULT_KEY_FILE), env).load();

/** Reads the copy of the key that lies wrapped under the master key in the data folder. Never rejects. */
export async function readKnownKey(dataDirectory: string, env: Env): Promise<KnownKey> {
  const none = (reason: string): KnownKey => ({ key: null, highest: 0, master: null, reason });
  let value: unknown;
  try {
    value = JSON.parse(await readFile(join(dataDirectory, FILE), 'utf8'));
  } catch {
    return none(`there is no key in ${join(dataDirectory, FILE)}`);
  }
  if (!isObject(value)) return none(`${join(dataDirectory, FILE)} is damaged`);
  const { master, wrapped, highest } = value;
  try {
    const { all } = await ringOf(dataDirectory, env);
    const found = typeof master === 'string' ? all.get(master) : undefined;
    if (found === undefined || typeof wrapped !== 'string')
      return none('it is under another master key than the one that is there');
    const key = lockKey(unwrapKey(found, CONTEXT, 2, Buffer.from(wrapped, 'base64')));
    if (key === null) return none('it is no key');
    return { key, master: found.id, highest: typeof highest === 'number' ? highest : 0, reason: null };
  } catch (error) {
    return none(DataWaveError.is(error) ? reasonOf(error) : 'it was changed');
  }
}

/** Keeps the key for the next start, and the number that was adopted. Another key begins anew with the numbers. */
export async function writeKnownKey(
  dataDirectory: string,
  env: Env,
  key: LockKey,
  number: number,
): Promise<void> {
  const known = await readKnownKey(dataDirectory, env);
  const { current } = await ringOf(dataDirectory, env);
  // Without a master key nothing was sealed either.
  if (current === null) return;
  const highest = Math.max(number, known.key?.id === key.id ? known.highest : 0);
  if (known.key?.id === key.id && known.highest === highest && known.master === current.id) return;
  const wrapped = wrapKey(current, CONTEXT, key.bytes).toString('base64');
  await writeDurably(
    join(dataDirectory, FILE),
    `${JSON.stringify({ version: 1, master: current.id, wrapped, highest })}\n`,
  );
}
