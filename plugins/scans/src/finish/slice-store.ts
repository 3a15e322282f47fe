import {
  type Asset,
  type AssetScan,
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { StoredError } from '../scan-error.ts';
import { SliceGathering } from './gather-slices.ts';

/** An asset all of whose slices are scanned. */
export interface SlicedAsset {
  readonly urn: string;
  /** As discovery found it. */
  readonly asset: Asset;
  readonly scans: readonly AssetScan[];
}

interface SliceRow {
  readonly place: number;
  readonly scan: AssetScan | null;
}

/** Slices of an asset read in one go: of a wide one each may be a megabyte. */
const READ_AT_ONCE = 20;

/** Results of slices, kept with their tasks until all of an asset are there. */
export class SliceStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** An asset whose slices can be put together; null when there is none. One of which a slice failed stays as it is. */
  async nextComplete(scope: ExecutionScope, runId: string): Promise<SlicedAsset | null> {
    return this.#storage.transaction(scope, async (tx) => {
      const [next] = await this.#storage.query<Omit<SlicedAsset, 'scans'>>(
        tx,
        sql`select u.urn, u.asset from ${this.#table()} u where u.run_id = ${runId}::uuid and u.result is not null
              and not exists (select from ${this.#table()} o where o.run_id = u.run_id and o.urn = u.urn and o.result is null)
            order by u.urn, u.slice_index limit 1`,
      );
      const scans = next === undefined ? null : await this.#gather(tx, runId, next.urn);
      return next === undefined || scans === null ? null : { ...next, scans };
    });
  }

  /** What the slices of an asset said, in their order; null when it was let go of meanwhile. */
  async #gather(tx: Transaction, runId: string, urn: string): Promise<readonly AssetScan[] | null> {
    const gathering = new SliceGathering();
    for (let after: number | null = -1; after !== null; ) {
      const rows: readonly SliceRow[] = await this.#storage.query<SliceRow>(
        tx,
        sql`select slice_index as place, case when result ? 'columns' then result end as scan from ${this.#table()}
            where run_id = ${runId}::uuid and urn = ${urn} and slice_index > ${after} order by slice_index limit ${READ_AT_ONCE}`,
      );
      for (const { scan } of rows) {
        if (scan === null) return null;
        gathering.add(scan);
      }
      after = rows.length < READ_AT_ONCE ? null : (rows.at(-1)?.place ?? null);
    }
    return gathering.scans();
  }

  /** Lets go of the slices' results. False when somebody else has. */
  async markMerged(tx: Transaction, runId: string, urn: string): Promise<boolean> {
    const merged = await this.#storage.query(
      tx,
      sql`update ${this.#table()} set result = null where run_id = ${runId}::uuid and urn = ${urn} and result is not null returning id`,
    );
    return merged.length > 0;
  }

  /** Notes that the slices of an asset do not fit together, unless somebody else has put them together. */
  async fail(tx: Transaction, runId: string, urn: string, error: StoredError): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} set state = 'failed', error = ${sql.json(error)}, result = null where run_id = ${runId}::uuid and urn = ${urn} and slice_index = 0 and result is not null`,
    );
  }

  /** Lets go of the results of slices that are not put together, because another slice of their asset failed. */
  async dropLeftOver(tx: Transaction, runId: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} set result = null where run_id = ${runId}::uuid and result is not null`,
    );
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'tasks');
  }
}
