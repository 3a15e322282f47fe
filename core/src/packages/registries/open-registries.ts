import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DataWaveError, type EgressService } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../../config/kernel-config.ts';
import { Registries } from './registries.ts';
import { RegistryClient } from './registry-client.ts';
import { trustedRootOf } from './sigstore-root.ts';

/**
 * The registries that a configuration names, for one piece of work: what they answer is asked once.
 * @param reveal - reads a secret of the platform's own
 */
export function openRegistries(
  config: Pick<KernelConfig, 'registries' | 'storage' | 'projectDirectory'>,
  parts: {
    readonly egress: EgressService;
    readonly reveal: (name: string) => Promise<string>;
    readonly signal?: AbortSignal;
  },
): Registries {
  const { egress, reveal, signal } = parts;
  return new Registries(
    config.registries.map(({ name, url, scopes, priority, root, token, provenance, requireProvenance }) => {
      const settings = {
        ...{ name, scopes, priority, requireProvenance },
        url: url.endsWith('/') ? url : `${url}/`,
      };
      return new RegistryClient(settings, {
        egress,
        token: async () => (token === undefined ? null : reveal(token.slice('secret://'.length))),
        openTrust:
          root === undefined
            ? null
            : async (fetch) => {
                const { openTrust } = await import('@datawave/plugin-sdk/packaging');
                const file = resolve(config.projectDirectory, root);
                return openTrust({
                  root: await readRoot(name, file),
                  directory: join(config.storage.data, 'trust', name),
                  fetch,
                });
              },
        trustedRoot: trustedRootOf(config, name, provenance),
        ...(signal === undefined ? {} : { signal }),
      });
    }),
  );
}

/** The root that was pinned for a registry. @throws DataWaveError DW_PACKAGES_ROOT_MISSING */
export async function readRoot(registry: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new DataWaveError({
      code: 'DW_PACKAGES_ROOT_MISSING',
      message: `The root of trust of the registry "${registry}" cannot be read: ${file}.`,
      hint: 'Get the file from whoever runs the registry, and name it as "root" of the registry.',
      where: file,
      cause,
    });
  }
}
