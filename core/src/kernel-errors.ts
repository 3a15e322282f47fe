import { DataWaveError } from '@datawave/plugin-sdk';
import type { Readiness } from './kernel-types.ts';
import type { PluginLifecycle } from './plugins/lifecycle.ts';

/** @throws DataWaveError DW_PLUGIN_CRITICAL when one that was called critical and is to run does not */
export function refuseFallen(plugins: readonly PluginLifecycle[], enabled: ReadonlySet<string>): void {
  const fallen = plugins.filter(
    (plugin) => plugin.found.configured.critical && enabled.has(plugin.id) && !plugin.isActive,
  );
  if (fallen.length > 0) throw criticalFailed(fallen);
}

/** What a platform answers that is not up yet, or not any more. */
export const isUnderWay = (isStarting: boolean): Readiness => ({
  isReady: false,
  reason: `The platform is ${isStarting ? 'starting' : 'stopping'}.`,
});

/** Critical plugins did not come up, and with them the boot is over. */
function criticalFailed(fallen: readonly PluginLifecycle[]): DataWaveError {
  const [first] = fallen;
  const reasons = fallen.map(
    (plugin) => `"${plugin.id}" is ${plugin.state}: ${plugin.status().reason ?? 'no reason known'}`,
  );
  return new DataWaveError({
    code: 'DW_PLUGIN_CRITICAL',
    message: `The boot was aborted, because ${fallen.length === 1 ? 'a critical plugin does' : 'critical plugins do'} not run. ${reasons.join(' ')}`,
    hint: 'Mend what is named, or start with --safe-mode to look at it.',
    status: 503,
    ...(first === undefined ? {} : { where: `plugin ${first.id}` }),
    ...(first?.error === null ? {} : { cause: first?.error }),
  });
}

/** Plugins are up whose jobs do not run. The error of a single one is told as it is. */
export function notAdmitted(refused: readonly { readonly id: string; readonly error: unknown }[]): unknown {
  const [first] = refused;
  if (refused.length === 1) return first?.error;
  const reasons = refused.map(
    ({ id, error }) => `"${id}": ${error instanceof Error ? error.message : String(error)}`,
  );
  return new DataWaveError({
    code: 'DW_JOB_TRANSPORT',
    message: `The jobs of ${refused.length} plugins do not run here. ${reasons.join(' ')}`,
    hint: 'Check that what brings jobs to workers can be reached, then enable the plugins again.',
    status: 503,
    cause: new AggregateError(refused.map(({ error }) => error)),
  });
}

/** A kernel starts once. */
export const wasStarted = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_KERNEL_STARTED',
    message: 'The kernel was started before; it starts once.',
    hint: 'Make a new kernel.',
  });

/** Safe mode writes nothing. */
export const safeMode = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_KERNEL_SAFE_MODE',
    message: 'Plugins are not switched in safe mode.',
    hint: 'Start without --safe-mode.',
    status: 409,
  });

/** Nobody has heard of the plugin. */
export const unknownPlugin = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PLUGIN_UNKNOWN',
    message: `There is no plugin "${id}".`,
    hint: 'See "datawave plugin list".',
    status: 404,
  });

/** The operator has said that the platform is not to run without it. */
export const isKept = (id: string, critical: readonly string[]): DataWaveError => {
  const names = critical.map((one) => `"${one}"`).join(', ');
  return new DataWaveError({
    code: 'DW_PLUGIN_KEPT',
    message:
      critical.length === 1 && critical[0] === id
        ? `"${id}" is not disabled, because the configuration calls it critical: the platform does not run without it.`
        : `"${id}" is not disabled, because what the configuration calls critical would stop with it: ${names}.`,
    hint: 'Take "critical: true" out of the configuration first, and restart.',
    status: 409,
  });
};
