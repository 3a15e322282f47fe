import { ProblemError, type ShellContext } from '@datawave/plugin-sdk/ui';
import type { Facet } from './api.ts';

type Owner = readonly [id: string, title: string];

const MOST = 200;

/** Whom an asset may be given to: accounts and groups for who may see those, and for everybody those who own something already. */
export async function suggestOwners(
  shell: ShellContext,
  present: readonly Facet[],
  signal: AbortSignal,
): Promise<readonly Owner[]> {
  const owning = present
    .filter(({ value }) => value !== '-')
    .map(({ value, title }): Owner => [value, title ?? value]);
  if (!shell.may('users:read')) return owning;
  try {
    const [groups, users] = await Promise.all([
      shell.api.all<{ id: string; name: string }>('/groups', { signal, limit: MOST }),
      shell.api.all<{ id: string; displayName: string; username: string }>('/users', { signal, limit: MOST }),
    ]);
    const known = new Map<string, string>([
      ...owning,
      ...groups.map(({ id, name }): Owner => [id, name]),
      ...users.map(
        ({ id, displayName, username }): Owner => [
          id,
          displayName === username ? username : `${displayName} (${username})`,
        ],
      ),
    ]);
    return [...known];
  } catch (error) {
    // The kernel alone knows its administrator and no other account.
    if (error instanceof ProblemError) return owning;
    throw error;
  }
}
