import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type CommandIo, DataWaveError } from '@datawave/plugin-sdk';
import {
  type BuildOrigin,
  buildOriginOf,
  type CheckedPackage,
  verifyProvenance,
} from '@datawave/plugin-sdk/packaging';
import { readTrustedRoot } from '../../../packages/registries/sigstore-root.ts';
import { isObject } from '../../../validation/is-object.ts';

/** As much as the installer takes from a registry. */
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * Verifies from what a package was built, by files and without a network.
 * @throws DataWaveError DW_PACKAGE_ATTESTATION for a file that is none, DW_PACKAGES_TRUSTED_ROOT, DW_TRUST_PROVENANCE
 */
export async function verifyOrigin(
  { name, version, integrity }: CheckedPackage,
  files: { readonly attestation: string; readonly trustedRoot: string },
  io: CommandIo,
): Promise<BuildOrigin> {
  const file = resolve(io.cwd, files.attestation);
  const attestations = listOf(await readJson(file));
  const root = await readTrustedRoot(resolve(io.cwd, files.trustedRoot), 'The trusted root of sigstore');
  const sha512 = Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
  const provenance = verifyProvenance({ attestations, name, version, sha512, trustedRoot: root });
  if (provenance === null) throw unusable(file, 'attests nothing of where a package was built');
  return buildOriginOf(provenance);
}

async function readJson(file: string): Promise<unknown> {
  let handle: Awaited<ReturnType<typeof open>> | undefined;
  try {
    handle = await open(file, 'r');
    const { size } = await handle.stat();
    if (size > MOST_BYTES) throw unusable(file, `has ${size} bytes, and may have ${MOST_BYTES}`);
    return JSON.parse(await handle.readFile('utf8'));
  } catch (error) {
    if (DataWaveError.is(error)) throw error;
    throw unusable(file, error instanceof SyntaxError ? 'is no JSON' : 'cannot be read', error);
  } finally {
    await handle?.close();
  }
}

/** A bundle as sigstore writes it, put as a registry answers it. */
function listOf(value: unknown): unknown {
  const envelope = isObject(value) ? value['dsseEnvelope'] : undefined;
  if (!isObject(envelope) || typeof envelope['payload'] !== 'string') return value;
  let statement: unknown;
  try {
    statement = JSON.parse(Buffer.from(envelope['payload'], 'base64').toString('utf8'));
  } catch {
    // What states nothing is refused as no list of attestations.
    return value;
  }
  const predicateType = isObject(statement) ? statement['predicateType'] : undefined;
  return { attestations: [{ predicateType, bundle: value }] };
}

const unusable = (file: string, why: string, cause?: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGE_ATTESTATION',
    message: `${file} ${why}.`,
    hint: 'Name a bundle of sigstore, or what a registry answers at -/npm/v1/attestations/NAME@VERSION.',
    where: file,
    ...(cause === undefined ? {} : { cause }),
  });
