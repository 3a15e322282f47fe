/** What an asset is in its source. @public */
export type AssetType = 'table' | 'view' | 'materialized-view' | 'foreign-table' | 'file';

/** What a value is, whatever its source calls it. Classifiers gate on it. @public */
export type DataKind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'uuid'
  | 'json'
  | 'binary'
  | 'array'
  | 'other';

/** Columns of an asset that refer to those of another one. @public */
export interface ForeignKey {
  readonly columns: readonly string[];
  /** Path of the asset referred to, in the same source. */
  readonly referencedPath: readonly string[];
  readonly referencedColumns: readonly string[];
}

/** A column as its source declares it. @public */
export interface ColumnSchema {
  /** As the source spells it. Unique within the asset: duplicates get ` (2)`, ` (3)` appended. */
  readonly name: string;
  /** From 0, in the source's order. */
  readonly ordinal: number;
  /** As the source declares it: `NVARCHAR(60)`. */
  readonly dataType: string;
  readonly kind: DataKind;
  readonly nullable: boolean;
  readonly comment: string | null;
}

/**
 * A mark that differs whenever an asset's content may have changed, as far as its source can tell: a modification time, a
 * counter of written rows, a position in a log, the highest value of a growing key. Opaque; compared as it is. @public
 */
export interface ChangeMarker {
  readonly kind: 'modified-at' | 'counter' | 'log-position' | 'high-water';
  readonly value: string;
  /**
   * Until when what was written is in the mark, ISO 8601; what came later makes the mark another one a moment later, without fail.
   * Absent: until it was asked for. Not compared.
   */
  readonly asOf?: string;
  /** Of `high-water`: whose highest value it stands for. Not compared. */
  readonly column?: string;
}

/** A table, view or file. Structured-cloneable. @public */
export interface Asset {
  /** Segments in the source: `['main', 'Customer']`. */
  readonly path: readonly string[];
  readonly type: AssetType;
  readonly columns: readonly ColumnSchema[];
  readonly comment: string | null;
  /** Rows by the source's own reckoning; null when it does not know. */
  readonly rowEstimate: number | null;
  readonly sizeBytes: number | null;
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Changes when the asset's shape does; with files also when their content does. */
  readonly fingerprint: string;
  /** Null or absent where the source keeps none: whether the content changed is then unknown. */
  readonly changeMarker?: ChangeMarker | null;
  /** Why there is no mark, for people, as half a sentence: `policies decide which of its rows are seen`. */
  readonly unmarked?: string;
}

/** An asset, or part of a source, that could not be read. Never silently missing. @public */
export interface AssetProblem {
  readonly path: readonly string[];
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}
