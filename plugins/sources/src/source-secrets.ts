import type { ExecutionScope, Transaction, VaultService } from '@datawave/plugin-sdk';

const vaultName = (source: string, name: string): string => `source/${source}/${name}`;

/** Secrets of sources in the vault, each as JSON, so that one which is no text comes back as it was. */
export class SourceSecrets {
  readonly #vault: VaultService;

  constructor(vault: VaultService) {
    this.#vault = vault;
  }

  /** Stores what has a value and removes what is null. Answers the names of what is stored afterwards. */
  async change(
    tx: Transaction,
    scope: ExecutionScope,
    source: string,
    stored: readonly string[],
    secrets: ReadonlyMap<string, unknown>,
  ): Promise<readonly string[]> {
    const names = new Set(stored);
    for (const [name, value] of secrets) {
      if (value !== null) {
        await this.#vault.put(tx, scope, vaultName(source, name), JSON.stringify(value));
        names.add(name);
      } else if (names.delete(name)) {
        await this.#vault.delete(tx, scope, vaultName(source, name));
      }
    }
    return [...names].sort();
  }

  async removeAll(
    tx: Transaction,
    scope: ExecutionScope,
    source: string,
    stored: readonly string[],
  ): Promise<void> {
    for (const name of stored) await this.#vault.delete(tx, scope, vaultName(source, name));
  }

  /** @throws DataWaveError DW_SECRET_MISSING */
  async reveal(
    scope: ExecutionScope,
    source: string,
    names: readonly string[],
  ): Promise<Readonly<Record<string, unknown>>> {
    const pairs = await Promise.all(
      names.map(async (name) => {
        const value: unknown = JSON.parse(await this.#vault.reveal(scope, vaultName(source, name)));
        return [name, value] as const;
      }),
    );
    return Object.fromEntries(pairs);
  }
}
