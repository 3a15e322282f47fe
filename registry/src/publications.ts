import type { ExecutionScope, Transaction } from '@datawave/plugin-sdk';
import type { PluginRevocation } from '@datawave/plugin-sdk/packaging';

/** A version that is served, as it is vouched for: everything is of the bytes that arrived, nothing of what a request said. */
export interface Publication {
  readonly name: string;
  readonly version: string;
  /** `NAME/-/FILE.tgz`: below the base address of the registry, and the target's path in the signed index. */
  readonly path: string;
  /** Bytes of the tarball. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  /** Hex. */
  readonly sha512: string;
  /** Id of the publisher. */
  readonly publisher: string;
  /** Whether the publisher's namespace is proved now. */
  readonly verified: boolean;
  /** Range of SDK versions. */
  readonly sdk: string;
  /** Hex, of `datawave-files.json`; null where the package has none. */
  readonly manifestSha256: string | null;
  /** Ids of the keys whose signatures lie in the package. Whether they hold is for whoever knows the keys. */
  readonly keyids: readonly string[];
}

/** Is told of each change to what is served, in the transaction that makes it: what it throws undoes the change. */
export interface PublicationListener {
  onPublished(tx: Transaction, scope: ExecutionScope, publication: Publication): Promise<void>;
  onUnpublished(
    tx: Transaction,
    scope: ExecutionScope,
    removed: { readonly name: string; readonly version: string; readonly path: string },
  ): Promise<void>;
  /** With all revocations there are, after one was added or withdrawn. */
  onRevocations(
    tx: Transaction,
    scope: ExecutionScope,
    revocations: readonly PluginRevocation[],
  ): Promise<void>;
}

/** What is served, for whoever vouches for it. */
export interface PublicationSource {
  /** In the order of names and versions, after the given path, at most `limit`. */
  publications(tx: Transaction, after: string | null, limit: number): Promise<readonly Publication[]>;
  revocations(tx: Transaction): Promise<readonly PluginRevocation[]>;
}
