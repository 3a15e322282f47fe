import { type ShellContext, type Suggestion, suggestHolders } from '@datawave/plugin-sdk/ui';
import type { Facet } from './api.ts';

/** Whom an asset may be given to: accounts and groups for who may see those, and for everybody those who own something already. */
export async function suggestOwners(
  shell: ShellContext,
  present: readonly Facet[],
  signal: AbortSignal,
): Promise<readonly Suggestion[]> {
  const owning = present
    .filter(({ value }) => value !== '-')
    .map(({ value, title }): Suggestion => [value, title ?? value]);
  return [...new Map([...owning, ...(await suggestHolders(shell, signal))])];
}
