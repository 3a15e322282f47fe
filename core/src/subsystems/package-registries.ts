import type { EgressService, EventsService, ExecutionScope } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../config/kernel-config.ts';
import { KERNEL, KERNEL_PACKAGE } from '../kernel-identity.ts';
import type { InstalledPlatform } from '../packages/installed-plugins.ts';
import type { Registries } from '../packages/registries/registries.ts';
import { TimeTree } from '../plugins/time-tree.ts';
import type { Subsystems } from './subsystems.ts';

/** Opens what asking registries stands on. Answers what makes them for one piece of work. */
export async function packageRegistries(
  subsystems: Subsystems,
  config: KernelConfig,
  kernel: { scope(): ExecutionScope },
): Promise<(signal?: AbortSignal) => Registries> {
  const { openRegistries: open } = await import('../packages/registries/open-registries.ts');
  await subsystems.open(new Set(['core.egress']), new TimeTree('open egress'));
  // What the id names is what the kernel itself made under it.
  const egress = subsystems.serviceFor('core.egress', KERNEL_PACKAGE) as EgressService;
  const reveal = async (name: string): Promise<string> => {
    await subsystems.open(new Set(['core.vault']), new TimeTree('open vault'));
    return subsystems.revealSecret(KERNEL, kernel.scope(), name);
  };
  return (signal) => open(config, { egress, reveal, ...(signal === undefined ? {} : { signal }) });
}

/** What following installed plugins needs of the services of the kernel. */
export const installedServices = (
  subsystems: Subsystems,
  config: KernelConfig,
  kernel: { scope(): ExecutionScope },
): Pick<InstalledPlatform, 'registries' | 'events' | 'audit' | 'storage'> => ({
  storage: () => subsystems.storage,
  audit: () => subsystems.audit?.service(KERNEL) ?? null,
  registries: async (signal) => (await packageRegistries(subsystems, config, kernel))(signal),
  async events(): Promise<EventsService | null> {
    await subsystems.open(new Set(['core.events']), new TimeTree('open events'));
    return subsystems.events?.service(KERNEL) ?? null;
  },
});
