import {
  DataWaveError,
  type ExtensionCollection,
  type KeyProvider,
  type WrappedKey,
} from '@datawave/plugin-sdk';
import { keyContext, type SealFormat, type SecretAddress } from './vault-cipher.ts';
import { providerMissing, secretTampered } from './vault-errors.ts';
import { LOCAL_PROVIDER, type LocalKeys } from './vault-local-keys.ts';

/** Providers that plugins have brought; live. */
export type ContributedProviders = Pick<ExtensionCollection<KeyProvider>, 'get' | 'onChange'>;

/** What the configuration names is needed before anything runs that could bring a provider. */
const CONFIGURATION_OWNER = 'core';
/** While plugins start up, one may need its secrets before the provider's plugin is set up. */
const PATIENCE_MS = 5_000;
/** Milliseconds for one request to a key service. */
const REQUEST_MS = 10_000;

/** A data key with the provider that wrapped it. */
export interface StoredKey extends WrappedKey {
  readonly provider: string;
}

/** Finds the provider of a row, and the one that new secrets go to. */
export class VaultProviders {
  readonly local: LocalKeys;
  readonly #configured: string;
  readonly #contributed: ContributedProviders | null;

  constructor(options: {
    readonly local: LocalKeys;
    readonly configured: string;
    readonly contributed: ContributedProviders | null;
  }) {
    this.local = options.local;
    this.#configured = options.configured;
    this.#contributed = options.contributed;
  }

  /** The name of the provider for a plugin's new secrets. */
  nameFor = (plugin: string): string => (plugin === CONFIGURATION_OWNER ? LOCAL_PROVIDER : this.#configured);

  /** @throws DataWaveError DW_VAULT_PROVIDER */
  async get(name: string): Promise<KeyProvider> {
    if (name === LOCAL_PROVIDER) return this.local;
    const found = this.#contributed?.get(name) ?? (await this.#wait(name));
    if (found === undefined) throw providerMissing(name);
    return found.value;
  }

  async wrap(address: SecretAddress, dataKey: Uint8Array, signal?: AbortSignal): Promise<StoredKey> {
    const provider = this.nameFor(address.plugin);
    const keys = await this.get(provider);
    return { provider, ...(await keys.wrap(dataKey, keyContext(address), within(signal))) };
  }

  /** @throws DataWaveError DW_VAULT_TAMPERED, DW_VAULT_KEY, DW_VAULT_PROVIDER */
  async unwrap(
    address: SecretAddress,
    stored: StoredKey,
    format: SealFormat,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    const keys = await this.get(stored.provider);
    try {
      return keys === this.local
        ? await this.local.unwrapFormat(stored, keyContext(address), format)
        : await keys.unwrap(stored, keyContext(address), within(signal));
    } catch (error) {
      const isOurCipher = keys === this.local && !DataWaveError.is(error);
      if (isOurCipher || (DataWaveError.is(error) && error.code === 'DW_VAULT_TAMPERED'))
        throw secretTampered(address);
      throw error;
    }
  }

  #wait(name: string): Promise<ReturnType<ContributedProviders['get']>> {
    const contributed = this.#contributed;
    if (contributed === null) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        void stop();
        resolve(contributed.get(name));
      };
      const timer = setTimeout(end, PATIENCE_MS);
      const stop = contributed.onChange(() => {
        if (contributed.get(name) !== undefined) end();
      });
    });
  }
}

/** A signal that ends with the caller, or with the time that a key service has. */
export const within = (signal?: AbortSignal): AbortSignal => {
  const deadline = AbortSignal.timeout(REQUEST_MS);
  return signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
};
