import { extensionPointRef, serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { Transaction } from './storage.ts';

/** All that an interface may show of a secret: never the value, and never a mask that could be saved over it. @public */
export interface SecretState {
  readonly set: boolean;
  /** Rises by one with each value that is put; null where none is set. */
  readonly version: number | null;
  /** ISO 8601 in UTC; null where none is set. */
  readonly updatedAt: string | null;
}

/**
 * Secrets, encrypted at rest (AES-256-GCM under a data key of its own for each version, which the configured key provider wraps), per
 * plugin and workspace. Plugin, workspace, name and version are authenticated with the ciphertext, so that no row can stand in for
 * another. Write-only towards people: nothing returns them to a client, {@link VaultService.describe} is what may be shown.
 * @public
 */
export interface VaultService {
  /**
   * Stores a new version. The name is the plugin's own, e.g. `source/SOURCE_ID/password`. The version before it stays readable by its
   * number for as long as the configuration says, so that what runs with it goes on.
   */
  put(tx: Transaction, scope: ExecutionScope, name: string, value: string): Promise<void>;
  /**
   * The value; of an older version where one is named and its time is not up.
   * @throws DataWaveError DW_SECRET_MISSING; DW_VAULT_KEY when the key that it was stored with is not there; DW_VAULT_TAMPERED
   */
  reveal(scope: ExecutionScope, name: string, options?: { readonly version?: number }): Promise<string>;
  has(scope: ExecutionScope, name: string): Promise<boolean>;
  /** What may be shown of a secret. */
  describe(scope: ExecutionScope, name: string): Promise<SecretState>;
  /** Removes all versions. */
  delete(tx: Transaction, scope: ExecutionScope, name: string): Promise<void>;
}

/** The ref of the kernel's vault: secrets are encrypted, and only code gets them back. @public */
export const vaultService = serviceRef<VaultService>('core.vault');

/** A key of a key provider, as it stands beside what it has wrapped. Reveals nothing of the key itself. @public */
export interface KeyIdentity {
  /** Name of the key at the provider: a path, an ARN, a fingerprint. At most 500 characters. */
  readonly keyId: string;
  /** Version of that key, as the provider counts; `1` where it has none. */
  readonly keyVersion: string;
}

/** A data key as it is stored: encrypted by the provider's key. @public */
export interface WrappedKey extends KeyIdentity {
  /** At most 16 KiB. */
  readonly bytes: Uint8Array;
}

/** What a data key is for. The provider authenticates it with the key: unwrapping with another context must fail. @public */
export type KeyContext = Readonly<Record<'workspace' | 'plugin' | 'name' | 'version', string>>;

/**
 * Where the keys lie that wrap the data keys of secrets: a key management service. Contributed under the id of the plugin, which is what
 * `secrets.provider` in the configuration names. The secrets that the configuration itself names (`secret://NAME`) always lie under the
 * local key, because they are needed before any plugin runs.
 * @public
 */
export interface KeyProvider {
  readonly title: string;
  /**
   * Begins a rotation: makes a new version of the key, where the service lets its clients do so. Without it, a rotation wraps anew what
   * another key or version than the current one holds.
   */
  rotate?(signal: AbortSignal): Promise<void>;
  /** The key and version under which {@link KeyProvider.wrap} wraps now. */
  current(signal: AbortSignal): Promise<KeyIdentity>;
  /** Encrypts a data key of 32 bytes. @throws DataWaveError DW_VAULT_PROVIDER when the service does not do it */
  wrap(dataKey: Uint8Array, context: KeyContext, signal: AbortSignal): Promise<WrappedKey>;
  /**
   * Decrypts what was wrapped, also under a former version.
   * @throws DataWaveError DW_VAULT_TAMPERED for bytes or a context that are not those of then, DW_VAULT_PROVIDER when the service does not do it
   */
  unwrap(wrapped: WrappedKey, context: KeyContext, signal: AbortSignal): Promise<Uint8Array>;
}

/** Key: the plugin's id. @public */
export const keyProviderPoint = extensionPointRef<KeyProvider>('core.key-providers');
