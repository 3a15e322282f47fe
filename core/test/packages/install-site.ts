import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAudit } from '../../src/audit/audit.ts';
import { checkSettings } from '../../src/config/check-settings.ts';
import type { ConfiguredPlugin, KernelConfig } from '../../src/config/kernel-config.ts';
import { Installer } from '../../src/packages/installer.ts';
import type { InstallerParts } from '../../src/packages/installer-parts.ts';
import { openStore } from '../../src/packages/lock/begin-lock.ts';
import { LockSeal } from '../../src/packages/lock/lock-seal.ts';
import { openRegistries } from '../../src/packages/registries/open-registries.ts';
import type { PackageStore } from '../../src/packages/store/package-store.ts';
import { createEgress } from '../../src/security/egress.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { coreStorage } from '../../src/subsystems/core-migrations.ts';
import { silentLog, type TestStorage, testScope, testStorage } from '../storage.ts';

/** A database and a data folder with an installer on them, without a platform. */
export interface InstallSite {
  readonly database: TestStorage;
  readonly directory: string;
  readonly store: PackageStore;
  readonly parts: InstallerParts;
  readonly installer: Installer;
  /** An installer of another process beside it. */
  another(over?: Partial<InstallerParts>): Installer;
  close(): Promise<void>;
}

/** Installed plugins that the operator accepts in process. */
const IN_PROCESS: ConfiguredPlugin = {
  ...{ enabled: true, critical: false, config: {}, location: null },
  isolation: { level: 'in-process', accepted: true },
  locate: () => null,
  environmentOf: () => [],
};

/** Settings of a platform in a folder, with the kernel's defaults. */
export function siteConfig(
  directory: string,
  settings: Readonly<Record<string, unknown>>,
  inProcess: readonly string[] = [],
): KernelConfig {
  // Not every host on which tests run lets a process be confined.
  const isolation = { whenUnavailable: 'child' };
  const checked = checkSettings({ isolation, ...settings, storage: { url: 'embedded', data: directory } });
  if (checked.value === null) throw new Error(JSON.stringify(checked.problems));
  return {
    ...checked.value,
    file: join(directory, 'test.yaml'),
    projectDirectory: directory,
    plugins: Object.fromEntries(inProcess.map((name) => [name, IN_PROCESS])),
  };
}

/** All replicas of a site have one master key. */
export const SITE_ENV = { DATAWAVE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };

/** What tells locks of a site from those of others, in one of its data folders. */
export const siteSeal = (storage: Storage, config: KernelConfig, env: object = SITE_ENV): LockSeal =>
  new LockSeal({ storage, config, env: { ...env }, log: silentLog, scope: () => testScope() });

/**
 * @param settings - of the configuration: registries, packages
 * @param inProcess - names of plugins that are accepted in process
 */
export async function openSite(
  settings: Readonly<Record<string, unknown>>,
  inProcess: readonly string[] = [],
): Promise<InstallSite> {
  const database = await testStorage({ plugins: [coreStorage] });
  const directory = await mkdtemp(join(tmpdir(), 'datawave-install-'));
  const config = siteConfig(directory, settings, inProcess);
  const store = openStore(directory, directory);
  const egress = createEgress({ policy: config.egress, log: silentLog });
  const parts: InstallerParts = {
    ...{ config, store, log: silentLog, storage: database.storage },
    seal: siteSeal(database.storage, config),
    audit: createAudit(database.storage).service('core'),
    registries: () =>
      openRegistries(config, { egress, reveal: (name) => Promise.resolve(`token of ${name}`) }),
    configured: () => Promise.resolve([]),
    running: () => [],
  };
  return {
    ...{ database, directory, store, parts, installer: new Installer(parts) },
    another: (over = {}) => new Installer({ ...parts, ...over }),
    async close() {
      await database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
