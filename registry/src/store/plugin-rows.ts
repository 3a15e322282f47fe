import type { PublishCheckResult } from '@datawave/plugin-sdk/packaging';
import type { PackageJson } from '../publish/package-json.ts';

/** A plugin as it is kept. */
export interface PluginRow {
  readonly name: string;
  readonly publisher: string;
  /** Id of the other registry that it comes from. */
  readonly origin: string | null;
  readonly revision: number;
  /** The newest version that is served; null once none is. */
  readonly version: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A version as it is kept, without its readme. */
export interface VersionRow {
  readonly version: string;
  readonly sha256: string;
  /** Hex. */
  readonly sha512: string;
  readonly sha1: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly fileCount: number;
  readonly referredTo: string | null;
  readonly package: PackageJson;
  readonly sdk: string;
  readonly deprecated: string | null;
  /** What is attested of it; null where nothing is. */
  readonly predicateType: string | null;
  readonly publishedAt: string;
  readonly publisherName: string;
}

/** A version to be kept. */
export interface NewVersion {
  readonly version: string;
  readonly sha256: string;
  readonly sha512: string;
  readonly sha1: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly fileCount: number;
  readonly referredTo: string | null;
  readonly package: PackageJson;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly sdk: string;
  readonly manifestSha256: string | null;
  readonly keyids: readonly string[];
  readonly checks: readonly PublishCheckResult[];
  readonly readme: string;
  readonly changelog: string;
}
