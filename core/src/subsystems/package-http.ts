import { DataWaveError, type Logger } from '@datawave/plugin-sdk';
import type { KernelHttpService } from '../http/mounted-route.ts';
import { KERNEL } from '../kernel-identity.ts';
import type { Kernel, KernelOptions } from '../kernel-types.ts';
import type { Storage } from '../storage/storage.ts';
import { closed } from './closed-services.ts';
import { packageRegistries } from './package-registries.ts';
import type { Subsystems } from './subsystems.ts';

/** Mounts what installs plugins on the running platform. What it needs besides is opened when somebody asks. */
export async function mountPackages(
  http: KernelHttpService,
  parts: {
    readonly kernel: Kernel;
    readonly subsystems: Subsystems;
    readonly options: KernelOptions;
    readonly log: Logger;
  },
): Promise<void> {
  const { kernel, subsystems, options, log } = parts;
  const { config } = options;
  const { mountPackageRoutes } = await import('../packages/package-routes.ts');
  const storage = (): Storage => {
    if (subsystems.storage !== null) return subsystems.storage;
    throw new DataWaveError({
      code: 'DW_STORAGE_CLOSED',
      message: 'Plugins cannot be installed: no database is open.',
      hint: 'Enable a plugin that keeps data, or install with "datawave plugin install".',
      status: 503,
    });
  };
  const openRegistries = () => packageRegistries(subsystems, config, kernel);
  mountPackageRoutes(http, {
    ...{ storage, log, maxBytes: config.packages.maxBytes },
    registries: async () => (await openRegistries())(),
    beyond: (scope) => kernel.scope({ ...scope, signal: kernel.scope().signal }),
    installer: async () => {
      const { Installer } = await import('../packages/installer.ts');
      const open = storage();
      const audit = subsystems.audit?.service(KERNEL);
      // There is a trail wherever there is a database.
      if (audit === undefined) throw closed('core.audit');
      return new Installer({
        ...{ config, storage: open, store: kernel.installed.store, log, audit },
        seal: kernel.installed.sealOf(open),
        registries: await openRegistries(),
        configured: async () => kernel.installed.configured(),
        running: () => kernel.plugins().flatMap(({ id, state }) => (state === 'active' ? [id] : [])),
      });
    },
  });
}
