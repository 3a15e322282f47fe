import type {
  AssetType,
  Classification,
  ColumnProfile,
  ForeignKey,
  Sensitivity,
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

/** What the list of assets carries beside its items. */
export interface AssetFacets {
  readonly total: number;
  readonly facets?: {
    readonly sensitivity: readonly Facet[];
    readonly infoType: readonly Facet[];
    readonly source: readonly Facet[];
    readonly type: readonly Facet[];
    /** `-` for those that have none, as among the domains. */
    readonly owner: readonly Facet[];
    readonly domain: readonly Facet[];
    readonly tag: readonly Facet[];
  };
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
