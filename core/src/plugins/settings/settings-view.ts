import { createHash } from 'node:crypto';
import type { FieldError, JsonSchema, PluginStatus } from '@datawave/plugin-sdk';
import { formatLocation } from '../../config/source-location.ts';
import { validateSettings } from '../../validation/validate-settings.ts';
import type { PluginLifecycle } from '../lifecycle.ts';
import { secretPlaces, withReplaced } from './secret-places.ts';
import { KEPT } from './settings-input.ts';
import { overlay, type StoredSettings } from './stored-settings.ts';

/** Where a setting comes from. */
export type SettingSource = 'default' | 'file' | 'environment' | 'stored';

/** One setting of a plugin. */
export interface SettingOrigin {
  readonly source: SettingSource;
  /** `config/standard.yaml:12:3`, where the file has it too. */
  readonly location: string | null;
  /** Environment variables that the file takes it from. */
  readonly variables: readonly string[];
  /** What the file says where something else is stored; secrets are never shown. Absent where the file says nothing. */
  readonly fileValue?: unknown;
}

/** A plugin's settings as they are shown. Where a secret is set stands a placeholder that, sent back, keeps it. */
export interface SettingsView {
  readonly id: string;
  readonly title: string;
  readonly schema: JsonSchema;
  /** What the plugin runs with, defaults filled in. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What of it is stored: it wins over the configuration file until it is taken back. */
  readonly stored: Readonly<Record<string, unknown>>;
  /** By name of the setting. */
  readonly origins: Readonly<Record<string, SettingOrigin>>;
  /** Pointers of the secrets that are set. */
  readonly secrets: readonly string[];
  /** What is wrong with the settings as they are, file and stored together. */
  readonly problems: readonly FieldError[];
  /** What of the file is wrong by itself, whether or not something stored stands in for it. */
  readonly fileProblems: readonly FieldError[];
  readonly revision: number;
  readonly updatedAt: string | null;
  readonly updatedBy: string | null;
  readonly critical: boolean;
  readonly state: PluginStatus['state'];
  /** Ids of the running plugins that are started anew with it. */
  readonly rebuilt: readonly string[];
}

export const CLOSED_SCHEMA: JsonSchema = { type: 'object', properties: {}, additionalProperties: false };

/** Puts a placeholder in place of each secret that is set. */
export function hideSecrets(schema: JsonSchema, settings: unknown): unknown {
  const hidden = secretPlaces(schema, settings).map(
    ({ pointer, value }) =>
      [pointer, value === null || value === undefined ? value : `${KEPT}${pointer}`] as const,
  );
  return withReplaced(settings, new Map(hidden));
}

/** Makes what is shown of a plugin's settings. */
export async function viewSettings(
  plugin: PluginLifecycle,
  stored: StoredSettings,
  rebuilt: readonly string[],
): Promise<SettingsView> {
  const schema = plugin.found.package?.configSchema ?? CLOSED_SCHEMA;
  const { config: file, locate, critical } = plugin.found.configured;
  const given = overlay(file, stored.values);
  const [{ value, errors }, alone] = await Promise.all([
    validateSettings(schema, given),
    validateSettings(schema, file),
  ]);
  const hide = (settings: unknown): Readonly<Record<string, unknown>> =>
    hideSecrets(schema, settings) as Readonly<Record<string, unknown>>;
  const shown = hide(errors.length === 0 ? value : given);
  const shownFile = hide(file);
  const names = new Set([...Object.keys(shown), ...Object.keys(given)]);
  const at = (pointer: string): string => {
    const location = locate(pointer);
    return location === null ? '' : ` (${formatLocation(location)})`;
  };
  return {
    id: plugin.id,
    title: plugin.status().title,
    schema,
    settings: shown,
    stored: hide(stored.values),
    origins: Object.fromEntries(
      [...names].map((name) => [name, originOf(plugin, name, stored, shownFile)] as const),
    ),
    secrets: secretPlaces(schema, given).map(({ pointer }) => pointer),
    problems: errors,
    fileProblems: alone.errors.map(({ pointer, message }) => ({
      pointer,
      message: `${message}${at(pointer)}`,
    })),
    revision: stored.revision,
    updatedAt: stored.updatedAt,
    updatedBy: stored.updatedBy,
    critical,
    state: plugin.state,
    rebuilt,
  };
}

function originOf(
  plugin: PluginLifecycle,
  name: string,
  stored: StoredSettings,
  shownFile: Readonly<Record<string, unknown>>,
): SettingOrigin {
  const { config, locate, environmentOf } = plugin.found.configured;
  const isInFile = Object.hasOwn(config, name);
  const location = isInFile ? locate(`/${name}`) : null;
  const variables = isInFile ? environmentOf(`/${name}`) : [];
  const isStored = Object.hasOwn(stored.values, name);
  const ofFile: SettingSource = variables.length > 0 ? 'environment' : 'file';
  return {
    source: isStored ? 'stored' : isInFile ? ofFile : 'default',
    location: location === null ? null : formatLocation(location),
    variables,
    ...(isStored && isInFile ? { fileValue: shownFile[name] } : {}),
  };
}

/** The version of what is shown: the stored revision, and everything that the file adds to it. */
export function versionOf(view: SettingsView): string {
  const { state: _state, rebuilt: _rebuilt, ...lasting } = view;
  return `${view.revision}.${createHash('sha256').update(JSON.stringify(lasting)).digest('base64url').slice(0, 16)}`;
}

/** The revision in a version. */
export const revisionOf = (version: string): number => Number.parseInt(version, 10);
