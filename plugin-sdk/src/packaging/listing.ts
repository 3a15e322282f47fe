import type { PluginManifest, PluginNeeds } from '../manifest.ts';

/** What a plugin brings, as its keywords say it: `datawave-connector` makes it a connector. @public */
export type PluginKind = 'connector' | 'classifier' | 'framework' | 'channel' | 'step' | 'page' | 'other';

/** All kinds, in the order in which people are shown them. @public */
export const PLUGIN_KINDS: readonly PluginKind[] = [
  'connector',
  'classifier',
  'framework',
  'channel',
  'step',
  'page',
  'other',
];

/** Who publishes a plugin. @public */
export interface PluginPublisher {
  readonly id: string;
  readonly title: string;
  /** Whether they have proved that the namespace is theirs, and the proof still holds. */
  readonly verified: boolean;
}

/** What is wrong with versions of a plugin that were published. @public */
export interface PluginRevocation {
  readonly id: string;
  readonly name: string;
  /** Range of versions, as npm writes it. */
  readonly versions: string;
  readonly reason: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  /** `refuse`: it is not installed any more. `disable`: it is also stopped where it runs. */
  readonly action: 'refuse' | 'disable';
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** A plugin as the registry lists it: what its newest version says. @public */
export interface PluginListing {
  /** npm name. */
  readonly name: string;
  /** Id of the plugin, from its manifest. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly kinds: readonly PluginKind[];
  readonly version: string;
  /** Range of SDK versions. */
  readonly sdk: string;
  readonly publisher: PluginPublisher;
  /** Ids of the permissions that it declares. */
  readonly permissions: readonly string[];
  /** What it says that it touches: network, database, secrets, files. */
  readonly needs: PluginNeeds;
  /** Of all versions, since the first. */
  readonly downloads: number;
  readonly rating: { readonly mean: number | null; readonly count: number };
  /** ISO 8601 in UTC. */
  readonly updatedAt: string;
  /** Whether the newest version is revoked. */
  readonly revoked: { readonly reason: string; readonly at: string } | null;
}

/** How many plugins of those that match have each value, the most frequent first. @public */
export interface ListingFacets {
  readonly kind: Readonly<Record<string, number>>;
  readonly publisher: Readonly<Record<string, number>>;
  readonly permission: Readonly<Record<string, number>>;
  readonly verified: { readonly true: number; readonly false: number };
  readonly sdk: Readonly<Record<string, number>>;
}

/** A page of what was searched for. @public */
export interface ListingPage {
  readonly items: readonly PluginListing[];
  readonly nextCursor: string | null;
  readonly total: number;
  readonly facets: ListingFacets;
}

/** Names of the checks that a version goes through when it is published. @public */
export type PublishCheckName =
  | 'manifest'
  | 'sdkRange'
  | 'conformance'
  | 'licence'
  | 'size'
  | 'installScripts'
  | 'secrets'
  | 'nameSimilarity'
  | 'namespace';

/** What a check found. @public */
export interface PublishCheckResult {
  readonly check: PublishCheckName;
  /** What the registry's policy says of it. */
  readonly level: 'required' | 'advisory';
  readonly outcome: 'passed' | 'failed';
  /** What was found, as sentences; names files and lines, never a secret. */
  readonly findings: readonly string[];
}

/** From what a version was built, and by what. @public */
export interface BuildOrigin {
  /** Source repository as a URL; null where it is not told. */
  readonly repository: string | null;
  /** What built it: the workflow with its ref, as a URL. */
  readonly workflow: string | null;
  readonly commit: string | null;
  /** Where it was built: the issuer of the build system's identity; of what is only claimed, the id of the builder. */
  readonly builder: string | null;
}

/** A version as the registry shows it. @public */
export interface PluginVersionDetail {
  readonly version: string;
  readonly manifest: PluginManifest;
  readonly sdk: string;
  /** `sha512-…`. */
  readonly integrity: string;
  /** Hex, of the tarball. */
  readonly sha256: string;
  /** Bytes of the tarball, and of all its files. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly licence: string | null;
  readonly checks: readonly PublishCheckResult[];
  /** Ids of the keys whose signatures lie in the package. */
  readonly keyids: readonly string[];
  /** ISO 8601 in UTC. */
  readonly publishedAt: string;
  /** Display name of who published it. */
  readonly publishedBy: string;
  /** Why it should not be used any more, in the publisher's words. */
  readonly deprecated: string | null;
  readonly revoked: { readonly reason: string; readonly at: string } | null;
  readonly downloads: number;
  /** What came with it says so; unless `isVerified` it is a claim, which the registry has no root of sigstore to verify by. Null where nothing came. */
  readonly builtFrom: (BuildOrigin & { readonly isVerified: boolean }) | null;
}

/** What somebody thinks of a plugin. @public */
export interface PluginReview {
  readonly id: string;
  readonly author: string;
  /** 1 to 5. */
  readonly rating: number;
  readonly text: string;
  readonly version: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Whether whoever asks has written it. */
  readonly isMine: boolean;
  /** Why an administrator has hidden it; shown to administrators and its author alone. */
  readonly hidden: { readonly reason: string } | null;
}

/** How a publisher has proved that the namespace is theirs. @public */
export interface PublisherProof {
  readonly method: 'dns' | 'oidc' | 'administrator';
  /** The domain, or what the token of the CI said of the repository; empty where an administrator of the registry has vouched. */
  readonly detail: string;
}

/** A plugin with all that the registry knows of it. @public */
export interface PluginListingDetail extends PluginListing {
  /** Markdown of the newest version; empty where it has none. */
  readonly readme: string;
  readonly changelog: string;
  readonly distTags: Readonly<Record<string, string>>;
  /** The newest first, 100 at most. */
  readonly versions: readonly PluginVersionDetail[];
  /** By day (`2026-04-30`, UTC), the last 90 days. */
  readonly downloadsByDay: readonly { readonly day: string; readonly count: number }[];
  /** The newest first, 50 at most. */
  readonly reviews: readonly PluginReview[];
  readonly revocations: readonly PluginRevocation[];
  /** Those of its publisher that hold now: anybody may call themselves what they like, and these say who it is. */
  readonly proofs: readonly PublisherProof[];
  /** Id of the other npm registry that it comes from; null where it was published here. */
  readonly origin: string | null;
}
