import { DataWaveError } from '@datawave/plugin-sdk';
import { type BuildOrigin, buildOriginOf, verifyProvenance } from '@datawave/plugin-sdk/packaging';
import type { InstallerParts } from '../installer-parts.ts';
import { digestOf, type LockedPlugin } from '../lock/plugin-lock.ts';
import type { OfferedVersion, RegistryClient } from '../registries/registry-client.ts';
import type { ProvenanceState } from './plan.ts';

/** From what a package was built, as far as that is proven. */
export interface FoundOrigin {
  readonly provenance: BuildOrigin | null;
  readonly state: ProvenanceState;
}

interface Version {
  readonly name: string;
  readonly version: string;
  /** `sha512-…` of the bytes that arrived. */
  readonly integrity: string;
}

const UNTOLD: FoundOrigin = { provenance: null, state: 'untold' };

/**
 * Proves from what a package was built, by what its registry has of sigstore's attestations and the bytes that arrived.
 * @throws DataWaveError DW_TRUST_PROVENANCE for attestations that do not hold, DW_PACKAGES_PROVENANCE where they are required and there are
 *   none, or none that can be verified here
 */
export async function originOf(
  registry: RegistryClient,
  { isAttested }: Pick<OfferedVersion, 'isAttested'>,
  version: Version,
): Promise<FoundOrigin> {
  const { requireProvenance } = registry.settings;
  const root = isAttested || requireProvenance ? await registry.trustedRoot() : null;
  const found =
    root === null
      ? { provenance: null, state: isAttested ? ('unverified' as const) : ('untold' as const) }
      : await verified(registry, version, root);
  // Anybody can have sigstore sign with an address; only a build system's certificate names a repository.
  if (requireProvenance && found.provenance?.repository == null)
    throw unproven(
      version,
      `the registry "${registry.name}" is to give nothing without`,
      root === null
        ? `no trusted root of sigstore is configured for it`
        : found.provenance === null
          ? 'nothing is attested of it'
          : 'what is attested names no repository',
    );
  return found;
}

async function verified(registry: RegistryClient, version: Version, root: unknown): Promise<FoundOrigin> {
  const attestations = await attestationsOf(registry, version);
  if (attestations === null) return UNTOLD;
  const provenance = verifyProvenance({
    attestations: parsed(attestations),
    ...{ name: version.name, version: version.version, trustedRoot: root },
    sha512: Buffer.from(version.integrity.slice('sha512-'.length), 'base64').toString('hex'),
  });
  return provenance === null ? UNTOLD : { provenance: buildOriginOf(provenance), state: 'verified' };
}

async function attestationsOf(registry: RegistryClient, version: Version): Promise<Uint8Array | null> {
  try {
    return await registry.attestations(version.name, version.version);
  } catch (cause) {
    if (!DataWaveError.is(cause) || cause.code !== 'DW_EGRESS_TOO_LARGE') throw cause;
    throw new DataWaveError({
      code: 'DW_TRUST_PROVENANCE',
      message: `The provenance of ${version.name}@${version.version} does not hold: ${cause.message}`,
      hint: 'Do not take the package for one of the repository that it names; ask its publisher.',
      status: 502,
      cause,
    });
  }
}

/** What is no JSON is no list of attestations either, and is refused as that. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Proves once more, before it is applied, what the plan says of where a package was built. What has run here before may come back while
 * its registry is down or is not configured any more.
 * @throws DataWaveError DW_TRUST_PROVENANCE, DW_PACKAGES_PROVENANCE where it is not what was planned
 */
export async function checkOriginAgain(
  parts: Pick<InstallerParts, 'config' | 'registries' | 'log'>,
  {
    name,
    locked,
    isKnown,
  }: { readonly name: string; readonly locked: LockedPlugin; readonly isKnown: boolean },
): Promise<void> {
  const { version, integrity, provenance } = locked;
  const configured = parts.config.registries.find((one) => one.name === locked.registry);
  if (configured === undefined || (provenance === undefined && !configured.requireProvenance)) return;
  if (isKnown && provenance !== undefined && configured.provenance === undefined) return;
  let now: FoundOrigin;
  try {
    const registry = parts.registries().named(configured.name);
    now = await originOf(registry, { isAttested: true }, { name, version, integrity });
  } catch (error) {
    const isAgainst = DataWaveError.is(error) && /^DW_(?:TRUST|PACKAGES)_PROVENANCE$/.test(error.code);
    if (!isKnown || provenance === undefined || isAgainst) throw error;
    parts.log.warn(
      `The registry "${configured.name}" could not be asked from what ${name}@${version} was built, which has run before.`,
      { error },
    );
    return;
  }
  if (provenance === undefined || digestOf(now.provenance) === digestOf(provenance)) return;
  throw unproven(
    { name, version },
    'it is not what was looked at',
    now.provenance === null
      ? 'nothing that can be verified is attested of it any more'
      : 'it is another by now',
  );
}

const unproven = (
  { name, version }: Pick<Version, 'name' | 'version'>,
  what: string,
  why: string,
): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_PROVENANCE',
    message: `It is not proven from what ${name}@${version} was built, and ${what}: ${why}.`,
    hint: 'Ask its publisher for a version that was published with provenance; the operator sets "provenance" and "requireProvenance" of the registry.',
    status: 422,
  });
