import { type HttpService, parseUrn } from '@datawave/plugin-sdk';
import type { OwnerNames } from './owner-names.ts';
import {
  type BulkChange,
  bulkChangeSchema,
  type Stewardship,
  type StoredStewardship,
  stewardshipChangeSchema,
} from './stewardship.ts';
import type { Stewardships } from './stewardships.ts';

/** Mounts `/assets/{urn}/stewardship`. It has a version of its own, so that a scan does not get between two who look after an asset. */
export function mountStewardshipRoutes(
  http: HttpService,
  { stewardships, names }: { readonly stewardships: Stewardships; readonly names: OwnerNames },
): void {
  http.route<{ urn: string }>({
    method: 'GET',
    path: '/assets/:urn/stewardship',
    permission: 'catalog:read',
    summary: 'Whose an asset is, its domain and its tags, and whether the caller may change them',
    handler: async ({ scope, params }) => {
      parseUrn(params.urn);
      const found = await stewardships.get(scope, params.urn);
      return { body: { ...found, ...(await named(names, scope, found)) }, version: found.version };
    },
  });

  http.route<{ urn: string }, never, Partial<Stewardship>>({
    method: 'PATCH',
    path: '/assets/:urn/stewardship',
    permission: 'catalog:write',
    summary: 'Say whose an asset is, its domain or its tags: what is given replaces what was there',
    body: stewardshipChangeSchema,
    handler: async ({ scope, params, body, expectedVersion }) => {
      parseUrn(params.urn);
      const made = await stewardships.change(scope, params.urn, body, expectedVersion);
      return {
        body: { ...made, mayChange: true, ...(await named(names, scope, made)) },
        version: made.version,
      };
    },
  });

  http.route<Record<string, never>, never, { urns: readonly string[]; change: BulkChange }>({
    method: 'POST',
    path: '/assets/stewardships',
    permission: 'catalog:write',
    summary:
      'Say whose several assets are, their domain or their tags: what became of each stands in the answer',
    body: bulkChangeSchema,
    handler: async ({ scope, body }) => ({
      status: 200,
      body: { items: await stewardships.changeMany(scope, body.urns, body.change) },
    }),
  });
}

const named = async (
  names: OwnerNames,
  scope: Parameters<OwnerNames['of']>[0],
  { owner }: StoredStewardship,
): Promise<{ readonly ownerName: string | null }> => ({
  ownerName: owner === null ? null : ((await names.of(scope, [owner])).get(owner) ?? null),
});
