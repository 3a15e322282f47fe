import { createHash } from 'node:crypto';
import semver from 'semver';
import { newName } from '../npm/npm-names.ts';
import { invalidPublication, tooLarge } from '../registry-errors.ts';
import { isRecord } from './package-json.ts';
import { type ReadAttestation, readProvenance } from './provenance.ts';

/** What a client asks to be published: the bytes, and what it says that they are. */
export interface PublishRequest {
  readonly name: string;
  readonly version: string;
  readonly tags: readonly string[];
  readonly bytes: Uint8Array;
  /** What came beside the tarball; null where nothing did. */
  readonly attestation: ReadAttestation | null;
}

/** Whether a document carries a tarball, and not only a change of what is there. */
export const carriesTarball = (document: Readonly<Record<string, unknown>>): boolean =>
  isRecord(document['_attachments']) && Object.keys(document['_attachments']).length > 0;

/**
 * Reads what `npm publish` sends: exactly one version with its tarball. What it says of the version beyond its number is not kept: that
 * is read from the tarball.
 * @param trustedRoot - sigstore's, by which provenance is verified; null where there is none
 * @throws DataWaveError DW_REGISTRY_PUBLICATION, DW_REGISTRY_TOO_LARGE
 */
export function readPublishDocument(
  document: Readonly<Record<string, unknown>>,
  name: string,
  limit: number,
  trustedRoot: unknown = null,
): PublishRequest {
  newName(name);
  if (document['name'] !== name)
    throw invalidPublication(
      `The document is about ${JSON.stringify(document['name'])}, and was sent to ${JSON.stringify(name)}.`,
      'Send it to the address of its own name.',
    );
  const versions = isRecord(document['versions']) ? Object.entries(document['versions']) : [];
  const [version, said] = versions[0] ?? [];
  if (versions.length !== 1 || version === undefined || !isRecord(said))
    throw invalidPublication(
      'The document does not hold exactly one version.',
      'Publish one version at a time.',
    );
  if (semver.valid(version) !== version || said['version'] !== version || said['name'] !== name)
    throw invalidPublication(
      `${JSON.stringify(version)} is no version in the form of semantic versioning, or not the one described.`,
      'Use a version such as 1.2.3 without anything before it or after a "+".',
    );
  const bytes = attachedTarball(document['_attachments'], limit);
  requireSaidHash(isRecord(said['dist']) ? said['dist'] : {}, bytes);
  const tags = isRecord(document['dist-tags'])
    ? Object.entries(document['dist-tags'])
        .filter(([, target]) => target === version)
        .map(([tag]) => tag)
    : [];
  const sha512 = createHash('sha512').update(bytes).digest('hex');
  const attestation = readProvenance(document['_attachments'], { name, version, sha512, trustedRoot });
  return { name, version, tags, bytes, attestation };
}

/** Tarballs end in `.tgz`; beside one may stand a bundle of its provenance. */
function attachedTarball(attachments: unknown, limit: number): Uint8Array {
  const tarballs = isRecord(attachments)
    ? Object.entries(attachments).filter(([file]) => file.endsWith('.tgz'))
    : [];
  const attachment = tarballs[0]?.[1];
  if (tarballs.length !== 1 || !isRecord(attachment) || typeof attachment['data'] !== 'string')
    throw invalidPublication(
      'The document does not carry exactly one tarball.',
      'Publish with an npm client, which packs it.',
    );
  const data = attachment['data'];
  const size = Math.floor((data.length * 3) / 4) - (data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0);
  if (size > limit) throw tooLarge(size, limit);
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length !== size || (attachment['length'] !== undefined && attachment['length'] !== bytes.length))
    throw invalidPublication('The tarball arrived incomplete or is no base64.', 'Send it again.');
  return bytes;
}

/** What the client hashed must be what arrived; the hash that is kept is made here all the same. */
function requireSaidHash(dist: Readonly<Record<string, unknown>>, bytes: Uint8Array): void {
  const { integrity, shasum } = dist;
  const sha512 = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const sha1 = createHash('sha1').update(bytes).digest('hex');
  if (
    (typeof integrity === 'string' && !integrity.split(/\s+/).includes(sha512)) ||
    (typeof shasum === 'string' && shasum !== sha1)
  )
    throw invalidPublication(
      'The bytes of the tarball are not those that the document gives the hash of.',
      'Send it again; if it happens again, something on the way changes it.',
    );
}
