import type { Principal, ResourceAttributes } from '@datawave/plugin-sdk';
import fc from 'fast-check';
import type { Rules } from '../src/decide/rule-set.ts';
import type { Conditions, StoredPolicy, Subjects } from '../src/model/policy.ts';
import type { Assignment, Role } from '../src/model/role.ts';

/** A Wednesday, 12:34 UTC. */
export const NOON = Date.UTC(2026, 3, 15, 12, 34);
const LEVELS = ['public', 'internal', 'confidential', 'restricted'];
/** Few names, so that rules meet things; with what is awkward in SQL and in arrays. */
const people = fc.constantFrom('user:ada', 'user:bob', "user:o'neil", 'user:{x,y}');
const groups = fc.constantFrom('group:eu', 'group:us', 'group:"quoted"', 'group:NULL');
const domains = fc.constantFrom('sales', 'finance', 'hr', '');
const sources = fc.constantFrom('crm', 'erp', 'dwh');
const tags = fc.constantFrom('pii', 'gold', 'a,b', '{}');
const roleIds = fc.constantFrom('r0', 'r1', 'r2', 'r3', 'r4');
const permissions = fc.constantFrom('catalog:read', 'catalog:write', 'catalog:*', 'scans:*', '*');
const networks = fc.constantFrom('10.0.0.0/8', '10.1.0.0/16', '192.168.7.0/24');

const some = <T>(one: fc.Arbitrary<T>, maxLength = 3): fc.Arbitrary<T[]> =>
  fc.uniqueArray(one, { minLength: 1, maxLength });
const flag = fc.constant(true as const);
/** A record with some of its keys, one at least, never with undefined ones. */
const partly = <T extends object>(shape: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
  fc.record(shape, { requiredKeys: [] }).filter((made) => Object.keys(made).length > 0);

const valueCondition = (one: fc.Arbitrary<string>) =>
  partly({ in: some(one), notIn: some(one), orNone: flag });
const clock = fc.constantFrom('00:00', '06:00', '12:00', '12:34', '12:35', '18:00', '23:59');
const sensitivity = partly({
  atLeast: fc.constantFrom(...LEVELS),
  atMost: fc.constantFrom(...LEVELS),
  orNone: flag,
});
const when: fc.Arbitrary<Conditions> = fc
  .record(
    {
      owner: partly({
        isMe: flag,
        isMyGroup: flag,
        in: some(fc.oneof(people, groups)),
        notIn: some(fc.oneof(people, groups)),
        orNone: flag,
      }),
      domain: valueCondition(domains),
      sensitivity,
      tags: partly({ any: some(tags), all: some(tags), none: some(tags) }),
      source: valueCondition(sources),
      time: fc
        .tuple(
          fc.constant({ zone: 'UTC' }),
          partly({ days: some(fc.integer({ min: 1, max: 7 }), 5), from: clock, to: clock }),
        )
        .map(([zone, rest]) => ({ ...zone, ...rest })),
      network: partly({ in: some(networks, 2), notIn: some(networks, 2) }),
    },
    { requiredKeys: [] },
  )
  // Most policies look at one or two things; one that looks at seven fits nothing.
  .chain((all) => {
    const entries = Object.entries(all);
    return fc
      .subarray(entries, { maxLength: Math.min(3, entries.length) })
      .map((kept) => Object.fromEntries(kept));
  });

const subjects: fc.Arbitrary<Subjects> = fc.oneof(
  fc.constant({}),
  partly({ roles: some(roleIds, 2), groups: some(groups, 2), principals: some(people, 2) }),
);

const policy: fc.Arbitrary<StoredPolicy> = fc.record({
  id: fc.uuid(),
  title: fc.string(),
  description: fc.constant(''),
  effect: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
  enabled: fc.constantFrom(true, true, true, false),
  permissions: some(permissions, 2),
  subjects,
  when,
  version: fc.constant(1),
  createdAt: fc.constant(''),
  createdBy: fc.constant(''),
  updatedAt: fc.constant(''),
  updatedBy: fc.constant(''),
});

/** Roles that inherit from later ones only, so that there is no circle. */
const roles: fc.Arbitrary<readonly Role[]> = fc.tuple(
  ...[0, 1, 2, 3, 4].map((index) =>
    fc.record({
      id: fc.constant(`r${index}`),
      key: fc.constant(`role-${index}`),
      permissions: fc.subarray(['catalog:read', 'catalog:*', 'scans:run', '*'], { maxLength: 1 }),
      parents: fc.subarray([0, 1, 2, 3, 4].filter((other) => other > index).map((other) => `r${other}`)),
      everywhere: fc.boolean(),
    }),
  ),
);

const assignment: fc.Arbitrary<Assignment> = fc.record({
  role: roleIds,
  holder: fc.oneof(
    fc.record({ kind: fc.constant('principal' as const), id: people }),
    fc.record({ kind: fc.constant('group' as const), id: groups }),
  ),
  name: fc.constant(null),
  everywhere: fc.boolean(),
  expiresAt: fc.constantFrom(null, null, NOON - 1, NOON + 60_000),
  isElevation: fc.boolean(),
});

export const arbitraryRules: fc.Arbitrary<Rules> = fc.record({
  roles,
  assignments: fc.array(assignment, { maxLength: 3 }),
  policies: fc.array(policy, { maxLength: 8 }),
});

export const arbitraryPrincipal: fc.Arbitrary<Principal> = fc.record({
  id: people,
  kind: fc.constant('user' as const),
  displayName: fc.constant('Somebody'),
  roles: fc.subarray(['role-0', 'role-3', 'unheard-of'], { maxLength: 1 }),
  groups: fc.uniqueArray(groups, { maxLength: 2 }),
});

export const arbitraryAddress = fc.constantFrom(
  undefined,
  '10.1.2.3',
  '10.200.0.1',
  '192.168.7.9',
  '203.0.113.5',
);

/** A thing of which everything is known. */
export type Thing = Required<ResourceAttributes>;

export const arbitraryThing: fc.Arbitrary<Thing> = fc.record({
  owner: fc.option(fc.oneof(people, groups)),
  domain: fc.option(domains),
  sensitivity: fc.option(fc.constantFrom(...LEVELS, 'unheard-of')),
  tags: fc.uniqueArray(tags, { maxLength: 3 }),
  source: fc.option(sources),
});

export const ATTRIBUTES = ['owner', 'domain', 'sensitivity', 'tags', 'source'] as const;
/** What of things is known. */
export const arbitraryKnown = fc.oneof(fc.constant([...ATTRIBUTES]), fc.subarray([...ATTRIBUTES]));
