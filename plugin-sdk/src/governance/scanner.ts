import { serviceRef } from '../refs.ts';
import type { Asset, AssetProblem } from './asset.ts';
import type { Classification, ReviewRequest } from './classification.ts';
import type { ConnectionConfig, ConnectionTest, ConnectorInfo } from './connector.ts';
import type { AssetFacts, Finding } from './framework.ts';
import type { HighWater } from './high-water.ts';
import type { ColumnProfile, Distribution } from './profile.ts';
import type { PlanOptions, ReadPlan } from './read-plan.ts';
import type { SampleOptions, TableSample } from './sample.ts';
import type { AssetSlice } from './slice.ts';
import type { SourceLoad } from './sources.ts';

/** A connection and how its assets are named. @public */
export interface ScanSource {
  /** Connector kind. */
  readonly connector: string;
  readonly config: ConnectionConfig;
  /** SOURCE part of the URNs. */
  readonly source: readonly string[];
  /** What the source may be burdened with; the scanner's own limits unless given. */
  readonly load?: SourceLoad;
  /**
   * Whether it is asked beside scans, by a check or a preview. Of the statements a second all such calls of a process draw from what
   * its scans of the source have, or from the share of one call where there are none.
   */
  readonly isBeside?: boolean;
  /** Id of the workspace whose source it is: only where that lets its own connect to is reached. None in a one-shot scan. */
  readonly workspace?: string;
}

/** How thoroughly a scan looks, and against what its facts are assessed. @public */
export interface ScanOptions {
  readonly sample: SampleOptions;
  readonly minConfidence: number;
  /** Ids of frameworks to assess against; all unless given. */
  readonly frameworks?: readonly string[];
  /** Whose rules and corrections count; null or absent in a one-shot scan. */
  readonly workspaceId?: string | null;
  /** Names of the columns to read; all unless given. The others are listed, unread. */
  readonly columns?: readonly string[];
  /** Ids of the classifiers to ask; all unless given. */
  readonly classifiers?: readonly string[];
  /** Verdicts of these info types need more or less than `minConfidence`. */
  readonly thresholds?: Readonly<Record<string, number>>;
  /** Key of the workspace for what must be compared across slices without keeping a value. Slices need it. */
  readonly sketchKey?: Uint8Array;
}

/** A column after the pipeline: its shape and its verdicts, and no value. @public */
export interface ScannedColumn {
  readonly name: string;
  readonly dataType: string;
  readonly profile: ColumnProfile;
  readonly classifications: readonly Classification[];
  /** Probability that it holds confidential or restricted values, over all types together. */
  readonly sensitiveProbability: number;
  /** Set when a person should decide. */
  readonly review: ReviewRequest | null;
  /** Why it was not read: left out by a rule. */
  readonly unread?: string;
  /**
   * Of a slice: keyed hashes from which distinct values are counted across slices; no value can be told from them without the key.
   * Lowest first: all of them, or so many of the lowest.
   */
  readonly sketch?: readonly string[];
  /** Of a slice: how its values are spread, to be put together with the others; null where that may not or cannot be told. */
  readonly spread?: SliceSpread | null;
}

/**
 * How the values of a slice are spread: as a {@link Distribution}, finer and between round ends, so that it can be told of slices together. Bounds
 * are multiples of steps of which each divides the next, whatever the slice. Of fewer than five rows it has no counts.
 * @public
 */
export interface SliceSpread {
  /** As in a {@link Distribution}. */
  readonly of: Distribution['of'];
  /** No value lies below. */
  readonly from: number;
  /** Every value lies below. */
  readonly to: number;
  /** Rising, between the ends; none where all rows are in one interval. A value that equals one lies above it. */
  readonly bounds: readonly number[];
  /** Rows that were looked at in each interval, five at least; one more than there are bounds, or none at all. */
  readonly counts: readonly number[];
}

/** Everything that a scan finds out about one asset, ready to be stored: no raw value in it. @public */
export interface AssetScan {
  readonly urn: string;
  /** Path joined with `.`. */
  readonly name: string;
  readonly asset: Asset;
  readonly rowCount: number | null;
  readonly sampledRows: number;
  /** How the sample was drawn, for people. */
  readonly sampleMethod: string;
  readonly columns: readonly ScannedColumn[];
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  readonly durationMs: number;
  /** Bytes read for it; absent when unknown. */
  readonly readBytes?: number;
  /** Set when only this part was scanned. */
  readonly slice?: AssetSlice;
  /**
   * As {@link ClassificationVersion.classifiers} was before the verdicts were given; of parts for which it differed, all that there
   * were. Absent when it is not known.
   */
  readonly classifiers?: readonly string[];
  /** Ids of the classifiers that were asked; absent when all were. What the others said before, nobody took back. */
  readonly askedClassifiers?: readonly string[];
}

/** What a scan tells an assessment. @public */
export function scanFacts(
  scan: Pick<AssetScan, 'urn' | 'name' | 'asset' | 'rowCount' | 'columns'>,
): AssetFacts {
  const { path, type, primaryKey, foreignKeys, comment } = scan.asset;
  return {
    urn: scan.urn,
    name: scan.name,
    asset: { path, type, primaryKey, foreignKeys, comment },
    rowCount: scan.rowCount ?? scan.asset.rowEstimate,
    columns: scan.columns.map(({ name, dataType, classifications }) => ({ name, dataType, classifications })),
  };
}

/** A page of what a source holds. @public */
export interface DiscoveredPage {
  readonly assets: readonly Asset[];
  readonly problems: readonly AssetProblem[];
  /** Pass it to go on; null at the end. */
  readonly nextCursor: string | null;
}

/** The pipeline: discover, sample, profile, classify, assess. Stores nothing; owns the connector extension point. @public */
export interface ScannerService {
  connectors(): Promise<readonly ConnectorInfo[]>;
  /**
   * Checks a connection's settings against its connector's schema and fills in defaults. Touches no network.
   * @throws DataWaveError DW_CONNECTOR_UNKNOWN, DW_SOURCE_CONFIG with status 400 and pointers into the settings (`/host`)
   */
  validate(source: Pick<ScanSource, 'connector' | 'config'>): Promise<ConnectionConfig>;
  /** @throws DataWaveError as {@link Connector} says, DW_CONNECTOR_UNKNOWN, DW_SOURCE_CONFIG with pointers */
  test(source: ScanSource, signal: AbortSignal): Promise<ConnectionTest>;
  /**
   * Pages of at most 500 assets. Ending early is harmless. An asset may come twice where the source changed between two pages of which
   * the second was asked of another process, or later than its session stays open; none is passed over.
   */
  discover(
    source: ScanSource,
    options: {
      readonly include?: readonly string[];
      readonly exclude?: readonly string[];
      readonly cursor?: string;
    },
    signal: AbortSignal,
  ): Promise<DiscoveredPage>;
  /** Scans one asset. Sessions to the source are kept open between calls for a few seconds. */
  scanAsset(source: ScanSource, asset: Asset, options: ScanOptions, signal: AbortSignal): Promise<AssetScan>;
  /** How an asset would be read, without reading it. */
  plan(source: ScanSource, asset: Asset, options: PlanOptions, signal: AbortSignal): Promise<ReadPlan>;
  /**
   * The highest value of a column, by its name, within ten seconds at most. What the source refuses for this asset is told as a
   * hindrance. The value stays in memory: whoever asks stores a keyed hash of it at most.
   */
  highWater(source: ScanSource, asset: Asset, column: string, signal: AbortSignal): Promise<HighWater>;
  /**
   * Puts the scans of an asset's slices together: rows and nulls are added up, distinct values counted over all, verdicts
   * weighed by how much each slice saw, findings assessed anew.
   * @throws DataWaveError DW_SCAN_SLICES when slices are missing, doubled or of different assets
   */
  merge(slices: readonly AssetScan[], options: ScanOptions): Promise<AssetScan>;
  /**
   * A sample of one asset with its values, for trying rules on it. They stay in memory: whoever asks neither stores nor
   * logs them, and shows them masked at most.
   */
  sampleAsset(
    source: ScanSource,
    asset: Asset,
    options: SampleOptions,
    signal: AbortSignal,
  ): Promise<TableSample>;
}

/** The ref of the pipeline, provided by the plugin `scanner`. @public */
export const scannerService = serviceRef<ScannerService>('scanner.scanner');
