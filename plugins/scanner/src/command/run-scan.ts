import {
  type Asset,
  type AssetScan,
  DataWaveError,
  DEFAULT_SAMPLE,
  type Finding,
  formatUrn,
  type ScannerService,
  type ScanOptions,
  type ScanSource,
} from '@datawave/plugin-sdk';
import { mapBounded } from './bounded.ts';
import type { Progress } from './progress.ts';
import type { Target } from './resolve-targets.ts';
import type { ScanArguments } from './scan-arguments.ts';
import {
  type ResultAsset,
  type ScanError,
  type ScanResult,
  sortViolations,
  type TargetResult,
  toResultAsset,
} from './scan-result.ts';

/** Targets scanned at once. */
const MOST_TARGETS = 2;
/** Assets of one target scanned at once. */
const MOST_ASSETS = 4;

interface TargetOutcome {
  readonly result: TargetResult;
  readonly assets: readonly ResultAsset[];
  readonly violations: readonly Finding[];
  readonly errors: readonly ScanError[];
  /** How to mend what made the whole target fail. */
  readonly hint: string | null;
}

/** A scan and, for each target that failed as a whole, how to mend that. */
export interface ScanOutcome {
  readonly result: ScanResult;
  readonly hints: ReadonlyMap<string, string>;
}

/** Scans all targets, bounded in concurrency; what fails is recorded, the rest goes on. */
export async function runScan(
  targets: readonly Target[],
  args: ScanArguments,
  context: {
    readonly scanner: ScannerService;
    readonly progress: Progress;
    readonly version: string;
    readonly signal: AbortSignal;
  },
): Promise<ScanOutcome> {
  const started = performance.now();
  const outcomes = await mapBounded(targets, MOST_TARGETS, (target) => scanTarget(target, args, context));
  const assets = uniqueBy(
    outcomes.flatMap((outcome) => outcome.assets),
    (asset) => asset.urn,
  );
  return {
    result: {
      version: 1,
      datawave: context.version,
      durationMs: Math.round(performance.now() - started),
      targets: outcomes.map((outcome) => outcome.result),
      assets,
      violations: sortViolations(
        uniqueBy(
          outcomes.flatMap((outcome) => outcome.violations),
          (finding) => JSON.stringify([finding.framework, finding.control, finding.asset, finding.column]),
        ),
      ),
      errors: outcomes.flatMap((outcome) => outcome.errors),
    },
    hints: new Map(
      outcomes.flatMap((outcome) =>
        outcome.hint === null ? [] : [[outcome.result.target, outcome.hint] as const],
      ),
    ),
  };
}

async function scanTarget(
  target: Target,
  args: ScanArguments,
  {
    scanner,
    progress,
    signal,
  }: { readonly scanner: ScannerService; readonly progress: Progress; readonly signal: AbortSignal },
): Promise<TargetOutcome> {
  if ('error' in target) {
    progress.allFound();
    return failed(target.display, target.error);
  }
  const { source, display } = target;
  const options: ScanOptions = {
    sample: { ...DEFAULT_SAMPLE, rows: args.rows, seed: args.seed },
    minConfidence: args.minConfidence,
    ...(args.frameworks === null ? {} : { frameworks: args.frameworks }),
  };
  const scans: AssetScan[] = [];
  const errors: ScanError[] = [];
  progress.target(display);
  let hasFoundAll = false;
  const allFound = (): void => {
    if (!hasFoundAll) progress.allFound();
    hasFoundAll = true;
  };
  try {
    let cursor: string | null = null;
    do {
      const page = await scanner.discover(
        source,
        { include: args.include, exclude: args.exclude, ...(cursor === null ? {} : { cursor }) },
        signal,
      );
      errors.push(
        ...page.problems.map(({ path, code, message }) => ({ asset: urnOf(source, path), code, message })),
      );
      progress.found(page.assets);
      cursor = page.nextCursor;
      if (cursor === null) allFound();
      await mapBounded(page.assets, MOST_ASSETS, async (asset) => {
        progress.begun(asset);
        const outcome = await scanOne(scanner, source, asset, options, signal);
        const isScan = 'urn' in outcome;
        if (isScan) scans.push(outcome);
        else errors.push(outcome);
        progress.ended(asset, { rows: isScan ? outcome.sampledRows : 0, hasFailed: !isScan });
      });
    } while (cursor !== null);
  } catch (error) {
    if (signal.aborted)
      return {
        ...collect(display, scans, errors),
        result: { target: display, status: 'cancelled', error: null },
      };
    allFound();
    const fault = asDataWaveError(error, display);
    return {
      ...collect(display, scans, errors),
      result: { target: display, status: 'failed', error: { code: fault.code, message: fault.message } },
      hint: fault.hint ?? null,
    };
  }
  return collect(display, scans, errors);
}

async function scanOne(
  scanner: ScannerService,
  source: ScanSource,
  asset: Asset,
  options: ScanOptions,
  signal: AbortSignal,
): Promise<AssetScan | ScanError> {
  try {
    return await scanner.scanAsset(source, asset, options, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    const { code, message } = asDataWaveError(error, asset.path.join('.'));
    return { asset: urnOf(source, asset.path), code, message };
  }
}

function collect(display: string, scans: readonly AssetScan[], errors: readonly ScanError[]): TargetOutcome {
  const sorted = scans.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return {
    result: {
      target: display,
      status: errors.length === 0 ? 'completed' : 'completed-with-errors',
      error: null,
    },
    assets: sorted.map(toResultAsset),
    violations: sorted.flatMap((scan) => scan.findings),
    errors: errors.toSorted((a, b) => (a.asset < b.asset ? -1 : 1)),
    hint: null,
  };
}

const failed = (target: string, error: DataWaveError): TargetOutcome => ({
  result: { target, status: 'failed', error: { code: error.code, message: error.message } },
  assets: [],
  violations: [],
  errors: [],
  hint: error.hint ?? null,
});

const urnOf = (source: ScanSource, path: readonly string[]): string =>
  formatUrn({ connector: source.connector, source: source.source, path });

function uniqueBy<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

/**
 * A fault of the program becomes an error of what it was about, so that the rest is scanned. Its own message is left
 * out: what drivers and parsers throw may quote values.
 */
function asDataWaveError(error: unknown, subject: string): DataWaveError {
  if (DataWaveError.is(error)) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new DataWaveError({
    code: 'DW_SCANNER_FAULT',
    message: `Scanning ${subject} met a fault of the program (${name}).`,
    hint: 'Please report it, with the kind of the source and the names of the columns.',
    cause: error,
  });
}
