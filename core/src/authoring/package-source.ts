import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PackageSource } from '@datawave/plugin-sdk/create';
import packageJson from '../../package.json' with { type: 'json' };
import { packCheckout } from './pack-checkout.ts';

/** Folder of this package: `core/` in a checkout, its own below node_modules once it is installed. */
const OWN = dirname(dirname(import.meta.dirname));

/**
 * Where a new plugin has the SDK and the platform from: from a checkout, tarballs of what stands in it, packed now or earlier; from an
 * installed package, the registry, in the version that is installed.
 * @param onPack called before something is packed, which takes some seconds
 */
export async function packageSource(
  env: Readonly<Record<string, string | undefined>>,
  onPack: () => void,
): Promise<PackageSource> {
  const root = dirname(OWN);
  const isCheckout = ['lerna.json', 'package-lock.json'].every((name) => existsSync(join(root, name)));
  if (!isCheckout) return { kind: 'registry', version: packageJson.version };
  return { kind: 'vendored', packages: await packCheckout(root, env, onPack) };
}
