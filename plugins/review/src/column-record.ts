import { randomUUID } from 'node:crypto';
import type { AssetScan, ColumnProfile, Sensitivity } from '@datawave/plugin-sdk';
import { nameKey, shapeKey } from './look-alike.ts';
import type { Scanned } from './settle-column.ts';

/** A column as review knows it: where it stands, what it looks like and what the latest scan said of it. No value. */
export interface ColumnRecord {
  readonly id: string;
  readonly asset: string;
  readonly assetName: string;
  readonly sourceId: string;
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

/** Columns of a scan, with the ids of those that are known. */
export function describeColumns(
  entry: { readonly sourceId: string; readonly scanId: string; readonly scan: AssetScan },
  known: ReadonlyMap<string, string>,
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
    return {
      id: known.get(name) ?? randomUUID(),
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
  });
}

/** A name as PostgreSQL keeps it and gives it back, so that the column is found again; two that become one are told apart. */
function storedName(name: string, index: number, taken: Set<string>): string {
  const kept = name.toWellFormed().replaceAll('\0', '\uFFFD');
  const own = taken.has(kept) ? `${kept} (${index})` : kept;
  taken.add(own);
  return own;
}
