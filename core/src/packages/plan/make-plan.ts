import type { PluginManifest } from '@datawave/plugin-sdk';
import compare from 'semver/functions/compare.js';
import { findIncompatibilities } from '../../plugins/compatibility.ts';
import { describeProblems } from '../../plugins/plugin-problem.ts';
import type { InstallerParts } from '../installer-parts.ts';
import { bringPackages } from '../lock/adopt-lock.ts';
import { readLock, readNewestLock } from '../lock/lock-rows.ts';
import { digestOf, EMPTY_LOCK, type LockedPlugin, type PluginLock } from '../lock/plugin-lock.ts';
import {
  configured,
  conflicting,
  downgrade,
  inheriting,
  lockUnknown,
  needed,
  nothingToDo,
  notInstalled,
  unfit,
} from '../package-errors.ts';
import type { Registries } from '../registries/registries.ts';
import { appliedMigrations } from './applied-migrations.ts';
import { fetchPackage, readManifest, takeFile } from './arrival.ts';
import { findConflicts } from './conflicts.ts';
import { findHeirs } from './kept-data.ts';
import {
  type ArrivedPackage,
  describeArrival,
  describeRemoval,
  type InstalledPlugin,
  type PlannedChange,
  type PluginPlan,
} from './plan.ts';
import { type PlanNotice, planNotice } from './plan-notice.ts';
import { noticesOf } from './plan-notices.ts';
import { planData } from './planned-data.ts';
import { planIsolation } from './planned-isolation.ts';
import { resolve, type Wish } from './resolve.ts';

/** What somebody wants to be changed. */
export interface PlanRequest {
  /** From the registries. */
  readonly install?: readonly Wish[];
  /** The bytes of packages that somebody brings. */
  readonly files?: readonly Uint8Array[];
  /** A bundle in the place of the registries, and the hash of what is kept of it. */
  readonly bundle?: { readonly evidence: string; registries(): Registries };
  /** npm names; each is brought to the newest version that fits. */
  readonly update?: readonly string[];
  /** npm names or ids. */
  readonly remove?: readonly string[];
  /** Number of the state to go back to, in place of all the others. */
  readonly rollback?: number;
  /** Name of the registry that is asked; whichever has it unless given. */
  readonly registry?: string;
  readonly allowDowngrade?: boolean;
  /** Whether the data of what is removed goes with it. */
  readonly purge?: boolean;
  /** Settings that come with an installation, by npm name. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What is there, and what a change makes of it. */
interface Draft {
  readonly lock: PluginLock;
  readonly configured: readonly InstalledPlugin[];
  readonly installed: readonly InstalledPlugin[];
}

/** Works out what a change would do. @throws DataWaveError DW_PACKAGES_… by what stands against it */
export async function makePlan(given: InstallerParts, request: PlanRequest): Promise<PluginPlan> {
  const { storage } = given;
  const parts = request.bundle === undefined ? given : { ...given, registries: request.bundle.registries };
  const row = await readNewestLock(storage);
  if (row !== null) await parts.seal.accept(row);
  const lock = row?.lock ?? EMPTY_LOCK;
  await bringPackages(parts, lock.plugins);
  const draft: Draft = {
    lock,
    configured: await parts.configured(),
    installed: await readInstalled(parts, lock),
  };
  const wanted =
    request.rollback === undefined
      ? await wantedByChange(parts, draft, request)
      : await wantedByRollback(parts, request.rollback);
  return describe(parts, draft, request, wanted);
}

/** What is to be there afterwards. */
interface Wanted {
  readonly plugins: PluginLock['plugins'];
  readonly arrived: readonly ArrivedPackage[];
  readonly notices: readonly PlanNotice[];
}

async function wantedByChange(parts: InstallerParts, draft: Draft, request: PlanRequest): Promise<Wanted> {
  const { lock, installed } = draft;
  const { maxBytes } = parts.config.packages;
  const arrival = { ...parts, maxBytes };
  const wishes: readonly Wish[] = [
    ...(request.install ?? []),
    ...(request.update ?? []).map((name): Wish => ({ name: installedName(draft, name), range: null })),
  ];
  for (const { name } of wishes)
    if (draft.configured.some((one) => one.name === name)) throw configured(name);
  const chosen =
    wishes.length === 0
      ? []
      : await resolve({
          ...{ wishes, registries: parts.registries(), registry: request.registry ?? null },
          installed: [...draft.configured, ...installed],
          allowDowngrade: request.allowDowngrade ?? false,
        });
  const arrived: ArrivedPackage[] = [];
  for (const one of chosen) arrived.push(await fetchPackage(arrival, one));
  for (const bytes of request.files ?? []) arrived.push(await takeFile(arrival, bytes));
  const plugins: Record<string, LockedPlugin> = { ...lock.plugins };
  for (const one of arrived) {
    const { name, locked } = one;
    if (draft.configured.some((other) => other.name === name)) throw configured(name);
    refuseDowngrade(one, lock.plugins[name], request.allowDowngrade ?? false);
    const config = request.settings?.[name] ?? lock.plugins[name]?.config;
    plugins[name] = config === undefined ? locked : { ...locked, config };
  }
  for (const asked of request.remove ?? []) delete plugins[installedName(draft, asked)];
  return { plugins, arrived, notices: [] };
}

/** What comes from a file is not resolved, and may be older all the same. */
function refuseDowngrade(
  { name, locked }: ArrivedPackage,
  former: LockedPlugin | undefined,
  isMeant: boolean,
): void {
  if (former === undefined || isMeant || compare(locked.version, former.version) >= 0) return;
  throw downgrade(name, former.version, locked.version);
}

async function wantedByRollback(parts: InstallerParts, number: number): Promise<Wanted> {
  const row =
    number === 0 ? { lock: EMPTY_LOCK, state: 'applied' as const } : await readLock(parts.storage, number);
  if (row === null) throw lockUnknown(number);
  await parts.seal.check(row.lock, `core.plugin_locks ${number}`);
  await bringPackages(parts, row.lock.plugins);
  return {
    plugins: row.lock.plugins,
    arrived: Object.entries(row.lock.plugins).map(([name, locked]) => ({
      ...{ name, locked, why: 'asked', unpackedSize: 0, deprecated: null },
      manifest: manifestOf(parts, name, locked),
      ...{ isSigned: locked.registry !== null && locked.keyids.length > 0 },
      provenanceState: locked.provenance === undefined ? 'untold' : 'verified',
    })),
    notices: row.state === 'failed' ? [planNotice('failed-before', { state: String(number) })] : [],
  };
}

async function describe(
  parts: InstallerParts,
  draft: Draft,
  request: PlanRequest,
  wanted: Wanted,
): Promise<PluginPlan> {
  const { lock, installed } = draft;
  const { plugins } = wanted;
  if (digestOf(plugins) === digestOf(lock.plugins)) throw nothingToDo();
  const changes: PlannedChange[] = [];
  for (const arrived of wanted.arrived) {
    const former = lock.plugins[arrived.name] ?? null;
    if (former?.sha256 === arrived.locked.sha256) continue;
    const isolation = await planIsolation(parts.config, { ...arrived, trust: arrived.locked.trust });
    const data = await planData(parts, arrived, former, isolation);
    changes.push(describeArrival(arrived, { former, isolation, data }));
  }
  for (const one of installed) {
    const former = lock.plugins[one.name];
    if (former === undefined || plugins[one.name] !== undefined) continue;
    changes.push(
      describeRemoval(one, former, {
        applied: await appliedMigrations(parts.storage, one.id),
        purged: request.purge ?? false,
      }),
    );
  }
  refuseMisfits(draft, wanted);
  await refuseHeirs(parts, draft, wanted);
  return {
    version: 1,
    base: lock.number,
    kind: request.rollback === undefined ? 'change' : 'rollback',
    changes,
    plugins,
    ...(request.bundle === undefined ? {} : { bundle: request.bundle.evidence }),
    notices: [...wanted.notices, ...noticesOf(changes)],
  };
}

/** What comes under the id of another, for which something is kept. */
async function refuseHeirs(
  { storage }: InstallerParts,
  { lock, installed }: Draft,
  { plugins, arrived }: Wanted,
): Promise<void> {
  const coming = arrived.filter(({ name, locked }) => lock.plugins[name]?.sha256 !== locked.sha256);
  const leaving = installed.filter(({ name }) => plugins[name] === undefined);
  const heirs = await findHeirs(storage, coming, leaving);
  if (heirs.length > 0)
    throw inheriting(heirs.map(({ name, what, owner }) => `${name} would find the ${what}, of ${owner}`));
}

/** Two of one thing, a version that does not fit another, or one that another cannot do without. */
function refuseMisfits(draft: Draft, { plugins, arrived }: Wanted): void {
  const coming = arrived.filter(({ name, locked }) => draft.lock.plugins[name]?.sha256 !== locked.sha256);
  const names = new Set(coming.map(({ name }) => name));
  const staying = [
    ...draft.configured,
    ...draft.installed.filter(({ name }) => plugins[name] !== undefined && !names.has(name)),
  ];
  const conflicts = findConflicts(coming, staying);
  if (conflicts.length > 0)
    throw conflicting(
      conflicts.map(({ name, what, owner }) => `${name} claims the ${what}, which is of ${owner}`),
    );
  const removed = draft.installed.filter(({ name }) => plugins[name] === undefined);
  const all = [
    ...staying.map(({ name, version, manifest }) => packageOf(name, version, manifest)),
    ...coming.map(({ name, locked, manifest }) => packageOf(name, locked.version, manifest)),
  ];
  for (const gone of removed) {
    const dependents = all.filter(({ manifest }) => manifest.requires?.[gone.id] !== undefined);
    if (dependents.length > 0)
      throw needed(
        gone.id,
        dependents.map(({ manifest }) => manifest.id),
      );
  }
  const byId = new Map(all.map((one) => [one.manifest.id, one]));
  for (const one of all) {
    // What was there before and does not fit is not this change's fault.
    const isTouched =
      names.has(one.name) ||
      coming.some(({ manifest }) => one.manifest.requires?.[manifest.id] !== undefined);
    const problems = isTouched ? findIncompatibilities(one, byId, byId) : [];
    if (problems.length > 0) throw unfit(one.name, one.version, describeProblems(problems));
  }
}

const packageOf = (name: string, version: string, manifest: PluginManifest) => ({
  ...{ name, version, manifest },
  directory: name,
});

/** The npm name of what is installed, by its name or id. @throws DataWaveError DW_PACKAGES_NOT_INSTALLED */
function installedName({ installed, configured: others }: Draft, asked: string): string {
  const found = installed.find(({ id, name }) => name === asked || id === asked);
  if (found !== undefined) return found.name;
  if (others.some(({ id, name }) => name === asked || id === asked)) throw configured(asked);
  throw notInstalled(asked);
}

const manifestOf = (parts: InstallerParts, name: string, { sha256, version }: LockedPlugin): PluginManifest =>
  readManifest(parts.store.packageDirectory(sha256), name, version);

async function readInstalled(parts: InstallerParts, lock: PluginLock): Promise<readonly InstalledPlugin[]> {
  return Object.entries(lock.plugins).map(([name, locked]): InstalledPlugin => {
    const manifest = manifestOf(parts, name, locked);
    return {
      id: manifest.id,
      name,
      version: locked.version,
      manifest,
      origin: 'lock',
      registry: locked.registry,
    };
  });
}
