import type { AuditService, HttpService, StorageService } from '@datawave/plugin-sdk';
import type { CheckSchedule } from '../health/check-schedule.ts';
import type { HealthHistoryStore } from '../health/health-history.ts';
import type { HealthStore } from '../health/health-store.ts';
import type { SourceAccess } from '../source-access.ts';
import type { SourceRegistry } from '../source-registry.ts';
import { hindranceOf } from '../sources-service.ts';
import type { TransitionStore } from '../state/transition-store.ts';
import { sourceId } from './source-schemas.ts';

/** Mounts what concerns the health and the states of sources. */
export function mountHealthRoutes({
  http,
  storage,
  registry,
  health,
  history,
  transitions,
  schedule,
  audit,
  access,
}: {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly registry: SourceRegistry;
  readonly health: HealthStore;
  readonly history: HealthHistoryStore;
  readonly transitions: TransitionStore;
  readonly schedule: CheckSchedule;
  readonly audit: AuditService;
  readonly access: SourceAccess;
}): void {
  http.route<{ id: string }, { hours: number }>({
    method: 'GET',
    path: '/sources/:id/health',
    permission: 'sources:read',
    summary: 'How a source fares: its breaker, and how long its answers took over some hours',
    params: sourceId,
    query: {
      type: 'object',
      additionalProperties: false,
      properties: { hours: { type: 'number', minimum: 1, maximum: 8760, default: 24 } },
    },
    handler: async ({ scope, params, query }) => {
      await access.requireById(scope, 'sources:read', params.id);
      const [hindrance, known, past] = await Promise.all([
        hindranceOf({ storage, health }, scope, params.id),
        health.read(scope, params.id),
        history.read(scope, params.id, query.hours),
      ]);
      await schedule.reviveLost(scope, params.id, known.nextCheckAt);
      return { body: { ...known, hindrance, history: past } };
    },
  });

  http.route<{ id: string }>({
    method: 'POST',
    path: '/sources/:id/check',
    permission: 'sources:write',
    summary: 'Have a source asked now, whatever its hours and its rest; a worker does it',
    params: sourceId,
    responses: { 202: { description: 'It will be asked; its health says when it was.' } },
    handler: async ({ scope, params }) => {
      const source = await registry.detail(scope, params.id);
      const { id, title } = await access.require(scope, 'sources:write', source);
      await storage.transaction(scope, async (tx) => {
        await schedule.once(tx, scope, id, { delayMs: 0, isForced: true });
        const object = { type: 'source', id, name: title };
        await audit.record(tx, scope, { action: 'sources.source.check-requested', object });
      });
      return {
        status: 202,
        headers: { Location: `/api/v1/sources/${params.id}/health` },
        body: await health.read(scope, params.id),
      };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/sources/:id/transitions',
    permission: 'sources:read',
    summary: 'Who put a source into which state, when and why',
    params: sourceId,
    handler: async ({ scope, params }) => {
      await access.require(scope, 'sources:read', await registry.detail(scope, params.id));
      const items = await storage.transaction(scope, (tx) => transitions.list(tx, params.id));
      return { body: { items, nextCursor: null } };
    },
  });
}
