import {
  type AuditService,
  DataWaveError,
  type HttpService,
  pageQuerySchema,
  type ScannerService,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import type { HealthStore } from '../health/health-store.ts';
import type { SourceAccess } from '../source-access.ts';
import type { NewSource, SourceChange } from '../source-detail.ts';
import { keyFromTitle } from '../source-key.ts';
import { listSources, SOURCE_ORDERS, type SourceFilter, summariseSources } from '../source-queries.ts';
import type { SourceRegistry } from '../source-registry.ts';
import { SOURCE_STATES } from '../state/source-state.ts';
import { config, connectorTitles, shownSource, sourceId, sourceProperties } from './source-schemas.ts';
import { tryAudited } from './try-audited.ts';

interface ListQuery extends Omit<SourceFilter, 'states' | 'healths'> {
  readonly limit: number;
  readonly cursor?: string;
  readonly state?: string;
  readonly health?: string;
}

/** One of these words or several, with commas between them. */
const someOf = (words: readonly string[]) => ({
  type: 'string',
  pattern: `^(?:${words.join('|')})(?:,(?:${words.join('|')})){0,20}$`,
  description: `One or several of ${words.join(', ')}, with commas between them.`,
});
const HEALTHS = ['unknown', 'healthy', 'degraded', 'unreachable'];

/** Mounts `/sources`. */
export function mountSourceRoutes({
  http,
  storage,
  registry,
  scanner,
  health,
  audit,
  access,
}: {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly registry: SourceRegistry;
  readonly scanner: ScannerService;
  readonly health: HealthStore;
  readonly audit: AuditService;
  readonly access: SourceAccess;
}): void {
  http.route<Record<string, never>, ListQuery>({
    method: 'GET',
    path: '/sources',
    permission: 'sources:read',
    summary: 'Registered sources with their health, by title',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        ...pageQuerySchema,
        connector: { type: 'string' },
        state: someOf(SOURCE_STATES),
        health: someOf(HEALTHS),
        q: { type: 'string', maxLength: 200 },
        sort: { enum: SOURCE_ORDERS },
      },
    },
    handler: async ({ scope, query: { limit, cursor, state, health: wanted, ...rest } }) => {
      const filter = {
        ...rest,
        ...(state === undefined ? {} : { states: state.split(',') }),
        ...(wanted === undefined ? {} : { healths: wanted.split(',') }),
      };
      const { predicate: visible } = await access.visible(scope, 'sources:read', sql`key`);
      const page = await listSources({ storage, health }, scope, filter, { limit, cursor, visible });
      const known = await connectorTitles(scanner);
      const items = page.items.map((source) => ({
        ...source,
        connectorTitle: known.get(source.connector) ?? source.connector,
      }));
      return { body: { ...page, items } };
    },
  });

  http.route({
    method: 'GET',
    path: '/sources/summary',
    permission: 'sources:read',
    summary: 'Sources, counted, with those that cannot be reached',
    handler: async ({ scope }) => {
      const { predicate } = await access.visible(scope, 'sources:read', sql`sources.key`);
      return { body: await summariseSources(storage, scope, predicate) };
    },
  });

  http.route<Record<string, never>, never, NewSource>({
    method: 'POST',
    path: '/sources',
    permission: 'sources:write',
    summary: 'Register a source',
    body: {
      type: 'object',
      required: ['title', 'connector', 'config'],
      additionalProperties: false,
      properties: {
        key: {
          type: 'string',
          pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
          description: 'Names the source in URNs; made from the title when left out.',
        },
        connector: { type: 'string' },
        ...sourceProperties,
      },
    },
    handler: async ({ scope, body }) => {
      await access.requireKey(scope, body.key ?? keyFromTitle(body.title));
      const source = await registry.create(scope, body);
      return {
        status: 201,
        headers: { Location: `/api/v1/sources/${source.id}` },
        body: await shownSource(scanner, source),
        version: source.version,
      };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/sources/:id',
    permission: 'sources:read',
    summary: 'A source, without its secrets',
    params: sourceId,
    handler: async ({ scope, params }) => {
      const source = await access.require(scope, 'sources:read', await registry.detail(scope, params.id));
      return { body: await shownSource(scanner, source), version: source.version };
    },
  });

  http.route<{ id: string }, never, SourceChange>({
    method: 'PATCH',
    path: '/sources/:id',
    permission: 'sources:write',
    summary: 'Change a source; a secret left out is kept',
    params: sourceId,
    body: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      properties: {
        ...sourceProperties,
        state: { enum: SOURCE_STATES },
        reason: { type: 'string', minLength: 1, maxLength: 200, description: 'Why its state changes.' },
      },
    },
    handler: async ({ scope, params, body, expectedVersion }) => {
      await access.requireById(scope, 'sources:write', params.id);
      const source = await registry.update(scope, params.id, body, expectedVersion);
      return { body: await shownSource(scanner, source), version: source.version };
    },
  });

  http.route<{ id: string }, never, { config?: Readonly<Record<string, unknown>> }>({
    method: 'POST',
    path: '/sources/:id/test',
    permission: 'sources:write',
    summary: 'Try a source, with changed settings if given',
    params: sourceId,
    body: { type: 'object', additionalProperties: false, properties: { config } },
    handler: async ({ scope, params, body }) => {
      await access.requireById(scope, 'sources:write', params.id);
      const candidate = await registry.candidate(scope, params.id, body.config);
      const entry = { action: 'sources.source.tested', object: { type: 'source', id: params.id } };
      const tried = () => tryAudited(audit, scope, entry, () => registry.test(candidate, scope.signal));
      // Other settings say nothing of how the source fares with its own.
      if (body.config !== undefined) return { body: await tried() };
      try {
        const test = await tried();
        await health.count(scope, params.id, { latencyMs: test.latencyMs });
        await registry.answered(scope, params.id);
        return { body: test };
      } catch (error) {
        if (DataWaveError.is(error) && error.status === 422)
          await health.count(scope, params.id, { error: { code: error.code, message: error.message } });
        throw error;
      }
    },
  });
}
