import { closedSchema, type HttpService, pageQuerySchema } from '@datawave/plugin-sdk';
import { assetsOfControl, coverageOf } from './coverage.ts';
import { unknownControl } from './lifecycle-errors.ts';
import type { RouteParts } from './routes.ts';

const STATUSES = ['failing', 'waived', 'passing'] as const;

/** Mounts `/frameworks`. */
export function mountFrameworkRoutes(
  http: HttpService,
  { storage, assessment, labels, visible }: RouteParts,
): void {
  http.route({
    method: 'GET',
    path: '/frameworks',
    permission: 'compliance:read',
    summary: 'Frameworks that assets are assessed against',
    query: closedSchema(pageQuerySchema),
    handler: async () => ({ body: { items: await assessment.frameworks(), nextCursor: null } }),
  });

  http.route({
    method: 'GET',
    path: '/frameworks/coverage',
    permission: 'compliance:read',
    summary: 'How the controls of each framework stand among the assets that the caller may see',
    query: closedSchema({}),
    handler: async ({ scope }) => {
      const frameworks = await assessment.frameworks();
      const rights = {
        violations: (await visible(scope, 'compliance:read', 'violations')).predicate,
        assessed: (await visible(scope, 'compliance:read', 'assessed')).predicate,
      };
      const items = await storage.transaction(scope, (tx) => coverageOf(storage, tx, frameworks, rights));
      return { body: { items, nextCursor: null } };
    },
  });

  http.route<
    { framework: string; control: string },
    { limit: number; cursor?: string; status: (typeof STATUSES)[number] }
  >({
    method: 'GET',
    path: '/frameworks/:framework/controls/:control/assets',
    permission: 'compliance:read',
    summary: 'Assets that do not meet a control, or do',
    query: closedSchema({ ...pageQuerySchema, status: { enum: STATUSES, default: 'failing' } }),
    handler: async ({ scope, params, query }) => {
      const { limit, cursor, status } = query;
      const known = (await labels.controls())(params.framework, params.control);
      if (known.control === undefined) throw unknownControl();
      const rights = {
        violations: (await visible(scope, 'compliance:read', 'violations')).predicate,
        assessed: (await visible(scope, 'compliance:read', 'assessed')).predicate,
      };
      const page = await storage.transaction(scope, (tx) =>
        assetsOfControl(storage, tx, { ...params, status }, rights, { limit, cursor }),
      );
      const sources = await labels.sources(
        scope,
        page.items.map(({ sourceId }) => sourceId),
      );
      const items = page.items.map((item) => ({
        ...item,
        sourceTitle: sources.get(item.sourceId) ?? null,
      }));
      return { body: { ...page, items } };
    },
  });
}
