import type { ExecutionScope, Logger, VaultService } from '@datawave/plugin-sdk';
import type { Storage } from '../storage/storage.ts';
import { newDataKey, openValue, sealValue } from './vault-cipher.ts';
import { checkSecret, secretMissing, secretTampered } from './vault-errors.ts';
import { LOCAL_PROVIDER, LocalKeys } from './vault-local-keys.ts';
import { type ContributedProviders, VaultProviders } from './vault-providers.ts';
import { type RotationOptions, VaultRotation } from './vault-rotation.ts';
import { addressOf, type SecretName, type SecretRow, SecretRows, storedKeyOf } from './vault-rows.ts';

export { vaultMigrations } from './vault-migrations.ts';

/** The kernel's secrets. */
export interface Vault {
  service(pluginId: string): VaultService;
  /**
   * Wraps every secret's data key under a new key: a fresh one when the key is in a file; the one in DATAWAVE_MASTER_KEY when it is in the
   * environment, with the old one in DATAWAVE_MASTER_KEY_PREVIOUS; the current one of the key provider that the configuration names.
   * In small steps beside all that reads and writes; after it was killed, the next call goes on where it stood. Answers how many secrets
   * this call has wrapped anew.
   * @throws DataWaveError with the code of the first that could not be; the others are done then, and the former key stays
   */
  rotate(options?: RotationOptions): Promise<number>;
}

/** How to create one. */
export interface VaultOptions {
  readonly storage: Storage;
  /** Holds the master key, mode 0600; made with the first secret. */
  readonly keyFile: string;
  readonly log: Logger;
  /** DATAWAVE_MASTER_KEY, 32 bytes in base64, takes the file's place. The process's environment unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where the keys of new secrets lie: `local`, which is meant unless given, or the id of a plugin that brings a key provider. */
  readonly provider?: string;
  /** What plugins have brought. */
  readonly providers?: ContributedProviders;
  /** Milliseconds that a version stays readable after the next has replaced it; a day unless given. */
  readonly graceMs?: number;
}

const DEFAULT_GRACE_MS = 86_400_000;

/**
 * Creates the vault over a storage whose core schema has {@link vaultMigrations}.
 * @throws DataWaveError DW_VAULT_KEY when the key that is there cannot be read
 */
export async function createVault(o: VaultOptions): Promise<Vault> {
  const { storage, keyFile, log, env = process.env, provider = LOCAL_PROVIDER, providers: contributed } = o;
  const local = await LocalKeys.open({ storage, keyFile, log, env });
  const providers = new VaultProviders({ local, configured: provider, contributed: contributed ?? null });
  const rows = new SecretRows(storage, o.graceMs ?? DEFAULT_GRACE_MS);
  const core = storage.service('core');
  // Also what was replaced by a process that has ended since.
  await rows.purge();
  const rotation = new VaultRotation({ storage, providers, provider, rows, log });

  const openRow = async (row: SecretRow, signal: AbortSignal): Promise<string> => {
    const address = addressOf(row);
    const dataKey = await providers.unwrap(address, storedKeyOf(row), row.format, signal);
    try {
      return openValue(dataKey, address, row.format, row.sealed);
    } catch {
      throw secretTampered(address);
    } finally {
      dataKey.fill(0);
    }
  };

  const service = (plugin: string): VaultService => {
    const named = (scope: ExecutionScope, name: string): SecretName => ({
      workspace: scope.workspace,
      plugin,
      name,
    });
    return {
      put: async (tx, scope, name, value) => {
        checkSecret(name, value);
        const secret = named(scope, name);
        const address = { ...secret, version: await rows.claim(tx, secret) };
        const dataKey = newDataKey();
        try {
          const key = await providers.wrap(address, dataKey, scope.signal);
          await rows.add(tx, address, key, sealValue(dataKey, address, value));
        } finally {
          dataKey.fill(0);
        }
      },
      reveal: async (scope, name, options = {}) => {
        const { version } = options;
        const row = await core.transaction(scope, (tx) => rows.find(tx, named(scope, name), version ?? null));
        if (row === undefined) throw secretMissing(plugin, name, version);
        return openRow(row, scope.signal);
      },
      has: async (scope, name) => (await service(plugin).describe(scope, name)).set,
      describe: (scope, name) => core.transaction(scope, (tx) => rows.describe(tx, named(scope, name))),
      delete: (tx, scope, name) => rows.remove(tx, named(scope, name)),
    };
  };

  return { service, rotate: (options) => rotation.run(options) };
}
