import { DataWaveError, type FieldError, pointerSegment } from '@datawave/plugin-sdk';
import { formatLocation, type SourceLocation } from '../../config/source-location.ts';

/** Settings are stored in the database, and there is none. */
export const notStored = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_CLOSED',
    message: 'Settings cannot be changed on the running platform: no database is open to keep them.',
    hint: 'Change the configuration file and restart, or enable a plugin that keeps data.',
    status: 503,
  });

/** Somebody else was faster. */
export const lostRace = (plugin: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PLUGIN_SETTINGS_CHANGED',
    message: `Somebody has changed the settings of "${plugin}" since you read them.`,
    hint: 'Read them again, apply your change to them and send their ETag as If-Match.',
    status: 412,
  });

/** Nobody overwrites settings that they have not seen. */
export const unconditional = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_PLUGIN_SETTINGS_UNCONDITIONAL',
    message: 'Settings are changed only by whoever says which version of them the change was made to.',
    hint: 'Read them, and send their ETag as If-Match.',
    status: 428,
  });

/** Settings that the plugin's schema does not admit. What is wrong with the file's is named with its place. */
export function settingsInvalid(
  plugin: string,
  given: Readonly<Record<string, unknown>>,
  errors: readonly FieldError[],
  locate: (pointer: string) => SourceLocation | null,
): DataWaveError {
  const names = Object.keys(given).map((name) => `/${pointerSegment(name)}`);
  const told = errors.map(({ pointer, message }) => {
    const isGiven = names.some((name) => pointer === name || pointer.startsWith(`${name}/`));
    const location = isGiven ? null : locate(pointer);
    return {
      pointer: `/settings${pointer}`,
      message:
        location === null ? message : `${message} (in the configuration file, ${formatLocation(location)})`,
    };
  });
  return new DataWaveError({
    code: 'DW_PLUGIN_SETTINGS_INVALID',
    message: `The settings of "${plugin}" are not valid: ${told.map(({ pointer, message }) => `${pointer.slice('/settings'.length)} ${message}`).join('; ')}.`,
    hint: 'Correct what is named. Nothing was changed.',
    status: 422,
    errors: told,
  });
}

/** Nobody has secrets sent elsewhere that they do not know. */
export const secretsNeeded = (plugin: string, errors: readonly FieldError[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_PLUGIN_SECRETS_NEEDED',
    message: `Other settings of "${plugin}" decide where its secrets are sent, so that they must be given again: ${errors.map(({ pointer }) => pointer).join(', ')}.`,
    hint: 'Give each of these secrets anew, or null to remove it. Nothing was changed.',
    status: 422,
    errors: errors.map(({ pointer, message }) => ({ pointer: `/settings${pointer}`, message })),
  });

/** The plugin does not start with them. */
export const refused = (plugin: string, why: string, runs: boolean): DataWaveError =>
  new DataWaveError({
    code: 'DW_PLUGIN_SETTINGS_REFUSED',
    message: `"${plugin}" did not start with these settings. ${why}`,
    hint: runs
      ? 'It runs with its former settings again, and nothing was stored. Correct what is named and try again.'
      : 'Nothing was stored. It did not run before either; correct what is named and try again.',
    status: 409,
  });
