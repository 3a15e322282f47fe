import { DataWaveError } from '@datawave/plugin-sdk';
import { unavailable } from './open-wall.ts';
import type { WallProbes } from './probe-walls.ts';
import { ISOLATION_LEVELS, type IsolationLevel, isAtLeast } from './wall.ts';

/** Where a plugin comes from. `local`: a file that the operator installed, taken for one of the community. */
export type PluginTrust = 'first-party' | 'verified' | 'community' | 'local';

/** `isolation` in the configuration. */
export interface IsolationPolicy {
  readonly verified: 'child' | 'confined';
  readonly community: 'child' | 'confined';
  /** What becomes of a plugin that is to be confined where the host does not allow it. */
  readonly whenUnavailable: 'refuse' | 'child';
}

/** `isolation` of one plugin: a level, which may only be stricter unless it is accepted. */
export type PluginIsolation =
  | IsolationLevel
  | { readonly level: IsolationLevel; readonly accepted?: boolean };

/** What holds unless the configuration says otherwise. */
export const DEFAULT_POLICY: IsolationPolicy = {
  verified: 'child',
  community: 'confined',
  whenUnavailable: 'refuse',
};

/** What is known when a level is chosen. */
export interface IsolationCase {
  readonly plugin: string;
  readonly trust: PluginTrust;
  readonly policy: IsolationPolicy;
  readonly configured: PluginIsolation | null;
  readonly probes: WallProbes;
}

/** How a plugin runs, and how that came to be. */
export interface IsolationDecision {
  readonly level: IsolationLevel;
  /** What the policy wants for plugins of this trust. */
  readonly due: IsolationLevel;
  /** `host`: weaker than due because this host allows no more. `operator`: weaker because the operator accepted it. Null: not weaker. */
  readonly weakenedBy: 'host' | 'operator' | null;
  /** Why the host allows no more; null where it was not asked or does. */
  readonly reason: string | null;
}

/** What the policy wants for plugins of a trust. */
export const dueTo = (trust: PluginTrust, policy: IsolationPolicy): IsolationLevel => {
  if (trust === 'first-party') return 'in-process';
  return trust === 'verified' ? policy.verified : policy.community;
};

/**
 * Chooses the level at which a plugin runs.
 * @throws DataWaveError DW_ISOLATION_WEAKER, DW_ISOLATION_UNAVAILABLE
 */
export function decideIsolation(asked: IsolationCase): IsolationDecision {
  const { plugin, policy, configured, probes } = asked;
  const due = dueTo(asked.trust, policy);
  const { level: wanted, accepted = false } =
    typeof configured === 'object' && configured !== null ? configured : { level: configured ?? due };
  if (!isAtLeast(wanted, due) && !accepted) throw tooWeak(asked, wanted, due);
  const { available, reason } = probes[wanted];
  const isWeaker = !isAtLeast(wanted, due);
  if (available) return { level: wanted, due, weakenedBy: isWeaker ? 'operator' : null, reason: null };
  if (wanted === 'confined' && policy.whenUnavailable === 'child' && probes.child.available)
    return { level: 'child', due, weakenedBy: isAtLeast('child', due) ? null : 'host', reason };
  throw unavailable(plugin, wanted, reason ?? 'no reason is known');
}

const tooWeak = (
  { plugin, trust }: IsolationCase,
  wanted: IsolationLevel,
  due: IsolationLevel,
): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_WEAKER',
    message: `The plugin "${plugin}" is configured to run ${wanted}, but plugins of its trust (${trust}) run ${due}.`,
    hint: `If that is meant, write isolation: { level: ${wanted}, accepted: true } for it; else leave it out, or choose ${stricter(due)}.`,
    where: `plugins.${plugin}.isolation`,
  });

const stricter = (due: IsolationLevel): string =>
  ISOLATION_LEVELS.filter((level) => isAtLeast(level, due)).join(' or ');
