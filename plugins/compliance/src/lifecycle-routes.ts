import { closedSchema, type HttpService, uuidSchema } from '@datawave/plugin-sdk';
import type { ViolationChange } from './lifecycle.ts';
import type { RouteParts } from './routes.ts';
import { STATES } from './violation-state.ts';

const dateSchema = { type: 'string', format: 'date' } as const;
const text = { type: 'string', maxLength: 2000 } as const;

const changes = {
  state: { enum: STATES },
  owner: {
    anyOf: [
      { type: 'string', maxLength: 300, pattern: '^(user|service|group):[^\\p{Cc}\\p{Cs},]+$' },
      { type: 'null' },
    ],
    description: 'Id of a principal or a group.',
  },
  dueOn: { anyOf: [dateSchema, { type: 'null' }] },
  comment: text,
  waiver: {
    ...closedSchema({ reason: { ...text, minLength: 3 }, until: dateSchema }, ['reason', 'until']),
    description: 'Why it is accepted, and through which day. Needs `compliance:waive`.',
  },
};
const changeSchema = { ...closedSchema(changes), minProperties: 1 };

/** Mounts what people do about violations. */
export function mountLifecycleRoutes(http: HttpService, { lifecycle, labels }: RouteParts): void {
  http.route<{ id: string }>({
    method: 'GET',
    path: '/violations/:id',
    permission: 'compliance:read',
    summary: 'A violation, what became of it, and whether the caller may change it',
    params: { type: 'object', properties: { id: uuidSchema } },
    handler: async ({ scope, params }) => {
      const { events, ...found } = await lifecycle.get(scope, params.id);
      const people = await labels.people(
        scope,
        events.map(({ actor }) => actor),
      );
      const [violation] = await labels.violations(scope, [found]);
      return {
        body: {
          ...violation,
          events: events.map((event) => ({ ...event, actorName: people.get(event.actor ?? '') ?? null })),
        },
        version: `${found.version}-${found.lastSeenAt}-${found.mayChange}-${found.mayWaive}`,
      };
    },
  });

  http.route<{ id: string }, never, ViolationChange & { version?: number }>({
    method: 'PATCH',
    path: '/violations/:id',
    permission: 'compliance:write',
    summary: 'Say how a violation stands, who looks after it and until when, or comment on it',
    params: { type: 'object', properties: { id: uuidSchema } },
    body: {
      ...closedSchema({
        ...changes,
        version: { type: 'integer', description: 'The one that was seen; 412 where there is a newer one.' },
      }),
      minProperties: 1,
    },
    handler: async ({ scope, params, body }) => {
      const { version, ...change } = body;
      const seen = version === undefined ? undefined : String(version);
      return { body: { version: await lifecycle.change(scope, params.id, change, seen) } };
    },
  });

  http.route<Record<string, never>, never, { ids: readonly string[]; change: ViolationChange }>({
    method: 'POST',
    path: '/violations/changes',
    permission: 'compliance:write',
    summary: 'Change several violations alike: what became of each stands in the answer',
    body: closedSchema(
      {
        ids: { type: 'array', minItems: 1, maxItems: 200, items: uuidSchema },
        change: changeSchema,
      },
      ['ids', 'change'],
    ),
    handler: async ({ scope, body }) => ({
      status: 200,
      body: { items: await lifecycle.changeMany(scope, body.ids, body.change) },
    }),
  });
}
