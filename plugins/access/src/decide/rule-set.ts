import type { AccessDecision, AccessQuestion, ExecutionScope, Principal } from '@datawave/plugin-sdk';
import { Clocks } from '../model/clock-window.ts';
import { wildcardOf } from '../model/permission-pattern.ts';
import type { StoredPolicy } from '../model/policy.ts';
import type { Assignment, Role } from '../model/role.ts';
import { type Circumstances, CompiledPolicy } from './compiled-policy.ts';
import { type Holdings, type Narrowing, Profile } from './profile.ts';
import { Ruling } from './ruling.ts';

/** What is declared of a permission. */
export interface Declared {
  /** Attributes that are told of each thing. */
  readonly told: ReadonlySet<string>;
  /** Whether it reaches beyond the workspace. */
  readonly isOfPlatform: boolean;
}

/** Everything that decisions in one workspace stand on. */
export interface Rules {
  readonly roles: readonly Role[];
  readonly assignments: readonly Assignment[];
  readonly policies: readonly StoredPolicy[];
}

/** Profiles that are kept for principals whose objects come anew with each request. */
const MOST_PROFILES = 5_000;
/** Permissions and circumstances that are ruled on for one profile. */
const MOST_RULINGS = 1_000;
const UNDECLARED: Declared = { told: new Set(), isOfPlatform: false };
/** What no policy can take from an administrator: without it, one that denies everything could never be mended. */
const MENDING = new Set(['access', 'access-policies', 'elevations', 'role-assignments', 'roles']);

/**
 * The rules of a workspace, compiled: policies by permission, roles by who holds them. What was ruled for somebody is kept,
 * so that the next question is a look-up and a test of the thing. Never changes: other rules are another rule set.
 */
export class RuleSet {
  readonly #holdings: Holdings;
  readonly #declared: ReadonlyMap<string, Declared>;
  readonly #byPermission = new Map<string, CompiledPolicy[]>();
  readonly #clocks = new Clocks();
  readonly #profiles = new WeakMap<Principal, Profile>();
  readonly #profilesByKey = new Map<string, Profile>();

  /** @param declared - what plugins say of permissions: of one that is not in it nothing is told, and it stays in the workspace */
  constructor({ roles, assignments, policies }: Rules, declared: ReadonlyMap<string, Declared> = new Map()) {
    this.#declared = declared;
    // A role of every workspace goes before one of this workspace with the same key, which came first.
    const byKey = roles.toSorted((a, b) => Number(a.everywhere) - Number(b.everywhere));
    const ofPrincipals = assignments.filter(({ holder }) => holder.kind === 'principal');
    const ofGroups = assignments.filter(({ holder }) => holder.kind === 'group');
    this.#holdings = {
      roles: new Map(roles.map((role) => [role.id, role])),
      rolesByKey: new Map(byKey.map((role) => [role.key, role])),
      ofPrincipals: Map.groupBy(ofPrincipals, ({ holder }) => holder.id),
      ofGroups: Map.groupBy(ofGroups, ({ holder }) => holder.id),
    };
    for (const policy of policies) {
      if (!policy.enabled) continue;
      const compiled = new CompiledPolicy(policy);
      for (const permission of new Set(policy.permissions)) {
        const known = this.#byPermission.get(permission);
        if (known === undefined) this.#byPermission.set(permission, [compiled]);
        else known.push(compiled);
      }
    }
  }

  /** @param now - milliseconds since 1970 */
  decide(scope: ExecutionScope, question: AccessQuestion, now: number): AccessDecision {
    return this.rulingOf(scope, question.permission, now).decide(question);
  }

  /** What there is to say of a permission before the thing is known. */
  rulingOf(scope: ExecutionScope, permission: string, now: number): Ruling {
    const profile = this.#profileOf(scope, now);
    const known = profile.rulings.get(permission);
    if (known !== undefined && (known.circumstances === null || known.circumstances === keyOf(scope, now)))
      return known.ruling;
    const policies = this.#policiesFor(permission, profile);
    const circumstances = policies.some(({ isOfCircumstances }) => isOfCircumstances)
      ? keyOf(scope, now)
      : null;
    const ruling = this.#rule(scope.principal, profile, permission, policies, {
      now,
      address: scope.address,
    });
    if (profile.rulings.size >= MOST_RULINGS) profile.rulings.clear();
    profile.rulings.set(permission, { ruling, circumstances });
    return ruling;
  }

  /** What somebody holds, or some of it. */
  profile(scope: ExecutionScope, now: number, narrowing?: Narrowing): Profile {
    if (narrowing === undefined) return this.#profileOf(scope, now);
    return new Profile(scope.principal, this.#holdings, { now, ...narrowing });
  }

  /** Keys of the roles that somebody holds, inherited ones among them. */
  heldKeys(scope: ExecutionScope, now: number): readonly string[] {
    return [...this.#profileOf(scope, now).roles].map((id) => this.#holdings.roles.get(id)?.key ?? id).sort();
  }

  /** The policies about somebody that speak of a permission, each with whether it applies here and now. */
  consider(
    scope: ExecutionScope,
    permission: string,
    now: number,
  ): readonly { readonly policy: StoredPolicy; readonly applies: boolean }[] {
    const profile = this.#profileOf(scope, now);
    return this.#policiesFor(permission, profile).map((compiled) => ({
      policy: compiled.policy,
      applies: compiled.residual(profile.asker, { now, address: scope.address }, this.#clocks) !== null,
    }));
  }

  #policiesFor(permission: string, profile: Profile): readonly CompiledPolicy[] {
    const found = [permission, wildcardOf(permission), '*'].flatMap(
      (key) => this.#byPermission.get(key) ?? [],
    );
    return [...new Set(found)].filter((policy) => policy.isAbout(profile.asker, profile.roles));
  }

  #rule(
    principal: Principal,
    profile: Profile,
    permission: string,
    policies: readonly CompiledPolicy[],
    circumstances: Circumstances,
  ): Ruling {
    const mendable = profile.isAdministrator && MENDING.has(permission.slice(0, permission.lastIndexOf(':')));
    const residuals = (effect: 'allow' | 'deny') =>
      policies.flatMap((one) =>
        one.policy.effect === effect ? (one.residual(profile.asker, circumstances, this.#clocks) ?? []) : [],
      );
    const { told, isOfPlatform } = this.#declared.get(permission) ?? UNDECLARED;
    // What reaches beyond the workspace is not its own to grant, only to deny.
    const granting = isOfPlatform
      ? new Profile(principal, this.#holdings, { now: circumstances.now, onlyEverywhere: true })
      : profile;
    return new Ruling({
      asker: profile.name,
      permission,
      granted: granting.grantOf(permission),
      allows: isOfPlatform ? [] : residuals('allow'),
      denies: mendable ? [] : residuals('deny'),
      told,
    });
  }

  #profileOf({ principal }: ExecutionScope, now: number): Profile {
    const known = this.#profiles.get(principal);
    if (known !== undefined && now < known.validUntil) return known;
    const { id, displayName, roles, workspaceRoles = [], groups = [] } = principal;
    const key = JSON.stringify([id, displayName, roles, workspaceRoles, groups]);
    let profile = this.#profilesByKey.get(key);
    if (profile === undefined || now >= profile.validUntil) {
      profile = new Profile(principal, this.#holdings, { now });
      if (this.#profilesByKey.size >= MOST_PROFILES) this.#profilesByKey.clear();
      this.#profilesByKey.set(key, profile);
    }
    this.#profiles.set(principal, profile);
    return profile;
  }
}

/** Policies look at nothing finer than a minute. */
const keyOf = ({ address = '' }: ExecutionScope, now: number): string =>
  `${Math.floor(now / 60_000)} ${address}`;
