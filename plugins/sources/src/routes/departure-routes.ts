import { type HttpService, type StorageService, sql } from '@datawave/plugin-sdk';
import type { DepartureStore } from '../departure/departure-store.ts';
import type { Departures } from '../departure/departures.ts';
import { ownDeparture } from '../departure/own-departure.ts';
import type { HealthHistoryStore } from '../health/health-history.ts';
import type { SourceAccess } from '../source-access.ts';
import { unknownSource } from '../source-detail.ts';
import type { SourceRegistry } from '../source-registry.ts';
import { sourceId } from './source-schemas.ts';

/** Mounts what concerns the deletion of sources. */
export function mountDepartureRoutes({
  http,
  storage,
  registry,
  history,
  departures,
  departed,
  access,
}: {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly registry: SourceRegistry;
  readonly history: HealthHistoryStore;
  readonly departures: Departures;
  readonly departed: DepartureStore;
  readonly access: SourceAccess;
}): void {
  http.route({
    method: 'GET',
    path: '/sources/departures',
    permission: 'sources:read',
    summary:
      'Sources that are being deleted, or were within a day, with how much of them has been taken away',
    handler: async ({ scope }) => {
      const { predicate } = await access.visible(scope, 'sources:read', sql`source->>'key'`);
      return { body: { items: await departed.list(scope, predicate), nextCursor: null } };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/sources/departures/:id',
    permission: 'sources:read',
    summary: 'How far the deletion of a source is',
    params: sourceId,
    handler: async ({ scope, params }) => {
      const found = await departed.read(scope, params.id);
      if (found === null) throw unknownSource(params.id);
      await access.require(scope, 'sources:read', found.source);
      return { body: found };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/sources/:id/departure',
    permission: 'sources:read',
    summary: 'What goes with a source when it is deleted, and what stays as history',
    params: sourceId,
    handler: async ({ scope, params }) => {
      const source = await access.require(scope, 'sources:read', await registry.detail(scope, params.id));
      const measurements = await storage.transaction(scope, (tx) => history.count(tx, params.id));
      return { body: await departures.ask(scope, source, ownDeparture(source, measurements)) };
    },
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/sources/:id',
    permission: 'sources:write',
    summary: 'Remove a source and its secrets at once, and have what is kept about it taken away',
    params: sourceId,
    responses: {
      202: {
        description:
          'The source and its secrets are gone; what else goes and what stays. GET /sources/departures/{id} says how far that is.',
      },
      404: { description: 'There is no such source any more.' },
    },
    handler: async ({ scope, params, expectedVersion }) => {
      const source = await access.require(scope, 'sources:write', await registry.detail(scope, params.id));
      const measurements = await storage.transaction(scope, (tx) => history.count(tx, params.id));
      const told = await departures.ask(scope, source, ownDeparture(source, measurements));
      await registry.remove(scope, params.id, expectedVersion);
      return {
        status: 202,
        headers: { Location: `/api/v1/sources/departures/${params.id}` },
        body: { ...told, ...(await departed.read(scope, params.id)) },
      };
    },
  });
}
