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

  /**
   * A source and secrets of it as both stood at one moment, so that secrets of newer settings never go where older ones say.
   * @param read - answers the source as it stands
   * @param choose - names of the secrets that are wanted
   * @throws DataWaveError DW_SECRET_MISSING
   */
  async revealWith<S extends { readonly id: string; readonly version: number }>(
    scope: ExecutionScope,
    read: () => Promise<S>,
    choose: (source: S) => readonly string[],
  ): Promise<{ readonly source: S; readonly revealed: Readonly<Record<string, unknown>> }> {
    for (let source = await read(); ; ) {
      const names = choose(source);
      if (names.length === 0) return { source, revealed: {} };
      const revealed = await this.#reveal(scope, source.id, names);
      const now = await read();
      if (now.version === source.version) return { source, revealed };
      source = now;
    }
  }

  async #reveal(
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
