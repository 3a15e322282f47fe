import { closedSchema, type HttpService, pageQuerySchema, uuidSchema } from '@datawave/plugin-sdk';
import type { ReviewStore } from './review-store.ts';

const name = { type: 'string', maxLength: 214 } as const;
const byName = closedSchema({ name }, ['name']);
const byId = closedSchema({ id: uuidSchema }, ['id']);

/** Mounts what people say of plugins, and what administrators do about it. */
export function mountReviewRoutes(http: HttpService, reads: string, reviews: ReviewStore): void {
  http.route<{ name: string }, { limit: number; cursor?: string }>({
    method: 'GET',
    path: '/npm/-/datawave/plugins/:name/reviews',
    permission: reads,
    summary: 'Reviews of a plugin, the newest first',
    params: byName,
    query: closedSchema(pageQuerySchema),
    handler: async ({ scope, params, query }) => ({
      body: await reviews.page(scope, params.name, query.limit, query.cursor),
    }),
  });
  http.route<{ name: string }, never, { rating: number; text: string }>({
    method: 'PUT',
    path: '/npm/-/datawave/plugins/:name/review',
    permission: 'registry:review',
    summary: "Writes the caller's review of a plugin, in place of the one before",
    params: byName,
    body: closedSchema(
      {
        rating: { type: 'integer', minimum: 1, maximum: 5 },
        text: { type: 'string', maxLength: 5000, default: '' },
      },
      ['rating'],
    ),
    handler: async ({ scope, params, body }) => {
      await reviews.write(scope, params.name, body);
      return {};
    },
  });
  http.route<{ name: string }>({
    method: 'DELETE',
    path: '/npm/-/datawave/plugins/:name/review',
    permission: 'registry:review',
    summary: "Takes the caller's review of a plugin back",
    params: byName,
    handler: async ({ scope, params }) => {
      await reviews.withdraw(scope, params.name);
      return {};
    },
  });
  http.route<{ id: string }, never, { reason: string }>({
    method: 'POST',
    path: '/npm/-/datawave/reviews/:id/hide',
    permission: 'registry:administer',
    summary: 'Hides a review: it does not count any more, and only its author and administrators see it',
    params: byId,
    body: closedSchema({ reason: { type: 'string', minLength: 1, maxLength: 500 } }, ['reason']),
    handler: async ({ scope, params, body }) => {
      await reviews.moderate(scope, params.id, body.reason);
      return {};
    },
  });
  http.route<{ id: string }>({
    method: 'POST',
    path: '/npm/-/datawave/reviews/:id/show',
    permission: 'registry:administer',
    summary: 'Shows a review again',
    params: byId,
    handler: async ({ scope, params }) => {
      await reviews.moderate(scope, params.id, null);
      return {};
    },
  });
}
