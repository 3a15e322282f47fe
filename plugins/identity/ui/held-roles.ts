import { ProblemError, type ShellContext } from '@datawave/plugin-sdk/ui';
import type { Account, Group } from './api.ts';

/** Rows of another plugin that are read at most. */
const MOST = 2_000;

/** A role that somebody holds, and by what. */
export interface HeldRole {
  readonly key: string;
  readonly title: string;
  /** Where it holds. */
  readonly where: 'everywhere' | 'here';
  /** Group through which it is held; null for one's own. */
  readonly group: string | null;
  /** When it ends; null where it does not by itself. */
  readonly until: string | null;
}

interface Assignment {
  readonly role: { readonly key: string; readonly title: string };
  readonly holder: { readonly kind: 'principal' | 'group'; readonly id: string };
  readonly everywhere: boolean;
  readonly expiresAt: string | null;
  readonly isExpired: boolean;
}

/** A role for a time. */
interface Elevation {
  readonly role: { readonly key: string; readonly title: string };
  readonly principal: { readonly id: string };
  readonly expiresAt: string | null;
}

interface Member {
  readonly holder: Assignment['holder'];
  readonly roles: readonly string[];
}

/** Looks the roles of an account up: its own, those that were given to it or to a group of it, and those of a member of the workspace. */
export type RolesOf = (account: Pick<Account, 'id' | 'roles' | 'groups'>) => readonly HeldRole[];

/** What another plugin lists; nothing where it does not run, or not for whoever asks. */
async function listed<T>(
  shell: ShellContext,
  permission: string,
  path: string,
  signal: AbortSignal,
  query: Readonly<Record<string, string>> = {},
): Promise<readonly T[]> {
  if (!shell.may(permission)) return [];
  try {
    return await shell.api.all<T>(path, { query, signal, limit: MOST });
  } catch (error) {
    if (error instanceof ProblemError) return [];
    throw error;
  }
}

/** What is known of who holds which role. Without the plugins that give roles those that accounts hold by themselves are left. */
export async function loadHeldRoles(shell: ShellContext, signal: AbortSignal): Promise<RolesOf> {
  const [roles, assignments, groups, members, elevations] = await Promise.all([
    listed<{ key: string; title: string }>(shell, 'roles:read', '/roles', signal),
    listed<Assignment>(shell, 'roles:read', '/role-assignments', signal),
    listed<Group>(shell, 'users:read', '/groups', signal),
    membersHere(shell, signal),
    listed<Elevation>(shell, 'elevations:approve', '/elevations', signal, { state: 'approved' }),
  ]);
  const titles = new Map(roles.map(({ key, title }) => [key, title]));
  const names = new Map(groups.map(({ id, name }) => [id, name]));
  const given: readonly (HeldRole & { readonly holder: string })[] = [
    ...assignments
      .filter(({ isExpired }) => !isExpired)
      .map(({ role, holder, everywhere, expiresAt }) => ({
        ...{ key: role.key, title: role.title, holder: holder.id },
        ...({ where: everywhere ? 'everywhere' : 'here', group: null } as const),
        until: expiresAt,
      })),
    ...members.flatMap(({ holder, roles: keys }) =>
      keys.map((key) => ({
        ...{ key, title: titles.get(key) ?? key, holder: holder.id },
        ...({ where: 'here', group: null, until: null } as const),
      })),
    ),
  ];
  const all = [
    ...given,
    ...elevations.map(({ role, principal, expiresAt }) => ({
      ...{ key: role.key, title: role.title, holder: principal.id },
      ...({ where: 'here', group: null, until: expiresAt } as const),
    })),
  ];
  const byHolder = Map.groupBy(all, ({ holder }) => holder);
  return ({ id, roles: own, groups: of }) =>
    unique([
      ...own.map((key) => ({
        ...{ key, title: titles.get(key) ?? key },
        ...({ where: 'everywhere', group: null, until: null } as const),
      })),
      ...(byHolder.get(id) ?? []),
      ...of.flatMap((group) =>
        (byHolder.get(group) ?? []).map((held) => ({ ...held, group: names.get(group) ?? group })),
      ),
    ]);
}

/** Members of the workspace that is worked in. */
async function membersHere(shell: ShellContext, signal: AbortSignal): Promise<readonly Member[]> {
  const workspaces = await listed<{ id: string; isCurrent: boolean }>(
    shell,
    'workspaces:read',
    '/workspaces',
    signal,
  );
  const here = workspaces.find(({ isCurrent }) => isCurrent);
  return here === undefined
    ? []
    : listed<Member>(shell, 'workspaces:read', `/workspaces/${encodeURIComponent(here.id)}/members`, signal);
}

/** Each role once, by the way that was named first. */
const unique = (roles: readonly HeldRole[]): readonly HeldRole[] =>
  [...new Map(roles.toReversed().map((role) => [role.key, role])).values()].reverse();
