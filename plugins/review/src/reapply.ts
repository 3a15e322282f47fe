import { isDeepStrictEqual } from 'node:util';
import {
  type CatalogService,
  type Classification,
  type ComplianceService,
  columnSensitivity,
  defineJob,
  type ExecutionScope,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { ReviewedColumn, ReviewStore } from './review-store.ts';
import { settleColumn } from './settle-column.ts';

/** Puts decisions back where scans went past them while reviewing was switched off. */
export const reapplyJob = defineJob<Record<never, never>>({
  name: 'review.reapply',
  payload: { type: 'object', additionalProperties: false },
  attempts: 3,
  timeoutMs: 10 * 60_000,
});

/** Assets looked at before the next are read. */
const AT_ONCE = 100;

interface Parts {
  readonly storage: StorageService;
  readonly store: ReviewStore;
  readonly catalog: CatalogService;
  readonly optional: { readonly compliance: ComplianceService | undefined };
}

/** Makes the handler of {@link reapplyJob}. */
export function reapplyDecisions(parts: Parts) {
  const { storage, store } = parts;
  return async ({ scope }: { readonly scope: ExecutionScope }): Promise<void> => {
    for (let after = ''; ; ) {
      const assets = await storage.transaction(scope, (tx) =>
        storage.query<{ asset: string }>(
          tx,
          sql`select distinct c.asset from ${store.table('verdicts')} v join ${store.table('columns')} c on c.id = v.column_id
              where v.status <> 'suggested' and not c.is_retired and c.asset > ${after} order by c.asset limit ${AT_ONCE}`,
        ),
      );
      for (const { asset } of assets)
        await storage.transaction(scope, (tx) => reapplyTo(parts, tx, scope, asset));
      const last = assets.at(-1);
      if (last === undefined || assets.length < AT_ONCE) return;
      after = last.asset;
    }
  };
}

async function reapplyTo(parts: Parts, tx: Transaction, scope: ExecutionScope, urn: string): Promise<void> {
  const { store, catalog, optional } = parts;
  await store.lock(tx, scope, [urn]);
  const facts = await catalog.facts(scope, urn);
  if (facts === null) return;
  const shown = new Map(facts.columns.map(({ name, classifications }) => [name, classifications]));
  const changes = (await store.columnsOf(tx, [urn])).flatMap((reviewed) => {
    const now = shown.get(reviewed.column.name);
    const due = now === undefined ? null : overlooked(reviewed, now);
    return due === null ? [] : [due];
  });
  if (changes.length === 0) return;
  await store.saveColumns(
    tx,
    scope,
    changes.map(({ column }) => column),
  );
  await store.saveVerdicts(
    tx,
    scope,
    changes.flatMap(({ rows }) => [...rows]),
  );
  const columns = changes.map(({ column, classifications }) => ({ name: column.name, classifications }));
  const revised = await catalog.revise(tx, scope, { urn, columns });
  if (revised !== null) await optional.compliance?.assess(tx, scope, revised);

  /** What a decided column should show, where the catalog shows what a scan said without regard to it. */
  function overlooked({ column, verdicts }: ReviewedColumn, now: readonly Classification[]) {
    if (!verdicts.some(({ status }) => status !== 'suggested')) return null;
    if (isDeepStrictEqual(settleColumn(column.scanned, verdicts).classifications, now)) return null;
    const isRaw = now.every(({ status }) => status === 'suggested');
    const scanned = isRaw ? { classifications: now, review: null } : column.scanned;
    const { classifications, verdicts: after } = settleColumn(scanned, verdicts);
    const standing = {
      infoType: classifications[0]?.infoType ?? null,
      sensitivity: columnSensitivity(classifications),
    };
    return {
      column: { ...column, ...standing, scanned },
      classifications,
      rows: store.changed(column, verdicts, after).rows,
    };
  }
}
