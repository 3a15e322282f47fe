import { randomUUID } from 'node:crypto';
import type { ExecutionScope } from '@datawave/plugin-sdk';
import { applyPlan } from './apply/apply-plan.ts';
import { type ChangeRow, proposeChange, readChange } from './apply/change-rows.ts';
import type { InstallerParts } from './installer-parts.ts';
import type { PluginLock } from './lock/plugin-lock.ts';
import { otherPlan } from './package-errors.ts';
import { makePlan, type PlanRequest } from './plan/make-plan.ts';
import { summaryOf } from './plan/plan.ts';
import type { BundleLimits } from './registries/bundle-registry.ts';

/** Plans and applies changes of the installed plugins. */
export class Installer {
  readonly #parts: InstallerParts;

  constructor(parts: InstallerParts) {
    this.#parts = parts;
  }

  /**
   * Works out what a change would do, and keeps it for somebody to look at. Packages are fetched and looked at; what keeps data is loaded
   * behind its wall, so that its migrations can be named, and else nothing of theirs runs.
   * @throws DataWaveError DW_PACKAGES_…, by what stands against it
   */
  async propose(request: PlanRequest, scope: ExecutionScope): Promise<ChangeRow> {
    const { storage, audit, seal } = this.#parts;
    const plan = await makePlan(this.#parts, request);
    await this.#parts.reached?.('fetched');
    const id = randomUUID();
    const hash = await seal.hashOf(id, plan);
    const change = await proposeChange(storage, { id, plan, hash, by: scope.principal.displayName });
    await audit.note(scope, {
      action: 'core.plugin-change.proposed',
      object: { type: 'plugin-change', id: change.id, name: summaryOf(change) },
      after: { hash: change.hash, base: plan.base },
    });
    return change;
  }

  /**
   * As {@link Installer.propose}, for all that is in a bundle, which is verified by the root of its registry. It need not be there any more
   * when the plan is applied.
   */
  async proposeBundle(
    bytes: Uint8Array,
    { limits, ...request }: Pick<PlanRequest, 'allowDowngrade'> & { readonly limits: BundleLimits },
    scope: ExecutionScope,
  ): Promise<ChangeRow> {
    const { config, storage } = this.#parts;
    const { openBundleRegistry } = await import('./registries/bundle-registry.ts');
    const { keepEvidence } = await import('./registries/bundle-evidence.ts');
    const { wishes, registries } = await openBundleRegistry(config, bytes, limits);
    const bundle = { registries, evidence: await keepEvidence(storage, bytes, limits) };
    return this.propose({ ...request, install: wishes, bundle }, scope);
  }

  /**
   * Applies the very plan that somebody has looked at, up to the lock. Replicas follow it by themselves.
   * @param hash - of the plan that was looked at
   * @param onBegun - told when nothing stands in the way of beginning
   * @throws DataWaveError DW_PACKAGES_CHANGED when it is another, DW_PACKAGES_BUSY, DW_PACKAGES_CHANGE_CLOSED, and what stands against it;
   *   nothing is changed then
   */
  async apply(id: string, hash: string, scope: ExecutionScope, onBegun?: () => void): Promise<PluginLock> {
    const { storage, seal } = this.#parts;
    const change = await readChange(storage, id);
    if (change.hash !== hash || (await seal.hashOf(id, change.plan)) !== hash) throw otherPlan();
    return applyPlan(this.#parts, change, scope, onBegun);
  }
}
