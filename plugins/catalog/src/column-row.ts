import {
  type AssetScan,
  type Classification,
  type ClassificationStatus,
  type ColumnProfile,
  columnSensitivity,
  isSensitive,
  SENSITIVITIES,
  type Sensitivity,
} from '@datawave/plugin-sdk';

/** Rank of a column without a verdict: below public. */
const NO_VERDICT = -1;
/** Rank of an asset without a standing violation: below low. */
export const NO_VIOLATION = -1;

/** Position among {@link SENSITIVITIES}, so that SQL can order by it. */
export const rankOf = (sensitivity: Sensitivity | undefined): number =>
  sensitivity === undefined ? NO_VERDICT : SENSITIVITIES.indexOf(sensitivity);

/** The sensitivity of a rank; null below public. */
export const sensitivityOf = (rank: number): Sensitivity | null => SENSITIVITIES[rank] ?? null;

/** A column as it stands in the table `columns`. */
export interface ColumnRow {
  readonly ordinal: number;
  readonly name: string;
  readonly data_type: string;
  readonly kind: string;
  readonly nullable: boolean;
  readonly comment: string | null;
  readonly profile: ColumnProfile;
  readonly classifications: readonly Classification[];
  readonly info_type: string | null;
  readonly sensitivity: Sensitivity | null;
  readonly sensitivity_rank: number;
  readonly confidence: number | null;
}

/** The verdicts of a column and the best of them copied out, so that lists need not open the rest. */
export function verdictPart(
  classifications: readonly Classification[],
): Pick<ColumnRow, 'classifications' | 'info_type' | 'sensitivity' | 'sensitivity_rank' | 'confidence'> {
  const best = classifications.find(({ status }) => status !== 'rejected');
  const sensitivity = columnSensitivity(classifications);
  return {
    classifications,
    info_type: best?.infoType ?? null,
    sensitivity,
    sensitivity_rank: rankOf(sensitivity ?? undefined),
    confidence: best?.confidence ?? null,
  };
}

/** What a scan found out of each column, as rows. */
export function toRows(scan: AssetScan): readonly ColumnRow[] {
  return scan.columns.map((column, index) => {
    const schema = scan.asset.columns[index];
    return {
      ordinal: schema?.ordinal ?? index,
      name: column.name,
      data_type: column.dataType,
      kind: schema?.kind ?? 'other',
      nullable: schema?.nullable ?? true,
      comment: schema?.comment ?? null,
      profile: column.profile,
      ...verdictPart(column.classifications),
    };
  });
}

/** How many columns count as flagged. */
const countSensitive = (rows: readonly ColumnRow[]): number =>
  rows.filter(({ sensitivity }) => sensitivity !== null && isSensitive(sensitivity)).length;

/** A column as a version of its asset keeps it: its schema and its best verdict, and who gave that. */
export interface VersionedColumn {
  readonly name: string;
  readonly dataType: string;
  readonly infoType: string | null;
  readonly sensitivity: Sensitivity | null;
  /** Absent in versions from before it was kept, as are the next two. */
  readonly confidence?: number | null;
  readonly status?: ClassificationStatus | null;
  /** `engine@2.0.0 model@1`. */
  readonly by?: string | null;
}

/** The columns as a version keeps them. A change of name, data type, info type or sensitivity makes a new one. */
export function versioned(rows: readonly ColumnRow[]): readonly VersionedColumn[] {
  return rows.map(({ name, data_type, info_type, sensitivity, confidence, classifications }) => {
    const best = classifications.find(({ status }) => status !== 'rejected');
    return {
      ...{ name, dataType: data_type, infoType: info_type, sensitivity, confidence },
      ...{ status: best?.status ?? null, by: best?.version ?? null },
    };
  });
}

/** What all columns together make of their asset. */
export const verdictsOfAll = (
  rows: readonly ColumnRow[],
): {
  readonly sensitiveColumns: number;
  readonly sensitivityRank: number;
  /** Of the best verdicts, each once. */
  readonly infoTypes: string[];
} => ({
  sensitiveColumns: countSensitive(rows),
  sensitivityRank: Math.max(NO_VERDICT, ...rows.map((row) => row.sensitivity_rank)),
  infoTypes: [...new Set(rows.flatMap(({ info_type }) => info_type ?? []))].sort(),
});
