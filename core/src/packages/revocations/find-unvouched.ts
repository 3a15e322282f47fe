import type { Storage } from '../../storage/storage.ts';
import { readNewestLock } from '../lock/lock-rows.ts';
import type { RegistryClient } from '../registries/registry-client.ts';

/** An installed plugin that its registry does not vouch for as it did. */
export interface Unvouched {
  readonly name: string;
  readonly version: string;
  /** As the rest of a sentence about the registry. */
  readonly why: string;
}

/** Holds what is installed from a registry against what that vouches for now. Nothing where it has no root of trust. */
export async function findUnvouched(
  storage: Storage,
  registry: Pick<RegistryClient, 'name' | 'trust'>,
): Promise<readonly Unvouched[]> {
  const trust = await registry.trust();
  const plugins = Object.entries((await readNewestLock(storage))?.lock.plugins ?? {});
  const found: Unvouched[] = [];
  for (const [name, { version, sha256, trust: level, registry: from }] of trust === null ? [] : plugins) {
    if (from !== registry.name) continue;
    const target = await trust?.target(name, version);
    const why =
      target === null || target === undefined
        ? 'vouches for that version no longer'
        : target.sha256 !== sha256
          ? 'vouches for other bytes of that version'
          : level === 'verified' && !target.verified
            ? 'does not say any more that its publisher is verified'
            : null;
    if (why !== null) found.push({ name, version, why });
  }
  return found;
}
