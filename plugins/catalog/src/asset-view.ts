import {
  type Classification,
  type ColumnProfile,
  type ForeignKey,
  SEVERITIES,
  type Sensitivity,
  type Severity,
} from '@datawave/plugin-sdk';
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
  /** Where they stand in their source: `main`, `exports/2026`. */
  readonly folder?: readonly string[];
  /** Severity of the gravest standing violation, `-` for none. */
  readonly violation?: readonly string[];
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
  readonly folder: string | null;
  /** Null where the caller may not know. */
  readonly violations: { readonly standing: number; readonly worst: Severity | null } | null;
  /** Columns whose names hold a word that was looked for, at most three. */
  readonly matchedColumns: readonly string[];
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
  readonly folder: string | null;
  readonly standing_violations: number | null;
  readonly violation_rank: number | null;
  readonly matched: readonly string[] | null;
  /** Of the order that was asked for. */
  readonly key: number;
}

/** What assets are counted by. */
export const FACETS = [
  'sensitivity',
  'infoType',
  'source',
  'type',
  'owner',
  'domain',
  'tag',
  'folder',
  'violation',
] as const;
export type FacetName = (typeof FACETS)[number];
/** A value that a filter could take, and how many assets it would find. */
export interface FacetValue {
  readonly value: string;
  readonly count: number;
}
/** Counts of assets by each filter's values, the commonest first; a filter that was not asked for is missing. */
export type Facets = Readonly<Partial<Record<FacetName, readonly FacetValue[]>>>;

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
  readonly folder: string | null;
  /** Rises with each change of owner, domain and tags. */
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
    folder: row.folder,
    violations:
      row.standing_violations === null
        ? null
        : { standing: row.standing_violations, worst: SEVERITIES[row.violation_rank ?? -1] ?? null },
    matchedColumns: row.matched ?? [],
  };
}
