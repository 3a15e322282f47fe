import type { AccessDecider, AccessDecision, AccessFilter, ExecutionScope } from '@datawave/plugin-sdk';
import { sql } from '@datawave/plugin-sdk';
import { compileFilter } from './compile-filter.ts';
import type { RuleSet } from './rule-set.ts';
import type { RuleSets } from './rule-sets.ts';

const KERNEL: AccessDecision = Object.freeze({ allowed: true, reason: 'The kernel acts for itself.' });
const ALL: AccessFilter = Object.freeze({ passes: 'all', predicate: sql`true` });

/** Decides by the rules of the scope's workspace: at once where they are at hand. */
export function createDecider(sets: RuleSets, clock: () => number = Date.now): AccessDecider {
  const withRules = <T>(scope: ExecutionScope, work: (rules: RuleSet, now: number) => T): T | Promise<T> => {
    const now = clock();
    const rules = sets.atHand(scope.workspace, now);
    return rules === undefined
      ? sets.load(scope.workspace, now).then((loaded) => work(loaded, now))
      : work(rules, now);
  };
  return {
    decide: (scope, question) =>
      scope.principal.kind === 'system'
        ? KERNEL
        : withRules(scope, (rules, now) => rules.decide(scope, question, now)),
    filter: (scope, permission, columns) =>
      scope.principal.kind === 'system'
        ? ALL
        : withRules(scope, (rules, now) => compileFilter(rules.rulingOf(scope, permission, now), columns)),
  };
}
