import {
  type AssetScan,
  type Classification,
  type Finding,
  type ReviewRequest,
  SEVERITIES,
  type Severity,
} from '@datawave/plugin-sdk';

/** One target of the scan and how it went. */
export interface TargetResult {
  readonly target: string;
  readonly status: 'completed' | 'completed-with-errors' | 'failed' | 'cancelled';
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** What could not be read, and why. */
export interface ScanError {
  readonly asset: string;
  readonly code: string;
  readonly message: string;
}

/** The document that `--format json` prints; its shape is a promise. */
export interface ScanResult {
  readonly version: 1;
  readonly datawave: string;
  readonly durationMs: number;
  readonly targets: readonly TargetResult[];
  readonly assets: readonly ResultAsset[];
  readonly violations: readonly Finding[];
  readonly errors: readonly ScanError[];
}

export interface ResultAsset {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly rowCount: number | null;
  readonly sampledRows: number;
  readonly columns: readonly ResultColumn[];
}

export interface ResultColumn {
  readonly name: string;
  readonly dataType: string;
  readonly nullCount: number;
  readonly distinctCount: number;
  readonly classifications: readonly Classification[];
  readonly sensitiveProbability: number;
  readonly review: ReviewRequest | null;
}

/** An asset of a scan as the document shows it. */
export function toResultAsset(scan: AssetScan): ResultAsset {
  return {
    urn: scan.urn,
    name: scan.name,
    type: scan.asset.type,
    rowCount: scan.rowCount,
    sampledRows: scan.sampledRows,
    columns: scan.columns.map((column) => ({
      name: column.name,
      dataType: column.dataType,
      nullCount: column.profile.nullCount,
      distinctCount: column.profile.distinctCount,
      classifications: column.classifications,
      sensitiveProbability: column.sensitiveProbability,
      review: column.review,
    })),
  };
}

const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The gravest first, then by asset, column, framework and control. */
export const sortViolations = (violations: readonly Finding[]): readonly Finding[] =>
  violations.toSorted(
    (a, b) =>
      severityRank(b.severity) - severityRank(a.severity) ||
      compare(a.asset, b.asset) ||
      compare(a.column ?? '', b.column ?? '') ||
      compare(a.framework, b.framework) ||
      compare(a.control, b.control),
  );

/** Whether a violation is at least so severe. */
export const meetsSeverity = (violations: readonly Finding[], level: Severity): boolean =>
  violations.some((violation) => severityRank(violation.severity) >= severityRank(level));
