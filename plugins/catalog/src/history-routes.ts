import { closedSchema, type HttpService, parseUrn } from '@datawave/plugin-sdk';
import type { AssetHistory } from './asset-history.ts';
import type { AssetRelations } from './asset-relations.ts';
import type { OwnerNames } from './owner-names.ts';

const version = { type: 'integer', minimum: 1, maximum: 2_147_483_647 } as const;

/** Mounts how an asset came to be as it is, and what it is bound to. */
export function mountHistoryRoutes(
  http: HttpService,
  {
    history,
    relations,
    names,
  }: { readonly history: AssetHistory; readonly relations: AssetRelations; readonly names: OwnerNames },
): void {
  http.route<{ urn: string }, { limit: number; before?: number }>({
    method: 'GET',
    path: '/assets/:urn/history',
    permission: 'catalog:read',
    summary: 'Versions of an asset and what changed in each, the newest first, and what the last scans saw',
    query: closedSchema({
      limit: { type: 'integer', minimum: 1, maximum: 50, default: 20 },
      before: { ...version, description: 'Only versions below this one.' },
    }),
    handler: async ({ scope, params, query }) => {
      parseUrn(params.urn);
      const { limit, before = null } = query;
      const found = await history.of(scope, params.urn, { limit, before });
      const called = await names.of(
        scope,
        found.items.map(({ actor }) => actor),
      );
      const items = found.items.map((item) => ({
        ...item,
        actorName: called.get(item.actor ?? '') ?? null,
      }));
      return { body: { ...found, items } };
    },
  });

  http.route<{ urn: string }, { from: number; to: number }>({
    method: 'GET',
    path: '/assets/:urn/comparison',
    permission: 'catalog:read',
    summary: 'How two versions of an asset differ',
    query: closedSchema({ from: version, to: version }, ['from', 'to']),
    handler: async ({ scope, params, query }) => {
      parseUrn(params.urn);
      return { body: await history.compare(scope, params.urn, query) };
    },
  });

  http.route<{ urn: string }>({
    method: 'GET',
    path: '/assets/:urn/relationships',
    permission: 'catalog:read',
    summary: 'Foreign keys of an asset, and those of others to it',
    handler: async ({ scope, params }) => {
      parseUrn(params.urn);
      return { body: await relations.of(scope, params.urn) };
    },
  });
}
