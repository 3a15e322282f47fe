import {
  type AssetScan,
  type Classification,
  type ColumnProfile,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';

interface KnownColumn {
  readonly name: string;
  readonly dataType: string;
  readonly profile: ColumnProfile;
  readonly classifications: readonly Classification[];
}

/**
 * A scan in which columns that it did not read are as they were found to be when they were last read: nobody looked at them, so
 * nothing that is known of them is over. What people decided is left to those who keep it. The very same scan where it read all of
 * them, or nothing is known of the others.
 */
export async function keepUnread(
  storage: StorageService,
  tx: Transaction,
  scan: AssetScan,
): Promise<AssetScan> {
  if (scan.columns.every(({ unread }) => unread === undefined)) return scan;
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
    if (column.unread === undefined || before?.dataType !== column.dataType) return column;
    isSame = false;
    const { profile } = before;
    return { ...column, profile, classifications: before.classifications.flatMap(saidByScan) };
  });
  return isSame ? scan : { ...scan, columns };
}

/** A verdict as scans gave it; none where it is a person's own. */
const saidByScan = (classification: Classification): readonly Classification[] =>
  classification.status === 'corrected' ? [] : [{ ...classification, status: 'suggested' }];
