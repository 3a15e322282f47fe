import { closedSchema, type HttpService, pageQuerySchema, uuidSchema } from '@datawave/plugin-sdk';
import type { Preferences } from './preferences.ts';
import type { Reader } from './reader.ts';

const idParams = closedSchema({ id: uuidSchema }, ['id']);
const topic = { type: 'string', maxLength: 100, pattern: '^[a-z][a-z0-9.-]*$' } as const;

interface ListQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly state?: 'unread' | 'read';
  readonly topic?: string;
  readonly unreadFirst?: boolean;
}

/** All of them are about the caller alone. */
export function mountRoutes(
  http: HttpService,
  { reader, preferences }: { readonly reader: Reader; readonly preferences: Preferences },
): void {
  http.route<Record<string, never>, ListQuery>({
    method: 'GET',
    path: '/notifications',
    permission: 'signed-in',
    summary: 'List one’s own notifications, the newest first.',
    query: closedSchema({
      ...pageQuerySchema,
      limit: { ...pageQuerySchema.limit, maximum: 200 },
      state: { enum: ['unread', 'read'] },
      topic,
      unreadFirst: { type: 'boolean', description: 'The unread before the others; one page alone.' },
    }),
    handler: async ({ scope, query: { limit, cursor, unreadFirst, ...filter } }) => ({
      body: {
        ...(await reader.page(scope, filter, { limit, cursor, unreadFirst })),
        unread: await reader.countUnread(scope),
      },
    }),
  });

  http.route({
    method: 'GET',
    path: '/notifications/count',
    permission: 'signed-in',
    summary: 'Count one’s unread notifications, to a hundred at most.',
    handler: async ({ scope }) => ({ body: { unread: await reader.countUnread(scope) } }),
  });

  http.route<{ readonly id: string }, never, { readonly isRead: boolean }>({
    method: 'PATCH',
    path: '/notifications/:id',
    permission: 'signed-in',
    summary: 'Mark one of one’s notifications read or unread.',
    params: idParams,
    body: closedSchema({ isRead: { type: 'boolean' } }, ['isRead']),
    handler: async ({ scope, params, body }) => {
      await reader.mark(scope, params.id, body);
      return {};
    },
  });

  http.route<{ readonly id: string }>({
    method: 'DELETE',
    path: '/notifications/:id',
    permission: 'signed-in',
    summary: 'Put away one of one’s notifications.',
    params: idParams,
    handler: async ({ scope, params }) => {
      await reader.mark(scope, params.id, { isDismissed: true });
      return {};
    },
  });

  http.route({
    method: 'POST',
    path: '/notifications/read',
    permission: 'signed-in',
    summary: 'Mark all of one’s notifications read.',
    handler: async ({ scope }) => {
      await reader.markAll(scope);
      return {};
    },
  });

  http.route({
    method: 'GET',
    path: '/notifications/preferences',
    permission: 'signed-in',
    summary: 'List what one may be told of, and whether one is.',
    handler: async ({ scope }) => ({
      body: { items: await preferences.list(scope), nextCursor: null },
    }),
  });

  http.route<{ readonly topic: string }, never, { readonly inApp: boolean }>({
    method: 'PUT',
    path: '/notifications/preferences/:topic',
    permission: 'signed-in',
    summary: 'Say whether one wants to be told of a topic.',
    params: closedSchema({ topic }, ['topic']),
    body: closedSchema({ inApp: { type: 'boolean' } }, ['inApp']),
    handler: async ({ scope, params, body }) => ({
      body: await preferences.set(scope, params.topic, body.inApp),
    }),
  });
}
