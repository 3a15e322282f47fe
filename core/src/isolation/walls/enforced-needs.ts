import type { PluginNeeds } from '@datawave/plugin-sdk';
import type { PluginTrust } from './policy.ts';
import type { IsolationLevel } from './wall.ts';

/**
 * Which of its needs a plugin is held to, so that it has nothing of that kind beyond them.
 * @param level - null where it does not run
 */
export function enforcedNeeds(
  { level, trust }: { readonly level: IsolationLevel | null; readonly trust: PluginTrust },
  needs: PluginNeeds,
): readonly string[] {
  if (level === 'in-process') return [];
  // Pages of others run in frames, which the shell holds to it; the network of a process is open to it beside the broker.
  const isHeld: Readonly<Record<string, boolean>> = {
    network: level !== 'child',
    api: trust === 'community' || trust === 'local',
  };
  return Object.keys(needs).filter((need) => isHeld[need] ?? true);
}
