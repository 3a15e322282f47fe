import { DataWaveError, type ExecutionScope } from '@datawave/plugin-sdk';
import type { InstallerParts } from '../installer-parts.ts';
import { nothingToDo, reasonOf } from '../package-errors.ts';
import { appliedMigrations } from '../plan/applied-migrations.ts';
import { readManifest, trustedTarget } from '../plan/arrival.ts';
import { type ArrivedPackage, describeArrival, type PlannedChange } from '../plan/plan.ts';
import { planIsolation } from '../plan/planned-isolation.ts';
import { plain, reviewLines } from '../plan/review-text.ts';
import { bringPackage } from './adopt-lock.ts';
import { insertLock, type LockRow, readNewestLock } from './lock-rows.ts';
import { grantsOf, type LockedPlugin, type PluginLock } from './plugin-lock.ts';

/** How a lock that is not believed is sealed. */
export interface SealAnewOptions {
  /** Whether to begin anew without any installed plugin. */
  readonly none: boolean;
  /** Asked with all that would be sealed. */
  agree(text: string): Promise<boolean>;
}

/**
 * Seals what counts in the database although nobody can prove that this platform made it: after somebody has looked at it. Only the
 * packages' bytes are believed; what they ask for is read from them anew, and a registry vouches for one or nobody does. Keeps settings.
 * Answers null when it was not agreed to.
 * @throws DataWaveError DW_PACKAGES_NOTHING when it is believed as it is, DW_PACKAGES_MISSING when a package is kept nowhere
 */
export async function sealAnew(
  parts: InstallerParts,
  scope: ExecutionScope,
  { none, agree }: SealAnewOptions,
): Promise<PluginLock | null> {
  const { storage, seal, audit } = parts;
  const row = await readNewestLock(storage);
  if (row === null) throw nothingToDo();
  const why = await doubtOf(parts, row);
  if (why === null) throw nothingToDo();
  const found = none ? [] : await lookAt(parts, row);
  const lines = [
    why,
    '',
    ...found.flatMap(({ change, notes }) => [
      ...reviewLines(change),
      ...notes.map((note) => `! ${plain(note)}`),
      '',
    ]),
    none || found.length === 0
      ? 'No installed plugin will run any more. The data of those that are gone stays.'
      : `${found.length === 1 ? 'This plugin' : `These ${found.length} plugins`} will run as if installed now.`,
  ];
  if (!(await agree(`${lines.join('\n')}\n`))) return null;
  const made = {
    plugins: Object.fromEntries(found.map(({ arrived }) => [arrived.name, arrived.locked])),
    ...{ base: row.number, change: null, by: scope.principal.displayName, expects: [], purges: [] },
    // It is not watched: what came before it is not believed, so that there is nothing to go back to.
    ...{ kind: 'return' as const, reason: `Sealed anew, because state ${row.number} was not believed.` },
  };
  const signer = await seal.signerAnew();
  return storage.kernelTransaction(async (tx) => {
    const lock = await insertLock(storage, tx, made, signer);
    await audit.record(tx, scope, {
      action: 'core.plugin-lock.sealed',
      object: { type: 'plugin-lock', id: String(lock.number) },
      reason: why,
      before: { lock: row.number },
      after: { lock: lock.number, plugins: Object.keys(lock.plugins) },
    });
    return lock;
  });
}

/** Why a lock is not believed; null when it is. */
async function doubtOf({ seal }: InstallerParts, row: LockRow): Promise<string | null> {
  try {
    await seal.accept(row);
    return null;
  } catch (error) {
    if (DataWaveError.is(error) && /^DW_PACKAGES_LOCK_(?:UNPROVEN|OLDER)$/.test(error.code))
      return error.message;
    throw error;
  }
}

interface Looked {
  readonly arrived: ArrivedPackage;
  readonly change: PlannedChange;
  readonly notes: readonly string[];
}

async function lookAt(parts: InstallerParts, { lock }: LockRow): Promise<readonly Looked[]> {
  const found: Looked[] = [];
  for (const [name, said] of Object.entries(lock.plugins)) {
    // From its bytes, whatever lies unpacked.
    const contents = await bringPackage(parts, name, said);
    const manifest = readManifest(parts.store.packageDirectory(said.sha256), name, said.version);
    const { proven, notes } = await provenOrigin(parts, name, said);
    const { version, sha256, integrity, size, registry, config } = said;
    const locked: LockedPlugin = {
      ...{ version, sha256, integrity, size, registry, ...proven },
      ...{ contents, grants: grantsOf(manifest), ...(config === undefined ? {} : { config }) },
    };
    const arrived: ArrivedPackage = {
      ...{ name, manifest, locked, why: 'asked', unpackedSize: 0, deprecated: null },
      ...{ isSigned: proven.publisher !== null, provenanceState: 'untold' },
    };
    const isolation = await planIsolation(parts.config, { name, manifest, trust: locked.trust });
    const data = {
      // Nothing of it is loaded to find out more: nobody has agreed yet.
      ...{ keepsData: locked.grants.database !== null, pending: null, forbidding: [], unknown: [] },
      ...{ unlisted: null, mayForbidRollback: false, purged: false },
      applied: await appliedMigrations(parts.storage, manifest.id),
    };
    found.push({ arrived, notes, change: describeArrival(arrived, { former: null, isolation, data }) });
  }
  return found;
}

type Proven = Pick<LockedPlugin, 'publisher' | 'trust' | 'keyids'>;

/** Who vouches for a package, as its registry says now; nobody where that cannot be asked. */
async function provenOrigin(
  parts: InstallerParts,
  name: string,
  { registry, version, sha256, config }: LockedPlugin,
): Promise<{ readonly proven: Proven; readonly notes: readonly string[] }> {
  const settings = config === undefined ? [] : [`Its settings: ${JSON.stringify(config)}`];
  if (registry === null) return { proven: { publisher: null, trust: 'local', keyids: [] }, notes: settings };
  const nobody = { publisher: null, trust: 'community', keyids: [] } as const;
  try {
    const target = await trustedTarget(parts.registries().named(registry), name, version);
    if (target !== null && target.sha256 === sha256)
      return {
        proven: {
          ...{ publisher: target.publisher, keyids: target.keyids },
          trust: target.verified ? 'verified' : 'community',
        },
        notes: settings,
      };
    return {
      proven: nobody,
      notes: [...settings, `The registry "${registry}" does not vouch for these bytes of ${name}.`],
    };
  } catch (error) {
    if (DataWaveError.is(error) && error.code === 'DW_PACKAGES_REVOKED') throw error;
    return {
      proven: nobody,
      notes: [...settings, `The registry "${registry}" cannot be asked about ${name}: ${reasonOf(error)}`],
    };
  }
}
