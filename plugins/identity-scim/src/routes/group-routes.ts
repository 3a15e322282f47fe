import type { HttpService } from '@datawave/plugin-sdk';
import type { ScimClients } from '../clients.ts';
import type { Groups, GroupWithMembers } from '../groups.ts';
import { SCHEMAS } from '../resources/attributes.ts';
import { readGroup } from '../resources/group-resource.ts';
import { groupSteps } from '../resources/patch-group.ts';
import { readPatch } from '../resources/patch-operations.ts';
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
  wants,
} from './respond.ts';

/** Some 50,000 members, named with all that clients send of each. */
const BODY_BYTES = 8_388_608;
/** Thousands of people whose privileges change, each recorded. */
const TIMEOUT_MS = 120_000;

/** Mounts `/Groups`. */
export function mountGroupRoutes(http: HttpService, clients: ScimClients, groups: Groups): void {
  http.route<Record<string, string>, ScimQuery>({
    method: 'GET',
    path: `${BASE}/Groups`,
    permission: PERMISSION,
    summary:
      'Groups that this SCIM client has brought in; without their members by excludedAttributes=members.',
    query: querySchema,
    handler: (request) =>
      respond(async () => {
        const { scope, query } = request;
        const range = rangeOf(query);
        const filter = filterOf(query);
        const { total, items } = await groups.list(
          scope,
          clients.of(scope),
          filter,
          range,
          wants(query, 'members'),
        );
        return listResponse(
          total,
          range.offset,
          items.map((group) => project(toResource(baseOf(http, request), group), query)),
        );
      }),
  });

  http.route<Record<string, string>, ScimQuery, AnyBody>({
    method: 'POST',
    path: `${BASE}/Groups`,
    permission: PERMISSION,
    summary: 'Brings a group in.',
    query: querySchema,
    body: anyBody,
    bodyLimit: BODY_BYTES,
    timeoutMs: TIMEOUT_MS,
    responses: { 201: { description: 'The group that was brought in.' } },
    handler: (request) =>
      respond(async () => {
        const { scope, query } = request;
        const client = clients.of(scope);
        const { id, version } = await groups.create(scope, client, readGroup(request.body));
        const group = await groups.get(scope, client, id, wants(query, 'members'));
        const headers = { location: `${baseOf(http, request)}/Groups/${id}` };
        return {
          status: 201,
          headers,
          body: project(toResource(baseOf(http, request), group), query),
          version,
        };
      }),
  });

  http.route<{ id: string }, ScimQuery>({
    method: 'GET',
    path: `${BASE}/Groups/:id`,
    permission: PERMISSION,
    summary: 'A group that this SCIM client has brought in.',
    params: idSchema,
    query: querySchema,
    handler: (request) =>
      respond(async () => {
        const { scope, params, query } = request;
        const group = await groups.get(scope, clients.of(scope), params.id, wants(query, 'members'));
        return { body: project(toResource(baseOf(http, request), group), query), version: group.row.version };
      }),
  });

  http.route<{ id: string }, ScimQuery, AnyBody>({
    method: 'PUT',
    path: `${BASE}/Groups/:id`,
    permission: PERMISSION,
    summary: 'Says anew what a group is called and who is in it.',
    params: idSchema,
    query: querySchema,
    body: anyBody,
    bodyLimit: BODY_BYTES,
    timeoutMs: TIMEOUT_MS,
    handler: (request) =>
      respond(async () => {
        const { scope, params, query, expectedVersion } = request;
        const client = clients.of(scope);
        await groups.replace(scope, client, params.id, readGroup(request.body), expectedVersion);
        const group = await groups.get(scope, client, params.id, wants(query, 'members'));
        return { body: project(toResource(baseOf(http, request), group), query), version: group.row.version };
      }),
  });

  http.route<{ id: string }, ScimQuery, AnyBody>({
    method: 'PATCH',
    path: `${BASE}/Groups/:id`,
    permission: PERMISSION,
    summary: 'Renames a group, or puts people in and takes them out.',
    params: idSchema,
    query: querySchema,
    body: anyBody,
    bodyLimit: BODY_BYTES,
    timeoutMs: TIMEOUT_MS,
    responses: { 204: { description: 'It is so. A group may be too large to be answered each time.' } },
    handler: (request) =>
      respond(async () => {
        const { scope, params, body, expectedVersion } = request;
        const steps = groupSteps(readPatch(body));
        const { version } = await groups.patch(scope, clients.of(scope), params.id, steps, expectedVersion);
        return { status: 204, version };
      }),
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: `${BASE}/Groups/:id`,
    permission: PERMISSION,
    summary: 'Takes a group out; the people in it stay.',
    params: idSchema,
    handler: (request) =>
      respond(async () => {
        await groups.remove(
          request.scope,
          clients.of(request.scope),
          request.params.id,
          request.expectedVersion,
        );
        return { status: 204 };
      }),
  });
}

function toResource(base: string, { row, members }: GroupWithMembers): Readonly<Record<string, unknown>> {
  return {
    schemas: [SCHEMAS.group],
    id: row.id,
    displayName: row.displayName,
    ...(row.externalId === null ? {} : { externalId: row.externalId }),
    ...(members === null
      ? {}
      : {
          members: members.map(({ value, display }) => ({
            ...{ value, display, type: 'User' },
            $ref: `${base}/Users/${value}`,
          })),
        }),
    meta: metaOf('Group', row, base),
  };
}
