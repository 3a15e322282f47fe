import type { ForeignKey } from '@datawave/plugin-sdk';
import { defineEntity, type InferEntity, p } from '@datawave/plugin-sdk/storage';

/** An asset as the catalog knows it; its columns stand in a table of their own. */
export const AssetEntity = defineEntity({
  name: 'catalog_Asset',
  tableName: 'assets',
  schema: 'catalog',
  properties: {
    id: p.uuid().primary(),
    workspaceId: p.uuid(),
    urn: p.text(),
    name: p.text(),
    path: p.array(),
    type: p.text(),
    comment: p.text().nullable(),
    sourceId: p.uuid(),
    scanId: p.uuid(),
    fingerprint: p.text(),
    rowCount: p.bigint('number').nullable(),
    sampledRows: p.bigint('number'),
    sampleMethod: p.text(),
    primaryKey: p.array(),
    foreignKeys: p.json<readonly ForeignKey[]>(),
    warnings: p.array(),
    columnCount: p.integer(),
    sensitiveColumns: p.integer(),
    sensitivityRank: p.smallint(),
    infoTypes: p.array(),
    search: p.text(),
    version: p.integer(),
    firstSeenAt: p.datetime(),
    lastScannedAt: p.datetime(),
    retiredAt: p.datetime().nullable(),
  },
});

export type StoredAsset = InferEntity<typeof AssetEntity>;
