import type { AuditService, Logger } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../config/kernel-config.ts';
import type { Storage } from '../storage/storage.ts';
import type { LockSeal } from './lock/lock-seal.ts';
import type { InstalledPlugin } from './plan/plan.ts';
import type { Registries } from './registries/registries.ts';
import type { PackageStore } from './store/package-store.ts';

/** Places at which work on a change can be stopped, in order: tests end the process there. */
export type InstallStep = 'fetched' | 'begun' | 'checked' | 'tried' | 'written' | 'told';

/** What installing needs of the platform, or of the command line beside it. */
export interface InstallerParts {
  readonly config: KernelConfig;
  readonly storage: Storage;
  readonly store: PackageStore;
  readonly seal: LockSeal;
  readonly log: Logger;
  readonly audit: AuditService;
  /** Made for each piece of work. */
  registries(): Registries;
  /** Plugins that the configuration brings. */
  configured(): Promise<readonly InstalledPlugin[]>;
  /** Ids of plugins that run now and are to run afterwards as well; none where nobody knows. */
  running(): readonly string[];
  reached?(step: InstallStep): Promise<void> | void;
}
