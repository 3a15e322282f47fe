import type { ExecutionScope, HttpService, JsonSchema, Logger } from '@datawave/plugin-sdk';
import type { KernelHttpService } from '../http/mounted-route.ts';
import type { Storage } from '../storage/storage.ts';
import { type ChangeRow, listChanges, readChange } from './apply/change-rows.ts';
import type { Installer } from './installer.ts';
import { type LockRow, listLocks, readNewestLock } from './lock/lock-rows.ts';
import { PACKAGE_NAME } from './lock/plugin-lock.ts';
import { reasonOf } from './package-errors.ts';
import { changeSchema, lockSchema, requestSchema } from './package-schemas.ts';
import type { PlanRequest } from './plan/make-plan.ts';
import { asksForMore } from './plan/plan.ts';
import type { Registries } from './registries/registries.ts';
import type { ListingQuery } from './registries/registry-client.ts';
import { mountUploadRoutes, uploadLimits } from './upload-routes.ts';

/** What the routes ask of the platform. */
export interface PackageRoutesParts {
  /** @throws DataWaveError DW_STORAGE_CLOSED while no database is open */
  storage(): Storage;
  installer(): Promise<Installer>;
  registries(): Promise<Registries>;
  /** The scope of work that goes on when the request has been answered. */
  beyond(scope: ExecutionScope): ExecutionScope;
  readonly log: Logger;
  /** Largest package in bytes. */
  readonly maxBytes: number;
}

const idParams: JsonSchema = {
  type: 'object',
  properties: { id: { type: 'string', format: 'uuid' } },
  required: ['id'],
};
const lockParams: JsonSchema = {
  type: 'object',
  properties: { number: { type: 'integer', minimum: 0 } },
  required: ['number'],
};
const pageOf = (items: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: { items: { type: 'array', items }, nextCursor: { type: 'null' } },
  required: ['items', 'nextCursor'],
});
const changesSchema: JsonSchema = {
  type: 'object',
  properties: {
    ...{ items: { type: 'array', items: changeSchema }, nextCursor: { type: 'null' } },
    uploads: {
      type: 'object',
      description: 'Bytes of a file that is sent, at most.',
      properties: { packageBytes: { type: 'integer' }, bundleBytes: { type: 'integer' } },
    },
  },
  required: ['items', 'nextCursor', 'uploads'],
};
const limitQuery: JsonSchema = {
  type: 'object',
  properties: { limit: { type: 'integer', minimum: 1, maximum: 100, default: 50 } },
};
const name: JsonSchema = { type: 'string', pattern: PACKAGE_NAME, maxLength: 214 };
const searchText: JsonSchema = { type: 'string', maxLength: 200 };
/** Registries are asked meanwhile, and packages fetched. */
const PLAN_MS = 180_000;

const show = (change: ChangeRow): object => ({ ...change, asksForMore: asksForMore(change.plan) });

/** Mounts what searches registries, and plans, applies and undoes changes of the installed plugins. */
export function mountPackageRoutes(http: KernelHttpService, parts: PackageRoutesParts): void {
  http.route<Record<string, string>, ListingQuery>({
    method: 'GET',
    path: '/plugin-listings',
    permission: 'plugins:manage',
    summary: 'Search the configured registries for plugins.',
    query: {
      type: 'object',
      properties: {
        ...{ q: searchText, kind: searchText, publisher: searchText, permission: searchText },
        verified: { enum: ['true', 'false'] },
        limit: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
      },
    },
    responses: {
      200: {
        description: 'What the registries list, and which of them could not be asked.',
        schema: {
          type: 'object',
          properties: {
            items: { type: 'array', items: { type: 'object' } },
            failed: {
              type: 'array',
              items: {
                type: 'object',
                properties: { registry: { type: 'string' }, reason: { type: 'string' } },
              },
            },
            nextCursor: { type: 'null' },
          },
          required: ['items', 'failed', 'nextCursor'],
        },
      },
    },
    handler: async ({ query }) => ({
      body: { ...(await (await parts.registries()).search(query)), nextCursor: null },
    }),
  });

  http.route<{ readonly registry: string; readonly name: string }>({
    method: 'GET',
    path: '/plugin-listings/:registry/:name',
    permission: 'plugins:manage',
    summary:
      'Show a plugin as a registry knows it: its texts, versions, what was looked at, what others think of it.',
    params: {
      type: 'object',
      properties: { registry: { type: 'string', maxLength: 40 }, name },
      required: ['registry', 'name'],
    },
    responses: {
      200: { description: 'The plugin.', schema: { type: 'object' } },
      404: { description: 'The registry does not list it, or is not configured.' },
      502: { description: 'The registry cannot be asked or is not believed.' },
    },
    handler: async ({ params }) => ({
      body: await (await parts.registries()).detail(params.name, params.registry),
    }),
  });

  mountChangeRoutes(http, parts);
  mountUploadRoutes(http, { ...parts, show });
  mountLockRoutes(http, parts);
}

function mountChangeRoutes(http: HttpService, parts: PackageRoutesParts): void {
  http.route<Record<string, string>, { readonly limit: number }>({
    method: 'GET',
    path: '/plugin-changes',
    permission: 'plugins:manage',
    summary: 'List changes of the installed plugins, the newest first.',
    query: limitQuery,
    responses: {
      200: { description: 'The changes, and how large the files of others may be.', schema: changesSchema },
    },
    handler: async ({ query }) => ({
      body: {
        items: (await listChanges(parts.storage(), query.limit)).map(show),
        ...{ nextCursor: null, uploads: uploadLimits(parts.maxBytes) },
      },
    }),
  });

  http.route<Record<string, string>, Record<string, unknown>, RequestBody>({
    method: 'POST',
    path: '/plugin-changes',
    permission: 'plugins:manage',
    recentSignIn: true,
    summary: 'Plan a change of the installed plugins, to be looked at.',
    description:
      'Packages are fetched from the registries and looked at, and nothing is changed. Of theirs nothing runs but, where one keeps data, its module behind the wall that it will run behind, so that its migrations can be named. The answer says what each asks for, and what of it is new.',
    body: requestSchema,
    timeoutMs: PLAN_MS,
    responses: {
      201: { description: 'The plan.', schema: changeSchema },
      409: { description: 'It does not fit what is there; the reason is in the answer.' },
      422: { description: 'A package is not accepted.' },
      502: { description: 'A registry cannot be asked or is not believed.' },
    },
    handler: async ({ body, scope }) => {
      const change = await (await parts.installer()).propose(toRequest(body), scope);
      return {
        status: 201,
        body: show(change),
        headers: { location: `/api/v1/plugin-changes/${change.id}` },
      };
    },
  });

  http.route<{ readonly id: string }>({
    method: 'GET',
    path: '/plugin-changes/:id',
    permission: 'plugins:manage',
    summary: 'Show a change of the installed plugins, and how far it has come.',
    params: idParams,
    responses: { 200: { description: 'The change.', schema: changeSchema } },
    handler: async ({ params }) => ({ body: show(await readChange(parts.storage(), params.id)) }),
  });

  http.route<{ readonly id: string }, Record<string, unknown>, { readonly hash: string }>({
    method: 'POST',
    path: '/plugin-changes/:id/apply',
    permission: 'plugins:manage',
    recentSignIn: true,
    summary: 'Apply the very plan that was looked at.',
    description:
      'Goes on after the answer: packages are looked at once more and loaded on trial, then all replicas start anew and are watched. When something fails the former plugins come back.',
    params: idParams,
    body: {
      type: 'object',
      additionalProperties: false,
      properties: { hash: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
      required: ['hash'],
    },
    responses: {
      202: { description: 'It has begun.', schema: changeSchema },
      409: { description: 'The plan is another by now, or another change is being applied.' },
    },
    handler: async ({ params, body, scope }) => {
      const installer = await parts.installer();
      await begin(parts, (onBegun) => installer.apply(params.id, body.hash, parts.beyond(scope), onBegun));
      return { status: 202, body: show(await readChange(parts.storage(), params.id)) };
    },
  });
}

/** Resolves when work has begun, rejects when it could not; what becomes of it afterwards stands in its row. */
function begin(parts: PackageRoutesParts, work: (onBegun: () => void) => Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    work(resolve).catch((error: unknown) => {
      parts.log.warn(`A change of plugins was given up: ${reasonOf(error)}`);
      reject(error);
    });
  });
}

function mountLockRoutes(http: HttpService, parts: PackageRoutesParts): void {
  http.route<Record<string, string>, { readonly limit: number }>({
    method: 'GET',
    path: '/plugin-locks',
    permission: 'plugins:manage',
    summary: 'List the states of the installed plugins, the newest first.',
    query: limitQuery,
    responses: { 200: { description: 'The states.', schema: pageOf(lockSchema) } },
    handler: async ({ query }) => {
      const [locks, newest] = await Promise.all([
        listLocks(parts.storage(), query.limit),
        readNewestLock(parts.storage()),
      ]);
      return { body: { items: locks.map((row) => showLock(row, newest)), nextCursor: null } };
    },
  });

  http.route<{ readonly number: number }>({
    method: 'POST',
    path: '/plugin-locks/:number/rollback',
    permission: 'plugins:manage',
    recentSignIn: true,
    summary: 'Plan to go back to a former state of the installed plugins, to be looked at.',
    params: lockParams,
    timeoutMs: PLAN_MS,
    responses: {
      201: { description: 'The plan.', schema: changeSchema },
      409: { description: 'There is no way back; the reason is in the answer.' },
    },
    handler: async ({ params, scope }) => {
      const change = await (await parts.installer()).propose({ rollback: Number(params.number) }, scope);
      return {
        status: 201,
        body: show(change),
        headers: { location: `/api/v1/plugin-changes/${change.id}` },
      };
    },
  });
}

function showLock(row: LockRow, newest: LockRow | null): object {
  const { lock, expects: _expects, ...rest } = row;
  return {
    ...rest,
    isCurrent: row.number === newest?.number,
    plugins: Object.entries(lock.plugins).map(([name, { version, registry, publisher, trust }]) => ({
      ...{ name, version, registry, publisher, trust },
    })),
  };
}

interface RequestBody extends Omit<PlanRequest, 'install' | 'files'> {
  readonly install?: readonly { readonly name: string; readonly range?: string }[];
}

const toRequest = ({ install, ...rest }: RequestBody): PlanRequest => ({
  ...rest,
  ...(install === undefined ? {} : { install: install.map(({ name, range = null }) => ({ name, range })) }),
});
