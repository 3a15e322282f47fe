import {
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Page,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { FoundType } from './compare-findings.ts';

/** `appeared`: it was not scanned before; `changed`: its shape, or what was found in it; `gone`: the source has it no more. */
export const CHANGE_KINDS = ['appeared', 'changed', 'gone'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What became different of one asset since it was last scanned. */
export interface AssetChange {
  readonly urn: string;
  readonly name: string;
  readonly kind: ChangeKind;
  /** Whether its columns are other ones; `GET /scans/{id}/drift` says which. */
  readonly isReshaped: boolean;
  /** The first findings that are new, and those that are gone; their numbers are those of all. */
  readonly added: readonly FoundType[];
  readonly removed: readonly FoundType[];
  readonly counts: { readonly added: number; readonly removed: number };
}

/** How many assets and findings a run found different. */
export interface ChangeCounts {
  readonly appeared: number;
  readonly changed: number;
  readonly gone: number;
  readonly reshaped: number;
  readonly findings: { readonly added: number; readonly removed: number };
}

/** Findings kept of one asset's change: a wide table may change wholly. */
const MOST_FINDINGS = 200;

/** What runs found different, asset by asset. Kept with the run. */
export class ChangeStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  async record(
    tx: Transaction,
    scope: ExecutionScope,
    runId: string,
    change: Omit<AssetChange, 'counts'>,
  ): Promise<void> {
    const { urn, name, kind, isReshaped, added, removed } = change;
    const cut = (findings: readonly FoundType[]) => sql.json(findings.slice(0, MOST_FINDINGS));
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('changes')} (workspace_id, run_id, urn, name, kind, is_reshaped, added, removed, added_count, removed_count)
          values (${scope.workspace}, ${runId}, ${urn}, ${name}, ${kind}, ${isReshaped}, ${cut(added)}, ${cut(removed)}, ${added.length}, ${removed.length})
          on conflict (run_id, urn) do nothing`,
    );
  }

  /** Records that assets are gone from the source, with what had been found in them. */
  async recordGone(
    tx: Transaction,
    scope: ExecutionScope,
    run: { readonly id: string; readonly source_id: string },
    urns: readonly string[],
  ): Promise<void> {
    // What people had rejected was not found.
    const found = sql`(select finding, place from jsonb_array_elements(s.findings) with ordinality a(finding, place)
      where finding ->> 'decided' is distinct from 'rejected') found`;
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('changes')} (workspace_id, run_id, urn, name, kind, is_reshaped, added, removed, added_count, removed_count)
          select ${scope.workspace}, ${run.id}::uuid, s.urn, s.name, 'gone', false, '[]',
            coalesce((select jsonb_agg(f.finding - 'decided' order by f.place) from (select * from ${found} order by place limit ${MOST_FINDINGS}::int) f), '[]'),
            0, (select count(*) from ${found})
          from ${this.#table('asset_states')} s where s.source_id = ${run.source_id}::uuid and s.urn = any(${urns}::text[])
          on conflict (run_id, urn) do nothing`,
    );
  }

  /** @param visible - which rows of the table `changes` count */
  async counts(tx: Transaction, runId: string, visible: SqlFragment): Promise<ChangeCounts> {
    const [row] = await this.#storage.query<ChangeCounts>(
      tx,
      sql`select count(*) filter (where kind = 'appeared')::int as appeared, count(*) filter (where kind = 'changed')::int as changed, count(*) filter (where kind = 'gone')::int as gone,
            count(*) filter (where is_reshaped)::int as reshaped,
            jsonb_build_object('added', coalesce(sum(added_count), 0), 'removed', coalesce(sum(removed_count), 0)) as findings
          from ${this.#table('changes')} where run_id = ${runId}::uuid and ${visible}`,
    );
    return row ?? NO_CHANGES;
  }

  /** By kind, then by name. `visible`: which rows of the table `changes` count. */
  async page(
    scope: ExecutionScope,
    runId: string,
    kind: ChangeKind | undefined,
    {
      limit,
      cursor,
      visible,
    }: { readonly limit: number; readonly cursor: string | undefined; readonly visible: SqlFragment },
  ): Promise<Page<AssetChange>> {
    const conditions: SqlFragment[] = [sql`run_id = ${runId}::uuid`, visible];
    if (kind !== undefined) conditions.push(sql`kind = ${kind}`);
    if (cursor !== undefined) {
      const [from, name, urn] = decodeCursor(cursor, ['text', 'text', 'text']);
      conditions.push(sql`(kind, name, urn) > (${from}, ${name}, ${urn})`);
    }
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<AssetChange>(
        tx,
        sql`select urn, name, kind, is_reshaped as "isReshaped", added, removed, jsonb_build_object('added', added_count, 'removed', removed_count) as counts
            from ${this.#table('changes')} where ${sql.join(conditions, ' and ')} order by kind, name, urn limit ${limit + 1}`,
      ),
    );
    return cutPage(
      rows,
      limit,
      (row) => row,
      ({ kind: of, name, urn }) => [of, name, urn],
    );
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}

const NO_CHANGES: ChangeCounts = {
  ...{ appeared: 0, changed: 0, gone: 0, reshaped: 0 },
  findings: { added: 0, removed: 0 },
};
