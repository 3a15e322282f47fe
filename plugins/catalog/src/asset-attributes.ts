import { type AttributeColumns, sql } from '@datawave/plugin-sdk';

/** What policies look at, of an asset `a`. */
export const ASSET_ATTRIBUTES = {
  owner: sql`a.owner`,
  domain: sql`a.domain`,
  sensitivity: sql`a.sensitivity`,
  tags: sql`a.tags`,
  source: sql`a.source_key`,
};

/** The same for lists of assets `a`, where an index finds each of it. @param schema - that of the catalog */
export const attributeColumns = (schema: string): AttributeColumns => ({
  ...ASSET_ATTRIBUTES,
  tags: {
    ...{ table: sql.identifier(schema, 'asset_tags'), tag: 'tag' },
    ...{ thing: 'asset_id', of: sql`a.id` },
  },
});
