import { DataWaveError, type FieldError, pointerSegment } from '@datawave/plugin-sdk';
import { validateSettings } from '../../validation/validate-settings.ts';
import type { PluginLifecycle } from '../lifecycle.ts';
import { CLOSED_SCHEMA } from './settings-view.ts';

/**
 * What a plugin is to run with: the stored settings over the file's, checked, defaults filled in. Secrets are still named, not filled in.
 * @throws DataWaveError DW_PLUGIN_CONFIG_INVALID, DW_PLUGIN_CONFIG_SCHEMA_INVALID
 */
export async function settle(plugin: PluginLifecycle): Promise<unknown> {
  const { found, stored, settings } = plugin;
  const { location, locate } = found.configured;
  const { value, errors } = await validateSettings(found.package?.configSchema ?? CLOSED_SCHEMA, settings);
  if (errors.length === 0) return value;
  const kept = Object.keys(stored.values).map((name) => `/${pointerSegment(name)}`);
  const isStored = ({ pointer }: FieldError): boolean =>
    kept.some((name) => pointer === name || pointer.startsWith(`${name}/`));
  const faults = errors.map((error) => {
    const at = isStored(error) ? null : (locate(error.pointer) ?? location);
    const where = isStored(error)
      ? 'as it was set on the running platform, '
      : at === null
        ? ''
        : `${at.file}:${at.line}:${at.column} `;
    return `${where}config${error.pointer}: ${error.message}`;
  });
  throw new DataWaveError({
    code: 'DW_PLUGIN_CONFIG_INVALID',
    message: `The settings of plugin "${plugin.id}" are not valid: ${faults.join('; ')}.`,
    hint: errors.some(isStored)
      ? 'Correct them on the page Plugins, or go back to the configuration file there.'
      : 'Correct them in the configuration file.',
    where: location === null ? `plugin ${plugin.id}` : `${location.file}:${location.line}:${location.column}`,
    errors: errors.map(({ pointer, message }) => ({ pointer: `/config${pointer}`, message })),
  });
}
