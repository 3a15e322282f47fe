import { invalidPublication } from '../registry-errors.ts';
import { isRecord } from './package-json.ts';

/** What sigstore attests of a version. It is kept as it came: whoever installs verifies it, against roots of their own. */
export interface Attestation {
  readonly predicateType: string;
  readonly bundle: Readonly<Record<string, unknown>>;
}

/** Characters of a bundle: a certificate, a statement and its place in the log. */
const LONGEST = 512 * 1024;

const refused = (why: string) =>
  invalidPublication(
    `The provenance that came with the tarball ${why}.`,
    'Publish with "npm publish --provenance" from the workflow that builds the package, or without it.',
  );

/**
 * Reads the bundle that `npm publish --provenance` sends beside the tarball; null where none came. What is not about these bytes is
 * refused here already, so that nobody finds it out at an installation.
 * @throws DataWaveError DW_REGISTRY_PUBLICATION
 */
export function readProvenance(attachments: unknown, sha512: string): Attestation | null {
  const bundles = isRecord(attachments)
    ? Object.entries(attachments).filter(([file]) => file.endsWith('.sigstore'))
    : [];
  const [attachment] = bundles.map(([, value]) => value);
  if (attachment === undefined) return null;
  if (bundles.length > 1 || !isRecord(attachment) || typeof attachment['data'] !== 'string')
    throw refused('is not one bundle of sigstore');
  if (attachment['data'].length > LONGEST) throw refused(`has more than ${LONGEST} characters`);
  const bundle = parsed(attachment['data']);
  const envelope = isRecord(bundle) ? bundle['dsseEnvelope'] : undefined;
  const payload = isRecord(envelope) ? envelope['payload'] : undefined;
  const statement =
    typeof payload === 'string' ? parsed(Buffer.from(payload, 'base64').toString('utf8')) : null;
  if (!isRecord(bundle) || !isRecord(statement) || typeof statement['predicateType'] !== 'string')
    throw refused('is no bundle of sigstore with a statement');
  const subjects: readonly unknown[] = Array.isArray(statement['subject']) ? statement['subject'] : [];
  const [subject] = subjects;
  const digest = isRecord(subject) ? subject['digest'] : undefined;
  if (subjects.length !== 1 || !isRecord(digest) || digest['sha512'] !== sha512)
    throw refused('is about other bytes');
  return { predicateType: statement['predicateType'].slice(0, 200), bundle };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
