import { join } from 'node:path';
import {
  DataWaveError,
  type ExecutionScope,
  type Logger,
  sql,
  type VaultService,
} from '@datawave/plugin-sdk';
import type { KernelConfig } from '../../config/kernel-config.ts';
import type { Storage } from '../../storage/storage.ts';
import { VAULT_KEY_FILE } from '../../subsystems/open-core-storage.ts';
import { reasonOf } from '../package-errors.ts';
import type { PluginPlan } from '../plan/plan.ts';
import { lockOlder, lockUnproven } from './lock-errors.ts';
import {
  isSealedBy,
  type LockKey,
  type LockSigner,
  lockKey,
  macOf,
  newLockKey,
  sealLock,
} from './lock-key.ts';
import { readKnownKey, writeKnownKey } from './lock-key-file.ts';
import type { LockRow } from './lock-rows.ts';
import { LOCK_KEY_SECRET } from './lock-secret.ts';
import type { PluginLock } from './plugin-lock.ts';

/** Arbitrary, but the same in every process: one makes the key. */
const MAKING_LOCK = 4_201_733_023;
/** What the vault says of a key that it cannot give. */
const UNREADABLE = /^DW_(?:SECRET_MISSING|VAULT_)/;

/** What sealing stands on. */
export interface LockSealParts {
  readonly storage: Storage;
  readonly config: Pick<KernelConfig, 'storage' | 'secrets'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  /** In the name of the platform. */
  scope(): ExecutionScope;
}

/**
 * Seals locks and plans with a key of the vault, so that whoever can write the database, but does not have the master key, cannot say
 * which plugins the platform loads: neither by a lock of their own, nor by an old one, nor by a plan that shows something else than it does.
 */
export class LockSeal {
  readonly #parts: LockSealParts;
  #vault: Promise<VaultService> | null = null;
  #key: LockKey | null = null;

  constructor(parts: LockSealParts) {
    this.#parts = parts;
  }

  /**
   * @param where - where it stands, for whoever has to look
   * @throws DataWaveError DW_PACKAGES_LOCK_UNPROVEN
   */
  async check(lock: PluginLock, where: string): Promise<void> {
    const { seal, number, plugins } = lock;
    if (number === 0 && Object.keys(plugins).length === 0) return;
    if (seal === undefined) throw lockUnproven(where, 'it has no seal');
    const key = this.#key?.id === seal.key ? this.#key : await this.#read(where);
    if (key.id !== seal.key) throw lockUnproven(where, 'it was sealed with another key');
    if (!isSealedBy(key, lock)) throw lockUnproven(where, 'it was changed after it was sealed');
  }

  /** As {@link LockSeal.check}, for the one that counts. @throws DataWaveError DW_PACKAGES_LOCK_OLDER where a newer one was adopted before */
  async accept({ lock, number }: Pick<LockRow, 'lock' | 'number'>): Promise<void> {
    await this.check(lock, `core.plugin_locks ${number}`);
    if (lock.number !== number)
      throw lockUnproven(`core.plugin_locks ${number}`, `it is the lock of state ${lock.number}`);
    const { key, highest } = await this.#known();
    if (key?.id === lock.seal?.key && number < highest) throw lockOlder(number, highest);
  }

  /** Whether a lock is believed, for who only looks. */
  async isProven(lock: PluginLock): Promise<boolean> {
    try {
      await this.check(lock, 'it');
      return true;
    } catch (error) {
      if (DataWaveError.is(error) && error.code === 'DW_PACKAGES_LOCK_UNPROVEN') return false;
      throw error;
    }
  }

  /** @throws DataWaveError DW_PACKAGES_LOCK_UNPROVEN when there is no key, and locks that were sealed with it */
  async signer(): Promise<LockSigner> {
    const key = await this.#sealingKey();
    return { sign: (lock) => sealLock(key, lock), above: await this.#above(key) };
  }

  /** As {@link LockSeal.signer}, with a new key where the former cannot be read: for somebody who has looked at what will be sealed. */
  async signerAnew(): Promise<LockSigner> {
    try {
      return await this.signer();
    } catch (error) {
      if (!DataWaveError.is(error) || error.code !== 'DW_PACKAGES_LOCK_UNPROVEN') throw error;
      await this.#make(true);
      return this.signer();
    }
  }

  /** By this the plan that is applied is known to be the one that was looked at, and to be made by this platform. */
  async hashOf(id: string, plan: PluginPlan): Promise<string> {
    return macOf(await this.#sealingKey(), 'plan', { id, plan });
  }

  /** Keeps in the data folder what the next start needs to believe a lock. */
  async remember(lock: PluginLock): Promise<void> {
    const { config, env } = this.#parts;
    if (this.#key !== null && lock.seal?.key === this.#key.id)
      await writeKnownKey(config.storage.data, env, this.#key, lock.number);
  }

  #known(): ReturnType<typeof readKnownKey> {
    const { config, env } = this.#parts;
    return readKnownKey(config.storage.data, env);
  }

  async #above(key: LockKey): Promise<number> {
    const known = await this.#known();
    return known.key?.id === key.id ? known.highest : 0;
  }

  async #sealingKey(): Promise<LockKey> {
    const { storage, scope } = this.#parts;
    if (!(await (await this.#open()).has(scope(), LOCK_KEY_SECRET))) {
      const made = await storage.execute(sql`select 1 as one from core.plugin_locks limit 1`);
      // A key that is gone is not replaced unasked: locks that nobody can prove would look like those of a new platform.
      if (made.length === 0) await this.#make(false);
    }
    return this.#read('the database');
  }

  /** @throws DataWaveError DW_PACKAGES_LOCK_UNPROVEN naming what the vault says */
  async #read(where: string): Promise<LockKey> {
    const vault = await this.#open();
    let text: string;
    try {
      text = await vault.reveal(this.#parts.scope(), LOCK_KEY_SECRET);
    } catch (error) {
      if (!DataWaveError.is(error) || !UNREADABLE.test(error.code)) throw error;
      const what =
        error.code === 'DW_SECRET_MISSING' ? 'the key of its seal is not in the vault' : reasonOf(error);
      throw lockUnproven(where, what, error);
    }
    const key = lockKey(Buffer.from(text, 'base64'));
    if (key === null) throw lockUnproven(where, 'what the vault has as the key of its seal is none');
    this.#key = key;
    return key;
  }

  async #make(isInsteadOf: boolean): Promise<void> {
    const { storage, scope } = this.#parts;
    const vault = await this.#open();
    const core = storage.service('core');
    // Before, and not with it: a master key is only made where no secret is left that it would lock away.
    if (isInsteadOf) await core.transaction(scope(), (tx) => vault.delete(tx, scope(), LOCK_KEY_SECRET));
    await core.transaction(scope(), async (tx) => {
      await storage.executeIn(tx, sql`select pg_advisory_xact_lock(${MAKING_LOCK})`);
      if (await vault.has(scope(), LOCK_KEY_SECRET)) return;
      await vault.put(tx, scope(), LOCK_KEY_SECRET, newLockKey().toString('base64'));
    });
  }

  #open(): Promise<VaultService> {
    this.#vault ??= this.#openVault().catch((error: unknown) => {
      this.#vault = null;
      throw DataWaveError.is(error) && UNREADABLE.test(error.code)
        ? lockUnproven('the database', reasonOf(error), error)
        : error;
    });
    return this.#vault;
  }

  /** The platform's own secrets lie under the local key, whatever provider those of plugins have. */
  async #openVault(): Promise<VaultService> {
    const { storage, config, env, log } = this.#parts;
    // A platform without installed plugins has no use for it here.
    const { createVault } = await import('../../security/vault.ts');
    const vault = await createVault({
      ...{ storage, log, env },
      keyFile: join(config.storage.data, VAULT_KEY_FILE),
      graceMs: config.secrets.graceHours * 3_600_000,
    });
    return vault.service('core');
  }
}
