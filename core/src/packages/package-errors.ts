import { DataWaveError, type PluginRevoked } from '@datawave/plugin-sdk';
import { describeError } from '../plugins/plugin-problem.ts';

/** Disk full, over a quota, or a file larger than the process may write. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code));

export const diskFull = (directory: string, cause: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_DISK_FULL',
    message: `There is no room in ${directory} for the package; nothing of it was kept.`,
    hint: 'Make room there and try again.',
    status: 507,
    cause,
  });

export const tooLarge = (maxBytes: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_TOO_LARGE',
    message: `The package has more than ${maxBytes} bytes.`,
    hint: 'Set packages.maxBytes in the configuration if it is meant to be that large.',
    status: 422,
  });

export const damaged = (name: string, fault: string, where: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_DAMAGED',
    message: `The installed package "${name}" is not what was installed: ${fault}.`,
    hint: 'The platform puts it right from the database at its next start.',
    where,
  });

export const changedMeanwhile = (base: number, now: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_CHANGED',
    message: `Plugins were changed meanwhile: the plan was made on state ${base}, and now ${now} counts.`,
    hint: 'Look at a new plan.',
    status: 409,
  });

export const otherPlan = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_CHANGED',
    message: 'The plan is not the one that was looked at.',
    hint: 'Look at the plan as it is now, and send its hash.',
    status: 409,
  });

export const anotherInstall = (by: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_BUSY',
    message: `Another change of plugins is being applied, by ${by}.`,
    hint: 'Wait until it has ended, then look at a new plan.',
    status: 409,
  });

export const changeUnknown = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_CHANGE_UNKNOWN',
    message: `There is no change "${id}" of plugins.`,
    hint: 'List the changes.',
    status: 404,
  });

export const notOpen = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_CHANGE_CLOSED',
    message: `The change "${id}" has been applied or has failed already.`,
    hint: 'Propose it anew.',
    status: 409,
  });

export const registryFailed = (registry: string, what: string, cause?: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_REGISTRY_FAILED',
    message: `The registry "${registry}" cannot be used: ${what}.`,
    hint: 'Try again later, or ask whoever runs the registry.',
    status: 502,
    ...(cause === undefined ? {} : { cause }),
  });

export const registryDenied = (registry: string, status: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_REGISTRY_DENIED',
    message: `The registry "${registry}" does not let us in (${status}).`,
    hint: 'Store a token that it knows with "datawave secrets set NAME", and name it as "token" of the registry.',
    status: 502,
  });

export const registryLies = (registry: string, what: string, cause?: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_REGISTRY_LIES',
    message: `The registry "${registry}" is not believed: ${what}.`,
    hint: 'Nothing was installed. Ask whoever runs the registry.',
    status: 502,
    ...(cause === undefined ? {} : { cause }),
  });

export const registryUnknown = (name: string, known: readonly string[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_REGISTRY_UNKNOWN',
    message: `There is no registry "${name}" in the configuration.`,
    hint: known.length === 0 ? 'Name it under "registries".' : `There are: ${known.join(', ')}.`,
    status: 422,
  });

export const noRegistry = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_REGISTRY_UNKNOWN',
    message: 'The configuration names no registry to install plugins from.',
    hint: 'Name one under "registries", or install from a file.',
    status: 422,
  });

export const pinned = (name: string, only: string, wanted: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_PINNED',
    message: `"${name}" comes from the registry "${only}", to which its scope is pinned, and not from "${wanted}".`,
    hint: `Leave out the registry, or take the scope out of "${only}" in the configuration.`,
    status: 422,
  });

export const scopeAmbiguous = (scope: string, one: string, other: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_SCOPE_AMBIGUOUS',
    message: `The scope ${scope} is pinned to the registries "${one}" and "${other}".`,
    hint: 'Take it out of one of them in the configuration.',
    status: 422,
  });

export const badRange = (name: string, range: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_RANGE_INVALID',
    message: `"${range}" is neither a range of versions nor a tag of ${name}.`,
    hint: 'Write a version such as 1.2.3, a range such as ^1.2, or leave it out.',
    status: 422,
  });

export const packageUnknown = (name: string, registry: string | null): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_UNKNOWN',
    message:
      registry === null
        ? `No registry knows "${name}".`
        : `The registry "${registry}" does not know "${name}".`,
    hint: 'Check the spelling, or search with "datawave plugin registries search TEXT".',
    status: 404,
  });

export const cannotResolve = (reason: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_NO_VERSION',
    message: `No versions fit together: ${reason}.`,
    hint: 'Ask for another version, or update what stands in the way first.',
    status: 409,
  });

export const downgrade = (name: string, from: string, to: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_DOWNGRADE',
    message: `"${name}" would go back from ${from} to ${to}.`,
    hint: 'Say that this is meant with --allow-downgrade, or go back to a former state with "datawave plugin rollback".',
    status: 409,
  });

export const registryChanged = (name: string, from: string, to: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_REGISTRY_CHANGED',
    message: `"${name}" came from the registry "${from}" and would now come from "${to}".`,
    hint: `Name the registry with --registry ${to} if that is meant.`,
    status: 409,
  });

/** What went wrong and how to mend it, as sentences, whoever threw it. */
export const reasonOf = (error: unknown): string =>
  DataWaveError.is(error) ? describeError(error) : error instanceof Error ? error.message : String(error);

export const notKept = (name: string, version: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_MISSING',
    message: `The package ${name}@${version} is neither in the data folder nor in the database.`,
    hint: `Install "${name}" anew, or remove it.`,
    status: 503,
  });

export const trialFailed = (name: string, version: string, reason: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_TRIAL',
    message: `${name}@${version} could not be loaded on trial: ${reason.slice(0, 2000)}.`,
    hint: 'Nothing was changed. Take another version, or tell its publisher.',
    status: 422,
  });

export const revoked = (name: string, version: string, reason: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_REVOKED',
    message: `${name}@${version} was revoked by its registry: ${reason}`,
    hint: 'Take another version.',
    status: 422,
  });

/** It was switched off because of that, and stays so. */
export const stillRevoked = (
  id: string,
  version: string,
  { registry, reason }: PluginRevoked,
): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_REVOKED',
    message: `"${id}" ${version} is not enabled, because the registry "${registry}" has revoked it: ${reason}`,
    hint: 'Update it to a version that is not revoked and enable it then, or remove it.',
    status: 409,
  });

export const unsigned = (name: string, version: string, registry: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_UNSIGNED',
    message: `The registry "${registry}" has not signed ${name}@${version}.`,
    hint: 'Ask whoever runs the registry; what is not signed is not installed from a registry with a root of trust.',
    status: 422,
  });

export const tampered = (name: string, version: string, what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_TAMPERED',
    message: `What arrived for ${name}@${version} is not what was announced: ${what}.`,
    hint: 'Nothing was installed. Try again over another network; if it stays so, ask whoever runs the registry.',
    status: 502,
  });

export const unfit = (name: string, version: string, reason: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_UNFIT',
    message: `${name}@${version} cannot be installed: ${reason}`,
    hint: 'Take another version, or tell its publisher.',
    status: 422,
  });

export const conflicting = (reasons: readonly string[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_CONFLICT',
    message: `Two plugins would claim the same: ${reasons.join('; ')}.`,
    hint: 'Remove one of them, or install another.',
    status: 409,
  });

export const inheriting = (reasons: readonly string[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_INHERITS',
    message: `A plugin would take over what another has left: ${reasons.join('; ')}.`,
    hint: 'Install the other one again and remove it with its data first, or install a plugin of another id.',
    status: 409,
  });

export const needed = (name: string, dependents: readonly string[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_NEEDED',
    message: `"${name}" is needed by ${dependents.map((one) => `"${one}"`).join(', ')}.`,
    hint: 'Remove these as well, or keep it.',
    status: 409,
  });

export const notInstalled = (name: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_NOT_INSTALLED',
    message: `"${name}" was not installed on the platform.`,
    hint: 'What the configuration brings is changed there. See "datawave plugin list".',
    status: 404,
  });

export const configured = (name: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_CONFIGURED',
    message: `"${name}" comes with the configuration, which wins over what is installed.`,
    hint: "Take its package out of the platform's own node_modules first.",
    status: 409,
  });

export const nothingToDo = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_NOTHING',
    message: 'There is nothing to change: what was asked for is there already.',
    hint: 'See "datawave plugin list".',
    status: 409,
  });

export const movedOn = (reasons: readonly string[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_MIGRATED',
    message: `There is no way back: ${reasons.join('; ')}.`,
    hint: 'Install a newer version that mends what is wrong, or remove the plugin with --purge and install the former version, or restore a backup from before.',
    status: 409,
  });

export const lockUnknown = (number: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_LOCK_UNKNOWN',
    message: `There is no state ${number} of the installed plugins that one could go back to.`,
    hint: 'See the history of the installed plugins.',
    status: 404,
  });

export const settingsMissing = (name: string, reasons: readonly string[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_SETTINGS',
    message: `The settings of "${name}" are not valid: ${reasons.join('; ')}.`,
    hint: "Give them with the installation, or in the configuration file under the plugin's name.",
    status: 422,
  });

export const isolationMissing = (name: string, reason: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_ISOLATION',
    message: `"${name}" cannot run on this host as its trust asks for: ${reason}`,
    hint: 'Change what is named, or accept a lower level under "isolation" in the configuration.',
    status: 409,
  });

export const severalRegistries = (one: string, other: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_BUNDLE',
    message: `A bundle is of one registry, and these plugins come from "${one}" and "${other}".`,
    hint: 'Make a bundle of each.',
    status: 422,
  });
