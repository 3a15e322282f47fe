import {
  type AccessService,
  closedSchema,
  type HttpService,
  pageQuerySchema,
  type RouteRequest,
  type StorageService,
  uuidSchema,
} from '@datawave/plugin-sdk';
import { requireAdministrator } from '../accounts/administrators.ts';
import type { ApiToken, ApiTokenStore } from '../api-tokens/api-token-store.ts';
import { invalidInput, unknownThing } from '../identity-errors.ts';
import type { Journal } from '../journal.ts';
import type { ProofCache } from '../sessions/proof-cache.ts';
import * as schemas from './schemas.ts';

/** What the routes of API tokens work with. */
export interface ApiTokenRouteParts {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly access: AccessService;
  readonly apiTokens: ApiTokenStore;
  readonly cache: ProofCache;
  readonly journal: Journal;
  readonly longestDays: number;
}

interface NewToken {
  readonly name: string;
  readonly permissions: readonly string[];
  readonly days?: number;
  readonly service?: { readonly roles: readonly string[] };
}

const MANAGE = 'api-tokens:manage';
const DAYS = 90;
const tokenId = closedSchema({ id: uuidSchema }, ['id']);

/** Mounts `/api-tokens`: one's own, and for those who may, everybody's of a workspace. */
export function mountApiTokenRoutes(parts: ApiTokenRouteParts): void {
  const { http, storage, access, apiTokens, cache, journal } = parts;

  http.route<Record<string, string>, { limit: number; cursor?: string; all?: boolean }>({
    method: 'GET',
    path: '/api-tokens',
    permission: 'signed-in',
    summary:
      'One’s own API tokens, the newest first; everybody’s of the workspace with `all`, for those who may.',
    query: closedSchema({ ...pageQuerySchema, all: { type: 'boolean', default: false } }),
    handler: async ({ scope, query: { limit, cursor, all } }) => {
      if (all === true) await access.require(scope, { permission: MANAGE });
      const whose = all === true ? { workspace: scope.workspace } : { userId: scope.principal.id };
      return { body: await storage.transaction(scope, (tx) => apiTokens.page(tx, whose, limit, cursor)) };
    },
  });

  http.route<Record<string, string>, Record<string, unknown>, NewToken>({
    method: 'POST',
    path: '/api-tokens',
    permission: 'signed-in',
    recentSignIn: true,
    summary: 'Makes an API token, which is shown this once.',
    description:
      'It may do what its permissions name and whom it belongs to may do, whichever is less. A service’s has roles of its own.',
    body: closedSchema(
      {
        name: schemas.title,
        permissions: {
          type: 'array',
          minItems: 1,
          maxItems: 200,
          items: {
            type: 'string',
            pattern: '^[a-z0-9][a-z0-9._-]*(:[a-z0-9][a-z0-9._-]*)+$',
            maxLength: 100,
          },
        },
        days: { type: 'integer', minimum: 1, maximum: parts.longestDays },
        service: closedSchema(
          {
            roles: {
              type: 'array',
              maxItems: 20,
              items: { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' },
            },
          },
          ['roles'],
        ),
      },
      ['name', 'permissions'],
    ),
    responses: { 201: { description: 'The token, once, under `token`.' } },
    handler: async ({ scope, body }) => {
      const { service } = body;
      if (service !== undefined) {
        await access.require(scope, { permission: MANAGE });
        requireAdministrator(scope);
      } else if (scope.principal.kind !== 'user') {
        throw invalidInput([
          { pointer: '/body/service', message: 'is missing: only a person has personal tokens' },
        ]);
      }
      const made = await storage.transaction(scope, async (tx) => {
        const { id, text } = await apiTokens.insert(tx, {
          kind: service === undefined ? 'personal' : 'service',
          name: body.name,
          userId: service === undefined ? scope.principal.id : null,
          roles: service?.roles ?? [],
          permissions: [...new Set(body.permissions)].sort(),
          workspace: scope.workspace,
          createdBy: scope.principal.id,
          days: Math.min(body.days ?? DAYS, parts.longestDays),
        });
        const token = await apiTokens.find(tx, id);
        if (token === null) throw unknownThing('API token');
        await tell(journal, tx, scope, 'apiTokenCreated', token);
        return { ...token, token: text };
      });
      return { status: 201, headers: { Location: `/api/v1/api-tokens/${made.id}` }, body: made };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/api-tokens/:id',
    permission: 'signed-in',
    summary: 'An API token, without the token.',
    params: tokenId,
    handler: async ({ scope, params }) => ({ body: await visible(parts, scope, params.id) }),
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/api-tokens/:id',
    permission: 'signed-in',
    summary: 'Revokes an API token, on all replicas within five seconds.',
    params: tokenId,
    handler: async ({ scope, params }) => {
      const token = await visible(parts, scope, params.id);
      await storage.transaction(scope, async (tx) => {
        await apiTokens.revoke(tx, token.id);
        await tell(journal, tx, scope, 'apiTokenRevoked', token);
        storage.afterCommit(tx, () => cache.forgetSession(token.id));
      });
      return {};
    },
  });
}

/** One's own, or for those who may anybody's of the workspace in which they may; else it is not there. */
async function visible(
  { storage, apiTokens, access }: ApiTokenRouteParts,
  scope: RouteRequest['scope'],
  id: string,
): Promise<ApiToken> {
  const token = await storage.transaction(scope, (tx) => apiTokens.find(tx, id));
  const isOwn = token?.userId === scope.principal.id;
  if (token !== null && isOwn) return token;
  const isHere = token?.workspace === scope.workspace;
  if (token === null || !isHere || !(await access.decide(scope, { permission: MANAGE })).allowed)
    throw unknownThing('API token');
  return token;
}

const tell = (
  journal: Journal,
  tx: Parameters<Journal['account']>[0],
  scope: RouteRequest['scope'],
  type: 'apiTokenCreated' | 'apiTokenRevoked',
  token: ApiToken,
): Promise<void> =>
  journal.account(
    tx,
    scope,
    type,
    { id: token.principal, username: token.name, roles: token.roles },
    { changed: ['api-token'], after: { id: token.id, name: token.name, permissions: token.permissions } },
  );
