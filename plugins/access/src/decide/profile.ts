import type { Principal } from '@datawave/plugin-sdk';
import { ADMIN } from '../model/built-in-roles.ts';
import { PermissionSet } from '../model/permission-pattern.ts';
import type { Assignment, Role } from '../model/role.ts';
import type { Asker } from './attribute-test.ts';
import type { Ruling } from './ruling.ts';

/** A role that somebody holds, and the way by which. */
interface HeldRole {
  readonly permissions: PermissionSet;
  /** The end of "Allowed by …". */
  readonly way: string;
}

/** What there is to hold. */
export interface Holdings {
  readonly roles: ReadonlyMap<string, Role>;
  readonly rolesByKey: ReadonlyMap<string, Role>;
  readonly ofPrincipals: ReadonlyMap<string, readonly Assignment[]>;
  readonly ofGroups: ReadonlyMap<string, readonly Assignment[]>;
}

/** What is left out of what somebody holds. */
export interface Narrowing {
  /** What holds in one workspace alone. */
  readonly onlyEverywhere?: boolean;
  /** What ends by itself: elevations, and roles that were given for a time. */
  readonly onlyLasting?: boolean;
}

/** Half of a surrogate pair and U+0000 cannot be kept, so that no stored name can be meant by an id that holds one. */
const isStorable = (id: string): boolean => id.isWellFormed() && !id.includes('\0');

/** Everything that somebody holds, and what has been ruled for them so far. */
export class Profile {
  readonly asker: Asker;
  readonly name: string;
  /** Ids of the roles held, inherited ones among them. */
  readonly roles: ReadonlySet<string>;
  /** Milliseconds since 1970 from which on it is to be made anew: a role has expired. */
  readonly validUntil: number;
  readonly rulings = new Map<string, { readonly ruling: Ruling; readonly circumstances: string | null }>();
  readonly #held: readonly HeldRole[];

  constructor(
    principal: Principal,
    holdings: Holdings,
    { now, onlyEverywhere = false, onlyLasting = false }: { readonly now: number } & Narrowing,
  ) {
    const groups = (principal.groups ?? []).filter(isStorable);
    this.asker = { id: isStorable(principal.id) ? principal.id : '', groups };
    this.name = principal.displayName;
    const roles = new Set<string>();
    const held: HeldRole[] = [];
    let validUntil = Number.POSITIVE_INFINITY;
    const hold = (role: Role | undefined, how: string): void => {
      if (role === undefined) return;
      for (const { role: one, trail } of withParents(role, holdings.roles)) {
        roles.add(one.id);
        const inherited = trail.length === 0 ? '' : `, which inherits ${trail.join(', which inherits ')},`;
        held.push({
          permissions: new PermissionSet(one.permissions),
          way: `role ${role.key}${how === '' ? inherited.replace(/,$/, '') : `${inherited}${how}`}`,
        });
      }
    };
    const holdAll = (assignments: readonly Assignment[] = [], isOfGroup = false): void => {
      for (const { role, holder, name, everywhere, expiresAt, isElevation } of assignments) {
        if (expiresAt !== null && expiresAt <= now) continue;
        if (onlyEverywhere && !everywhere) continue;
        if (onlyLasting && expiresAt !== null) continue;
        if (expiresAt !== null) validUntil = Math.min(validUntil, expiresAt);
        const through = isOfGroup ? ` through group ${name ?? holder.id.replace(/^group:/, '')}` : '';
        const until = expiresAt === null ? '' : ` until ${new Date(expiresAt).toISOString()}`;
        hold(holdings.roles.get(role), isElevation ? ` through an elevation${until}` : `${through}${until}`);
      }
    };
    for (const key of principal.roles) {
      const role = holdings.rolesByKey.get(key);
      // A key may be left over from a role that was removed: one of the workspace that has it now holds there alone.
      if (!onlyEverywhere || role?.everywhere === true) hold(role, '');
    }
    if (!onlyEverywhere)
      for (const key of principal.workspaceRoles ?? [])
        hold(holdings.rolesByKey.get(key), ' as a member of the workspace');
    holdAll(holdings.ofPrincipals.get(this.asker.id));
    for (const group of groups) holdAll(holdings.ofGroups.get(group), true);
    this.roles = roles;
    this.validUntil = validUntil;
    this.#held = held;
  }

  get isAdministrator(): boolean {
    return this.roles.has(ADMIN);
  }

  /** The role that grants a permission, as a sentence; null where none does. */
  grantOf(permission: string): string | null {
    const found = this.#held.find(({ permissions }) => permissions.has(permission));
    return found === undefined ? null : `Allowed by ${found.way}.`;
  }

  /** Whether roles grant everything that a pattern stands for. */
  covers(pattern: string): boolean {
    return this.#held.some(({ permissions }) => permissions.covers(pattern));
  }
}

/** A role and all that it inherits from, each once, with the keys in between. */
function* withParents(
  role: Role,
  roles: ReadonlyMap<string, Role>,
): Iterable<{ readonly role: Role; readonly trail: readonly string[] }> {
  const seen = new Set([role.id]);
  const waiting: { readonly role: Role; readonly trail: readonly string[] }[] = [{ role, trail: [] }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    yield next;
    for (const id of next.role.parents) {
      const parent = roles.get(id);
      if (parent === undefined || seen.has(id)) continue;
      seen.add(id);
      waiting.push({ role: parent, trail: [...next.trail, parent.key] });
    }
  }
}
