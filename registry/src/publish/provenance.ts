import { DataWaveError } from '@datawave/plugin-sdk';
import { type BuildOrigin, buildOriginOf, verifyProvenance } from '@datawave/plugin-sdk/packaging';
import { invalidPublication } from '../registry-errors.ts';
import { isRecord } from './package-json.ts';

/** What sigstore attests of a version. It is kept as it came: whoever installs verifies it, against roots of their own. */
export interface Attestation {
  readonly predicateType: string;
  readonly bundle: Readonly<Record<string, unknown>>;
}

/** The same with what it tells of where the version was built. */
export interface ReadAttestation extends Attestation {
  /** Null where it tells nothing of it. */
  readonly origin: BuildOrigin | null;
  /** Whether that was verified, or is a claim. */
  readonly isVerified: boolean;
}

/** About what provenance has to be. */
export interface ProvenSubject {
  readonly name: string;
  readonly version: string;
  /** Of the tarball, lower-case hex. */
  readonly sha512: string;
  /** Sigstore's; null where the registry has none. */
  readonly trustedRoot: unknown;
}

/** What says where something was built, in any of its versions. */
const BUILD = /^https:\/\/slsa\.dev\/provenance\//;

/** Characters of a bundle: a certificate, a statement and its place in the log. */
const LONGEST = 512 * 1024;

const refused = (why: string) =>
  invalidPublication(
    `The provenance that came with the tarball ${why}.`,
    'Publish with "npm publish --provenance" from the workflow that builds the package, or without it.',
  );

/**
 * Reads the bundle that `npm publish --provenance` sends beside the tarball; null where none came. What is not about these bytes is
 * refused here already, so that nobody finds it out at an installation; so is what does not hold, where the registry can tell.
 * @throws DataWaveError DW_REGISTRY_PUBLICATION
 */
export function readProvenance(attachments: unknown, about: ProvenSubject): ReadAttestation | null {
  const bundles = isRecord(attachments)
    ? Object.entries(attachments).filter(([file]) => file.endsWith('.sigstore'))
    : [];
  const [attachment] = bundles.map(([, value]) => value);
  if (attachment === undefined) return null;
  if (bundles.length > 1 || !isRecord(attachment) || typeof attachment['data'] !== 'string')
    throw refused('is not one bundle of sigstore');
  if (attachment['data'].length > LONGEST) throw refused(`has more than ${LONGEST} characters`);
  return readBundle(parsed(attachment['data']), about);
}

/**
 * Reads what another registry answers at `-/npm/v1/attestations/NAME@VERSION`: of all that is attested the one that says where the version
 * was built. Null where nothing does.
 * @throws DataWaveError DW_REGISTRY_PUBLICATION as {@link readProvenance}
 */
export function readAnsweredProvenance(answer: Uint8Array, about: ProvenSubject): ReadAttestation | null {
  const said = parsed(new TextDecoder().decode(answer));
  const attestations = isRecord(said) ? said['attestations'] : undefined;
  if (!Array.isArray(attestations)) throw refused('is no list of attestations');
  const builds = attestations.filter(
    (one: unknown) =>
      isRecord(one) && typeof one['predicateType'] === 'string' && BUILD.test(one['predicateType']),
  );
  const [build] = builds as readonly Readonly<Record<string, unknown>>[];
  if (build === undefined) return null;
  if (builds.length > 1) throw refused('says twice where it was built');
  return readBundle(build['bundle'], about);
}

function readBundle(bundle: unknown, about: ProvenSubject): ReadAttestation {
  const envelope = isRecord(bundle) ? bundle['dsseEnvelope'] : undefined;
  const payload = isRecord(envelope) ? envelope['payload'] : undefined;
  const statement =
    typeof payload === 'string' ? parsed(Buffer.from(payload, 'base64').toString('utf8')) : null;
  if (!isRecord(bundle) || !isRecord(statement) || typeof statement['predicateType'] !== 'string')
    throw refused('is no bundle of sigstore with a statement');
  const subjects: readonly unknown[] = Array.isArray(statement['subject']) ? statement['subject'] : [];
  const [subject] = subjects;
  const digest = isRecord(subject) ? subject['digest'] : undefined;
  if (subjects.length !== 1 || !isRecord(digest) || digest['sha512'] !== about.sha512)
    throw refused('is about other bytes');
  const read = { predicateType: statement['predicateType'].slice(0, 200), bundle };
  if (about.trustedRoot === null) return { ...read, origin: claimedOrigin(statement), isVerified: false };
  const origin = provenOrigin(read, about);
  return { ...read, origin, isVerified: origin !== null };
}

function provenOrigin(read: Attestation, about: ProvenSubject): BuildOrigin | null {
  try {
    const provenance = verifyProvenance({ ...about, attestations: { attestations: [read] } });
    return provenance === null ? null : buildOriginOf(provenance);
  } catch (error) {
    if (!DataWaveError.is(error)) throw error;
    throw refused(`does not hold. ${error.message}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const textIn = (value: unknown, ...path: readonly (string | number)[]): string | null => {
  const found = path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
  return typeof found === 'string' && found !== '' ? found.slice(0, 400) : null;
};

/** What a statement claims, in either version of SLSA's provenance; null where it claims nothing. */
function claimedOrigin(statement: Readonly<Record<string, unknown>>): BuildOrigin | null {
  const predicate = statement['predicate'];
  const workflow = ['buildDefinition', 'externalParameters', 'workflow'];
  const source = ['invocation', 'configSource'];
  const repository =
    textIn(predicate, ...workflow, 'repository') ??
    textIn(predicate, ...source, 'uri')
      ?.replace(/^git\+/, '')
      .replace(/@[^@/]*(?:\/[^@]*)?$/, '') ??
    null;
  const path = textIn(predicate, ...workflow, 'path') ?? textIn(predicate, ...source, 'entryPoint');
  const ref = textIn(predicate, ...workflow, 'ref');
  const origin = {
    repository,
    workflow:
      path === null ? null : `${repository ?? ''}/${path}${ref === null ? '' : `@${ref}`}`.slice(0, 1000),
    commit:
      textIn(predicate, 'buildDefinition', 'resolvedDependencies', 0, 'digest', 'gitCommit') ??
      textIn(predicate, ...source, 'digest', 'sha1'),
    builder: textIn(predicate, 'runDetails', 'builder', 'id') ?? textIn(predicate, 'builder', 'id'),
  };
  return Object.values(origin).every((text) => text === null) ? null : origin;
}
