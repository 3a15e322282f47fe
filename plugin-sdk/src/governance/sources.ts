import { extensionPointRef, serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { AccessFilter } from '../services/access.ts';
import type { Transaction } from '../services/storage.ts';
import type { SqlFragment } from '../sql.ts';
import type { ScanSource } from './scanner.ts';

/**
 * Where a source stands. `discovered`: found, nobody has looked at it; `validated`: its settings answered a test; `registered`:
 * wanted, never scanned; `active`: scanned at least once. Those in `maintenance` and `retired` are not scanned. @public
 */
export type SourceState = 'discovered' | 'validated' | 'registered' | 'active' | 'maintenance' | 'retired';

/** What a source may be burdened with unless it is registered with something else. @public */
export const DEFAULT_LOAD: SourceLoad = {
  maxConcurrency: 4,
  maxStatementsPerSecond: null,
  statementTimeoutMs: 60_000,
};

/** What a source may be burdened with, over all processes together. @public */
export interface SourceLoad {
  /** Assets read at the same time. */
  readonly maxConcurrency: number;
  /**
   * Statements a second at most; null: as fast as it answers. Each of `maxConcurrency` assets has an even share of them, whichever
   * process reads it: while fewer are read, fewer statements are sent.
   */
  readonly maxStatementsPerSecond: number | null;
  /** A statement that runs longer is ended in the source, milliseconds. */
  readonly statementTimeoutMs: number;
}

/** Hours in which a source is left alone. @public */
export interface MaintenanceWindow {
  /** Days on which it begins, 1 for Monday to 7 for Sunday. */
  readonly days: readonly number[];
  /** `HH:MM`, 24 hours. An end before the beginning is on the next day. */
  readonly from: string;
  readonly to: string;
  /** IANA name. */
  readonly timeZone: string;
}

/**
 * What is known of a source's health. The breaker is `open` after repeated failures: nothing is asked of the source until
 * `nextTryAt`, then one try (`half-open`) decides. It opens at once when the source refuses the credentials, and stays so
 * (`nextTryAt` null) until they change or somebody has it tried: repeated attempts would lock the account there. @public
 */
export interface SourceHealth {
  readonly state: 'unknown' | 'healthy' | 'degraded' | 'unreachable';
  readonly breaker: 'closed' | 'half-open' | 'open';
  readonly checkedAt: string | null;
  /** Of the last answer, milliseconds. */
  readonly latencyMs: number | null;
  /** Failures in a row. */
  readonly failures: number;
  readonly nextTryAt: string | null;
  /** Of the last failure, when it is not healthy. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** What keeps a source from being asked now. @public */
export interface SourceHindrance {
  /** `maintenance`: its state or its hours; `health`: it does not answer or refuses the credentials; `retired`: for good. */
  readonly by: 'maintenance' | 'health' | 'retired';
  /** When it may be asked again, ISO 8601; null: when somebody acts. */
  readonly until: string | null;
  /** For people: `hours of maintenance until 2026-01-15T05:00Z`. */
  readonly reason: string;
}

/** A registered source, without its secrets. @public */
export interface Source {
  readonly id: string;
  /** Unique within the workspace; the SOURCE of URNs. */
  readonly key: string;
  readonly title: string;
  readonly connector: string;
  readonly state: SourceState;
  /** Globs over asset names that its scans are confined to; all unless given. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly load: SourceLoad;
  readonly maintenance: readonly MaintenanceWindow[];
}

/** What goes and what stays when a source is deleted, as sentences for people. @public */
export interface SourceDeparture {
  readonly goes: readonly string[];
  readonly stays: readonly string[];
}

/**
 * Somebody who keeps something about sources. Asked before a source is deleted; afterwards a durable job has each take away what it
 * keeps. One that is not there at that time is told when it is back. Everything may be called again after a crash. @public
 */
export interface SourceDependent {
  departure(scope: ExecutionScope, source: Source): Promise<SourceDeparture>;
  /** Ends what must not go on for a moment longer, in the transaction that deletes the source. */
  leaving?(tx: Transaction, scope: ExecutionScope, source: Source): Promise<void>;
  /**
   * Takes away a part of what is kept, about `most` rows, in a transaction of its own; called until nothing is left.
   * Answers how many, 0 when nothing is left.
   */
  clear?(tx: Transaction, scope: ExecutionScope, source: Source, most: number): Promise<number>;
  /** Told at last, in the transaction by which it counts as told. */
  removed(tx: Transaction, scope: ExecutionScope, source: Source): Promise<void>;
}

/** Key: the plugin's id. Owned by `sources`. @public */
export const sourceDependentPoint = extensionPointRef<SourceDependent>('sources.dependents');

/** Which sources of a workspace are meant: all unless narrowed. @public */
export interface SourceSelection {
  /** Those that there are not are passed over. */
  readonly ids?: readonly string[];
  readonly key?: string;
}

/** Registered sources and their connections. @public */
export interface SourcesService {
  /** @throws DataWaveError DW_SOURCE_UNKNOWN, status 404 */
  get(scope: ExecutionScope, id: string): Promise<Source>;
  /** By title. Ask for those that are needed: a workspace may have thousands. */
  list(scope: ExecutionScope, filter?: SourceSelection): Promise<readonly Source[]>;
  /**
   * The source, where the scope's principal may see it and use the permission on it: ask in the name of whom something is done.
   * @throws DataWaveError DW_SOURCE_UNKNOWN, status 404; DW_ACCESS_DENIED, status 403
   */
  require(scope: ExecutionScope, permission: string, id: string): Promise<Source>;
  /**
   * Which rows of another plugin's list are about sources that the caller may see and may use the permission on.
   * @param key - expression of the list's own query that holds the source's key, qualified
   */
  visible(scope: ExecutionScope, permission: string, key: SqlFragment): Promise<AccessFilter>;
  /**
   * Which rows of another plugin's list name no source that the caller may not see. A source that was deleted hides nothing, and
   * neither do no ids at all.
   * @param ids - expression of the list's own query that holds ids of sources, a `uuid[]`, its columns qualified
   */
  namesVisible(scope: ExecutionScope, ids: SqlFragment): Promise<AccessFilter>;
  /** Those of the ids of which there is a source that the caller may see. */
  visibleIds(scope: ExecutionScope, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** The connection with its secrets in clear, for the scanner in the same process only. */
  connection(scope: ExecutionScope, id: string): Promise<ScanSource>;
  /** How the source fared when it was last asked. */
  health(scope: ExecutionScope, id: string): Promise<SourceHealth>;
  /** What keeps the source from being asked now; null when nothing does. @throws DataWaveError DW_SOURCE_UNKNOWN, status 404 */
  hindrance(scope: ExecutionScope, id: string): Promise<SourceHindrance | null>;
  /**
   * Asks the source whether it answers, unless it is to be left alone. While its breaker is not closed, one caller over all
   * processes gets through; the others are answered what is known so far. Connects, so call it from a job.
   */
  check(scope: ExecutionScope, id: string): Promise<SourceHealth>;
  /**
   * Tells how an attempt to reach the source went, so that its health and its breaker follow. Only faults of reaching it count,
   * never those of one asset.
   */
  report(
    scope: ExecutionScope,
    id: string,
    outcome: /** `latencyMs` null: it answered, and how long an answer takes was not measured. */
      | { readonly latencyMs: number | null }
      | { readonly error: { readonly code: string; readonly message: string } },
  ): Promise<SourceHealth>;
  /**
   * The source as it stands, kept from being deleted until the transaction ends; null when it is gone. Ask for it before
   * anything else in the transaction: whoever deletes a source holds it before anything else, too.
   */
  keep(tx: Transaction, scope: ExecutionScope, id: string): Promise<Source | null>;
  /** What the source may be burdened with at this moment; null when it is gone. */
  load(tx: Transaction, scope: ExecutionScope, id: string): Promise<SourceLoad | null>;
  /** Tells that the source was scanned to the end, by which it becomes `active`. */
  scanned(tx: Transaction, scope: ExecutionScope, id: string): Promise<void>;
  /**
   * Registers a source; answers the present one when the key is taken by the same connector and settings. One that a
   * plugin brings by itself, in its own name, is `discovered` at first.
   * @throws DataWaveError DW_SOURCE_KEY_TAKEN
   */
  register(
    scope: ExecutionScope,
    source: {
      readonly key: string;
      readonly title: string;
      readonly connector: string;
      readonly config: Readonly<Record<string, unknown>>;
    },
  ): Promise<Source>;
}

/** The ref of the registered sources, provided by the plugin `sources`. @public */
export const sourcesService = serviceRef<SourcesService>('sources.sources');
