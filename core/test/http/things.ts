import type { HttpService } from '@datawave/plugin-sdk';

const BODY = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: { name: { type: 'string', minLength: 1 }, size: { type: 'integer', default: 1 } },
} as const;

/** Mounts one route of each kind below `/things`; what the writing ones were given is put into `calls`. */
export function mountThings(routes: HttpService, calls: unknown[]): void {
  routes.route({
    method: 'GET',
    path: '/things',
    permission: 'things:read',
    summary: 'Lists.',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
        tag: { type: 'array', items: { type: 'string' } },
        all: { type: 'boolean' },
      },
    },
    handler: async ({ query }) => ({ body: query }),
  });
  routes.route({
    method: 'POST',
    path: '/things',
    permission: 'things:write',
    summary: 'Adds.',
    body: BODY,
    bodyLimit: 2_000,
    handler: async ({ body }) => {
      calls.push(body);
      return { status: 201, body, headers: { Location: '/api/v1/things/7' } };
    },
  });
  routes.route({
    method: 'GET',
    path: '/things/:id',
    permission: 'things:read',
    summary: 'Reads.',
    handler: async ({ params, client, scope }) => ({
      body: { ...params, client, by: scope.principal.id },
      version: 7,
    }),
  });
  routes.route({
    method: 'PUT',
    path: '/things/:id',
    permission: 'things:write',
    summary: 'Replaces.',
    body: BODY,
    handler: async ({ expectedVersion }) => {
      calls.push(expectedVersion);
      return { body: {}, version: 8 };
    },
  });
  routes.route({
    method: 'DELETE',
    path: '/things/:id',
    permission: 'things:write',
    summary: 'Removes.',
    handler: async () => ({}),
  });
  routes.route({
    method: 'POST',
    path: '/things/:id/start',
    permission: 'things:write',
    summary: 'Starts.',
    handler: async () => ({ status: 202, headers: { location: '/api/v1/things/1' } }),
  });
  routes.route({
    method: 'GET',
    path: '/things/summary',
    permission: 'things:read',
    summary: 'Sums up.',
    handler: async () => ({ body: 'summary' }),
  });
  routes.route({
    method: 'GET',
    path: '/things/open',
    permission: 'public',
    summary: 'Open.',
    handler: async ({ scope }) => ({ body: scope.principal.id }),
  });
  routes.route({
    method: 'GET',
    path: '/things/:id/secrets',
    permission: 'things:reveal',
    summary: 'Reveals.',
    handler: async () => ({ body: {} }),
  });
  routes.route({
    method: 'GET',
    path: '/things/broken/now',
    permission: 'things:read',
    summary: 'Breaks.',
    handler: async () => {
      throw new Error('password=hunter2');
    },
  });
}
