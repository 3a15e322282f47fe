import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DataWaveError } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../../config/kernel-config.ts';
import { isObject } from '../../validation/is-object.ts';

/** How the trusted root of a registry is read; null where the configuration names none. */
export function trustedRootOf(
  config: Pick<KernelConfig, 'projectDirectory'>,
  registry: string,
  file: string | undefined,
): (() => Promise<unknown>) | null {
  if (file === undefined) return null;
  const path = resolve(config.projectDirectory, file);
  return () => readTrustedRoot(path, `The trusted root of sigstore for the registry "${registry}"`);
}

/**
 * Reads sigstore's `trusted_root.json`.
 * @param what - what it is, to begin a message with
 * @throws DataWaveError DW_PACKAGES_TRUSTED_ROOT
 */
export async function readTrustedRoot(file: string, what: string): Promise<unknown> {
  const unusable = (why: string, cause?: unknown) =>
    new DataWaveError({
      code: 'DW_PACKAGES_TRUSTED_ROOT',
      message: `${what} ${why}: ${file}.`,
      hint: 'Get trusted_root.json of the sigstore that signs, such as with "cosign trusted-root create" or "gh attestation trusted-root", and name the file.',
      where: file,
      ...(cause === undefined ? {} : { cause }),
    });
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw unusable('cannot be read', error);
  }
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    throw unusable('is no JSON', error);
  }
  if (!isObject(root) || !Array.isArray(root['tlogs']) || !Array.isArray(root['certificateAuthorities']))
    throw unusable('names no certificate authorities and logs', undefined);
  return root;
}
