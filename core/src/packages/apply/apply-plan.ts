import { DataWaveError, type ExecutionScope, type PluginManifest } from '@datawave/plugin-sdk';
import { checkPackage, type TrustedTarget } from '@datawave/plugin-sdk/packaging';
import { readStoredSettings } from '../../plugins/settings/stored-settings.ts';
import type { InstallerParts, InstallStep } from '../installer-parts.ts';
import { insertLock, readNewestLock } from '../lock/lock-rows.ts';
import type { LockedPlugin, PluginLock } from '../lock/plugin-lock.ts';
import {
  anotherInstall,
  changedMeanwhile,
  isolationMissing,
  movedOn,
  notKept,
  reasonOf,
  tampered,
} from '../package-errors.ts';
import { findMovedOn } from '../plan/applied-migrations.ts';
import { readManifest, trustedTarget } from '../plan/arrival.ts';
import { checkOriginAgain } from '../plan/build-origin.ts';
import { summaryOf } from '../plan/plan.ts';
import { planIsolation } from '../plan/planned-isolation.ts';
import { registriesOfPlan } from '../registries/bundle-evidence.ts';
import { noteMigrations, readBlob } from '../store/blob-rows.ts';
import { advanceChange, beginChange, type ChangeRow, settleChange } from './change-rows.ts';
import { checkTrialSettings } from './check-trial-settings.ts';
import { tryPlugin } from './trial.ts';

/** How often whoever applies a change says that they are still at it. */
const BEAT_MS = 5_000;

/** A package of the plan that is new to the platform, or not known to be whole. */
interface Coming {
  readonly name: string;
  readonly locked: LockedPlugin;
  readonly manifest: PluginManifest;
  readonly directory: string;
}

/** Applies a plan up to the lock. Whatever goes wrong before, nothing has changed. See {@link Installer.apply}. */
export async function applyPlan(
  parts: InstallerParts,
  change: ChangeRow,
  scope: ExecutionScope,
  onBegun: () => void = () => undefined,
): Promise<PluginLock> {
  const { storage, audit, log } = parts;
  const { id, plan } = change;
  const lease = await beginChange(storage, id, scope.principal.displayName);
  await audit.note(scope, {
    action: 'core.plugin-change.begun',
    object: { type: 'plugin-change', id, name: summaryOf(change) },
    before: { lock: plan.base },
  });
  onBegun();
  let step = 'begun';
  let lost: unknown = null;
  const beat = setInterval(() => {
    advanceChange(storage, id, lease, step).catch((error: unknown) => {
      lost = error;
    });
  }, BEAT_MS);
  const advance = async (name: string, reached?: InstallStep): Promise<void> => {
    if (lost !== null) throw lost;
    step = name;
    await advanceChange(storage, id, lease, name);
    if (reached !== undefined) await parts.reached?.(reached);
  };
  try {
    await advance('checking packages', 'begun');
    const now = (await readNewestLock(storage))?.number ?? 0;
    if (now !== plan.base) throw changedMeanwhile(plan.base, now);
    const sources = { ...parts, registries: await registriesOfPlan(parts, plan) };
    const coming: Coming[] = [];
    for (const { name, action, sha256 } of plan.changes) {
      const locked = plan.plugins[name];
      if (action === 'remove' || locked === undefined || sha256 === null) continue;
      coming.push(await bring(sources, name, locked, plan.kind === 'rollback'));
    }
    await parts.reached?.('checked');
    for (const one of coming) {
      await advance(`trying ${one.name}`);
      await tryOut(parts, one);
    }
    await parts.reached?.('tried');
    await refuseMovedOn(parts, change, coming);
    await advance('writing');
    const lock = await writeLock(parts, change, lease, coming, scope);
    await parts.reached?.('told');
    return lock;
  } catch (error) {
    await giveUp(parts, change, lease, error);
    await audit
      .note(scope, {
        action: 'core.plugin-change.failed',
        object: { type: 'plugin-change', id, name: summaryOf(change) },
        outcome: 'failed',
        reason: reasonOf(error),
      })
      .catch((cause: unknown) =>
        log.error('A failed change of plugins is missing in the trail.', { error: cause }),
      );
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/** Looks once more at a package, its bytes and what its registry says of it now. */
async function bring(
  parts: InstallerParts,
  name: string,
  locked: LockedPlugin,
  isKnown: boolean,
): Promise<Coming> {
  const { store, storage } = parts;
  const { sha256, version, registry } = locked;
  if (registry !== null && parts.config.registries.some((one) => one.name === registry)) {
    const target = await vouchedNow(parts, registry, isKnown, name, version);
    if (target !== null && target.sha256 !== sha256)
      throw tampered(name, version, 'the registry vouches for other bytes by now');
  }
  const bytes = (await store.read(sha256)) ?? (await readBlob(storage, sha256));
  if (bytes === null) throw notKept(name, version);
  const checked = await checkPackage(bytes, { name, version });
  if (checked.integrity !== locked.integrity)
    throw tampered(name, version, 'its hash is another than planned');
  await checkOriginAgain(parts, { name, locked, isKnown });
  const directory = await store.unpack(sha256, checked.files);
  return { name, locked, directory, manifest: readManifest(directory, name, version) };
}

/** What a registry says of a package now. What has run here before may come back while its registry is down, unless it is revoked. */
async function vouchedNow(
  parts: InstallerParts,
  registry: string,
  isKnown: boolean,
  name: string,
  version: string,
): Promise<TrustedTarget | null> {
  try {
    return await trustedTarget(parts.registries().named(registry), name, version);
  } catch (error) {
    if (!isKnown || (DataWaveError.is(error) && error.code === 'DW_PACKAGES_REVOKED')) throw error;
    parts.log.warn(
      `The registry "${registry}" could not be asked about ${name}@${version}, which has run before.`,
      { error },
    );
    return null;
  }
}

async function tryOut(parts: InstallerParts, { name, locked, manifest, directory }: Coming): Promise<void> {
  const { config, storage } = parts;
  checkTrialSettings(
    { name, manifest, directory, version: locked.version },
    {
      ...locked.config,
      ...config.plugins[name]?.config,
      ...(await readStoredSettings(storage)).get(manifest.id)?.values,
    },
  );
  const isolation = await planIsolation(parts.config, { name, manifest, trust: locked.trust });
  if (isolation.level === 'none') throw isolationMissing(name, isolation.reason ?? 'no reason is known');
  const { migrations } = await tryPlugin({
    ...{ name, manifest, directory, version: locked.version },
    level: isolation.level,
    timeoutMs: config.packages.trialSeconds * 1000,
  });
  await noteMigrations(storage, locked.sha256, migrations);
}

/** A version whose schema has moved on would not come up. @throws DataWaveError DW_PACKAGES_MIGRATED naming the migrations */
async function refuseMovedOn(
  { storage }: InstallerParts,
  { plan }: ChangeRow,
  coming: readonly Coming[],
): Promise<void> {
  const ids = new Map(coming.map(({ name, manifest }) => [name, manifest.id]));
  const found = await findMovedOn(storage, plan.plugins, ids);
  if (found.length === 0) return;
  throw movedOn(
    found.map(
      ({ name, version, migrations }) =>
        `${name}@${version} does not know the migrations ${migrations.join(', ')}, which its schema has`,
    ),
  );
}

/** In one transaction the lock, the change and the trail: afterwards it counts, and before nothing has happened. */
async function writeLock(
  { storage, audit, seal, running, reached }: InstallerParts,
  change: ChangeRow,
  lease: string,
  coming: readonly Coming[],
  scope: ExecutionScope,
): Promise<PluginLock> {
  const { id, plan } = change;
  const gone = new Set(plan.changes.flatMap((one) => (one.action === 'remove' ? [one.id] : [])));
  const expects = new Set([...coming.map(({ manifest }) => manifest.id), ...running()]);
  const made = {
    ...{ plugins: plan.plugins, base: plan.base, change: id },
    ...{ kind: plan.kind, by: scope.principal.displayName, reason: null },
    expects: [...expects].filter((one) => !gone.has(one)).sort(),
    purges: plan.changes.flatMap((one) => (one.data.purged && one.data.keepsData ? [one.id] : [])),
  };
  const signer = await seal.signer();
  return storage.kernelTransaction(async (tx) => {
    const lock = await insertLock(storage, tx, made, signer);
    const settled = await settleChange(
      storage,
      tx,
      { id, lease },
      { state: 'watching', step: 'restarting', lock: lock.number },
    );
    if (!settled) throw anotherInstall('somebody else');
    await audit.record(tx, scope, {
      action: 'core.plugin-change.applied',
      object: { type: 'plugin-change', id, name: summaryOf(change) },
      before: { lock: plan.base },
      after: { lock: lock.number },
    });
    await reached?.('written');
    return lock;
  });
}

async function giveUp(
  { storage, log }: InstallerParts,
  { id }: ChangeRow,
  lease: string,
  error: unknown,
): Promise<void> {
  try {
    await storage.kernelTransaction((tx) =>
      settleChange(
        storage,
        tx,
        { id, lease },
        {
          ...{ state: 'failed', step: 'failed', reason: reasonOf(error) },
          code: DataWaveError.is(error) ? error.code : 'DW_INTERNAL',
        },
      ),
    );
  } catch (cause) {
    // Its lease runs out, and it is seen as failed then.
    log.error('That a change of plugins has failed could not be written.', { error: cause });
  }
}
