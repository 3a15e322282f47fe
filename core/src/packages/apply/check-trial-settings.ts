import type { PluginPackage } from '@datawave/plugin-sdk';
import { checkValue } from '@datawave/plugin-sdk';
import { readPackage } from '../../plugins/manifest.ts';
import { StrangersSchemas } from '../../validation/strangers/strangers-schema.ts';
import { settingsMissing } from '../package-errors.ts';

/** Whether a plugin would come up with the settings that are there for it. @throws DataWaveError DW_PACKAGES_SETTINGS */
export function checkTrialSettings(
  plugin: Pick<PluginPackage, 'name' | 'version' | 'manifest' | 'directory'>,
  settings: Readonly<Record<string, unknown>>,
): void {
  const schema = readPackage(plugin.directory, plugin.name).package?.configSchema;
  if (schema === undefined) return;
  const bounded = new StrangersSchemas(plugin.manifest.id).take(schema, 'the settings');
  const { errors } = checkValue(bounded, settings);
  // What they are is nobody's business who reads the message.
  if (errors.length > 0)
    throw settingsMissing(
      plugin.name,
      errors.slice(0, 10).map(({ pointer, message }) => `${pointer === '' ? '/' : pointer} ${message}`),
    );
}
