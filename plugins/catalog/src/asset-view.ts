import type { Classification, ColumnProfile, ForeignKey, Sensitivity } from '@datawave/plugin-sdk';
import { sensitivityOf } from './column-row.ts';

/** What a list of assets may be narrowed to. Several values of one filter are alternatives. */
export interface AssetFilter {
  readonly q?: string;
  readonly sensitivity?: readonly Sensitivity[];
  readonly infoType?: readonly string[];
  readonly source?: readonly string[];
  readonly type?: readonly string[];
  /** `-` stands for those that have none, as it does for domains. */
  readonly owner?: readonly string[];
  readonly domain?: readonly string[];
  readonly tag?: readonly string[];
}

/** An asset in a list. */
export interface AssetItem {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly sourceId: string;
  readonly columns: number;
  readonly sensitiveColumns: number;
  readonly sensitivity: Sensitivity | null;
  readonly infoTypes: readonly {
    readonly infoType: string;
    readonly sensitivity: Sensitivity;
    readonly columns: number;
  }[];
  readonly rowCount: number | null;
  readonly lastScannedAt: string;
  readonly owner: string | null;
  readonly domain: string | null;
  readonly tags: readonly string[];
}

/** An {@link AssetItem} as it is read. */
export interface ItemRow {
  readonly id: string;
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly source_id: string;
  readonly column_count: number;
  readonly sensitive_columns: number;
  readonly sensitivity_rank: number;
  readonly row_count: number | null;
  readonly last_scanned_at: string;
  readonly info_types: AssetItem['infoTypes'] | null;
  readonly owner: string | null;
  readonly domain: string | null;
  readonly tags: readonly string[];
}

/** Counts of assets by each filter's values. */
export type FacetName = 'sensitivity' | 'infoType' | 'source' | 'type' | 'owner' | 'domain' | 'tag';
export type Facets = Readonly<
  Record<FacetName, readonly { readonly value: string; readonly count: number }[]>
>;

/** Some of the assets that a filter finds. */
export interface AssetPage {
  readonly items: readonly AssetItem[];
  readonly nextCursor: string | null;
  readonly total: number;
  /** Null where they were not asked for. */
  readonly facets: Facets | null;
}

/** A whole asset, as its page shows it. */
export interface AssetDetail {
  readonly urn: string;
  readonly name: string;
  readonly path: readonly string[];
  readonly type: string;
  readonly comment: string | null;
  readonly sourceId: string;
  readonly scanId: string;
  readonly rowCount: number | null;
  readonly sampledRows: number;
  readonly sampleMethod: string;
  readonly sensitivity: Sensitivity | null;
  readonly sensitiveColumns: number;
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly warnings: readonly string[];
  readonly firstSeenAt: string;
  readonly lastScannedAt: string;
  readonly retiredAt: string | null;
  readonly version: number;
  readonly owner: string | null;
  readonly domain: string | null;
  readonly tags: readonly string[];
  /** Rises with each change of these three. */
  readonly stewardshipVersion: number;
  readonly columns: readonly {
    readonly name: string;
    readonly ordinal: number;
    readonly dataType: string;
    readonly kind: string;
    readonly nullable: boolean;
    readonly comment: string | null;
    readonly profile: ColumnProfile;
    readonly classifications: readonly Classification[];
  }[];
}

/** An {@link AssetDetail} as it is read. */
export type DetailRow = Omit<AssetDetail, 'columns' | 'sensitivity'> & {
  readonly id: string;
  readonly rank: number;
};

export function toItem(row: ItemRow): AssetItem {
  return {
    urn: row.urn,
    name: row.name,
    type: row.type,
    sourceId: row.source_id,
    columns: row.column_count,
    sensitiveColumns: row.sensitive_columns,
    sensitivity: sensitivityOf(row.sensitivity_rank),
    infoTypes: (row.info_types ?? []).map(({ infoType, sensitivity, columns }) => ({
      infoType,
      sensitivity,
      columns,
    })),
    rowCount: row.row_count,
    lastScannedAt: row.last_scanned_at,
    owner: row.owner,
    domain: row.domain,
    tags: row.tags,
  };
}
