import type { Principal, ResourceAttributes } from '@datawave/plugin-sdk';
import type { Rules } from '../src/decide/rule-set.ts';
import type { Conditions, Policy } from '../src/model/policy.ts';

/** Where, when and by whom something is asked. */
export interface NaiveQuestion {
  readonly principal: Principal;
  readonly permission: string;
  readonly attributes: ResourceAttributes;
  readonly address?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const LEVELS = ['public', 'internal', 'confidential', 'restricted'];

/**
 * The decision as the documentation words it, rule by rule and policy by policy: what the compiled rules are compared with.
 * Shares nothing with them.
 */
export function decideNaively(rules: Rules, question: NaiveQuestion): boolean {
  const { principal, permission } = question;
  const held = heldRoles(rules, question);
  const matches = (pattern: string): boolean =>
    pattern === '*' ||
    pattern === permission ||
    (pattern.endsWith(':*') && permission.slice(0, permission.lastIndexOf(':')) === pattern.slice(0, -2));
  const concerned = rules.policies.filter(
    (policy) => policy.enabled && policy.permissions.some(matches) && isAbout(policy, principal, held),
  );
  const denied = concerned.some(
    (policy) => policy.effect === 'deny' && holds(policy.when, question) !== false,
  );
  if (denied) return false;
  return (
    rules.roles.some(({ id, permissions }) => held.has(id) && permissions.some(matches)) ||
    concerned.some((policy) => policy.effect === 'allow' && holds(policy.when, question) === true)
  );
}

function heldRoles(rules: Rules, { principal, now }: NaiveQuestion): ReadonlySet<string> {
  const held = new Set<string>();
  for (const { id, key } of rules.roles) if (principal.roles.includes(key)) held.add(id);
  for (const { role, holder, expiresAt } of rules.assignments) {
    const isTheirs =
      holder.kind === 'principal' ? holder.id === principal.id : (principal.groups ?? []).includes(holder.id);
    if (isTheirs && (expiresAt === null || expiresAt > now)) held.add(role);
  }
  for (let before = -1; before !== held.size; ) {
    before = held.size;
    for (const { id, parents } of rules.roles)
      if (held.has(id)) for (const parent of parents) held.add(parent);
  }
  return held;
}

function isAbout({ subjects }: Policy, principal: Principal, held: ReadonlySet<string>): boolean {
  const { roles = [], groups = [], principals = [] } = subjects;
  if (roles.length === 0 && groups.length === 0 && principals.length === 0) return true;
  return (
    roles.some((role) => held.has(role)) ||
    groups.some((group) => (principal.groups ?? []).includes(group)) ||
    principals.includes(principal.id)
  );
}

/** True, false, or null where it cannot be known. */
function holds(when: Conditions, question: NaiveQuestion): boolean | null {
  const results: (boolean | null)[] = [];
  const { attributes, principal } = question;
  const { owner, sensitivity, tags, network, time } = when;
  const value = (attribute: string | null | undefined, fits: (known: string | null) => boolean): void => {
    results.push(attribute === undefined ? null : fits(attribute));
  };
  if (owner !== undefined) {
    const wanted = [
      ...(owner.isMe === true ? [principal.id] : []),
      ...(owner.isMyGroup === true ? (principal.groups ?? []) : []),
      ...(owner.in ?? []),
    ];
    const isWanted =
      owner.isMe === true || owner.isMyGroup === true || owner.in !== undefined || owner.orNone === true;
    if (isWanted && wanted.length === 0 && owner.orNone !== true) results.push(false);
    else if (isWanted)
      value(attributes.owner, (known) => (known === null ? owner.orNone === true : wanted.includes(known)));
    if (owner.notIn !== undefined)
      value(attributes.owner, (known) => known === null || owner.notIn?.includes(known) === false);
  }
  for (const name of ['domain', 'source'] as const) {
    const condition = when[name];
    if (condition === undefined) continue;
    if (condition.in !== undefined || condition.orNone === true)
      value(attributes[name], (known) =>
        known === null ? condition.orNone === true : condition.in?.includes(known) === true,
      );
    if (condition.notIn !== undefined)
      value(attributes[name], (known) => known === null || condition.notIn?.includes(known) === false);
  }
  if (sensitivity !== undefined) {
    const { atLeast, atMost, orNone = false } = sensitivity;
    const level = (known: string): number => (LEVELS.includes(known) ? LEVELS.indexOf(known) : LEVELS.length);
    value(attributes.sensitivity, (known) => {
      if (known === null) return orNone;
      if (atLeast === undefined && atMost === undefined) return false;
      return (
        (atLeast === undefined || level(known) >= level(atLeast)) &&
        (atMost === undefined || level(known) <= level(atMost))
      );
    });
  }
  const has = (tag: string): boolean => attributes.tags?.includes(tag) === true;
  const tagged = (fits: boolean): void => void results.push(attributes.tags === undefined ? null : fits);
  if (tags?.any !== undefined) tagged(tags.any.some(has));
  if (tags?.all !== undefined) tagged(tags.all.every(has));
  if (tags?.none !== undefined) tagged(!tags.none.some(has));
  if (network?.in !== undefined) results.push(isInside(question.address, network.in));
  if (network?.notIn !== undefined) {
    const inside = isInside(question.address, network.notIn);
    results.push(inside === null ? null : !inside);
  }
  if (time !== undefined) {
    // The generated windows are of UTC alone.
    const date = new Date(question.now);
    const clock = date.toISOString().slice(11, 16);
    const { from = '00:00', to = '24:00', days = [1, 2, 3, 4, 5, 6, 7] } = time;
    const today = ((date.getUTCDay() + 6) % 7) + 1;
    const yesterday = ((date.getUTCDay() + 5) % 7) + 1;
    results.push(
      from < to
        ? clock >= from && clock < to && days.includes(today)
        : (clock >= from && days.includes(today)) || (clock < to && clock < from && days.includes(yesterday)),
    );
  }
  if (results.includes(false)) return false;
  return results.includes(null) ? null : true;
}

/** The generated networks are of whole bytes of IPv4: `10.0.0.0/8`. */
function isInside(address: string | undefined, networks: readonly string[]): boolean | null {
  if (address === undefined) return null;
  return networks.some((network) => {
    const [base = '', length = '32'] = network.split('/');
    const bytes = Number(length) / 8;
    return address.split('.').slice(0, bytes).join('.') === base.split('.').slice(0, bytes).join('.');
  });
}
