import { randomUUID } from 'node:crypto';
import { type AssetScan, type ColumnProfile, type Sensitivity, withUnasked } from '@datawave/plugin-sdk';
import { nameKey, shapeKey } from './look-alike.ts';
import type { Scanned } from './settle-column.ts';

/** A column as review knows it: where it stands, what it looks like and what the latest scan said of it. No value. */
export interface ColumnRecord {
  readonly id: string;
  readonly asset: string;
  readonly assetName: string;
  readonly sourceId: string;
  /** The scan that last changed anything here; those since then said the same. */
  readonly scanId: string;
  readonly name: string;
  readonly ordinal: number;
  readonly dataType: string;
  readonly kind: string;
  readonly nameKey: string;
  readonly shapeKey: string;
  readonly shapes: ColumnProfile['shapes'];
  readonly masked: readonly string[];
  readonly scanned: Scanned;
  /** `ID@VERSION` of every classifier that was asked, sorted. */
  readonly classifiers: readonly string[];
  /** Who weighed their evidence; null where nothing was said of any column. */
  readonly engine: string | null;
  /** What stands for it in the catalog, decisions included. */
  readonly infoType: string | null;
  readonly sensitivity: Sensitivity | null;
  /** Gone from its source, with its asset or alone. */
  readonly isRetired: boolean;
}

/** Columns of a scan; of those that are known with their ids, and with what stands because the scan did not look. */
export function describeColumns(
  entry: { readonly sourceId: string; readonly scanId: string; readonly scan: AssetScan },
  known: ReadonlyMap<string, ColumnRecord>,
  classifiers: readonly string[],
): readonly ColumnRecord[] {
  const { scan, sourceId, scanId } = entry;
  const said = scan.columns.flatMap(({ classifications, review }) => [
    ...classifications,
    ...(review?.candidates ?? []),
  ]);
  const engine = said[0]?.version ?? null;
  const taken = new Set<string>();
  return scan.columns.map((column, index) => {
    const schema = scan.asset.columns[index];
    const name = storedName(column.name, index, taken);
    const before = known.get(name);
    const record: ColumnRecord = {
      id: before?.id ?? randomUUID(),
      asset: scan.urn,
      assetName: scan.name,
      sourceId,
      scanId,
      name,
      ordinal: schema?.ordinal ?? index,
      dataType: column.dataType,
      kind: schema?.kind ?? 'other',
      nameKey: nameKey(column.name),
      shapeKey: shapeKey(column.profile.shapes),
      shapes: column.profile.shapes.slice(0, 3),
      masked: column.profile.maskedExamples,
      scanned: { classifications: column.classifications, review: column.review },
      classifiers,
      engine,
      infoType: null,
      sensitivity: null,
      isRetired: false,
    };
    if (isLookedAt(scan, index) || before === undefined) return record;
    if (before.isRetired || before.dataType !== record.dataType) return record;
    const { classifiers: asked, engine: weighed } = before;
    const stands = scannedBefore(before.scanned, record.scanned, column.unread, scan.askedClassifiers);
    return { ...record, scanned: stands, classifiers: asked, engine: weighed };
  });
}

/** Whether a scan read a column and asked all classifiers about it, so that nothing of what was said before stands. */
export const isLookedAt = ({ columns, askedClassifiers }: AssetScan, index: number): boolean =>
  columns[index]?.unread === undefined && askedClassifiers === undefined;

/** What scans said of a column of which the latest read nothing, or about which it asked some of the classifiers. */
function scannedBefore(
  before: Scanned,
  now: Scanned,
  unread: string | undefined,
  asked: readonly string[] | undefined,
): Scanned {
  if (unread !== undefined || asked === undefined) return before;
  const fresh = withUnasked(now.classifications, [], asked);
  // A question that was open is answered by what is said now.
  const open = (before.review?.candidates ?? []).filter(
    (entry) =>
      !fresh.some(({ question, infoType }) => question === entry.question && infoType === entry.infoType),
  );
  const candidates = withUnasked(now.review?.candidates ?? [], open, asked);
  const reason = now.review?.reason ?? before.review?.reason ?? '';
  return {
    classifications: withUnasked(fresh, before.classifications, asked),
    review: candidates.length === 0 ? null : { reason, candidates },
  };
}

/** A name as PostgreSQL keeps it and gives it back, so that the column is found again; two that become one are told apart. */
function storedName(name: string, index: number, taken: Set<string>): string {
  const kept = name.toWellFormed().replaceAll('\0', '\uFFFD');
  const own = taken.has(kept) ? `${kept} (${index})` : kept;
  taken.add(own);
  return own;
}
