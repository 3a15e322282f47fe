import {
  type AccountsService,
  type ClassificationService,
  type ExecutionScope,
  INFO_TYPES,
  type SourcesService,
} from '@datawave/plugin-sdk';
import type { FacetName } from './asset-view.ts';
import type { OwnerNames } from './owner-names.ts';

/** Values whose names fit what is looked for; who looks for more writes more. */
const MOST_CALLED = 500;

/** Who writes "email" or "credit card" means "E-mail address" and CREDIT_CARD. */
const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** What the values of facets are called, where others know that: sources, info types, accounts and groups. */
export class ValueNames {
  readonly #optional: {
    readonly sources: SourcesService | undefined;
    readonly classification: ClassificationService | undefined;
    readonly accounts: AccountsService | undefined;
  };
  readonly #owners: OwnerNames;

  /** @param optional - read when needed: plugins come and go */
  constructor(
    optional: {
      readonly sources: SourcesService | undefined;
      readonly classification: ClassificationService | undefined;
      readonly accounts: AccountsService | undefined;
    },
    owners: OwnerNames,
  ) {
    this.#optional = optional;
    this.#owners = owners;
  }

  /** Names by value; those that nobody has a name for are missing. */
  async of(
    scope: ExecutionScope,
    facet: FacetName,
    values: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    if (facet === 'owner') return this.#owners.of(scope, values);
    if (facet === 'source') {
      const sources = (await this.#optional.sources?.list(scope, { ids: [...values] })) ?? [];
      return new Map(sources.map(({ id, title }) => [id, title]));
    }
    if (facet !== 'infoType') return new Map();
    return new Map((await this.#infoTypes(scope)).map(({ id, title }) => [id, title]));
  }

  /** Values that are called something with this in it. */
  async calledLike(scope: ExecutionScope, facet: FacetName, text: string): Promise<readonly string[]> {
    const part = text.toLowerCase();
    const fits = (title: string): boolean => title.toLowerCase().includes(part);
    if (facet === 'infoType') {
      const letters = lettersOf(text);
      if (letters === '') return [];
      const types = await this.#infoTypes(scope);
      return types.flatMap(({ id, title }) =>
        lettersOf(title).includes(letters) || lettersOf(id).includes(letters) ? [id] : [],
      );
    }
    if (facet === 'source') {
      const sources = (await this.#optional.sources?.list(scope)) ?? [];
      return sources.flatMap(({ id, title }) => (fits(title) ? [id] : [])).slice(0, MOST_CALLED);
    }
    const { accounts } = this.#optional;
    if (facet !== 'owner' || accounts === undefined) return [];
    const page = { limit: 100 };
    const found = await accounts.list(scope, { q: text }, page);
    const groups = await accounts.listGroups(scope, { q: text }, page);
    // Accounts are found by their names to sign in and their addresses, too, which who sees assets does not see.
    const called = found.items.filter(({ displayName }) => fits(displayName));
    return [...called, ...groups.items].map(({ id }) => id);
  }

  async #infoTypes(
    scope: ExecutionScope,
  ): Promise<readonly { readonly id: string; readonly title: string }[]> {
    return (await this.#optional.classification?.infoTypes({ workspaceId: scope.workspace })) ?? INFO_TYPES;
  }
}
