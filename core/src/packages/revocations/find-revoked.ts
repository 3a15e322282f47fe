import {
  type AuditService,
  type EventsService,
  type ExecutionScope,
  type PluginRevokedEvent,
  pluginEvents,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { PluginRevocation } from '@datawave/plugin-sdk/packaging';
import satisfies from 'semver/functions/satisfies.js';
import { writeSwitch } from '../../plugins/switches/stored-switches.ts';
import type { Storage } from '../../storage/storage.ts';
import { readNewestLock } from '../lock/lock-rows.ts';
import type { LockedPlugin } from '../lock/plugin-lock.ts';
import type { Registries } from '../registries/registries.ts';
import type { RegistryClient } from '../registries/registry-client.ts';
import {
  forgetRevoked,
  keepRevoked,
  type RevocationRow,
  readRevoked,
  tellRevoked,
} from './revocation-rows.ts';

/** An installed plugin as this process knows it. */
export interface KnownPlugin {
  readonly id: string;
  readonly title: string;
  /** Whether the configuration says that the platform does not run without it, or without what needs it. */
  readonly isKept: boolean;
}

/** What telling of revocations needs. */
export interface RevokedParts {
  readonly storage: Storage;
  readonly audit: AuditService | null;
  readonly events: EventsService | null;
  readonly scope: ExecutionScope;
  /** By npm name; null for one that is not in this process, which then begins anew. */
  plugin(name: string): KnownPlugin | null;
}

/**
 * Brings one registry's trust up to date and compares what it has revoked with what is installed from it: what is new is kept, told and,
 * where the registry says so, switched off; what it does not say any more is forgotten. Answers what is revoked of what is installed.
 * Nothing is changed when the registry cannot be asked.
 * @throws DataWaveError DW_TRUST_… and those of the registry
 */
export async function lookForRevoked(
  parts: RevokedParts,
  registries: Registries,
  registry: RegistryClient,
): Promise<readonly RevocationRow[]> {
  const locked = (await readNewestLock(parts.storage))?.lock.plugins ?? {};
  const said = await askRevoked(locked, registries, registry);
  if (said === null) return [];
  const { storage } = parts;
  for (const row of said.installed)
    await storage.kernelTransaction(async (tx) => {
      if (await keepRevoked(storage, tx, row)) await tell(parts, tx, row);
    });
  // What is not installed any more may come back by going back: it stays known for as long as it is revoked.
  for (const row of await readRevoked(storage)) {
    if (row.registry !== registry.name || strictest(said.all, row.name, row.version) !== null) continue;
    await storage.kernelTransaction(async (tx) => {
      if (await forgetRevoked(storage, tx, row)) await takeBack(parts, tx, row);
    });
  }
  return said.installed;
}

/** What a registry has revoked, and what of it is among what is locked; null where it has no root of trust. Writes nothing. */
export async function askRevoked(
  locked: Readonly<Record<string, LockedPlugin>>,
  registries: Registries,
  registry: RegistryClient,
): Promise<{
  readonly all: readonly PluginRevocation[];
  readonly installed: readonly RevocationRow[];
} | null> {
  const trust = await registry.trust();
  if (trust === null) return null;
  const all = await trust.revocations();
  const installed = Object.entries(locked).flatMap(([name, one]): readonly RevocationRow[] => {
    if (!isFrom(registries, registry, name, one)) return [];
    const found = strictest(all, name, one.version);
    if (found === null) return [];
    const { reason, severity, action, at } = found;
    return [{ name, version: one.version, registry: registry.name, reason, severity, action, at }];
  });
  return { all, installed };
}

/** What came as a file is the business of the registry that its scope is pinned to. */
const isFrom = (
  registries: Registries,
  registry: RegistryClient,
  name: string,
  locked: LockedPlugin,
): boolean =>
  locked.registry === null ? registries.pinnedFor(name) === registry : locked.registry === registry.name;

const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

/** Of all that is said against a version what asks for most; null when nothing is. */
export function strictest(
  revocations: readonly PluginRevocation[],
  name: string,
  version: string,
): PluginRevocation | null {
  const weight = ({ action, severity }: PluginRevocation): number =>
    (action === 'disable' ? SEVERITIES.length : 0) + SEVERITIES.indexOf(severity);
  const [first] = revocations
    .filter((one) => one.name === name && satisfies(version, one.versions, { includePrerelease: true }))
    .toSorted((a, b) => weight(b) - weight(a));
  return first ?? null;
}

async function tell(parts: RevokedParts, tx: Transaction, row: RevocationRow): Promise<void> {
  const { storage, audit, events, scope } = parts;
  const { name, version, registry, reason, severity, action, at } = row;
  const known = parts.plugin(name);
  const isSwitchedOff = action === 'disable' && known?.isKept !== true;
  const id = known?.id ?? name;
  const title = known?.title ?? name;
  if (isSwitchedOff && known !== null) await writeSwitch(storage, tx, id, false);
  else await tellRevoked(storage, tx, id);
  await audit?.record(tx, scope, {
    action: 'core.plugin.revoked',
    object: { type: 'plugin', id, name: title },
    reason,
    after: { version, registry, severity, action, isSwitchedOff },
  });
  const data: PluginRevokedEvent = {
    ...{ name, version, title, registry, reason, severity, action, at, isSwitchedOff },
  };
  await events?.publish(tx, scope, { type: pluginEvents.revoked, subject: id, data: { ...data } });
}

async function takeBack(parts: RevokedParts, tx: Transaction, row: RevocationRow): Promise<void> {
  const { storage, audit, scope } = parts;
  const known = parts.plugin(row.name);
  const id = known?.id ?? row.name;
  await tellRevoked(storage, tx, id);
  await audit?.record(tx, scope, {
    action: 'core.plugin.revocation-withdrawn',
    object: { type: 'plugin', id, name: known?.title ?? row.name },
    before: { version: row.version, registry: row.registry, action: row.action },
  });
}
