import { DataWaveError, type PluginNeeds } from '@datawave/plugin-sdk';
import { wallHost } from './open-wall.ts';
import {
  decideIsolation,
  dueTo,
  type IsolationCase,
  type IsolationDecision,
  type PluginTrust,
} from './policy.ts';
import { probeWalls } from './probe-walls.ts';
import { type Promises, promisesOf } from './promises.ts';
import type { IsolationLevel } from './wall.ts';

/** What an operator is told of a plugin's isolation. */
export interface PluginIsolationDetail extends Omit<IsolationDecision, 'level'>, Promises {
  readonly trust: PluginTrust;
  /** Null where the plugin is refused, for the reason. */
  readonly level: IsolationLevel | null;
}

/** What holds for a plugin that runs as was decided. */
export const discloseWall = (
  trust: PluginTrust,
  decision: IsolationDecision & Promises,
): PluginIsolationDetail => {
  const { level, due, weakenedBy, reason, enforced, notEnforced } = decision;
  return { trust, level, due, weakenedBy, reason, enforced, notEnforced };
};

/** What would hold for a plugin that has not been loaded. Only strangers' walls are tried. */
export async function disclosePlan(
  asked: Omit<IsolationCase, 'probes'> & { readonly needs?: PluginNeeds },
): Promise<PluginIsolationDetail> {
  const { trust, policy, configured } = asked;
  const due = dueTo(trust, policy);
  if (trust === 'first-party' && configured === null)
    return {
      ...{ trust, level: due, due, weakenedBy: null, reason: null },
      ...promisesOf(due, wallHost(), asked.needs),
    };
  try {
    const decision = decideIsolation({ ...asked, probes: await probeWalls() });
    return discloseWall(trust, { ...decision, ...promisesOf(decision.level, wallHost(), asked.needs) });
  } catch (error) {
    if (!DataWaveError.is(error)) throw error;
    return {
      ...{ trust, level: null, due, weakenedBy: null, reason: `${error.message} ${error.hint ?? ''}`.trim() },
      ...{ enforced: [], notEnforced: [] },
    };
  }
}
