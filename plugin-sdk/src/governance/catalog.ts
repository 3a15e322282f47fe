import { serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { AccessFilter } from '../services/access.ts';
import type { Transaction } from '../services/storage.ts';
import type { SqlFragment } from '../sql.ts';
import type { Classification } from './classification.ts';
import type { AssetFacts, Severity } from './framework.ts';
import type { AssetScan } from './scanner.ts';

/** Counts over the catalog of one workspace. @public */
export interface CatalogSummary {
  readonly assets: number;
  readonly columns: number;
  readonly sensitiveColumns: number;
  /** Columns by info type of their best classification, commonest first. */
  readonly infoTypes: readonly {
    readonly infoType: string;
    readonly columns: number;
    /** Those of them that are confidential or restricted. */
    readonly sensitiveColumns: number;
  }[];
}

/** An asset whose verdicts were changed, and the scan that it is known from. @public */
export interface RevisedAsset {
  readonly facts: AssetFacts;
  readonly sourceId: string;
  readonly scanId: string;
}

/** Facts and their history. @public */
export interface CatalogService {
  /**
   * Writes what a scan found, in the caller's transaction. Answers the scan as it now stands: the very same object, or
   * one in which `recordingHook` put people's decisions, or columns that were not read, and verdicts of classifiers that
   * were not asked, stand as they did; its findings are then those of the scan and no longer hold.
   * Idempotent for the same scan task.
   */
  record(
    tx: Transaction,
    scope: ExecutionScope,
    entry: { readonly sourceId: string; readonly scanId: string; readonly scan: AssetScan },
  ): Promise<AssetScan>;
  /**
   * Puts other verdicts in the place of some columns' present ones, in the caller's transaction and at once: lists,
   * facets and facts follow. Columns that there are not are passed over. Answers null for an asset that is unknown.
   */
  revise(
    tx: Transaction,
    scope: ExecutionScope,
    revision: {
      readonly urn: string;
      readonly columns: readonly {
        readonly name: string;
        readonly classifications: readonly Classification[];
      }[];
    },
  ): Promise<RevisedAsset | null>;
  /**
   * Marks assets of a source as gone: those named, or all that were not `seen`, `most` of them at most. Answers the URNs of those
   * that were not so marked before, in their order.
   */
  retire(
    tx: Transaction,
    scope: ExecutionScope,
    entry:
      | { readonly sourceId: string; readonly seen: readonly string[]; readonly most?: number }
      | { readonly sourceId: string; readonly urns: readonly string[] },
  ): Promise<readonly string[]>;
  /** URNs of a source's assets that are not gone, in their order after one of them, so that any number can be looked through. */
  urnsOf(
    tx: Transaction,
    scope: ExecutionScope,
    page: { readonly sourceId: string; readonly after: string | null; readonly limit: number },
  ): Promise<readonly string[]>;
  facts(scope: ExecutionScope, urn: string): Promise<AssetFacts | null>;
  /**
   * Says how many violations of some assets stand and how grave the worst is, in the transaction in which that changes, so that lists
   * are narrowed and counted by it. It is shown to those alone who hold `compliance:read` for the asset. Unknown assets are passed over.
   */
  markViolations(
    tx: Transaction,
    scope: ExecutionScope,
    marks: readonly {
      readonly urn: string;
      readonly standing: number;
      /** Null where none stands. */
      readonly worst: Severity | null;
    }[],
  ): Promise<void>;
  summary(scope: ExecutionScope, filter?: { readonly sourceId?: string }): Promise<CatalogSummary>;
  /**
   * Which rows of another plugin's list are about assets that the caller may see and may use the permission on: what the catalog hides
   * leaves no trace elsewhere. Of an asset that the catalog does not know, only those are told who may see all.
   * @param urn - expression of the list's own query that holds the asset's URN, qualified
   */
  visible(scope: ExecutionScope, permission: string, urn: SqlFragment): Promise<AccessFilter>;
  /**
   * Whether the scope's principal may see each of some assets of a source, in their order: for what is read from the source itself.
   * One that the catalog does not know yet may be seen where nothing is denied for what is not known of it.
   */
  mayBeSeen(
    scope: ExecutionScope,
    source: { readonly id: string; readonly key: string },
    paths: readonly (readonly string[])[],
  ): Promise<readonly boolean[]>;
}

/** The ref of the catalog, provided by the plugin `catalog`. @public */
export const catalogService = serviceRef<CatalogService>('catalog.catalog');
