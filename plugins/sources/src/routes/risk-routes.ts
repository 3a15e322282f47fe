import type { HttpService } from '@datawave/plugin-sdk';
import type { SourcesAtRisk } from '../risk/sources-at-risk.ts';

/** Mounts `/sources/risk`. */
export function mountRiskRoutes(http: HttpService, risk: SourcesAtRisk): void {
  http.route<Record<string, never>, { readonly limit: number }>({
    method: 'GET',
    path: '/sources/risk',
    permission: 'sources:read',
    summary: 'Sources by their risk, the greatest first, with the terms that it is made of',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: { limit: { type: 'integer', minimum: 1, maximum: 200, default: 10 } },
    },
    handler: async ({ scope, query }) => ({ body: await risk.list(scope, query.limit) }),
  });
}
