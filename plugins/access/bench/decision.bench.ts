import type { AccessQuestion, ExecutionScope, Principal } from '@datawave/plugin-sdk';
import { RuleSet, type Rules } from '../src/decide/rule-set.ts';
import { BUILT_IN_ROLES } from '../src/model/built-in-roles.ts';
import type { Conditions, StoredPolicy } from '../src/model/policy.ts';
import { decideNaively } from '../test/naive-decision.ts';

/**
 * `npm run bench -- decision`: one decision with 1,000 policies, warm, beside walking through all policies for each question.
 * Once with policies as an organisation has them, over many permissions and groups; once with all of them about the one
 * permission that is asked for, and about everybody.
 */
const POLICIES = 1_000;
const QUESTIONS = 200_000;
const NAIVE_QUESTIONS = 4_000;
const LEVELS = ['public', 'internal', 'confidential', 'restricted'];
const RESOURCES = [
  'catalog',
  'scans',
  'sources',
  'review',
  'compliance',
  'glossary',
  'lineage',
  'quality',
  'domains',
  'jobs',
];
const NOW = Date.UTC(2026, 3, 15, 12, 34);

const condition = (n: number): Conditions =>
  [
    { domain: { in: [`domain-${n}`, `domain-${n + 1}`] } },
    { owner: { isMe: true as const, isMyGroup: true as const } },
    { sensitivity: { atLeast: LEVELS[n % 4] ?? 'public' }, source: { in: [`source-${n}`] } },
    { tags: { any: [`tag-${n}`], none: ['retired'] } },
    { domain: { in: [`domain-${n}`] }, network: { in: [`10.${n % 250}.0.0/16`] } },
    {
      source: { notIn: [`source-${n % 50}`] },
      time: { zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' },
    },
  ][n % 6] ?? {};

const policy = (n: number, over: Partial<StoredPolicy>): StoredPolicy => ({
  ...{ id: `${n}`, title: `Policy ${n}`, description: '', enabled: true, version: 1 },
  ...{ createdAt: '', createdBy: '', updatedAt: '', updatedBy: '' },
  effect: n % 3 === 0 ? 'deny' : 'allow',
  permissions: [`${RESOURCES[n % 10]}:${['read', 'write', 'run', '*'][(n >> 3) % 4]}`],
  subjects: n % 5 === 0 ? {} : { groups: [`group-${n % 40}`] },
  when: condition(n),
  ...over,
});

const roles = BUILT_IN_ROLES.map(({ id, permissions }) => ({
  ...{ id, key: id, permissions },
  parents: [],
  everywhere: true,
}));
const assignments = Array.from({ length: 40 }, (_, n) => ({
  ...{ role: n % 4 === 0 ? 'steward' : 'viewer', holder: { kind: 'group' as const, id: `group-${n}` } },
  ...{ name: null, everywhere: false, expiresAt: null, isElevation: false },
}));
const principals = Array.from(
  { length: 100 },
  (_, n): Principal => ({
    ...{ id: `user:${n}`, kind: 'user', displayName: `User ${n}`, roles: [] },
    groups: [`group-${n % 40}`, `group-${(n * 7) % 40}`, 'group:everybody'],
  }),
);
const signal = new AbortController().signal;
const scopes = principals.map(
  (principal, n): ExecutionScope => ({
    ...{ workspace: 'w', principal, requestId: 'r', signal, address: `10.${n % 10}.0.1` },
  }),
);

const question = (n: number, permission: string): AccessQuestion => ({
  permission,
  attributes: {
    owner: n % 9 === 0 ? `user:${n % 100}` : null,
    domain: `domain-${(n * 31) % 1_000}`,
    sensitivity: LEVELS[n % 4] ?? null,
    tags: [`tag-${(n * 17) % 1_000}`],
    source: `source-${(n * 13) % 1_000}`,
  },
});

const quantile = (sorted: Float64Array, q: number): number => sorted[Math.floor(sorted.length * q)] ?? 0;

function measure(rules: Rules, permissionOf: (n: number) => string) {
  const started = performance.now();
  const set = new RuleSet(rules);
  const compileMs = performance.now() - started;
  const questions = Array.from({ length: 5_000 }, (_, n) => question(n, permissionOf(n)));
  let allowed = 0;
  const ask = (n: number): void => {
    const scope = scopes[n % scopes.length];
    const asked = questions[(n * 7) % questions.length];
    if (scope !== undefined && asked !== undefined) allowed += Number(set.decide(scope, asked, NOW).allowed);
  };
  // Warm: everybody has asked for everything once, and the code is compiled.
  for (let n = 0; n < questions.length * 20; n += 1) ask(n);
  const took = new Float64Array(QUESTIONS);
  for (let n = 0; n < QUESTIONS; n += 1) {
    const before = performance.now();
    ask(n);
    took[n] = (performance.now() - before) * 1000;
  }
  took.sort();
  const naive = new Float64Array(NAIVE_QUESTIONS);
  for (let n = 0; n < NAIVE_QUESTIONS; n += 1) {
    const scope = scopes[n % scopes.length];
    const asked = questions[(n * 7) % questions.length];
    if (scope === undefined || asked === undefined) continue;
    const before = performance.now();
    decideNaively(rules, {
      ...{ principal: scope.principal, permission: asked.permission, now: NOW },
      ...{ attributes: asked.attributes ?? {}, address: scope.address },
    });
    naive[n] = (performance.now() - before) * 1000;
  }
  naive.sort();
  return {
    ...{
      compileMs: compileMs.toFixed(1),
      allowed: `${((allowed / (QUESTIONS + questions.length * 20)) * 100).toFixed(0)} %`,
    },
    ...{ p50: quantile(took, 0.5).toFixed(2), p99: quantile(took, 0.99).toFixed(2) },
    ...{ naiveP50: quantile(naive, 0.5).toFixed(1), naiveP99: quantile(naive, 0.99).toFixed(1) },
    ratio: (quantile(naive, 0.5) / quantile(took, 0.5)).toFixed(0),
  };
}

const numbers = Array.from({ length: POLICIES }, (_, n) => n);
console.log(`A decision with ${POLICIES} policies, in microseconds; "naive" walks through all of them.`);
console.table({
  'over many permissions and groups': measure(
    { roles, assignments, policies: numbers.map((n) => policy(n, {})) },
    (n) => `${RESOURCES[n % 10]}:read`,
  ),
  'all about one permission, and everybody': measure(
    {
      ...{ roles, assignments },
      policies: numbers.map((n) => policy(n, { permissions: ['catalog:read'], subjects: {} })),
    },
    () => 'catalog:read',
  ),
});
