import {
  type AssetScan,
  type Classification,
  type ColumnProfile,
  type StorageService,
  sql,
  type Transaction,
  withUnasked,
} from '@datawave/plugin-sdk';

interface KnownColumn {
  readonly name: string;
  readonly dataType: string;
  readonly profile: ColumnProfile;
  readonly classifications: readonly Classification[];
}

/**
 * A scan in which columns that it did not read are as they were found to be when they were last read, and verdicts of classifiers that it
 * did not ask stand beside its own: nobody looked, so nothing that is known is over. What people decided is left to those who keep it.
 * The very same scan where it read all columns and asked all classifiers, or nothing more is known.
 */
export async function keepUnread(
  storage: StorageService,
  tx: Transaction,
  scan: AssetScan,
): Promise<AssetScan> {
  const asked = scan.askedClassifiers;
  if (asked === undefined && scan.columns.every(({ unread }) => unread === undefined)) return scan;
  const table = (name: string) => sql.identifier(storage.schema, name);
  const rows = await storage.query<KnownColumn>(
    tx,
    sql`select c.name, c.data_type as "dataType", c.profile, c.classifications from ${table('columns')} c
        join ${table('assets')} a on a.id = c.asset_id where a.urn = ${scan.urn}`,
  );
  const known = new Map(rows.map((column) => [column.name, column]));
  let isSame = true;
  const columns = scan.columns.map((column) => {
    const before = known.get(column.name);
    if (before?.dataType !== column.dataType) return column;
    const saidBefore = before.classifications.flatMap(saidByScan);
    if (column.unread !== undefined) {
      isSame = false;
      return { ...column, profile: before.profile, classifications: saidBefore };
    }
    const classifications =
      asked === undefined ? column.classifications : withUnasked(column.classifications, saidBefore, asked);
    if (classifications === column.classifications) return column;
    isSame = false;
    return { ...column, classifications };
  });
  return isSame ? scan : { ...scan, columns };
}

/** A verdict as scans gave it; none where it is a person's own. */
const saidByScan = (classification: Classification): readonly Classification[] =>
  classification.status === 'corrected' ? [] : [{ ...classification, status: 'suggested' }];
