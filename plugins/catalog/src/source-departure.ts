import { type CatalogService, countWords, type SourceDependent } from '@datawave/plugin-sdk';

/** What the catalog does when a source is deleted: its assets are retired, and what was found out about them stays. */
export const sourceDeparture = (catalog: CatalogService): SourceDependent => ({
  async departure(scope, source) {
    const { assets, columns } = await catalog.summary(scope, { sourceId: source.id });
    if (assets === 0) return { goes: [], stays: [] };
    return {
      goes: [`${countWords(assets, 'asset')} in lists, facets and figures of the catalog.`],
      stays: [
        `What was found out about ${countWords(columns, 'column')}, as retired assets with their history.`,
      ],
    };
  },
  async clear(tx, scope, source, most) {
    return (await catalog.retire(tx, scope, { sourceId: source.id, seen: [], most })).length;
  },
  async removed(tx, scope, source) {
    await catalog.retire(tx, scope, { sourceId: source.id, seen: [] });
  },
});
