import {
  type HttpService,
  pageQuerySchema,
  type ScannerService,
  type StorageService,
} from '@datawave/plugin-sdk';
import type { NewSource, SourceChange, SourceDetail } from './source-detail.ts';
import { listSources, type SourceFilter } from './source-queries.ts';
import type { SourceRegistry } from './source-registry.ts';

const id = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: { type: 'string', format: 'uuid' } },
};
const STATES = ['discovered', 'validated', 'registered', 'active', 'maintenance', 'retired'];
const globs = { type: 'array', maxItems: 200, items: { type: 'string', minLength: 1, maxLength: 500 } };
const load = {
  type: 'object',
  required: ['maxConcurrency', 'maxStatementsPerSecond', 'statementTimeoutMs'],
  additionalProperties: false,
  properties: {
    maxConcurrency: { type: 'integer', minimum: 1, maximum: 64 },
    maxStatementsPerSecond: { type: ['number', 'null'], exclusiveMinimum: 0, maximum: 10_000 },
    statementTimeoutMs: { type: 'integer', minimum: 100, maximum: 3_600_000 },
  },
};
const clock = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };
const maintenance = {
  type: 'array',
  maxItems: 50,
  items: {
    type: 'object',
    required: ['days', 'from', 'to', 'timeZone'],
    additionalProperties: false,
    properties: {
      days: {
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: { type: 'integer', minimum: 1, maximum: 7 },
      },
      from: clock,
      to: clock,
      timeZone: { type: 'string', minLength: 1, maxLength: 64 },
    },
  },
};
const title = { type: 'string', minLength: 1, maxLength: 200 };
const config = {
  type: 'object',
  description: "The connection's settings, by the connector's connectionSchema.",
};

interface ListQuery extends SourceFilter {
  readonly limit: number;
  readonly cursor?: string;
}

/** Mounts `/connectors` and `/sources`. */
export function mountRoutes({
  http,
  storage,
  registry,
  scanner,
}: {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly registry: SourceRegistry;
  readonly scanner: ScannerService;
}): void {
  const titles = async (): Promise<ReadonlyMap<string, string>> =>
    new Map((await scanner.connectors()).map((info) => [info.kind, info.title]));
  const shown = async (source: SourceDetail): Promise<Readonly<Record<string, unknown>>> => ({
    ...source,
    connectorTitle: (await titles()).get(source.connector) ?? source.connector,
  });

  http.route({
    method: 'GET',
    path: '/connectors',
    permission: 'sources:read',
    summary: 'Connectors that a source can be registered with',
    query: { type: 'object', additionalProperties: false, properties: pageQuerySchema },
    handler: async () => {
      const connectors = [...(await scanner.connectors())].sort((a, b) =>
        a.title.localeCompare(b.title, 'en'),
      );
      return { body: { items: connectors, nextCursor: null } };
    },
  });

  http.route<{ kind: string }, never, { config: Readonly<Record<string, unknown>> }>({
    method: 'POST',
    path: '/connectors/:kind/test',
    permission: 'sources:write',
    summary: 'Try settings before a source is registered with them',
    body: { type: 'object', required: ['config'], additionalProperties: false, properties: { config } },
    handler: async ({ params, body, scope }) => {
      const source = {
        connector: params.kind,
        source: ['test'],
        config: await registry.validate(params.kind, body.config),
      };
      return { body: await registry.test(source, scope.signal) };
    },
  });

  http.route<Record<string, never>, ListQuery>({
    method: 'GET',
    path: '/sources',
    permission: 'sources:read',
    summary: 'Registered sources, by title',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        ...pageQuerySchema,
        connector: { type: 'string' },
        state: { enum: STATES },
        q: { type: 'string', maxLength: 200 },
      },
    },
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => {
      const page = await listSources(storage, scope, filter, limit, cursor);
      const known = await titles();
      const items = page.items.map((source) => ({
        ...source,
        connectorTitle: known.get(source.connector) ?? source.connector,
      }));
      return { body: { ...page, items } };
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
        title,
        connector: { type: 'string' },
        config,
        include: globs,
        exclude: globs,
        load,
        maintenance,
      },
    },
    handler: async ({ scope, body }) => {
      const source = await registry.create(scope, body);
      return {
        status: 201,
        headers: { Location: `/api/v1/sources/${source.id}` },
        body: await shown(source),
        version: source.version,
      };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/sources/:id',
    permission: 'sources:read',
    summary: 'A source, without its secrets',
    params: id,
    handler: async ({ scope, params }) => {
      const source = await registry.detail(scope, params.id);
      return { body: await shown(source), version: source.version };
    },
  });

  http.route<{ id: string }, never, SourceChange>({
    method: 'PATCH',
    path: '/sources/:id',
    permission: 'sources:write',
    summary: 'Change a source; a secret left out is kept',
    params: id,
    body: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      properties: {
        title,
        state: { enum: STATES },
        config,
        include: globs,
        exclude: globs,
        load,
        maintenance,
      },
    },
    handler: async ({ scope, params, body, expectedVersion }) => {
      const source = await registry.update(scope, params.id, body, expectedVersion);
      return { body: await shown(source), version: source.version };
    },
  });

  http.route<{ id: string }, never, { config?: Readonly<Record<string, unknown>> }>({
    method: 'POST',
    path: '/sources/:id/test',
    permission: 'sources:write',
    summary: 'Try a source, with changed settings if given',
    params: id,
    body: { type: 'object', additionalProperties: false, properties: { config } },
    handler: async ({ scope, params, body }) => ({
      body: await registry.test(await registry.candidate(scope, params.id, body.config), scope.signal),
    }),
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/sources/:id',
    permission: 'sources:write',
    summary: 'Remove a source and its secrets; what was found out about it stays in the catalog',
    params: id,
    handler: async ({ scope, params }) => {
      await registry.remove(scope, params.id);
      return { status: 204 };
    },
  });
}
