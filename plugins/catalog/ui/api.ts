import type {
  AssetType,
  Classification,
  ColumnProfile,
  ForeignKey,
  Sensitivity,
  Severity,
} from '@datawave/plugin-sdk/ui';

export interface AssetSource {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly connector: string;
}

/** How many columns of an asset hold an info type. */
export interface InfoTypeCount {
  readonly infoType: string;
  readonly sensitivity: Sensitivity;
  readonly columns: number;
}

/** An asset as a list shows it. */
export interface ListedAsset {
  readonly urn: string;
  readonly name: string;
  readonly type: AssetType;
  readonly source: AssetSource;
  readonly columns: number;
  readonly sensitiveColumns: number;
  readonly sensitivity: Sensitivity | null;
  readonly infoTypes: readonly InfoTypeCount[];
  readonly rowCount: number | null;
  readonly lastScannedAt: string;
  readonly owner: string | null;
  readonly ownerName: string | null;
  readonly domain: string | null;
  readonly tags: readonly string[];
  readonly folder: string | null;
  /** Null where whoever is signed in may not know. */
  readonly violations: { readonly standing: number; readonly worst: Severity | null } | null;
  /** Names of columns that a search found, at most three. */
  readonly matchedColumns: readonly string[];
}

/** Whose an asset is, its domain and its tags. */
export interface Stewardship {
  readonly owner: string | null;
  /** Null where nobody knows the owner by name. */
  readonly ownerName: string | null;
  readonly domain: string | null;
  readonly tags: readonly string[];
  readonly mayChange: boolean;
}

export interface Facet {
  readonly value: string;
  readonly count: number;
  readonly title?: string;
}

/** What assets can be narrowed to, in the order in which it is offered. */
export const FACETS = [
  'source',
  'type',
  'sensitivity',
  'infoType',
  'violation',
  'owner',
  'domain',
  'tag',
  'folder',
] as const;
export type FacetName = (typeof FACETS)[number];

/** Of which there may be thousands: they are counted apart from the others. */
export const SLOW_FACETS: readonly FacetName[] = ['tag', 'folder'];

/** What assets could be narrowed to. */
export interface AssetFacets {
  /** The commonest values first; those that were not asked for are missing. `-` stands for those that have no owner, no domain, no violation. */
  readonly facets: Readonly<Partial<Record<FacetName, readonly Facet[]>>>;
}

export interface AssetColumn {
  readonly name: string;
  readonly ordinal: number;
  readonly dataType: string;
  readonly nullable: boolean;
  readonly comment: string | null;
  readonly profile: ColumnProfile;
  /** Best first. */
  readonly classifications: readonly Classification[];
}

export interface AssetDetail {
  readonly urn: string;
  readonly name: string;
  readonly path: readonly string[];
  readonly type: AssetType;
  readonly comment: string | null;
  readonly source: AssetSource;
  readonly rowCount: number | null;
  readonly sampledRows: number;
  readonly sensitivity: Sensitivity | null;
  readonly sensitiveColumns: number;
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly warnings: readonly string[];
  readonly firstSeenAt: string;
  readonly lastScannedAt: string;
  readonly retiredAt: string | null;
  readonly scanId: string;
  readonly columns: readonly AssetColumn[];
  readonly owner: string | null;
  readonly ownerName: string | null;
  readonly domain: string | null;
  readonly tags: readonly string[];
  readonly folder: string | null;
}

/** What a column was taken for in a version of its asset. */
export interface PastVerdict {
  readonly infoType: string | null;
  readonly sensitivity: Sensitivity | null;
  readonly confidence: number | null;
  readonly status: Classification['status'] | null;
  /** `engine@2.0.0 model@1`. */
  readonly by: string | null;
}

/** What became of an asset's columns between two versions. */
export interface VersionChanges {
  readonly added: readonly {
    readonly name: string;
    readonly dataType: string;
    readonly sensitivity: Sensitivity | null;
  }[];
  readonly removed: readonly { readonly name: string; readonly dataType: string }[];
  readonly retyped: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  readonly verdicts: readonly {
    readonly name: string;
    readonly before: PastVerdict;
    readonly after: PastVerdict;
  }[];
}

/** A version of an asset. */
export interface HistoryEntry {
  readonly version: number;
  readonly at: string;
  readonly scanId: string;
  readonly cause: 'scan' | 'decision' | null;
  readonly actor: string | null;
  readonly actorName: string | null;
  readonly rowCount: number | null;
  readonly columns: number;
  /** Null for the oldest that is kept. */
  readonly changes: VersionChanges | null;
  readonly isFirst: boolean;
}

/** How an asset came to be as it is. */
export interface AssetHistory {
  readonly items: readonly HistoryEntry[];
  readonly nextBefore: number | null;
  /** What the last scans saw, the newest first. */
  readonly observations: readonly {
    readonly at: string;
    readonly scanId: string;
    readonly rowCount: number | null;
    readonly columns: number;
    readonly sensitiveColumns: number;
    readonly version: number;
  }[];
}

/** A foreign key seen from one of its ends. */
export interface Relation {
  readonly columns: readonly string[];
  readonly otherColumns: readonly string[];
  readonly other: {
    readonly name: string;
    readonly urn: string | null;
    readonly sensitivity: Sensitivity | null;
  };
}

/** What an asset is bound to. */
export interface Relationships {
  readonly outgoing: readonly Relation[];
  readonly incoming: readonly Relation[];
}

/** Counts over the catalog or one source of it. */
export interface CatalogCounts {
  readonly assets: number;
  readonly columns: number;
  readonly sensitiveColumns: number;
  readonly classifiedColumns: number;
  readonly bySensitivity: Readonly<Record<Sensitivity | 'none', number>>;
  readonly infoTypes: readonly InfoTypeCount[];
}

/** Page of an asset. */
export const assetHref = (urn: string): string => `/assets/${encodeURIComponent(urn)}`;
