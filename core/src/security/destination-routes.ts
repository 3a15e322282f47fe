import { type JsonSchema, pageQuerySchema, type Route } from '@datawave/plugin-sdk';
import type { WorkspaceDestinations } from './workspace-destinations.ts';

const ruleSchema: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    destination: { type: 'string' },
    reason: { type: 'string' },
    createdBy: { type: 'string' },
    createdAt: { type: 'string', format: 'date-time' },
  },
  required: ['id', 'destination', 'reason', 'createdBy', 'createdAt'],
};

const paramsSchema: JsonSchema = {
  type: 'object',
  properties: { id: { type: 'string', format: 'uuid' } },
  required: ['id'],
  additionalProperties: false,
};

type AnyRoute = Route<Record<string, string>, Record<string, unknown>, unknown>;

/** The kernel's routes over the destinations that the caller's workspace allows. Permissions `egress-rules:read` and `egress-rules:write`. */
export function destinationRoutes(destinations: () => WorkspaceDestinations): readonly AnyRoute[] {
  const list: Route<
    Record<string, string>,
    { readonly limit?: number; readonly cursor?: string },
    unknown
  > = {
    method: 'GET',
    path: '/egress-rules',
    permission: 'egress-rules:read',
    summary: 'List the destinations that the workspace allows',
    description: 'Without any, the platform’s own policy alone decides.',
    query: { type: 'object', properties: pageQuerySchema, additionalProperties: false },
    responses: {
      '200': {
        description: 'A page of rules, by destination.',
        schema: {
          type: 'object',
          properties: {
            items: { type: 'array', items: ruleSchema },
            nextCursor: { anyOf: [{ type: 'string' }, { type: 'null' }] },
          },
          required: ['items', 'nextCursor'],
        },
      },
    },
    handler: async ({ scope, query: { limit = 50, cursor } }) => {
      const after = (await destinations().list(scope)).filter(
        ({ destination }) => cursor === undefined || destination > cursor,
      );
      const items = after.slice(0, limit);
      return {
        body: { items, nextCursor: after.length > limit ? (items.at(-1)?.destination ?? null) : null },
      };
    },
  };
  const read: Route<{ readonly id: string }, Record<string, unknown>, unknown> = {
    method: 'GET',
    path: '/egress-rules/:id',
    permission: 'egress-rules:read',
    summary: 'Read a destination that the workspace allows',
    params: paramsSchema,
    responses: { '200': { description: 'The rule.', schema: ruleSchema } },
    handler: async ({ scope, params }) => ({ body: await destinations().get(scope, params.id) }),
  };
  const add: Route<
    Record<string, string>,
    Record<string, unknown>,
    { readonly destination: string; readonly reason?: string }
  > = {
    method: 'POST',
    path: '/egress-rules',
    permission: 'egress-rules:write',
    recentSignIn: true,
    summary: 'Allow a destination',
    description:
      'From the first one on, what belongs to the workspace reaches no other. What the platform’s policy refuses stays refused.',
    body: {
      type: 'object',
      properties: {
        destination: {
          type: 'string',
          minLength: 1,
          maxLength: 300,
          description: 'A host glob, an address or a CIDR block, with an optional :PORT.',
        },
        reason: { type: 'string', maxLength: 1000 },
      },
      required: ['destination'],
      additionalProperties: false,
    },
    responses: { '201': { description: 'The rule.', schema: ruleSchema } },
    handler: async ({ scope, body: { destination, reason = '' } }) => {
      const rule = await destinations().add(scope, { destination, reason });
      return { status: 201, body: rule, headers: { location: `/api/v1/egress-rules/${rule.id}` } };
    },
  };
  const remove: Route<{ readonly id: string }, Record<string, unknown>, unknown> = {
    method: 'DELETE',
    path: '/egress-rules/:id',
    permission: 'egress-rules:write',
    recentSignIn: true,
    summary: 'Allow a destination no longer',
    description: 'With the last one, the platform’s policy alone decides again.',
    params: paramsSchema,
    responses: { '204': { description: 'It is gone.' } },
    handler: async ({ scope, params }) => {
      await destinations().remove(scope, params.id);
      return { status: 204 };
    },
  };
  return [list, read, add, remove];
}
