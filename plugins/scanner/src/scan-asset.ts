import {
  type AssessmentService,
  type Asset,
  type AssetScan,
  type ClassificationService,
  type ColumnVerdict,
  type Connector,
  type ConnectorSession,
  formatUrn,
  type ScannedColumn,
  type ScanOptions,
  type ScanSource,
  scanFacts,
} from '@datawave/plugin-sdk';
import { profileColumn } from './profile-column.ts';
import { takeSample } from './take-sample.ts';

/** What the pipeline needs for one asset. */
export interface AssetScanRequest {
  readonly connector: Connector;
  readonly session: ConnectorSession;
  readonly source: ScanSource;
  readonly asset: Asset;
  readonly options: ScanOptions;
  readonly signal: AbortSignal;
}

/** Sample, profile, classify, assess. What it answers holds no value of the source. */
export async function scanAsset(
  request: AssetScanRequest,
  services: { readonly classification: ClassificationService; readonly assessment: AssessmentService },
): Promise<AssetScan> {
  const { source, options, signal } = request;
  const started = performance.now();
  const sample = await takeSample(request.connector, request.session, request.asset, options.sample, signal);
  signal.throwIfAborted();
  // A connector may know more of the asset once it has read it: files have columns only then.
  const { asset } = sample;
  const verdicts = await services.classification.classify(sample, {
    minConfidence: options.minConfidence,
    workspaceId: options.workspaceId ?? null,
  });
  const columns = asset.columns.map((column, position): ScannedColumn => {
    const { classifications, sensitiveProbability, review } = verdicts[position] ?? NOTHING_SAID;
    const isRestricted = classifications.some(({ sensitivity }) => sensitivity === 'restricted');
    const values = sample.columns[position] ?? {
      values: [],
      counts: [],
      nullCount: sample.sampledRows,
      distinctCount: 0,
      truncated: false,
    };
    return {
      name: column.name,
      dataType: column.dataType,
      profile: profileColumn(values, !isRestricted),
      classifications,
      sensitiveProbability,
      review,
    };
  });
  const urn = formatUrn({ connector: source.connector, source: source.source, path: asset.path });
  const name = asset.path.join('.');
  const facts = scanFacts({ urn, name, asset, rowCount: sample.rowCount, columns });
  const findings = await services.assessment.assess(
    facts,
    options.frameworks === undefined ? {} : { frameworks: options.frameworks },
  );
  return {
    urn,
    name,
    asset,
    rowCount: sample.rowCount,
    sampledRows: sample.sampledRows,
    sampleMethod: sample.method,
    columns,
    findings,
    warnings: [
      ...sample.warnings,
      // The same of all columns.
      ...(verdicts[0]?.unheard ?? []).map(({ message, code }) => `${message} (${code})`),
    ],
    durationMs: Math.round(performance.now() - started),
  };
}

const NOTHING_SAID: ColumnVerdict = { classifications: [], sensitiveProbability: 0, review: null };
