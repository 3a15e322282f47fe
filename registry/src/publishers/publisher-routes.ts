import {
  type AccessService,
  type AuditService,
  closedSchema,
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type HttpService,
  pageQuerySchema,
  type StorageService,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { Config } from '../config.generated.ts';
import { PUBLISH } from '../npm/package-routes.ts';
import { notAMember } from '../registry-errors.ts';
import type { PluginStore } from '../store/plugin-store.ts';
import { claimScope } from './claim-scope.ts';
import { requireCiOf, requireDomainOf } from './namespace.ts';
import type { Proving } from './proving.ts';
import type { Publisher, PublisherStore, TrustedCi } from './publisher-store.ts';

const ADMINISTER = 'registry:administer';
const id = { type: 'string', maxLength: 300 } as const;
const byId = closedSchema({ id }, ['id']);
const principal = { type: 'string', pattern: '^(user|service):.{1,200}$' } as const;

interface PublisherPatch {
  readonly title?: string;
  readonly domain?: string | null;
  readonly trustedCi?: TrustedCi | null;
}

/** Mounts publishers: who their people are, and what proves that their namespace is theirs. */
export function mountPublisherRoutes(
  http: HttpService,
  parts: {
    readonly reads: string;
    readonly storage: StorageService;
    readonly access: AccessService;
    readonly audit: AuditService;
    readonly publishers: PublisherStore;
    readonly plugins: PluginStore;
    readonly proving: Proving;
    readonly config: Config;
  },
): void {
  const { reads, storage, access, audit, publishers, proving } = parts;

  const requireMember = async (scope: ExecutionScope, publisher: Publisher): Promise<void> => {
    if (publisher.members.includes(scope.principal.id)) return;
    const { allowed } = await access.decide(scope, { permission: ADMINISTER });
    if (!allowed) throw notAMember(publisher.scope ?? publisher.id, publisher.id);
  };
  const asMember = <T>(
    scope: ExecutionScope,
    which: string,
    work: (tx: Transaction, publisher: Publisher) => Promise<T>,
  ): Promise<T> =>
    storage.transaction(scope, async (tx) => {
      const publisher = await publishers.get(tx, which);
      await requireMember(scope, publisher);
      return work(tx, publisher);
    });
  /** Who are its people, and what its record must say, is told to them alone. */
  const shown = async (scope: ExecutionScope, publisher: Publisher): Promise<object> => {
    const isMember =
      publisher.members.includes(scope.principal.id) ||
      (await access.decide(scope, { permission: ADMINISTER })).allowed;
    if (isMember) return { ...publisher, isMember };
    const { id: own, title, scope: npmScope, domain, verified } = publisher;
    const proofs = publisher.proofs.map(({ method, provedAt, expiresAt }) => ({
      method,
      provedAt,
      expiresAt,
    }));
    return { ...{ id: own, title, scope: npmScope, domain, verified, proofs }, isMember };
  };

  http.route<never, { limit: number; cursor?: string }>({
    method: 'GET',
    path: '/npm/-/datawave/publishers',
    permission: reads,
    summary: 'Publishers, by id',
    query: closedSchema(pageQuerySchema),
    handler: ({ scope, query: { limit, cursor } }) =>
      storage.transaction(scope, async (tx) => {
        const after = cursor === undefined ? null : decodeCursor(cursor, ['text'])[0];
        const found = await publishers.list(tx, after, limit + 1);
        const page = cutPage(
          found,
          limit,
          (one) => one,
          (one) => [one.id],
        );
        return { body: { ...page, items: await Promise.all(page.items.map((one) => shown(scope, one))) } };
      }),
  });
  http.route<never, never, { scope: string }>({
    method: 'POST',
    path: '/npm/-/datawave/publishers',
    permission: PUBLISH,
    summary: 'Takes a scope that nobody has, so that it can be proved before anything is published under it',
    body: closedSchema({ scope: { type: 'string', pattern: '^@[a-z0-9][a-z0-9._-]*$', maxLength: 100 } }, [
      'scope',
    ]),
    handler: async ({ scope, body }) => {
      const publisher = await claimScope(parts, scope, body.scope);
      return {
        status: 201,
        headers: { location: `/api/v1/npm/-/datawave/publishers/${publisher.id}` },
        body: await shown(scope, publisher),
      };
    },
  });
  http.route<{ id: string }>({
    method: 'GET',
    path: '/npm/-/datawave/publishers/:id',
    permission: reads,
    summary:
      'A publisher with its proofs; its people see who they are and which DNS record proves the domain',
    params: byId,
    handler: ({ scope, params }) =>
      storage.transaction(scope, async (tx) => ({
        body: await shown(scope, await publishers.get(tx, params.id)),
      })),
  });
  http.route<{ id: string }, never, PublisherPatch>({
    method: 'PATCH',
    path: '/npm/-/datawave/publishers/:id',
    permission: PUBLISH,
    summary:
      'Changes the title, the domain or the trusted CI of a publisher; what proved the former proves nothing of the new',
    params: byId,
    body: closedSchema({
      title: { type: 'string', minLength: 1, maxLength: 200 },
      domain: { type: ['string', 'null'], maxLength: 240 },
      trustedCi: {
        type: ['object', 'null'],
        additionalProperties: false,
        required: ['issuer', 'claims'],
        properties: {
          issuer: { type: 'string', format: 'uri', maxLength: 500 },
          claims: {
            type: 'object',
            minProperties: 1,
            maxProperties: 10,
            additionalProperties: { type: 'string', minLength: 1, maxLength: 300 },
            description:
              'Claims that the token must carry as they stand here: { "repository": "acme/plugin" }.',
          },
        },
      },
    }),
    handler: async ({ scope, params, body }) => {
      return asMember(scope, params.id, async (tx, before) => {
        if (typeof body.domain === 'string') requireDomainOf(before, body.domain);
        if (body.trustedCi != null) requireCiOf(before, body.trustedCi);
        await publishers.change(tx, params.id, body);
        await audit.record(tx, scope, {
          action: 'registry.publisher.updated',
          object: { type: 'publisher', id: params.id, name: before.title },
          before: { title: before.title, domain: before.domain },
          after: { title: body.title ?? before.title, domain: body.domain ?? null },
        });
        return { body: await shown(scope, await publishers.get(tx, params.id)) };
      });
    },
  });
  http.route<{ id: string }, never, { principal: string }>({
    method: 'POST',
    path: '/npm/-/datawave/publishers/:id/members',
    permission: PUBLISH,
    summary: 'Lets somebody publish in the name of the publisher',
    params: byId,
    body: closedSchema({ principal }, ['principal']),
    handler: ({ scope, params, body }) =>
      asMember(scope, params.id, async (tx) => {
        await publishers.addMember(tx, scope, params.id, body.principal);
        await recordMember(tx, scope, params.id, 'added', body.principal);
        return { status: 201, body: { principal: body.principal } };
      }),
  });
  http.route<{ id: string; principal: string }>({
    method: 'DELETE',
    path: '/npm/-/datawave/publishers/:id/members/:principal',
    permission: PUBLISH,
    summary: 'Lets somebody publish in the name of the publisher no more; the last of its people stays',
    params: closedSchema({ id, principal }, ['id', 'principal']),
    handler: ({ scope, params }) =>
      asMember(scope, params.id, async (tx, publisher) => {
        if (publisher.members.some((one) => one !== params.principal)) {
          await publishers.removeMember(tx, params.id, params.principal);
          await recordMember(tx, scope, params.id, 'removed', params.principal);
        }
        return {};
      }),
  });
  const recordMember = (
    tx: Transaction,
    scope: ExecutionScope,
    publisher: string,
    what: 'added' | 'removed',
    member: string,
  ): Promise<void> =>
    audit.record(tx, scope, {
      action: `registry.member.${what}`,
      object: { type: 'publisher', id: publisher, name: publisher },
      after: { principal: member },
    });

  http.route<{ id: string }>({
    method: 'POST',
    path: '/npm/-/datawave/publishers/:id/proofs/dns',
    permission: PUBLISH,
    summary: "Looks at the TXT record of the publisher's domain",
    params: byId,
    handler: async ({ scope, params }) => {
      await asMember(scope, params.id, async () => undefined);
      await proving.byDns(scope, params.id);
      return {};
    },
  });
  http.route<{ id: string }, never, { token: string }>({
    method: 'POST',
    path: '/npm/-/datawave/publishers/:id/proofs/oidc',
    permission: PUBLISH,
    summary: 'Takes the token of the trusted CI; it proves what is published within the hour',
    params: byId,
    body: closedSchema({ token: { type: 'string', maxLength: 16_384 } }, ['token']),
    handler: async ({ scope, params, body }) => {
      await asMember(scope, params.id, async () => undefined);
      await proving.byCi(scope, params.id, body.token);
      return {};
    },
  });
  http.route<{ id: string }>({
    method: 'POST',
    path: '/npm/-/datawave/publishers/:id/proofs/administrator',
    permission: ADMINISTER,
    recentSignIn: true,
    summary: 'Vouches for a publisher',
    params: byId,
    handler: async ({ scope, params }) => {
      await proving.byAdministrator(scope, params.id);
      return {};
    },
  });
  http.route<{ id: string; method: 'dns' | 'oidc' | 'administrator' }>({
    method: 'DELETE',
    path: '/npm/-/datawave/publishers/:id/proofs/:method',
    permission: ADMINISTER,
    summary: 'Takes a proof back',
    params: closedSchema({ id, method: { enum: ['dns', 'oidc', 'administrator'] } }, ['id', 'method']),
    handler: async ({ scope, params }) => {
      await proving.takeBack(scope, params.id, params.method);
      return {};
    },
  });
}
