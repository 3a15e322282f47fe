import { serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { Transaction } from '../services/storage.ts';
import type { AssetFacts } from './framework.ts';
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

/** Facts and their history. @public */
export interface CatalogService {
  /** Writes what a scan found, in the caller's transaction. Decisions by people are kept. Idempotent for the same scan task. */
  record(
    tx: Transaction,
    scope: ExecutionScope,
    entry: { readonly sourceId: string; readonly scanId: string; readonly scan: AssetScan },
  ): Promise<void>;
  /** Marks the source's assets that a completed run did not see any more. Answers their URNs. */
  retire(
    tx: Transaction,
    scope: ExecutionScope,
    entry: { readonly sourceId: string; readonly seen: readonly string[] },
  ): Promise<readonly string[]>;
  facts(scope: ExecutionScope, urn: string): Promise<AssetFacts | null>;
  summary(scope: ExecutionScope, filter?: { readonly sourceId?: string }): Promise<CatalogSummary>;
}

/** The ref of the catalog, provided by the plugin `catalog`. @public */
export const catalogService = serviceRef<CatalogService>('catalog.catalog');
