import {
  type Asset,
  type AssetSelection,
  type AssetSlice,
  expectedWork,
  formatUrn,
  type ScannerService,
  type ScanSource,
} from '@datawave/plugin-sdk';
import type { RunRow } from '../run/run.ts';
import type { NewTask } from '../task/task.ts';
import { type AssetState, decide } from './decide.ts';

/** The URN of an asset of a source. */
export const urnOf = (source: ScanSource, path: readonly string[]): string =>
  formatUrn({ connector: source.connector, source: source.source, path });

/** What tasks of a page are made from. */
export interface PageContext {
  readonly run: RunRow;
  readonly source: ScanSource;
  readonly scanner: ScannerService;
  /** As the run's rule says. */
  readonly fullReadEveryDays: number | null;
  /** By URN. */
  readonly states: ReadonlyMap<string, AssetState>;
  /** URNs that another run has done already, which this one makes up for. */
  readonly doneBefore: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** The tasks of an asset: one, or one for each slice; a skipped one where nothing of it is to be read. */
export async function planTasks(
  asset: Asset,
  selection: AssetSelection,
  context: PageContext,
): Promise<readonly NewTask[]> {
  const { run, source, states, doneBefore } = context;
  const urn = urnOf(source, asset.path);
  const task = { urn, asset, slice: null, wanted: selection.columns, weight: 0 };
  const skip = (reason: string): readonly NewTask[] => [{ ...task, isSkipped: true, reason }];
  if (!selection.isIncluded) return skip(selection.reason);
  if (run.chosen !== null && !run.chosen.includes(urn)) return skip('not among the assets that were chosen');
  if (doneBefore.has(urn)) return skip('scanned by the run that this one makes up for');
  const state = states.get(urn);
  const { isScanned, reason } = decide(run.mode, asset, state, {
    settingsKey: run.settings.key,
    fullReadEveryDays: context.fullReadEveryDays,
  });
  if (!isScanned) return skip(reason);
  const slices = await slicesOf(asset, context);
  const weight =
    state?.durationMs ?? expectedWork(asset, asset.columns.length, run.settings.sample.rows === 'full');
  const whole = { ...task, isSkipped: false, reason };
  if (slices.length < 2) return [{ ...whole, weight: Math.max(1, weight) }];
  return slices.map((slice) => ({ ...whole, slice, weight: Math.max(1, weight / slices.length) }));
}

/** An asset is cut where every row of it is read and it is large; one that cannot be planned is read in one go. */
async function slicesOf(
  asset: Asset,
  { run, source, scanner, signal }: PageContext,
): Promise<readonly AssetSlice[]> {
  const { sample, sliceBytes } = run.settings;
  if (sample.rows !== 'full' || (asset.sizeBytes ?? 0) <= sliceBytes) return [];
  return (await scanner.plan(source, asset, { sample, sliceBytes }, signal)).slices;
}
