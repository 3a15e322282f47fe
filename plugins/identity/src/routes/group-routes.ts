import {
  closedSchema,
  type ExecutionScope,
  type HttpService,
  pageQuerySchema,
  type StorageService,
} from '@datawave/plugin-sdk';
import { requireAdministrator } from '../accounts/administrators.ts';
import type { GroupStore } from '../accounts/group-store.ts';
import type { Groups } from '../accounts/groups.ts';
import type { Reach } from '../accounts/reach.ts';
import { unknownThing } from '../identity-errors.ts';
import * as schemas from './schemas.ts';
import { editedVersion, withVersion } from './shown-version.ts';

/** What the administration of groups works with. */
export interface GroupRouteParts {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly store: GroupStore;
  readonly groups: Groups;
  readonly reach: Reach;
}

/** Mounts `/groups`. */
export function mountGroupRoutes({ http, storage, store, groups, reach }: GroupRouteParts): void {
  const found = async (scope: ExecutionScope, id: string) => {
    const group = await storage.transaction(scope, (tx) => store.find(tx, { id }));
    if (group === null) throw unknownThing('group');
    return withVersion(group);
  };

  http.route<
    Record<string, string>,
    { limit: number; cursor?: string; q?: string; provider?: string; member?: string }
  >({
    method: 'GET',
    path: '/groups',
    permission: 'users:read',
    summary: 'Groups, by name.',
    query: closedSchema({
      ...pageQuerySchema,
      q: { type: 'string', maxLength: 200 },
      provider: { type: 'string', maxLength: 63 },
      member: { type: 'string', maxLength: 100 },
    }),
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => ({
      body: await storage.transaction(scope, (tx) => store.page(tx, filter, limit, cursor)),
    }),
  });

  http.route<Record<string, string>, Record<string, unknown>, { name: string; provider?: string }>({
    method: 'POST',
    path: '/groups',
    permission: 'groups:write',
    summary: 'Adds a group; or that of a provider, to give it roles before anybody of it has signed in.',
    body: closedSchema(
      {
        name: schemas.title,
        provider: {
          type: 'string',
          pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
          description: 'Key of the provider, which calls the group by this name.',
        },
      },
      ['name'],
    ),
    handler: async ({ scope, body: { name, provider } }) => {
      const group =
        provider === undefined
          ? await groups.create(scope, name)
          : await groups.provision(scope, { provider, subject: name, name });
      const headers = { Location: `/api/v1/groups/${group.id}` };
      return { status: 201, headers, body: group, version: group.version };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/groups/:id',
    permission: 'users:read',
    summary: 'A group; GET /users?group= lists its members.',
    params: schemas.groupId,
    handler: ({ scope, params }) => found(scope, params.id),
  });

  http.route<{ id: string }, Record<string, unknown>, { name: string }>({
    method: 'PATCH',
    path: '/groups/:id',
    permission: 'groups:write',
    summary: 'Renames a group.',
    params: schemas.groupId,
    body: closedSchema({ name: schemas.title }, ['name']),
    handler: async ({ scope, params, body, expectedVersion }) => {
      const group = await groups.rename(scope, params.id, body.name, editedVersion(expectedVersion));
      return { body: group, version: group.version };
    },
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/groups/:id',
    permission: 'groups:write',
    recentSignIn: true,
    summary: 'Removes a group; its members stay.',
    params: schemas.groupId,
    handler: async ({ scope, params }) => {
      const isMember = await storage.transaction(scope, (tx) =>
        store.find(tx, { id: params.id, member: scope.principal.id }),
      );
      if (isMember !== null) requireAdministrator(scope);
      await groups.remove(scope, params.id);
      return {};
    },
  });

  http.route<{ id: string; user: string }>({
    method: 'PUT',
    path: '/groups/:id/members/:user',
    permission: 'groups:write',
    recentSignIn: true,
    summary: 'Puts an account into a group, and gives it what the group may do.',
    params: schemas.groupMember,
    handler: async ({ scope, params }) => {
      await reach.requireOver(scope, { id: '', roles: [], groups: [params.id] });
      await groups.changeMembers(scope, params.id, { add: [params.user] });
      return {};
    },
  });

  http.route<{ id: string; user: string }>({
    method: 'DELETE',
    path: '/groups/:id/members/:user',
    permission: 'groups:write',
    recentSignIn: true,
    summary: 'Takes an account out of a group, and what the group may or may not do from it.',
    params: schemas.groupMember,
    handler: async ({ scope, params }) => {
      // What is denied to a group is not denied any more to who has left it.
      if (params.user === scope.principal.id) requireAdministrator(scope);
      await groups.changeMembers(scope, params.id, { remove: [params.user] });
      return {};
    },
  });
}
