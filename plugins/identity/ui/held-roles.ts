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
}

interface Assignment {
  readonly role: { readonly key: string; readonly title: string };
  readonly holder: { readonly kind: 'principal' | 'group'; readonly id: string };
  readonly everywhere: boolean;
  readonly isExpired: boolean;
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
): Promise<readonly T[]> {
  if (!shell.may(permission)) return [];
  try {
    return await shell.api.all<T>(path, { signal, limit: MOST });
  } catch (error) {
    if (error instanceof ProblemError) return [];
    throw error;
  }
}

/** What is known of who holds which role. Without the plugins that give roles those that accounts hold by themselves are left. */
export async function loadHeldRoles(shell: ShellContext, signal: AbortSignal): Promise<RolesOf> {
  const [roles, assignments, groups, members] = await Promise.all([
    listed<{ key: string; title: string }>(shell, 'roles:read', '/roles', signal),
    listed<Assignment>(shell, 'roles:read', '/role-assignments', signal),
    listed<Group>(shell, 'users:read', '/groups', signal),
    membersHere(shell, signal),
  ]);
  const titles = new Map(roles.map(({ key, title }) => [key, title]));
  const names = new Map(groups.map(({ id, name }) => [id, name]));
  const given: readonly (HeldRole & { readonly holder: string })[] = [
    ...assignments
      .filter(({ isExpired }) => !isExpired)
      .map(({ role, holder, everywhere }) => ({
        ...{ key: role.key, title: role.title, holder: holder.id },
        ...({ where: everywhere ? 'everywhere' : 'here', group: null } as const),
      })),
    ...members.flatMap(({ holder, roles: keys }) =>
      keys.map((key) => ({
        ...{ key, title: titles.get(key) ?? key, holder: holder.id },
        ...({ where: 'here', group: null } as const),
      })),
    ),
  ];
  const byHolder = Map.groupBy(given, ({ holder }) => holder);
  return ({ id, roles: own, groups: of }) =>
    unique([
      ...own.map((key) => ({
        ...{ key, title: titles.get(key) ?? key },
        ...({ where: 'everywhere', group: null } as const),
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
