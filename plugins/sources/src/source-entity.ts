import type { MaintenanceWindow, SourceLoad, SourceSelection } from '@datawave/plugin-sdk';
import { defineEntity, type InferEntity, p } from '@datawave/plugin-sdk/storage';

/** A registered source as stored. Secrets are not here: only the names of those that the vault holds. */
export const SourceEntity = defineEntity({
  name: 'sources_Source',
  tableName: 'sources',
  schema: 'sources',
  properties: {
    id: p.uuid().primary(),
    workspaceId: p.uuid(),
    key: p.string(),
    title: p.string(),
    connector: p.string(),
    state: p.string(),
    owner: p.string().nullable(),
    config: p.json<Readonly<Record<string, unknown>>>(),
    secrets: p.array(),
    include: p.array(),
    exclude: p.array(),
    load: p.json<SourceLoad>().nullable(),
    maintenance: p.json<readonly MaintenanceWindow[]>(),
    scannedAt: p.datetime().nullable(),
    version: p.integer(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

export type StoredSource = InferEntity<typeof SourceEntity>;

/** What entities must be to be among those that are selected. */
export const selected = ({ ids, key }: SourceSelection) => ({
  ...(ids === undefined ? {} : { id: { $in: [...new Set(ids)] } }),
  ...(key === undefined ? {} : { key }),
});
