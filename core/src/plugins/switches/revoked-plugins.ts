import { readRevoked } from '../../packages/revocations/revocation-rows.ts';
import type { Storage } from '../../storage/storage.ts';
import type { PluginLifecycle } from '../lifecycle.ts';
import { isNeededForGood } from '../plugin-detail.ts';
import type { PluginSet } from '../plugin-set.ts';

/** Marks the plugins whose installed version is revoked, by what the database says. Answers whether any mark has changed. */
export async function markRevoked(storage: Storage, plugins: PluginSet): Promise<boolean> {
  const rows = new Map(
    (await readRevoked(storage)).map(({ name, version, ...revoked }) => [`${name}@${version}`, revoked]),
  );
  let isChanged = false;
  for (const plugin of plugins.inOrder()) {
    const { name, package: read, trust } = plugin.found;
    // What the configuration brings is another package, if of the same name.
    const revoked = trust === 'first-party' ? null : (rows.get(`${name}@${read?.version}`) ?? null);
    if (JSON.stringify(revoked) === JSON.stringify(plugin.revoked)) continue;
    plugin.revoked = revoked;
    isChanged = true;
  }
  return isChanged;
}

/** Whether a plugin is not to run because it was revoked. The operator's word that the platform needs it weighs more. */
export const isBarred = (plugins: PluginSet, plugin: PluginLifecycle): boolean =>
  plugin.revoked?.action === 'disable' && !isNeededForGood(plugins, plugin);

/** Why a plugin is switched off. */
export const offReason = ({ revoked }: PluginLifecycle): string =>
  revoked?.action === 'disable'
    ? `The registry "${revoked.registry}" has revoked it: ${revoked.reason} Update it to a version that is not revoked, or remove it.`
    : 'Disabled by an operator.';
