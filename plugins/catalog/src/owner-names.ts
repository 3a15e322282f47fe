import type { AccountsService, ExecutionScope } from '@datawave/plugin-sdk';

/** Owners whose names are looked up for one answer; those of a page and its facets are fewer. */
const MOST_NAMED = 200;

/** What the accounts and groups that own assets are called. */
export class OwnerNames {
  readonly #accounts: () => AccountsService | undefined;

  constructor(accounts: () => AccountsService | undefined) {
    this.#accounts = accounts;
  }

  /** Names by id; those whom nobody knows are missing. */
  async of(scope: ExecutionScope, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    const accounts = this.#accounts();
    if (accounts === undefined) return names;
    const wanted = new Set(ids.filter((id) => id !== null));
    // One after the other: each takes a connection of the pool.
    for (const id of [...wanted].slice(0, MOST_NAMED)) {
      const name = id.startsWith('group:')
        ? (await accounts.findGroup(scope, { id }))?.name
        : (await accounts.find(scope, { id }))?.displayName;
      if (name !== undefined) names.set(id, name);
    }
    return names;
  }
}
