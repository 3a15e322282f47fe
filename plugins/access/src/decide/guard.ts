import type { ExecutionScope } from '@datawave/plugin-sdk';
import { escalation } from '../store/access-errors.ts';
import type { RuleSets } from './rule-sets.ts';

/** Keeps people from handing on what they do not hold themselves. */
export class Guard {
  readonly #sets: RuleSets;

  constructor(sets: RuleSets) {
    this.#sets = sets;
  }

  /**
   * What is handed on must be held through roles, for good: what a policy allows for some things is no right to give away, and what
   * ends by itself would not end if it could be handed on, to oneself above all.
   * @param everywhere - it must be held in every workspace, and so must the permission by which it is done
   * @throws DataWaveError DW_ACCESS_ESCALATION
   */
  async requireHeld(
    scope: ExecutionScope,
    by: string,
    patterns: readonly string[],
    everywhere: boolean,
  ): Promise<void> {
    if (scope.principal.kind === 'system') return;
    const now = Date.now();
    const rules = await this.#sets.load(scope.workspace, now);
    const profile = rules.profile(scope, now, { onlyEverywhere: everywhere, onlyLasting: true });
    const { permissions } = scope.session ?? {};
    const isHeld = (pattern: string): boolean =>
      profile.covers(pattern) && (permissions === undefined || permissions.includes(pattern));
    const missing = [...(everywhere ? [by] : []), ...patterns].filter((pattern) => !isHeld(pattern));
    if (missing.length > 0) throw escalation([...new Set(missing)], everywhere);
  }
}
