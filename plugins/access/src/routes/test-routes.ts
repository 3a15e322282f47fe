import {
  closedSchema,
  type HttpService,
  type PluginsService,
  type ResourceAttributes,
} from '@datawave/plugin-sdk';
import { attributeTests, passesAll } from '../decide/attribute-test.ts';
import type { RuleSets } from '../decide/rule-sets.ts';
import { isNetwork } from '../model/network.ts';
import { holderIdSchema } from '../model/policy-schema.ts';
import { invalid } from '../store/access-errors.ts';
import type { AccessObjects } from './access-objects.ts';
import { type NamedPrincipal, noMember, type Other, type OthersScopes } from './in-the-name-of.ts';

const names = { type: 'array', maxItems: 5000, items: holderIdSchema };
const nameOrNone = { anyOf: [holderIdSchema, { type: 'null' }] };

interface TestBody {
  readonly principal?: NamedPrincipal;
  readonly permission: string;
  readonly resource?: string;
  readonly attributes?: ResourceAttributes;
  readonly at?: string;
  readonly address?: string;
}

/** Mounts `/access`: what can be permitted, and "can X do Y to Z, and why". */
export function mountAccessRoutes(
  http: HttpService,
  {
    plugins,
    sets,
    objects,
    others,
  }: {
    readonly plugins: PluginsService;
    readonly sets: RuleSets;
    readonly objects: AccessObjects;
    readonly others: OthersScopes;
  },
): void {
  http.route({
    method: 'GET',
    path: '/access/permissions',
    permission: 'access:read',
    summary: 'All permissions that plugins declare, by id',
    query: closedSchema({}),
    handler: async () => ({ body: { items: await plugins.permissions(), nextCursor: null } }),
  });

  http.route({
    method: 'GET',
    path: '/access/kinds',
    permission: 'access:read',
    summary: 'Kinds of things of which it can be asked who may do what to them',
    query: closedSchema({}),
    handler: () => Promise.resolve({ body: { items: objects.kinds(), nextCursor: null } }),
  });

  http.route<Record<string, never>, never, TestBody>({
    method: 'POST',
    path: '/access/test',
    permission: 'access:test',
    summary: 'Whether somebody may do something, and why; nothing is done',
    body: closedSchema(
      {
        principal: {
          ...closedSchema({ id: holderIdSchema, roles: names, groups: names }, ['id']),
          description:
            'The caller unless given. Roles and groups are those of the account with that id where they are left out.',
        },
        permission: { type: 'string', minLength: 1, maxLength: 200 },
        resource: {
          ...{ type: 'string', minLength: 1, maxLength: 2000 },
          description:
            'URN of an asset, or `KIND:ID`: what it is like is looked up where `attributes` are left out and the caller may see it.',
        },
        attributes: closedSchema({
          owner: nameOrNone,
          domain: nameOrNone,
          sensitivity: nameOrNone,
          tags: names,
          source: nameOrNone,
        }),
        at: { type: 'string', format: 'date-time', description: 'Now unless given.' },
        address: {
          type: 'string',
          maxLength: 60,
          description: 'None unless given; that of the caller for the caller.',
        },
      },
      ['permission'],
    ),
    handler: async ({ scope, body }) => {
      const { permission, resource } = body;
      const declared = (await plugins.permissions()).find(({ id }) => id === permission);
      if (declared === undefined)
        throw invalid([{ pointer: '/permission', message: 'is no permission that a plugin declares' }]);
      if (body.address !== undefined && (!isNetwork(body.address) || body.address.includes('/')))
        throw invalid([{ pointer: '/address', message: 'is no address' }]);
      const object =
        resource === undefined || body.attributes !== undefined ? null : await objects.named(scope, resource);
      const attributes = body.attributes ?? object?.attributes;
      const { principal, address } = body;
      const other: Other =
        principal !== undefined
          ? await others.of(scope, principal, address)
          : { scope: { ...scope, ...(address === undefined ? {} : { address }) }, isMember: true };
      const { scope: asked, isMember } = other;
      const now = body.at === undefined ? Date.now() : Date.parse(body.at);
      const rules = await sets.load(scope.workspace, Date.now());
      const { confined, decision } = decide();
      return {
        body: {
          ...decision,
          // Said also where a policy denies what a role grants, so that the whole way is seen.
          grant: rules
            .profile(asked, now, declared.reach === 'platform' ? { onlyEverywhere: true } : undefined)
            .grantOf(permission),
          object: object === null ? null : { kind: object.kind, id: object.id, name: object.name },
          attributes: attributes ?? null,
          principal: {
            id: asked.principal.id,
            roles: rules.heldKeys(asked, now),
            groups: asked.principal.groups ?? [],
          },
          policies: rules.consider(asked, permission, now).map(({ policy, applies }) => ({
            ...{ id: policy.id, title: policy.title, effect: policy.effect, when: policy.when },
            outcome: outcome(
              applies,
              passesAll(attributeTests(policy.when, rules.profile(asked, now).asker), attributes ?? {}),
              attributes,
            ),
          })),
          isConfinedByToken: confined,
          isMember,
        },
      };

      function decide() {
        if (!isMember) return { confined: false, decision: noMember(other) };
        const allowed = asked.session?.permissions;
        const isConfined = allowed !== undefined && !allowed.includes(permission);
        if (isConfined)
          return {
            confined: true,
            decision: {
              allowed: false,
              reason: `The token of ${asked.principal.displayName} is not made for "${permission}".`,
            },
          };
        const question = {
          permission,
          ...(attributes === undefined ? {} : { attributes }),
          ...(resource === undefined ? {} : { resource }),
        };
        return { confined: false, decision: rules.decide(asked, question, now) };
      }
    },
  });
}

/** What became of a policy about somebody. */
function outcome(
  applies: boolean,
  passed: boolean | null,
  attributes: ResourceAttributes | undefined,
): 'applies' | 'not here or now' | 'unknown' | 'other things' {
  if (!applies) return 'not here or now';
  if (passed === true) return 'applies';
  return passed === null || attributes === undefined ? 'unknown' : 'other things';
}
