import {
  type AccessService,
  type ExecutionScope,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { attributeColumns } from './asset-attributes.ts';
import { unknownAsset, unknownVersion } from './asset-errors.ts';
import type { VersionedColumn } from './column-row.ts';
import { changesBetween, type VersionChanges } from './version-changes.ts';

/** A version of an asset and how it differs from the one before. */
export interface HistoryEntry {
  readonly version: number;
  readonly at: string;
  readonly scanId: string;
  /** Null in versions from before it was kept. */
  readonly cause: 'scan' | 'decision' | null;
  /** Id of whoever decided. */
  readonly actor: string | null;
  readonly rowCount: number | null;
  readonly columns: number;
  /** Null for the oldest that is kept: what was before it nobody knows any more. */
  readonly changes: VersionChanges | null;
  /** Whether the asset was first seen then. */
  readonly isFirst: boolean;
}

/** What a scan saw of an asset. */
export interface Observation {
  readonly at: string;
  readonly scanId: string;
  readonly rowCount: number | null;
  readonly columns: number;
  readonly sensitiveColumns: number;
  readonly version: number;
}

interface VersionRow extends Omit<HistoryEntry, 'columns' | 'changes' | 'isFirst'> {
  readonly columns: readonly VersionedColumn[];
}

/** Reads how assets came to be as they are: for who may see them. Versions and observations are few, because no more are kept. */
export class AssetHistory {
  readonly #storage: StorageService;
  readonly #access: AccessService;

  constructor(storage: StorageService, access: AccessService) {
    this.#storage = storage;
    this.#access = access;
  }

  /**
   * The newest versions first, and what the last scans saw, the newest first.
   * @param before - versions below this one; the newest unless given
   * @throws DataWaveError DW_ASSET_UNKNOWN
   */
  async of(
    scope: ExecutionScope,
    urn: string,
    { before, limit }: { readonly before: number | null; readonly limit: number },
  ): Promise<{
    readonly items: readonly HistoryEntry[];
    readonly nextBefore: number | null;
    readonly observations: readonly Observation[];
  }> {
    return this.#storage.transaction(scope, async (tx) => {
      const id = await this.#find(tx, scope, urn);
      // One more than is shown: each is compared with the one before it.
      const rows = await this.#versions(
        tx,
        sql`asset_id = ${id} and (${before}::int is null or version < ${before}::int) order by version desc limit ${limit + 1}`,
      );
      const observations = await this.#storage.query<Observation>(
        tx,
        sql`select ${sql.isoTime(sql`at`)} as at, scan_id as "scanId", row_count::float8 as "rowCount", column_count as columns, sensitive_columns as "sensitiveColumns", version
            from ${this.#table('asset_observations')} where asset_id = ${id} order by at desc, scan_id limit 200`,
      );
      const shown = rows.slice(0, limit);
      const items = shown.map(({ columns, ...row }, index): HistoryEntry => {
        const previous = rows[index + 1];
        return {
          ...row,
          columns: columns.length,
          changes: previous === undefined ? null : changesBetween(previous.columns, columns),
          isFirst: row.version === 1,
        };
      });
      return {
        items,
        nextBefore: rows.length > limit ? (shown.at(-1)?.version ?? null) : null,
        observations,
      };
    });
  }

  /** How two versions differ. @throws DataWaveError DW_ASSET_UNKNOWN, DW_ASSET_VERSION_UNKNOWN */
  async compare(
    scope: ExecutionScope,
    urn: string,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<{
    readonly from: Omit<VersionRow, 'columns'>;
    readonly to: Omit<VersionRow, 'columns'>;
    readonly changes: VersionChanges;
  }> {
    return this.#storage.transaction(scope, async (tx) => {
      const id = await this.#find(tx, scope, urn);
      const rows = await this.#versions(
        tx,
        sql`asset_id = ${id} and version = any(${[from, to]}::int[]) limit 2`,
      );
      const [one, other] = [from, to].map((wanted) => rows.find(({ version }) => version === wanted));
      if (one === undefined || other === undefined) throw unknownVersion(one === undefined ? from : to);
      const { columns: before, ...first } = one;
      const { columns: after, ...last } = other;
      return { from: first, to: last, changes: changesBetween(before, after) };
    });
  }

  async #find(tx: Transaction, scope: ExecutionScope, urn: string): Promise<string> {
    const { predicate } = await this.#access.filter(
      scope,
      'catalog:read',
      attributeColumns(this.#storage.schema),
    );
    const [asset] = await this.#storage.query<{ id: string }>(
      tx,
      sql`select a.id from ${this.#table('assets')} a where a.urn = ${urn} and ${predicate}`,
    );
    if (asset === undefined) throw unknownAsset();
    return asset.id;
  }

  #versions(tx: Transaction, which: ReturnType<typeof sql>): Promise<readonly VersionRow[]> {
    return this.#storage.query<VersionRow>(
      tx,
      sql`select version, ${sql.isoTime(sql`recorded_at`)} as at, scan_id as "scanId", cause, actor, row_count::float8 as "rowCount", columns
          from ${this.#table('asset_versions')} where ${which}`,
    );
  }

  #table(name: string) {
    return sql.identifier(this.#storage.schema, name);
  }
}
