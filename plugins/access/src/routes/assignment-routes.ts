import {
  type AccessService,
  type AccountsService,
  closedSchema,
  type HttpService,
  pageQuerySchema,
  type RoleHolder,
  type RouteResponse,
  uuidSchema,
} from '@datawave/plugin-sdk';
import type { Guard } from '../decide/guard.ts';
import { holderIdSchema } from '../model/policy-schema.ts';
import type { AssignmentFilter, AssignmentStore, StoredAssignment } from '../store/assignment-store.ts';
import type { RoleStore } from '../store/role-store.ts';
import type { RulesLedger } from '../store/rules-ledger.ts';
import { nameHolder } from './name-holder.ts';

const READ = 'roles:read';
const ASSIGN = 'roles:assign';

const byId = closedSchema({ id: uuidSchema }, ['id']);
const expiresAt = {
  anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }],
  description: 'When it ends; without end where it is null.',
};

interface Body {
  readonly role: string;
  readonly holder: RoleHolder & { readonly name?: string };
  readonly everywhere: boolean;
  readonly expiresAt: string | null;
}

/** Mounts `/role-assignments`. */
export function mountAssignmentRoutes(
  http: HttpService,
  {
    roles,
    assignments,
    ledger,
    guard,
    ...names
  }: {
    readonly roles: RoleStore;
    readonly assignments: AssignmentStore;
    readonly ledger: RulesLedger;
    readonly guard: Guard;
    readonly access: AccessService;
    readonly accounts: () => AccountsService | undefined;
  },
): void {
  const answer = (assignment: StoredAssignment): RouteResponse => ({
    body: assignment,
    version: assignment.version,
  });

  http.route<Record<string, never>, AssignmentFilter & { readonly limit: number; readonly cursor?: string }>({
    method: 'GET',
    path: '/role-assignments',
    permission: READ,
    summary: 'Who holds which role, the newest first',
    query: closedSchema({
      ...pageQuerySchema,
      role: { type: 'string', maxLength: 60, description: 'Key or id of a role.' },
      holder: { type: 'string', maxLength: 300, description: 'Id of a principal or a group.' },
    }),
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => ({
      body: await assignments.page(scope, filter, limit, cursor),
    }),
  });

  http.route<Record<string, never>, never, Body>({
    method: 'POST',
    path: '/role-assignments',
    permission: ASSIGN,
    recentSignIn: true,
    summary:
      'Give a role to a principal or a group; everything that it permits must be the caller’s through roles',
    body: closedSchema(
      {
        role: { type: 'string', maxLength: 60, description: 'Key of a role.' },
        holder: closedSchema(
          {
            kind: { enum: ['principal', 'group'] },
            id: holderIdSchema,
            name: {
              ...holderIdSchema,
              description: 'What explanations call it; what it is called where it is left out.',
            },
          },
          ['kind', 'id'],
        ),
        everywhere: { type: 'boolean', default: false, description: 'In every workspace.' },
        expiresAt: { ...expiresAt, default: null },
      },
      ['role', 'holder'],
    ),
    handler: async ({ scope, body }) => {
      const role = await roles.find(scope, body.role);
      await guard.requireHeld(
        scope,
        ASSIGN,
        await roles.permissionsOfKeys(scope, [role.key]),
        body.everywhere,
      );
      const holder = await nameHolder(scope, body.holder, names);
      const made = await ledger.change(scope, body.everywhere, (tx) =>
        assignments.assign(tx, scope, { ...body, holder, role }),
      );
      return { ...answer(made), status: 201, headers: { Location: `/api/v1/role-assignments/${made.id}` } };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/role-assignments/:id',
    permission: READ,
    summary: 'A role that somebody holds',
    params: byId,
    handler: async ({ scope, params }) => answer(await assignments.get(scope, params.id)),
  });

  http.route<{ id: string }, never, Pick<Body, 'expiresAt'>>({
    method: 'PATCH',
    path: '/role-assignments/:id',
    permission: ASSIGN,
    recentSignIn: true,
    summary: 'Change when somebody’s role ends',
    params: byId,
    body: closedSchema({ expiresAt }, ['expiresAt']),
    handler: async ({ scope, params, body, expectedVersion }) => {
      const { role, everywhere } = await assignments.get(scope, params.id);
      await guard.requireHeld(scope, ASSIGN, await roles.permissionsOfKeys(scope, [role.key]), everywhere);
      return answer(
        await ledger.change(scope, everywhere, (tx) =>
          assignments.prolong(tx, scope, params.id, body.expiresAt, expectedVersion),
        ),
      );
    },
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/role-assignments/:id',
    permission: ASSIGN,
    recentSignIn: true,
    summary: 'Take a role back; the last administrator keeps it',
    params: byId,
    handler: async ({ scope, params, expectedVersion }) => {
      const { role, everywhere } = await assignments.get(scope, params.id);
      await guard.requireHeld(scope, ASSIGN, await roles.permissionsOfKeys(scope, [role.key]), everywhere);
      await ledger.change(scope, everywhere, (tx) =>
        assignments.remove(tx, scope, params.id, expectedVersion),
      );
      return { status: 204 };
    },
  });
}
