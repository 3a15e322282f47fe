import type { PluginManifest } from '../manifest.ts';

/** Path, in a package, of the list of its files. @public */
export const FILE_LIST_PATH = 'datawave-files.json';

/** Path, in a package, of the signatures over the list of its files. @public */
export const SIGNATURE_PATH = 'datawave-signature.json';

/** Path, in a package, of the report of `datawave plugin test`. @public */
export const CONFORMANCE_PATH = 'conformance.json';

/** DSSE type of what the publisher of a package signs: the bytes of its list of files. @public */
export const FILE_LIST_TYPE = 'application/vnd.datawave.package-files+json';

/** The hash of one file of a package. @public */
export interface PackageFileEntry {
  /** Lower case hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * `datawave-files.json`: what a package consists of, which is what its publisher signs. Canonical JSON, see {@link canonicalJson}.
 * @public
 */
export interface PackageFiles {
  readonly version: 1;
  /** npm name. */
  readonly name: string;
  readonly packageVersion: string;
  /** Range of SDK versions that the package runs with. */
  readonly sdk: string;
  /** By path below the package: all files but this list and its signatures. */
  readonly files: Readonly<Record<string, PackageFileEntry>>;
}

/** A package.json, as far as packages of plugins are concerned with it. @public */
export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly license?: string;
  readonly keywords?: readonly string[];
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** A package that was read whole and holds together. @public */
export interface CheckedPackage {
  /** npm name. */
  readonly name: string;
  readonly version: string;
  /** SHA-512 of the tarball as npm writes it: `sha512-` and base64. */
  readonly integrity: string;
  /** SHA-256 of the tarball, lower case hex. */
  readonly sha256: string;
  /** Bytes of the tarball. */
  readonly size: number;
  /** Bytes of all files together. */
  readonly unpackedSize: number;
  readonly packageJson: PackageJson;
  readonly manifest: PluginManifest;
  /** Bytes by path, without the leading `package/`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The list of files that the package carries, which fits its files; null when it carries none. */
  readonly fileList: PackageFiles | null;
  /** The envelope of the signatures over {@link CheckedPackage.fileList}; null when nobody signed. */
  readonly envelope: Envelope | null;
  /** By which keys it says to be signed. Whether the signatures hold says {@link verifyEnvelope}. */
  readonly signatures: readonly { readonly keyid: string }[];
}

/** DSSE: bytes of a named type with signatures over both. @public */
export interface Envelope {
  readonly payloadType: string;
  /** Base64. */
  readonly payload: string;
  readonly signatures: readonly EnvelopeSignature[];
}

/** One signature in an {@link Envelope}. @public */
export interface EnvelopeSignature {
  /** SHA-256 of the public key's SPKI DER, lower case hex. */
  readonly keyid: string;
  /** Base64. */
  readonly sig: string;
}
