import {
  type AccessService,
  closedSchema,
  type ExecutionScope,
  type HttpService,
  type JobsService,
  pageQuerySchema,
  type RouteResponse,
  uuidSchema,
} from '@datawave/plugin-sdk';
import type { Config } from '../config.generated.ts';
import type { Guard } from '../decide/guard.ts';
import { elevationsJob } from '../elevations-job.ts';
import { invalid } from '../store/access-errors.ts';
import {
  ELEVATION_STATES,
  type Elevation,
  type ElevationState,
  type ElevationStore,
} from '../store/elevation-store.ts';
import type { RoleStore } from '../store/role-store.ts';
import type { RulesLedger } from '../store/rules-ledger.ts';

const READ = 'elevations:read';
const REQUEST = 'elevations:request';
const APPROVE = 'elevations:approve';

const byId = closedSchema({ id: uuidSchema }, ['id']);
const sentence = { type: 'string', minLength: 3, maxLength: 1000, pattern: '\\S' } as const;
const noteBody = closedSchema({ note: sentence });

/** Mounts `/elevations`. Who may not approve sees their own, and of others nothing. */
export function mountElevationRoutes(
  http: HttpService,
  {
    elevations,
    roles,
    guard,
    ledger,
    access,
    jobs,
    config,
  }: {
    readonly elevations: ElevationStore;
    readonly roles: RoleStore;
    readonly guard: Guard;
    readonly ledger: RulesLedger;
    readonly access: AccessService;
    readonly jobs: JobsService;
    readonly config: Config;
  },
): void {
  /** Who is no administrator makes none: of two of them each would make the other one. */
  const requireOwnAdministration = async (scope: ExecutionScope, id: string): Promise<void> => {
    const { role } = await elevations.get(scope, id, null);
    const permits = await roles.permissionsOfKeys(scope, [role.key]);
    if (permits.includes('*')) await guard.requireHeld(scope, APPROVE, ['*'], false);
  };
  const answer = (elevation: Elevation): RouteResponse => ({ body: elevation, version: elevation.version });
  /** Whose elevations somebody sees; null for everybody's. */
  const reach = async (scope: ExecutionScope): Promise<string | null> =>
    (await access.decide(scope, { permission: APPROVE })).allowed ? null : scope.principal.id;

  http.route<
    Record<string, never>,
    { readonly limit: number; readonly cursor?: string; readonly state?: ElevationState }
  >({
    method: 'GET',
    path: '/elevations',
    permission: READ,
    summary: 'Roles for a time, the newest first: one’s own, or everybody’s for those who approve',
    query: closedSchema({ ...pageQuerySchema, state: { enum: [...ELEVATION_STATES] } }),
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => ({
      body: await elevations.page(scope, { ...filter, principal: await reach(scope) }, limit, cursor),
    }),
  });

  http.route<Record<string, never>, { readonly limit: number; readonly cursor?: string }>({
    method: 'GET',
    path: '/elevations/roles',
    permission: REQUEST,
    summary: 'Roles that can be asked for, by key: what they are called, not what they grant',
    query: closedSchema({ ...pageQuerySchema }),
    handler: async ({ scope, query: { limit, cursor } }) => {
      const { items, nextCursor } = await roles.page(scope, {}, limit, cursor);
      return {
        body: {
          items: items.map(({ key, title, description }) => ({ key, title, description })),
          nextCursor,
        },
      };
    },
  });

  http.route<
    Record<string, never>,
    never,
    { readonly role: string; readonly reason: string; readonly minutes: number }
  >({
    method: 'POST',
    path: '/elevations',
    permission: REQUEST,
    summary: 'Ask for a role for a time',
    body: closedSchema(
      {
        role: { type: 'string', maxLength: 60, description: 'Key of a role.' },
        reason: sentence,
        minutes: { type: 'integer', minimum: 5, maximum: 10_080, description: 'From the approval on.' },
      },
      ['role', 'reason', 'minutes'],
    ),
    handler: async ({ scope, body }) => {
      if (body.minutes > config.elevationMinutes)
        throw invalid([{ pointer: '/minutes', message: `must be ${config.elevationMinutes} or less` }]);
      const { id: roleId } = await roles.find(scope, body.role);
      const made = await ledger.change(scope, false, async (tx) => {
        const elevation = await elevations.request(tx, scope, {
          ...body,
          roleId,
          hours: config.requestHours,
        });
        await jobs.enqueue(tx, scope, elevationsJob, {}, { delayMs: config.requestHours * 3_600_000 + 1000 });
        return elevation;
      });
      return { ...answer(made), status: 201, headers: { Location: `/api/v1/elevations/${made.id}` } };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/elevations/:id',
    permission: READ,
    summary: 'A role for a time',
    params: byId,
    handler: async ({ scope, params }) => answer(await elevations.get(scope, params.id, await reach(scope))),
  });

  for (const [verb, verdict] of [
    ['approve', 'approved'],
    ['refuse', 'refused'],
  ] as const) {
    http.route<{ id: string }, never, { readonly note?: string }>({
      method: 'POST',
      path: `/elevations/:id/${verb}`,
      permission: APPROVE,
      ...(verb === 'approve' ? { recentSignIn: true as const } : {}),
      summary:
        verb === 'approve' ? 'Approve a request of somebody else' : 'Refuse a request of somebody else',
      params: byId,
      body: noteBody,
      handler: async ({ scope, params, body, expectedVersion }) => {
        if (verdict === 'approved') await requireOwnAdministration(scope, params.id);
        const decided = await elevations.decide(
          scope,
          params.id,
          verdict,
          { note: body.note ?? null, expected: expectedVersion },
          async (tx, { minutes }) => {
            if (verdict === 'approved')
              await jobs.enqueue(tx, scope, elevationsJob, {}, { delayMs: minutes * 60_000 + 1000 });
          },
        );
        return answer(decided);
      },
    });
  }

  http.route<{ id: string }, never, { readonly note?: string }>({
    method: 'POST',
    path: '/elevations/:id/withdraw',
    permission: REQUEST,
    summary: 'Take back what was asked for, or give back what was approved; who approves may end anybody’s',
    params: byId,
    body: noteBody,
    handler: async ({ scope, params, body, expectedVersion }) =>
      answer(
        await elevations.withdraw(scope, params.id, await reach(scope), {
          note: body.note ?? null,
          expected: expectedVersion,
        }),
      ),
  });
}
