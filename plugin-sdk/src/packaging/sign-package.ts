import { Buffer } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import { writeArchive } from './archive/write-archive.ts';
import { checkPackage } from './check-package.ts';
import { packageFault } from './package-fault.ts';
import { type CheckedPackage, FILE_LIST_PATH, FILE_LIST_TYPE, SIGNATURE_PATH } from './package-files.ts';
import { addSignature, signEnvelope } from './signatures/envelope.ts';

/** A package with one more signature in it. @public */
export interface SignedPackage {
  readonly tarball: Uint8Array;
  readonly checked: CheckedPackage;
}

/**
 * Signs the list of files of a package that holds together, and packs it again with the signature. The same package and key give the same bytes.
 * @throws DataWaveError DW_PACKAGE_UNLISTED when it has no list, what {@link checkPackage} refuses, DW_PACKAGE_KEY_INVALID
 * @public
 */
export async function signPackage(bytes: Uint8Array, privateKey: KeyObject): Promise<SignedPackage> {
  const { files, envelope } = await checkPackage(bytes, { requireFileList: true });
  const list = files.get(FILE_LIST_PATH);
  if (list === undefined) throw packageFault('DW_PACKAGE_UNLISTED', 'The package has no list of its files.');
  const signed =
    envelope === null ? signEnvelope(FILE_LIST_TYPE, list, privateKey) : addSignature(envelope, privateKey);
  const signatures = [...signed.signatures].sort((left, right) => (left.keyid < right.keyid ? -1 : 1));
  const text = `${JSON.stringify({ ...signed, signatures }, undefined, 2)}\n`;
  const tarball = await writeArchive(
    new Map([...files, [SIGNATURE_PATH, new Uint8Array(Buffer.from(text))]]),
  );
  return { tarball, checked: await checkPackage(tarball) };
}
