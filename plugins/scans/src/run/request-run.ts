import {
  DataWaveError,
  type ExecutionScope,
  type ScanRequest,
  type ScanRule,
  type Source,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { RunRow } from './run.ts';
import type { RunParts } from './run-parts.ts';
import { modeOf, settleSettings } from './run-settings.ts';
import { notScannable } from './run-state.ts';

/**
 * Makes a run that waits for its turn; answers its id.
 * @param retried - the run whose failures it makes good: as it was meant, whatever became of its rule since
 * @param also - done in the transaction that makes the run: what it throws, no run is made for
 * @param chosen - URNs of the assets that a retry is about; null: all
 */
export async function requestRun(
  parts: RunParts,
  scope: ExecutionScope,
  request: ScanRequest,
  retried: RunRow | null,
  also?: (tx: Transaction, id: string) => Promise<void>,
  chosen: readonly string[] | null = null,
): Promise<string> {
  const { storage, runs, sources, classification, plain } = parts;
  const source = await sources.get(scope, request.sourceId);
  if (source.state === 'maintenance' || source.state === 'retired') throw notScannable(source);
  const rule = await ruleFor(parts, scope, request.ruleId, source);
  if (retried?.rule) await ensureKnown(parts, scope, retried.rule);
  const settings =
    retried?.settings ??
    settleSettings({
      ...{ plain, rule, load: source.load },
      version: await classification.version({ workspaceId: scope.workspace }),
    });
  const label = rule === null ? null : { id: rule.id, version: rule.version, title: rule.title };
  return storage.transaction(scope, async (tx) => {
    // Gone since: then the answer is that of a source that there is not.
    if ((await sources.keep(tx, scope, source.id)) === null) await sources.get(scope, source.id);
    await parts.optional.quotas?.require(tx, scope, 'scans-per-day', 1);
    // What is above it already is not read again either, or nobody would be held to it.
    await parts.optional.quotas?.require(tx, scope, 'assets', 0);
    const created = await runs.create(tx, scope, {
      ...{ source, settings, retryOf: retried?.id ?? null, chosen },
      mode: modeOf(request.mode, rule),
      rule: label ?? retried?.rule ?? null,
      priority: request.priority ?? rule?.priority ?? 0,
      reason: request.reason ?? 'requested',
    });
    await also?.(tx, created);
    await parts.audit.record(tx, scope, {
      action: retried === null ? 'scans.run.started' : 'scans.run.retried',
      object: { type: 'scan', id: created, name: source.title },
      ...(request.reason === undefined ? {} : { reason: request.reason }),
      after: {
        ...{ sourceId: source.id, mode: modeOf(request.mode, rule) },
        rule: label?.id ?? retried?.rule?.id ?? null,
        retryOf: retried?.id ?? null,
        ...(chosen === null ? {} : { assets: chosen.length }),
      },
    });
    return created;
  });
}

/** The rule that is asked for, if it may be followed for the source. */
async function ruleFor(
  { optional }: RunParts,
  scope: ExecutionScope,
  id: string | undefined,
  source: Source,
): Promise<ScanRule | null> {
  if (id === undefined) return null;
  const rule = await optional.rules?.get(scope, id);
  if (rule === undefined)
    throw new DataWaveError({
      code: 'DW_SCAN_RULE_UNKNOWN',
      message: `There is no scan rule ${id}.`,
      hint: 'Add the plugin "scan-rules" to the configuration, or leave out "ruleId".',
      status: 404,
    });
  if (!rule.isEnabled)
    throw new DataWaveError({
      code: 'DW_SCAN_RULE_DISABLED',
      message: `The scan rule "${rule.title}" is disabled.`,
      hint: 'Enable it, or take another one.',
      status: 409,
    });
  if (rule.sources.length > 0 && !rule.sources.includes(source.id))
    throw new DataWaveError({
      code: 'DW_SCAN_RULE_SOURCE',
      message: `The scan rule "${rule.title}" is not for the source "${source.title}".`,
      hint: 'Add the source to the rule, or take another one.',
      status: 409,
    });
  return rule;
}

/** A retry follows its rule in the version of the first run, which says what may be read; that is not kept for ever. */
async function ensureKnown(
  { optional }: RunParts,
  scope: ExecutionScope,
  { id, version, title }: NonNullable<RunRow['rule']>,
): Promise<void> {
  const gone = (why: string, hint: string): DataWaveError =>
    new DataWaveError({
      code: 'DW_SCAN_RETRY_RULE',
      message: `The scan followed version ${version} of the scan rule "${title}", ${why}, so what it may read is not known.`,
      hint,
      status: 409,
    });
  if (optional.rules === undefined)
    throw gone('which cannot be asked', 'Enable the plugin "scan-rules", then retry the scan.');
  try {
    await optional.rules.get(scope, id, version);
  } catch (error) {
    const isGone =
      DataWaveError.is(error) &&
      (error.code === 'DW_SCAN_RULE_UNKNOWN' || error.code === 'DW_SCAN_RULE_VERSION_UNKNOWN');
    if (!isGone) throw error;
    throw gone(
      'which was deleted',
      'Start a new scan of the source, with a rule that there is or without one.',
    );
  }
}
