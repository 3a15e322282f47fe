import { serviceRef } from '../refs.ts';
import type { Asset, AssetProblem } from './asset.ts';
import type { Classification, ReviewRequest } from './classification.ts';
import type { ConnectionConfig, ConnectionTest, ConnectorInfo } from './connector.ts';
import type { AssetFacts, Finding } from './framework.ts';
import type { ColumnProfile } from './profile.ts';
import type { SampleOptions, TableSample } from './sample.ts';

/** A connection and how its assets are named. @public */
export interface ScanSource {
  /** Connector kind. */
  readonly connector: string;
  readonly config: ConnectionConfig;
  /** SOURCE part of the URNs. */
  readonly source: readonly string[];
}

/** How thoroughly a scan looks, and against what its facts are assessed. @public */
export interface ScanOptions {
  readonly sample: SampleOptions;
  readonly minConfidence: number;
  /** Ids of frameworks to assess against; all unless given. */
  readonly frameworks?: readonly string[];
  /** Whose rules and corrections count; null or absent in a one-shot scan. */
  readonly workspaceId?: string | null;
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
  /** Pages of at most 500 assets. Ending early is harmless. */
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
