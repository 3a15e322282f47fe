import { join, resolve } from 'node:path';
import { DataWaveError, type EgressAnswer } from '@datawave/plugin-sdk';
import {
  checkPackage,
  type OpenedBundle,
  openBundle,
  readBundleAddress,
} from '@datawave/plugin-sdk/packaging';
import type { KernelConfig } from '../../config/kernel-config.ts';
import { pinned } from '../package-errors.ts';
import type { Wish } from '../plan/resolve.ts';
import { readRoot } from './open-registries.ts';
import { Registries } from './registries.ts';
import { RegistryClient } from './registry-client.ts';
import { trustedRootOf } from './sigstore-root.ts';

type RegistryConfig = KernelConfig['registries'][number];

/** What a bundle needs of the configuration. */
export interface BundleConfig extends Pick<KernelConfig, 'storage' | 'projectDirectory'> {
  readonly registries: readonly RegistryConfig[];
}

/** What a bundle may be at most, in bytes; 1 GB and what that unpacks to unless given. */
export interface BundleLimits {
  readonly packedBytes?: number;
  readonly unpackedBytes?: number;
}

/** A bundle in the place of the registry that it was made of. */
export interface BundleRegistry {
  /** Has that one registry, which answers with what is in the bundle. */
  registries(): Registries;
  /** Every version in it. */
  readonly wishes: readonly Wish[];
}

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

const unusable = (message: string, hint: string): DataWaveError =>
  new DataWaveError({ code: 'DW_PACKAGES_BUNDLE', message, hint, status: 422 });

/** The registry of the configuration that has this address, and a root by which it can be verified. */
export function rootedRegistry(
  config: BundleConfig,
  isIt: (registry: RegistryConfig) => boolean,
  what: string,
): RegistryConfig & { readonly root: string } {
  const found = config.registries.find(isIt);
  if (found?.root !== undefined) return { ...found, root: resolve(config.projectDirectory, found.root) };
  throw unusable(
    found === undefined
      ? `The configuration names no registry at ${what}.`
      : `The registry "${found.name}" has no root in the configuration, so that nothing of it can be verified without it.`,
    'Name it under "registries" with its address and its "root", got from whoever runs it by another way than the bundle.',
  );
}

/**
 * Verifies a bundle by the root of the registry that it comes from, and puts it in that registry's place. Nothing goes over the network.
 * @throws DataWaveError DW_PACKAGES_BUNDLE, DW_PACKAGES_PINNED, DW_TRUST_*, DW_PACKAGE_*
 */
export async function openBundleRegistry(
  config: BundleConfig,
  bytes: Uint8Array,
  limits: BundleLimits = {},
): Promise<BundleRegistry> {
  const address = await readBundleAddress(bytes, limits);
  const from = rootedRegistry(config, ({ url }) => withSlash(url) === withSlash(address), address);
  const opened = await openBundle(bytes, {
    root: await readRoot(from.name, from.root),
    directory: join(config.storage.data, 'trust', from.name),
    limits,
  });
  // A scope that is pinned to another registry is that one's, whoever brings a package of it.
  for (const { target } of opened.plugins)
    for (const other of config.registries)
      if (other.name !== from.name && other.scopes.includes(target.name.split('/')[0] ?? ''))
        throw pinned(target.name, other.name, from.name);
  const answers = await answersOf(opened, withSlash(from.url));
  const settings = {
    ...{ name: from.name, scopes: from.scopes, priority: from.priority, url: withSlash(from.url) },
    requireProvenance: from.requireProvenance,
  };
  return {
    registries: () =>
      new Registries([
        new RegistryClient(settings, {
          egress: { fetch: (url) => Promise.resolve(answer(answers, String(url))) },
          token: () => Promise.resolve(null),
          openTrust: () => Promise.resolve(opened.trust),
          trustedRoot: trustedRootOf(config, from.name, from.provenance),
        }),
      ]),
    wishes: opened.plugins.map(({ target: { name, version } }) => ({ name, range: version })),
  };
}

/** What the registry would answer for what is in the bundle, by address. */
async function answersOf(opened: OpenedBundle, base: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const answers = new Map<string, Uint8Array>();
  const put = (path: string, value: unknown): void =>
    void answers.set(new URL(path, base).href, Buffer.from(JSON.stringify(value)));
  const versions = new Map<string, Record<string, unknown>>();
  for (const { target, tarball, attestations } of opened.plugins) {
    const { name, version, path } = target;
    const { packageJson, integrity } = await checkPackage(tarball, { name, version });
    const dist = {
      ...{ tarball: new URL(path, base).href, integrity },
      ...(attestations === null ? {} : { attestations: {} }),
    };
    if (attestations !== null)
      answers.set(
        new URL(`-/npm/v1/attestations/${name.replace('/', '%2f')}@${version}`, base).href,
        attestations,
      );
    versions.set(name, { ...versions.get(name), [version]: { ...packageJson, dist } });
    answers.set(dist.tarball, tarball);
  }
  for (const [name, all] of versions) put(name.replace('/', '%2f'), { name, 'dist-tags': {}, versions: all });
  for (const [keyid, key] of opened.keys)
    put(`-/datawave/keys/${keyid}`, { keyid, publicKey: key.export({ type: 'spki', format: 'pem' }) });
  return answers;
}

function answer(answers: ReadonlyMap<string, Uint8Array>, url: string): EgressAnswer {
  const body = answers.get(url);
  return { url, status: body === undefined ? 404 : 200, headers: {}, body: body ?? new Uint8Array() };
}
