import {
  type AssessmentService,
  type AssetScan,
  type ClassificationService,
  type ColumnProfile,
  type ColumnVerdict,
  DataWaveError,
  type ScannedColumn,
  type ScanOptions,
  scanFacts,
} from '@datawave/plugin-sdk';
import { countDistinct } from './distinct-sketch.ts';
import { mergeSpreads } from './slice-spread.ts';

const MOST_WARNINGS = 50;
const MOST_SHAPES = 10;
const MOST_EXAMPLES = 3;
const NOTHING_SAID: ColumnVerdict = { classifications: [], sensitiveProbability: 0, review: null };

/** The scan of an asset from those of its slices. */
export async function mergeSlices(
  scans: readonly AssetScan[],
  options: ScanOptions,
  services: { readonly classification: ClassificationService; readonly assessment: AssessmentService },
): Promise<AssetScan> {
  const slices = inOrder(scans);
  const [first] = slices;
  if (first === undefined) throw unfit('there are none');
  const verdicts = await services.classification.combine(
    slices.map(({ columns }) => ({
      verdicts: columns,
      distinctCounts: columns.map(({ profile }) => profile.distinctCount),
    })),
    {
      minConfidence: options.minConfidence,
      workspaceId: options.workspaceId ?? null,
      ...(options.thresholds === undefined ? {} : { thresholds: options.thresholds }),
    },
  );
  const columns = first.columns.map(({ name, dataType, unread }, position): ScannedColumn => {
    const parts = slices.flatMap(({ columns: [...all] }) => all[position] ?? []);
    const verdict = verdicts[position] ?? NOTHING_SAID;
    const distribution = mergeSpreads(
      slices.map(({ sampledRows, columns: all }) => ({
        spread: all[position]?.spread,
        rows: sampledRows - (all[position]?.profile.nullCount ?? 0),
      })),
      verdict.classifications,
    );
    return {
      ...{ name, dataType, profile: { ...mergeProfiles(parts), distribution }, ...verdict },
      ...(unread === undefined ? {} : { unread }),
    };
  });
  const rowCount = total(slices.map((scan) => scan.rowCount));
  const readBytes = total(slices.map((scan) => scan.readBytes ?? null));
  const { urn, name, asset } = first;
  const findings = await services.assessment.assess(
    scanFacts({ urn, name, asset, rowCount, columns }),
    options.frameworks === undefined ? {} : { frameworks: options.frameworks },
  );
  return {
    ...{ urn, name, asset, rowCount, columns, findings },
    sampledRows: slices.reduce((sum, { sampledRows }) => sum + sampledRows, 0),
    sampleMethod: `${first.sampleMethod}, in ${slices.length} parts`,
    warnings: [...new Set(slices.flatMap(({ warnings }) => warnings))].slice(0, MOST_WARNINGS),
    durationMs: slices.reduce((sum, { durationMs }) => sum + durationMs, 0),
    ...(readBytes === null ? {} : { readBytes }),
    ...(slices.some(({ classifiers }) => classifiers === undefined)
      ? {}
      : { classifiers: [...new Set(slices.flatMap(({ classifiers }) => classifiers ?? []))].sort() }),
    ...(options.classifiers === undefined ? {} : { askedClassifiers: options.classifiers }),
  };
}

/** Slices by their index. @throws DataWaveError DW_SCAN_SLICES unless each is there once, all of one asset of one shape */
function inOrder(scans: readonly AssetScan[]): readonly AssetScan[] {
  const ordered = scans.toSorted((a, b) => (a.slice?.index ?? -1) - (b.slice?.index ?? -1));
  const [first] = ordered;
  for (const [index, { slice, urn, columns }] of ordered.entries()) {
    if (slice === undefined) throw unfit('a scan of a whole asset is among them');
    if (urn !== first?.urn) throw unfit('they are of different assets');
    if (slice.index !== index || slice.count !== ordered.length)
      throw unfit(`slice ${index + 1} of ${slice.count} is missing or there twice`);
    if (columns.length !== first.columns.length) throw unfit('the asset changed its columns between them');
  }
  return ordered;
}

function mergeProfiles(columns: readonly ScannedColumn[]): ColumnProfile {
  const profiles = columns.map(({ profile }) => profile);
  const weights = profiles.map(({ distinctCount }) => distinctCount);
  const weight = weights.reduce((sum, count) => sum + count, 0);
  const mean = (of: (profile: ColumnProfile) => number): number =>
    weight === 0
      ? 0
      : round(profiles.reduce((sum, profile, at) => sum + of(profile) * (weights[at] ?? 0), 0) / weight);
  const lengths = profiles.flatMap(({ length }) => length ?? []);
  const shapes = new Map<string, number>();
  for (const [at, profile] of profiles.entries())
    for (const { shape, share } of profile.shapes)
      shapes.set(shape, (shapes.get(shape) ?? 0) + (share * (weights[at] ?? 0)) / Math.max(1, weight));
  return {
    nullCount: profiles.reduce((sum, { nullCount }) => sum + nullCount, 0),
    distinctCount: countDistinct(
      columns.map(({ sketch, profile }) => ({
        sketch: sketch ?? [],
        distinctCount: profile.distinctCount,
      })),
    ),
    length:
      lengths.length === 0
        ? null
        : {
            min: Math.min(...lengths.map(({ min }) => min)),
            max: Math.max(...lengths.map(({ max }) => max)),
            mean: mean(({ length }) => length?.mean ?? 0),
          },
    shapes: [...shapes]
      .sort(([shapeA, a], [shapeB, b]) => b - a || (shapeA < shapeB ? -1 : 1))
      .slice(0, MOST_SHAPES)
      .map(([shape, share]) => ({ shape, share: round(share) })),
    entropy: mean(({ entropy }) => entropy),
    maskedExamples: [...new Set(profiles.flatMap(({ maskedExamples }) => maskedExamples))].slice(
      0,
      MOST_EXAMPLES,
    ),
  };
}

const total = (counts: readonly (number | null)[]): number | null =>
  counts.reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0);

const round = (value: number): number => Math.round(value * 1000) / 1000;

const unfit = (why: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_SLICES',
    message: `The slices do not make up an asset: ${why}.`,
    hint: 'Scan the asset again.',
    status: 409,
  });
