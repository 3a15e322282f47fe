import { bundleFromJSON, type SerializedBundle } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import type { BuildOrigin } from '../listing.ts';
import { trustError } from './trust-error.ts';

const SLSA = /^https:\/\/slsa\.dev\/provenance\/v(?:0\.2|1)$/;
const STATEMENT_TYPE = 'application/vnd.in-toto+json';
/** Extensions of Fulcio's certificates: https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md */
const OID = { repository: '57264.1.12', commit: '57264.1.13', ref: '57264.1.14', run: '57264.1.21' };
const MOST_ATTESTATIONS = 16;
/** Characters of what a certificate names. */
const LONGEST = 2000;

/** Where a package was built, as its build system proved it to sigstore. @public */
export interface Provenance {
  /** OpenID Connect issuer of the build system. */
  readonly issuer: string;
  /** What the issuer vouched for: the workflow with its ref, as a URL. */
  readonly identity: string;
  /** Source repository as a URL; null where the certificate does not say. */
  readonly repository: string | null;
  readonly ref: string | null;
  readonly commit: string | null;
  /** Address of the run; null where the certificate does not say. */
  readonly run: string | null;
}

/** What {@link verifyProvenance} looks at. @public */
export interface VerifyProvenanceOptions {
  /** `{ attestations: [{ predicateType, bundle }] }` as npm's registry answers it, parsed. */
  readonly attestations: unknown;
  /** npm name. */
  readonly name: string;
  readonly version: string;
  /** Of the tarball's bytes, lower-case hex. */
  readonly sha512: string;
  /** Sigstore's `trusted_root.json`, parsed: got once, by another way, and kept as a file. */
  readonly trustedRoot: unknown;
}

/**
 * Verifies sigstore's attestation of where a package was built, without a network: certificate, its place in the certificate log, the entry in the
 * transparency log, the signature, and that it is about these bytes under this name.
 * @returns null where there is no attestation of provenance
 * @throws DataWaveError DW_TRUST_PROVENANCE where there is one that does not hold
 * @public
 */
export function verifyProvenance(options: VerifyProvenanceOptions): Provenance | null {
  const subject = `${options.name}@${options.version}`;
  const refused = (why: string, cause?: unknown) =>
    trustError(
      'DW_TRUST_PROVENANCE',
      subject,
      `The provenance of ${subject} does not hold: ${why}.`,
      'Do not take the package for one of the repository that it names; ask its publisher.',
      cause,
    );
  const found = attestationsOf(options.attestations);
  if (found === null) throw refused('it is no list of attestations');
  const slsa = found.filter(({ predicateType }) => SLSA.test(predicateType));
  const [first] = slsa;
  if (first === undefined) return null;
  if (slsa.length > 1) throw refused('there is more than one');
  try {
    const bundle = bundleFromJSON(first.bundle as SerializedBundle);
    if (bundle.content.$case !== 'dsseEnvelope') throw new TypeError('it signs no statement');
    const { payload, payloadType } = bundle.content.dsseEnvelope;
    if (payloadType !== STATEMENT_TYPE) throw new TypeError('it signs no statement');
    const material = toTrustMaterial(TrustedRoot.fromJSON(options.trustedRoot));
    const signer = new Verifier(material).verify(toSignedEntity(bundle));
    checkStatement(payload, first.predicateType, options);
    const { subjectAlternativeName, extensions, oids } = signer.identity ?? {};
    if (subjectAlternativeName === undefined || extensions?.issuer === undefined)
      throw new TypeError('it was signed by a key and not by an identity');
    const extension = (oid: string): string | null => textOf(oids ?? [], oid);
    const named = {
      issuer: extensions.issuer,
      identity: subjectAlternativeName,
      repository: extension(OID.repository),
      ref: extension(OID.ref),
      commit: extension(OID.commit),
      run: extension(OID.run),
    };
    for (const text of Object.values(named))
      if (text !== null && (text.length > LONGEST || /[\p{Cc}\p{Cf}]/u.test(text)))
        throw new TypeError('its certificate names what nobody could read');
    return named;
  } catch (error) {
    throw refused(error instanceof Error ? error.message : 'it cannot be read', error);
  }
}

/** The same as people are shown it. @public */
export const buildOriginOf = ({ repository, identity, commit, issuer }: Provenance): BuildOrigin => ({
  ...{ repository, workflow: identity, commit, builder: issuer },
});

function attestationsOf(
  value: unknown,
): readonly { readonly predicateType: string; readonly bundle: unknown }[] | null {
  const list =
    typeof value === 'object' && value !== null && 'attestations' in value ? value.attestations : null;
  if (!Array.isArray(list) || list.length > MOST_ATTESTATIONS) return null;
  const isOne = (entry: unknown): entry is { readonly predicateType: string; readonly bundle: unknown } =>
    typeof entry === 'object' &&
    entry !== null &&
    'predicateType' in entry &&
    typeof entry.predicateType === 'string' &&
    'bundle' in entry;
  return list.every(isOne) ? list : null;
}

/** The purl of an npm package, as npm writes it in attestations: only the `@` of a scope is escaped. */
const purlOf = (name: string, version: string): string => `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;

function checkStatement(payload: Uint8Array, predicateType: string, options: VerifyProvenanceOptions): void {
  const statement: {
    readonly predicateType?: unknown;
    readonly subject?: readonly {
      readonly name?: unknown;
      readonly digest?: { readonly sha512?: unknown };
    }[];
  } = JSON.parse(Buffer.from(payload).toString('utf8'));
  if (statement.predicateType !== predicateType) throw new TypeError('it states something else than it says');
  const [subject, ...others] = Array.isArray(statement.subject) ? statement.subject : [];
  if (others.length > 0 || subject?.name !== purlOf(options.name, options.version))
    throw new TypeError('it is about another package');
  if (subject.digest?.sha512 !== options.sha512) throw new TypeError('it is about other bytes');
}

function textOf(
  oids: readonly {
    readonly oid?: { readonly id: readonly number[] } | undefined;
    readonly value: Uint8Array;
  }[],
  suffix: string,
): string | null {
  const found = oids.find(({ oid }) => oid?.id.join('.') === `1.3.6.1.4.1.${suffix}`);
  if (found === undefined) return null;
  // A DER UTF8String: tag, length in one to three bytes, text.
  const [tag, length = 0] = found.value;
  if (tag !== 0x0c) return null;
  const head = length < 0x80 ? 2 : 2 + (length & 0x7f);
  const text = Buffer.from(found.value.subarray(head)).toString('utf8');
  return text === '' ? null : text;
}
