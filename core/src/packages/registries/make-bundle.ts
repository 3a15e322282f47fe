import { writeBundle } from '@datawave/plugin-sdk/packaging';
import type { KernelConfig } from '../../config/kernel-config.ts';
import { registryLies, severalRegistries } from '../package-errors.ts';
import type { InstalledPlugin } from '../plan/plan.ts';
import { resolve, type Wish } from '../plan/resolve.ts';
import { type BundleConfig, rootedRegistry } from './bundle-registry.ts';
import { readRoot } from './open-registries.ts';
import type { Registries } from './registries.ts';

/** A bundle, and what is in it. */
export interface MadeBundle {
  readonly bytes: Uint8Array;
  readonly registry: string;
  readonly plugins: readonly { readonly name: string; readonly version: string; readonly why: string }[];
}

/**
 * Puts plugins, those that they require, what vouches for them and their publishers' keys into one file.
 * @param configured - what the configuration brings: it is required of the other machine's, too, and not put in
 * @throws DataWaveError DW_PACKAGES_…, DW_TRUST_…
 */
export async function makeBundle(
  config: BundleConfig & Pick<KernelConfig, 'packages'>,
  registries: Registries,
  wishes: readonly Wish[],
  wanted: string | null,
  configured: readonly InstalledPlugin[],
): Promise<MadeBundle> {
  const installed = configured.filter(({ name }) => !wishes.some((wish) => wish.name === name));
  const chosen = await resolve({ wishes, registries, registry: wanted, installed, allowDowngrade: true });
  const [first, ...others] = chosen;
  if (first === undefined) throw new RangeError('nothing was wished for');
  const { registry } = first;
  const stranger = others.find((one) => one.registry !== registry);
  if (stranger !== undefined) throw severalRegistries(registry.name, stranger.registry.name);
  const { root } = rootedRegistry(config, ({ name }) => name === registry.name, registry.settings.url);
  const plugins = chosen.map(({ offered: { name, version }, why }) => ({ name, version, why }));
  const bytes = await writeBundle({
    registry: registry.settings.url,
    root: await readRoot(registry.name, root),
    fetch: (file, { maxBytes }) => registry.metadata(file, maxBytes),
    plugins,
    tarball: async ({ name, version }) => {
      const one = chosen.find(({ offered }) => offered.name === name && offered.version === version);
      if (one === undefined) throw registryLies(registry.name, `it vouches for ${name}@${version} unasked`);
      return registry.download(one.offered, config.packages.maxBytes);
    },
    keys: (keyids) => registry.publisherKeys(keyids),
    attestations: async ({ name, version }) => {
      const one = chosen.find(({ offered }) => offered.name === name && offered.version === version);
      return one?.offered.isAttested === true ? registry.attestations(name, version) : null;
    },
  });
  return { bytes, registry: registry.name, plugins };
}
