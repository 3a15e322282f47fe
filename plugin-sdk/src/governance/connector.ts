import type { JsonSchema } from '../json-schema.ts';
import { extensionPointRef } from '../refs.ts';
import type { EgressService } from '../services/egress.ts';
import type { Logger } from '../services/logger.ts';
import type { Asset, AssetProblem, ColumnSchema } from './asset.ts';
import type { HighWater } from './high-water.ts';
import type { PlanOptions, PushDown, ReadPlan } from './read-plan.ts';
import type { RowBatch, SampleOptions, SampleStrategy, TableSample } from './sample.ts';
import type { SliceKind } from './slice.ts';

/** Settings of one connection, validated against the connector's schema; secrets in clear, in memory only. @public */
export type ConnectionConfig = Readonly<Record<string, unknown>>;

/** What the outside sees of a connector, as data. @public */
export interface ConnectorInfo {
  /** Kind, as in URNs: `postgres`. */
  readonly kind: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  /** Closed JSON Schema of the connection's settings; secrets marked `"writeOnly": true`. Forms are made from it. */
  readonly connectionSchema: JsonSchema;
  /**
   * Settings that decide where the secrets are sent and how they are protected on the way: host, port, TLS. Whoever gives one of
   * them another value must give the secrets again, so that nobody sends those of others where he likes. Absent: every setting.
   */
  readonly destination?: readonly string[];
  /** URL schemes of one-shot targets without colon: `postgres`, `postgresql`. */
  readonly schemes: readonly string[];
  /** Endings of files that it reads, with the dot: `.csv.gz`. Empty unless it reads files. */
  readonly fileExtensions: readonly string[];
  readonly capabilities: {
    readonly fullRead: boolean;
    readonly rowEstimates: boolean;
    readonly pushDown: readonly PushDown[];
    /** Ways it draws samples; `random` where absent. */
    readonly strategies?: readonly SampleStrategy[];
    /** How it cuts large assets; absent: not at all. */
    readonly slices?: readonly SliceKind[];
    /** Whether it says when an asset's content changed, see `changeMarker` of an asset. */
    readonly changeMarkers?: boolean;
  };
}

/** A target of a one-shot scan turned into a connection. @public */
export interface ResolvedTarget {
  readonly config: ConnectionConfig;
  /** SOURCE part of the URNs: host and database, or the file's name. */
  readonly source: readonly string[];
  /** The target as it may be printed: without its password. */
  readonly display: string;
}

/** What {@link ConnectorSession.discover} yields. @public */
export type Discovered = { readonly asset: Asset } | { readonly problem: AssetProblem };

/** What a health check found. @public */
export interface ConnectionTest {
  /** Product and version of what answered: `PostgreSQL 15.8`. */
  readonly server: string;
  readonly latencyMs: number;
  /** What will not work and why, although the connection does: `no permission on schema hr`. */
  readonly warnings: readonly string[];
}

/** Which assets are wanted, and until when. @public */
export interface DiscoverOptions {
  /** Globs over the path joined with `.`; all unless given. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Holds a session's statements to what its source may be burdened with. A connector of a server sends every statement that does
 * work through it; those that only begin, end or set something need not wait. @public
 */
export interface StatementPace {
  /**
   * Waits until a statement may be sent, sends it, and learns from how long it took. Statements that carry the same word in
   * `alike` do about the same work; null where nothing like it was sent before.
   */
  statement<T>(alike: string | null, signal: AbortSignal, run: () => Promise<T>): Promise<T>;
}

/** What the kernel lends a connector. @public */
export interface ConnectorEnvironment {
  readonly egress: EgressService;
  readonly log: Logger;
  /** Absent where statements need not be paced. */
  readonly pace?: StatementPace;
  /** Connections that the session may open at the same time, whatever the connector's own setting allows. */
  readonly maxConnections?: number;
}

/** An open connection to a source. One caller at a time a method; several calls may run at once up to the connection's pool. @public */
export interface ConnectorSession {
  test(signal: AbortSignal): Promise<ConnectionTest>;
  /** Every asset that include and exclude admit; an unreadable one as a problem. */
  discover(options: DiscoverOptions): AsyncIterable<Discovered>;
  /** @throws DataWaveError naming the asset: DW_SOURCE_PERMISSION, DW_SOURCE_ASSET_MISSING, DW_SOURCE_CHANGED, DW_SOURCE_TIMEOUT, DW_SOURCE_QUERY */
  sample(asset: Asset, options: SampleOptions, signal: AbortSignal): Promise<TableSample>;
  /**
   * How the asset would be read, and into which slices it is cut. Asks the source for statistics at most.
   * Absent: everything is read in one go by `sample`.
   */
  plan?(asset: Asset, options: PlanOptions, signal: AbortSignal): Promise<ReadPlan>;
  /**
   * The highest value of a column of numbers, dates or times, by its index where there is one. Absent: nothing can be asked so.
   * @throws DataWaveError as `sample` does
   */
  highWater?(
    asset: Asset,
    column: ColumnSchema,
    options: { readonly timeoutMs: number },
    signal: AbortSignal,
  ): Promise<HighWater>;
  /** All rows in bounded batches, memory bounded whatever the asset. */
  read(
    asset: Asset,
    options: {
      readonly batchRows: number;
      readonly columns?: readonly string[];
      readonly signal: AbortSignal;
    },
  ): AsyncIterable<RowBatch>;
  close(): Promise<void>;
}

/**
 * A connector: its description and how to open a session. Errors on open:
 * DW_SOURCE_AUTHENTICATION, DW_SOURCE_UNREACHABLE, DW_SOURCE_TLS, DW_SOURCE_DRIVER, DW_SOURCE_NOT_FOUND, DW_SOURCE_CONFIG.
 * @public
 */
export interface Connector {
  readonly info: ConnectorInfo;
  /** Answers null when the target is not its own. Does not touch the network. */
  resolveTarget(target: string, cwd: string): Promise<ResolvedTarget | null>;
  open(
    config: ConnectionConfig,
    environment: ConnectorEnvironment,
    signal: AbortSignal,
  ): Promise<ConnectorSession>;
}

/** Key: the connector's kind. Owned by `scanner`. @public */
export const connectorPoint = extensionPointRef<Connector>('scanner.connectors');

/** A file or folder of a plugin's own that it lends to the connectors that read files. @public */
export interface LentPath {
  /** Absolute. It is read, never written; beside it nothing is admitted. */
  readonly path: string;
}

/**
 * What connectors may read beside the folders that the operator allows: a plugin that makes a file contributes that
 * file, and it is readable for as long as the plugin is active. Key: any. Owned by `scanner`.
 * @public
 */
export const lentPathPoint = extensionPointRef<LentPath>('scanner.lent-paths');
