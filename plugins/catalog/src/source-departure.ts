import type { CatalogService, SourceDependent } from '@datawave/plugin-sdk';

const amount = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** What the catalog does when a source is deleted: its assets are retired, and what was found out about them stays. */
export const sourceDeparture = (catalog: CatalogService): SourceDependent => ({
  async departure(scope, source) {
    const { assets, columns } = await catalog.summary(scope, { sourceId: source.id });
    if (assets === 0) return { goes: [], stays: [] };
    return {
      goes: [`${amount(assets, 'asset', 'assets')} in lists, facets and figures of the catalog.`],
      stays: [
        `What was found out about ${amount(columns, 'column', 'columns')}, as retired assets with their history.`,
      ],
    };
  },
  async removed(tx, scope, source) {
    await catalog.retire(tx, scope, { sourceId: source.id, seen: [] });
  },
});
