import { closedSchema, type HttpService, pageQuerySchema, type StorageService } from '@datawave/plugin-sdk';
import { PLUGIN_KINDS } from '@datawave/plugin-sdk/packaging';
import semver from 'semver';
import { invalidPublication } from '../registry-errors.ts';
import type { ReviewStore } from '../reviews/review-store.ts';
import { readListingDetail } from './listing-detail.ts';
import type { ListingFilter, ListingSearch } from './listing-search.ts';

/** Mounts the search with facets and the page of one plugin. */
export function mountListingRoutes(
  http: HttpService,
  parts: {
    readonly reads: string;
    readonly storage: StorageService;
    readonly search: ListingSearch;
    readonly reviews: ReviewStore;
  },
): void {
  const { reads, storage, search, reviews } = parts;
  http.route<never, ListingFilter & { readonly limit: number; readonly cursor?: string }>({
    method: 'GET',
    path: '/npm/-/datawave/plugins',
    permission: reads,
    summary:
      'Searches plugins; answers how many there are of each kind, publisher, permission and SDK range, too',
    query: closedSchema({
      q: {
        type: 'string',
        maxLength: 200,
        description: 'Words, in any order; the last may be the beginning of one.',
      },
      kind: { enum: PLUGIN_KINDS },
      publisher: { type: 'string', maxLength: 300 },
      verified: { type: 'boolean' },
      permission: { type: 'string', maxLength: 200, description: 'Id of a permission that it declares.' },
      sdk: { type: 'string', maxLength: 100, description: 'A version of the SDK that it runs with.' },
      ...pageQuerySchema,
    }),
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => {
      if (filter.sdk !== undefined && semver.valid(filter.sdk) === null)
        throw invalidPublication(
          `${JSON.stringify(filter.sdk)} is no version of the SDK.`,
          'Give one such as 1.4.0.',
        );
      return { body: await search.page(scope, filter, limit, cursor) };
    },
  });
  http.route<{ name: string }>({
    method: 'GET',
    path: '/npm/-/datawave/plugins/:name',
    permission: reads,
    summary:
      'All that is known of a plugin: versions with their checks, readme, changelog, downloads, reviews',
    params: closedSchema({ name: { type: 'string', maxLength: 214 } }, ['name']),
    handler: ({ scope, params }) =>
      storage.transaction(scope, async (tx) => ({
        body: await readListingDetail(storage, tx, params.name, (name) => reviews.latest(tx, scope, name)),
      })),
  });
}
