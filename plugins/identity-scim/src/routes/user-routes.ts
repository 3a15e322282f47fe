import type { HttpService, RouteRequest, RouteResponse } from '@datawave/plugin-sdk';
import type { ScimClients } from '../clients.ts';
import { SCHEMAS } from '../resources/attributes.ts';
import { readPatch } from '../resources/patch-operations.ts';
import { readUser } from '../resources/user-resource.ts';
import type { UserRow } from '../user-store.ts';
import type { Users } from '../users.ts';
import { type AnyBody, anyBody, idSchema, metaOf, PERMISSION } from './resource-routes.ts';
import {
  BASE,
  baseOf,
  filterOf,
  listResponse,
  project,
  querySchema,
  rangeOf,
  respond,
  type ScimQuery,
} from './respond.ts';

type Place = Pick<RouteRequest, 'headers' | 'client'>;

/** Mounts `/Users`. */
export function mountUserRoutes(http: HttpService, clients: ScimClients, users: Users): void {
  const one = (request: Place, row: UserRow, query: ScimQuery = {}): RouteResponse => ({
    body: project(toResource(baseOf(http, request), row), query),
    version: row.version,
  });

  http.route<Record<string, string>, ScimQuery>({
    method: 'GET',
    path: `${BASE}/Users`,
    permission: PERMISSION,
    summary: 'People whom this SCIM client has brought in.',
    query: querySchema,
    handler: (request) =>
      respond(async () => {
        const range = rangeOf(request.query);
        const client = clients.of(request.scope);
        const { total, items } = await users.list(request.scope, client, filterOf(request.query), range);
        return listResponse(
          total,
          range.offset,
          items.map((row) => project(toResource(baseOf(http, request), row), request.query)),
        );
      }),
  });

  http.route<Record<string, string>, ScimQuery, AnyBody>({
    method: 'POST',
    path: `${BASE}/Users`,
    permission: PERMISSION,
    summary: 'Brings somebody in.',
    query: querySchema,
    body: anyBody,
    responses: { 201: { description: 'Who was brought in.' } },
    handler: (request) =>
      respond(async () => {
        const row = await users.create(request.scope, clients.of(request.scope), readUser(request.body));
        const headers = { location: `${baseOf(http, request)}/Users/${row.id}` };
        return { ...one(request, row, request.query), status: 201, headers };
      }),
  });

  http.route<{ id: string }, ScimQuery>({
    method: 'GET',
    path: `${BASE}/Users/:id`,
    permission: PERMISSION,
    summary: 'Somebody whom this SCIM client has brought in.',
    params: idSchema,
    query: querySchema,
    handler: (request) =>
      respond(async () =>
        one(
          request,
          await users.get(request.scope, clients.of(request.scope), request.params.id),
          request.query,
        ),
      ),
  });

  http.route<{ id: string }, ScimQuery, AnyBody>({
    method: 'PUT',
    path: `${BASE}/Users/:id`,
    permission: PERMISSION,
    summary: 'Says anew all that is known of somebody.',
    params: idSchema,
    query: querySchema,
    body: anyBody,
    handler: (request) =>
      respond(async () => {
        const { scope, params, body, expectedVersion } = request;
        return one(
          request,
          await users.replace(scope, clients.of(scope), params.id, readUser(body), expectedVersion),
          request.query,
        );
      }),
  });

  http.route<{ id: string }, ScimQuery, AnyBody>({
    method: 'PATCH',
    path: `${BASE}/Users/:id`,
    permission: PERMISSION,
    summary: 'Changes somebody; active: false ends every session.',
    params: idSchema,
    query: querySchema,
    body: anyBody,
    handler: (request) =>
      respond(async () => {
        const { scope, params, body, expectedVersion } = request;
        return one(
          request,
          await users.patch(scope, clients.of(scope), params.id, readPatch(body), expectedVersion),
          request.query,
        );
      }),
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: `${BASE}/Users/:id`,
    permission: PERMISSION,
    summary: 'Takes somebody out, and ends every session.',
    params: idSchema,
    handler: (request) =>
      respond(async () => {
        await users.remove(
          request.scope,
          clients.of(request.scope),
          request.params.id,
          request.expectedVersion,
        );
        return { status: 204 };
      }),
  });
}

function toResource(base: string, row: UserRow): Readonly<Record<string, unknown>> {
  const hasExtension = row.user[SCHEMAS.enterprise] !== undefined;
  return {
    schemas: hasExtension ? [SCHEMAS.user, SCHEMAS.enterprise] : [SCHEMAS.user],
    id: row.id,
    ...row.user,
    meta: metaOf('User', row, base),
  };
}
