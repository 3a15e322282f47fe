import type { PlannedChange } from './plan.ts';
import { type PlanNotice, planNotice } from './plan-notice.ts';

/** What a plan should say of its changes. */
export const noticesOf = (changes: readonly PlannedChange[]): readonly PlanNotice[] =>
  changes.flatMap((change) => [...ofOrigin(change), ...ofData(change)]);

function ofOrigin(change: PlannedChange): readonly PlanNotice[] {
  const {
    name: plugin,
    isolation,
    hasSameSigner,
    hasSameRepository,
    deprecated,
    registry,
    isSigned,
  } = change;
  const found: PlanNotice[] = [];
  if (isolation?.isAvailable === false)
    found.push(
      planNotice('not-run-here', { plugin, reason: isolation.reason ?? 'its isolation is not available' }),
    );
  if (hasSameSigner === false) found.push(planNotice('other-keys', { plugin }));
  if (hasSameRepository === false) found.push(planNotice('other-repository', { plugin }));
  if (registry !== null && !isSigned && change.action !== 'remove')
    found.push(planNotice('not-vouched-for', { plugin, registry }));
  if (deprecated !== null) found.push(planNotice('advised-against', { plugin, reason: deprecated }));
  return found;
}

function ofData({ name: plugin, action, to, data }: PlannedChange): readonly PlanNotice[] {
  if (action === 'remove')
    return data.purged && data.keepsData ? [planNotice('data-deleted', { plugin })] : [];
  const found: PlanNotice[] = [];
  if (data.unlisted !== null) found.push(planNotice('migrations-unknown', { plugin, reason: data.unlisted }));
  if (data.unknown.length > 0)
    found.push(planNotice('moved-on', { plugin, version: to ?? '', migrations: data.unknown.join(', ') }));
  if (data.forbidding.length > 0)
    found.push(planNotice('no-way-back', { plugin, migrations: data.forbidding.join(', ') }));
  else if (data.mayForbidRollback) found.push(planNotice('maybe-no-way-back', { plugin }));
  return found;
}
