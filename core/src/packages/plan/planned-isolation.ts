import type { PluginManifest } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../../config/kernel-config.ts';
import { decideIsolation, openWall, type PluginTrust, probeWalls } from '../../isolation/walls/index.ts';
import { reasonOf } from '../package-errors.ts';
import type { PlannedIsolation } from './plan.ts';

/** At which level a plugin will run here, and what that does and does not hold back. */
export async function planIsolation(
  config: Pick<KernelConfig, 'isolation' | 'plugins'>,
  plugin: {
    readonly name: string;
    readonly manifest: PluginManifest;
    readonly trust: PluginTrust;
  },
): Promise<PlannedIsolation> {
  const { name, manifest, trust } = plugin;
  try {
    const { level, reason } = decideIsolation({
      plugin: name,
      trust,
      policy: config.isolation,
      configured: config.plugins[name]?.isolation ?? null,
      probes: await probeWalls(),
    });
    // Only asked what it promises; nothing is made or started.
    const { enforced, notEnforced } = openWall(level, {
      ...{ plugin: manifest.id, directory: '/', dataDirectory: '/', readable: [], memoryMb: 64 },
      ...{ needs: manifest.needs ?? {}, env: {} },
    });
    return { level, isAvailable: true, enforced, notEnforced, reason };
  } catch (error) {
    return { level: 'none', isAvailable: false, enforced: [], notEnforced: [], reason: reasonOf(error) };
  }
}
