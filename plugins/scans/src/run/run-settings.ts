import { createHash } from 'node:crypto';
import {
  type ClassificationVersion,
  DEFAULT_SAMPLE,
  type SampleOptions,
  type ScanMode,
  type ScanOptions,
  type ScanRule,
  type SourceLoad,
} from '@datawave/plugin-sdk';

/** How a run looks, fixed when it is requested: what changes meanwhile concerns the next one. Stored with the run. */
export interface RunSettings {
  readonly sample: SampleOptions;
  readonly minConfidence: number;
  readonly thresholds: Readonly<Record<string, number>>;
  /** All when empty, both. */
  readonly classifiers: readonly string[];
  readonly frameworks: readonly string[];
  /** Larger assets are cut into slices of about that size where every row is read. */
  readonly sliceBytes: number;
  /** Differs whenever an unchanged asset might be judged otherwise. */
  readonly key: string;
}

/** What the plugin's configuration says where no rule does. */
export interface PlainSettings {
  readonly sampleRows: number | 'full';
  readonly seed: number;
  readonly minConfidence: number;
  readonly sliceBytes: number;
}

/** The settings of a run from its rule, the source's load and the plugin's own. */
export function settleSettings(given: {
  readonly plain: PlainSettings;
  readonly rule: ScanRule | null;
  readonly load: SourceLoad;
  readonly version: ClassificationVersion;
}): RunSettings {
  const { plain, rule, load } = given;
  const sampling = rule?.sampling;
  const sample: SampleOptions = {
    ...DEFAULT_SAMPLE,
    rows: sampling?.rows ?? plain.sampleRows,
    seed: sampling?.seed ?? plain.seed,
    timeoutMs: load.statementTimeoutMs,
    ...(sampling === undefined ? {} : { strategy: sampling.strategy }),
    ...(sampling === undefined || sampling.stratifyBy === null ? {} : { stratifyBy: sampling.stratifyBy }),
  };
  const settings = {
    sample,
    minConfidence: rule?.minConfidence ?? plain.minConfidence,
    thresholds: rule?.thresholds ?? {},
    classifiers: rule?.classifiers ?? [],
    frameworks: rule?.frameworks ?? [],
  };
  // How long a statement may take is no matter of what comes out.
  const judged = [
    { ...settings, sample: { ...sample, timeoutMs: undefined } },
    rule === null ? null : [rule.columns],
    given.version,
  ];
  return {
    ...settings,
    sliceBytes: plain.sliceBytes,
    key: createHash('sha256').update(JSON.stringify(judged)).digest('base64url').slice(0, 22),
  };
}

/** How the scanner is asked for one task of a run. */
export function toScanOptions(
  settings: RunSettings,
  task: {
    readonly workspaceId: string;
    readonly columns: readonly string[] | null;
    readonly slice: SampleOptions['slice'] | null;
    readonly sketchKey: Uint8Array | null;
    /** As the source's load says now; as it did when the run was requested unless given. */
    readonly timeoutMs?: number | undefined;
  },
): ScanOptions {
  const { classifiers, frameworks, thresholds } = settings;
  const sample = { ...settings.sample, timeoutMs: task.timeoutMs ?? settings.sample.timeoutMs };
  return {
    sample: task.slice ? { ...sample, slice: task.slice } : sample,
    minConfidence: settings.minConfidence,
    workspaceId: task.workspaceId,
    thresholds,
    ...(classifiers.length === 0 ? {} : { classifiers }),
    ...(frameworks.length === 0 ? {} : { frameworks }),
    ...(task.columns === null ? {} : { columns: task.columns }),
    ...(task.sketchKey === null ? {} : { sketchKey: task.sketchKey }),
  };
}

/** The mode of a run: what was asked for, else the rule's, else only what changed. */
export const modeOf = (asked: ScanMode | undefined, rule: ScanRule | null): ScanMode =>
  asked ?? rule?.mode ?? 'incremental';
