import {
  DataWaveError,
  type ExecutionScope,
  type Page,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import type { RunDetail } from '../run/run.ts';
import { COMPLETED_STATES } from '../run/run-state.ts';
import type { SeenRuns } from '../run/seen-runs.ts';
import type { Visibility } from '../visibility.ts';
import { type AssetDifference, foldChanges, type KeptChange } from './fold-changes.ts';

/** How one asset differs between two runs. */
export interface ComparedAsset extends AssetDifference {
  readonly urn: string;
  readonly name: string;
}

/** Two runs of one source side by side, the older one first. */
export interface RunsCompared extends Page<ComparedAsset> {
  readonly before: RunDetail;
  readonly after: RunDetail;
  /** Null where it is not known what changed: no run before the older one, or it itself, came to its end. */
  readonly counts: {
    readonly assets: { readonly appeared: number; readonly gone: number; readonly changed: number };
    readonly columns: { readonly added: number; readonly removed: number; readonly retyped: number };
    readonly verdicts: { readonly gained: number; readonly lost: number; readonly changed: number };
  } | null;
  /** More assets changed than are compared. */
  readonly isCut: boolean;
}

/** Changes of single assets that are put together for one comparison. */
const MOST_CHANGES = 20_000;

interface ChangeRow extends Omit<KeptChange, 'isCut'> {
  readonly urn: string;
  readonly name: string;
  readonly isCut: boolean;
}

/** Compares two runs of one source, as whoever asks may see them. */
export class CompareRuns {
  readonly #storage: StorageService;
  readonly #seen: SeenRuns;
  readonly #visible: Visibility;

  constructor(storage: StorageService, seen: SeenRuns, visible: Visibility) {
    this.#storage = storage;
    this.#seen = seen;
    this.#visible = visible;
  }

  /**
   * @param page - how many assets after how many
   * @throws DataWaveError DW_SCAN_UNKNOWN, status 404; DW_SCAN_OTHER_SOURCE, status 422
   */
  async compare(
    scope: ExecutionScope,
    ids: { readonly a: string; readonly b: string },
    page: { readonly limit: number; readonly offset: number },
  ): Promise<RunsCompared> {
    const [a, b] = [await this.#seen.detail(scope, ids.a), await this.#seen.detail(scope, ids.b)];
    if (a.sourceId !== b.sourceId)
      throw new DataWaveError({
        code: 'DW_SCAN_OTHER_SOURCE',
        message: 'These are scans of two sources.',
        hint: 'Choose two scans of one source.',
        status: 422,
      });
    const [before, after] = a.createdAt <= b.createdAt ? [a, b] : [b, a];
    const rows = await this.#changes(scope, before, after);
    if (rows === null) return { before, after, counts: null, isCut: false, items: [], nextCursor: null };
    const compared = [...Map.groupBy(rows.slice(0, MOST_CHANGES), ({ urn }) => urn)].flatMap(
      ([urn, changes]): readonly ComparedAsset[] => {
        const difference = foldChanges(changes);
        return difference === null ? [] : [{ urn, name: changes.at(-1)?.name ?? urn, ...difference }];
      },
    );
    compared.sort((x, y) => RANK[x.kind] - RANK[y.kind] || (x.name < y.name ? -1 : 1));
    const end = page.offset + page.limit;
    return {
      ...{ before, after, counts: countsOf(compared), isCut: rows.length > MOST_CHANGES },
      items: compared.slice(page.offset, end),
      nextCursor: end < compared.length ? String(end) : null,
    };
  }

  /** What runs after the older one up to the newer one found different, in their order; null where that is not known. */
  async #changes(
    scope: ExecutionScope,
    before: RunDetail,
    after: RunDetail,
  ): Promise<readonly ChangeRow[] | null> {
    const [ofChanges, ofDrifts] = [
      await this.#visible(scope, sql`changes.urn`),
      await this.#visible(scope, sql`drifts.urn`),
    ];
    const table = (name: string) => sql.identifier(this.#storage.schema, name);
    const source = sql`source_id = ${before.sourceId}::uuid`;
    return this.#storage.transaction(scope, async (tx) => {
      const [known] = await this.#storage.query(
        tx,
        sql`select 1 as one from ${table('runs')} where ${source} and state = any(${COMPLETED_STATES}::text[])
              and created_at <= (select created_at from ${table('runs')} where id = ${before.id}::uuid) limit 1`,
      );
      if (known === undefined) return null;
      // A change of shape alone is kept with the changes as well, so these lead.
      return this.#storage.query<ChangeRow>(
        tx,
        sql`select changes.urn, changes.name, changes.kind, changes.added, changes.removed,
              changes.added_count > jsonb_array_length(changes.added) or changes.removed_count > jsonb_array_length(changes.removed) as "isCut", d.drift, d.shapes
            from ${table('changes')} changes join ${table('runs')} r on r.id = changes.run_id
              left join (select run_id, urn, drift, shapes from ${table('drifts')} drifts where ${ofDrifts.predicate}) d on d.run_id = changes.run_id and d.urn = changes.urn
            where r.${source} and ${ofChanges.predicate}
              and r.created_at > (select created_at from ${table('runs')} where id = ${before.id}::uuid)
              and r.created_at <= (select created_at from ${table('runs')} where id = ${after.id}::uuid)
            order by r.created_at, changes.urn limit ${MOST_CHANGES + 1}`,
      );
    });
  }
}

const RANK: Readonly<Record<AssetDifference['kind'], number>> = { changed: 0, appeared: 1, gone: 2 };

function countsOf(assets: readonly ComparedAsset[]): RunsCompared['counts'] {
  const sum = (count: (asset: ComparedAsset) => number): number =>
    assets.reduce((total, asset) => total + count(asset), 0);
  const of = (kind: AssetDifference['kind']): number => assets.filter((asset) => asset.kind === kind).length;
  return {
    assets: { appeared: of('appeared'), gone: of('gone'), changed: of('changed') },
    columns: {
      added: sum(({ columns }) => columns.added.length),
      removed: sum(({ columns }) => columns.removed.length),
      retyped: sum(({ columns }) => columns.retyped.length),
    },
    verdicts: {
      gained: sum(({ verdicts }) => verdicts.gained.length),
      lost: sum(({ verdicts }) => verdicts.lost.length),
      changed: sum(({ verdicts }) => verdicts.changed.length),
    },
  };
}
