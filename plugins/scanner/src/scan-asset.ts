import {
  type AssessmentService,
  type Asset,
  type AssetScan,
  type ClassificationService,
  type ClassifyOptions,
  type ColumnVerdict,
  type Connector,
  type ConnectorSession,
  formatUrn,
  type ScannedColumn,
  type ScanOptions,
  type ScanSource,
  scanFacts,
  type TableSample,
} from '@datawave/plugin-sdk';
import { sketchOf } from './distinct-sketch.ts';
import { profileColumn } from './profile-column.ts';
import { spreadOfSlice } from './slice-spread.ts';
import { spreadOf } from './spread-of.ts';
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

/** Of a slice everything that might be anything is kept, until all slices are put together. */
const LEAST_CONFIDENCE = 0.02;

/** Sample, profile, classify, assess. What it answers holds no value of the source. A slice is assessed with the others only. */
export async function scanAsset(
  request: AssetScanRequest,
  services: { readonly classification: ClassificationService; readonly assessment: AssessmentService },
): Promise<AssetScan> {
  const { source, options, signal } = request;
  const { slice } = options.sample;
  const started = performance.now();
  const sample = withoutStratum(
    await takeSample(
      request.connector,
      request.session,
      wantedPart(request.asset, options.columns, options.sample.stratifyBy),
      options.sample,
      signal,
    ),
    options.columns,
  );
  signal.throwIfAborted();
  // Before it is classified: rules that change meanwhile make these verdicts out of date, not up to date.
  const { classifiers } = await services.classification.version({ workspaceId: options.workspaceId ?? null });
  const verdicts = await services.classification.classify(sample, {
    ...classifyOptions(options, slice === undefined),
    ...(slice === undefined ? {} : { minConfidence: LEAST_CONFIDENCE }),
  });
  const sketch = slice === undefined ? undefined : sketcher(options);
  const read = new Map(
    sample.asset.columns.map((column, position): readonly [string, ScannedColumn] => {
      const { classifications, sensitiveProbability, review } = verdicts[position] ?? NOTHING_SAID;
      const isRestricted = classifications.some(({ sensitivity }) => sensitivity === 'restricted');
      const values = sample.columns[position] ?? { ...NO_VALUES, nullCount: sample.sampledRows };
      return [
        column.name,
        {
          name: column.name,
          dataType: column.dataType,
          profile: profileColumn(
            values,
            !isRestricted,
            slice === undefined ? spreadOf(values, column.kind, classifications) : null,
          ),
          ...{ classifications, sensitiveProbability, review },
          ...(sketch === undefined
            ? {}
            : {
                sketch: sketch(values.values),
                spread: spreadOfSlice(values, column.kind, classifications),
              }),
        },
      ];
    }),
  );
  const asset = wholeAsset(request.asset, sample.asset, options.columns);
  const columns = asset.columns.map(
    ({ name, dataType }) => read.get(name) ?? { name, dataType, ...UNREAD_COLUMN },
  );
  const urn = formatUrn({ connector: source.connector, source: source.source, path: asset.path });
  const name = asset.path.join('.');
  const facts = scanFacts({ urn, name, asset, rowCount: sample.rowCount, columns });
  const findings =
    slice === undefined
      ? await services.assessment.assess(
          facts,
          options.frameworks === undefined ? {} : { frameworks: options.frameworks },
        )
      : [];
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
    ...(sample.readBytes === undefined ? {} : { readBytes: sample.readBytes }),
    ...(slice === undefined ? {} : { slice }),
    classifiers,
    ...(options.classifiers === undefined ? {} : { askedClassifiers: options.classifiers }),
  };
}

const NOTHING_SAID: ColumnVerdict = { classifications: [], sensitiveProbability: 0, review: null };
const NO_VALUES = { values: [], counts: [], nullCount: 0, distinctCount: 0, truncated: false } as const;
const UNREAD_COLUMN = {
  profile: { nullCount: 0, distinctCount: 0, length: null, shapes: [], entropy: 0, maskedExamples: [] },
  ...NOTHING_SAID,
  unread: 'left out by the scan rule',
} as const;

/** What a classification is asked with. Of a slice thresholds would leave out what all slices together may be sure of. */
const classifyOptions = (
  { minConfidence, workspaceId, classifiers, thresholds }: ScanOptions,
  isWhole: boolean,
): ClassifyOptions => ({
  minConfidence,
  workspaceId: workspaceId ?? null,
  ...(classifiers === undefined ? {} : { classifiers }),
  ...(thresholds === undefined || !isWhole ? {} : { thresholds }),
});

/** The asset with the columns that are wanted, and the one by whose values rows are drawn. */
const wantedPart = (
  asset: Asset,
  columns: readonly string[] | undefined,
  stratum: string | undefined,
): Asset =>
  columns === undefined
    ? asset
    : { ...asset, columns: asset.columns.filter(({ name }) => columns.includes(name) || name === stratum) };

/** Drops the values of a column that only told which rows to draw. */
function withoutStratum(sample: TableSample, columns: readonly string[] | undefined): TableSample {
  if (columns === undefined) return sample;
  const isWanted = sample.asset.columns.map(({ name }) => columns.includes(name));
  return {
    ...sample,
    asset: { ...sample.asset, columns: sample.asset.columns.filter((_, at) => isWanted[at]) },
    columns: sample.columns.filter((_, at) => isWanted[at]),
  };
}

/** The asset as its connector knows it once it has read it (files have columns only then), with the columns that were left out. */
const wholeAsset = (found: Asset, read: Asset, columns: readonly string[] | undefined): Asset =>
  columns === undefined ? read : { ...read, columns: found.columns };

function sketcher({ sketchKey }: ScanOptions): (values: readonly string[]) => readonly string[] {
  if (sketchKey === undefined) throw new TypeError('A slice is scanned with a sketchKey.');
  return (values) => sketchOf(values, sketchKey);
}
