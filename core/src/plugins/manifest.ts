import { readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import {
  checkManifest,
  claimedId,
  type JsonSchema,
  type PluginManifest,
  type PluginPackage,
} from '@datawave/plugin-sdk';
import { isObject } from '../validation/is-object.ts';
import type { PluginProblem } from './plugin-problem.ts';

/** A package as far as it could be read. The id and title are best guesses where the manifest has problems. */
export interface ReadPackage {
  readonly package: PluginPackage | null;
  readonly id: string;
  readonly problems: readonly PluginProblem[];
}

/** Reads and checks the manifest in a package's package.json, and the settings schema it names. Imports nothing. */
export function readPackage(directory: string, fallbackId: string): ReadPackage {
  const file = join(directory, 'package.json');
  const content = readJson(file, 'DW_PLUGIN_MANIFEST_INVALID', 'Correct the JSON.');
  if ('problem' in content) return { package: null, id: fallbackId, problems: [content.problem] };
  const packageJson = content.value;
  if (!isObject(packageJson) || !isObject(packageJson.datawave)) {
    return {
      package: null,
      id: fallbackId,
      problems: [
        {
          code: 'DW_PLUGIN_MANIFEST_MISSING',
          message: `The package "${fallbackId}" has no manifest: its package.json lacks the key "datawave".`,
          hint: 'Take a package that is a DataWave plugin, or remove it from the configuration.',
          where: file,
        },
      ],
    };
  }
  return parsePackage({
    name: typeof packageJson.name === 'string' ? packageJson.name : fallbackId,
    version: typeof packageJson.version === 'string' ? packageJson.version : '0.0.0',
    directory,
    manifest: packageJson.datawave,
  });
}

/** Checks a manifest that has been read from package.json, or that a test hands in. */
export function parsePackage(source: {
  readonly name: string;
  readonly version: string;
  readonly directory: string;
  readonly manifest: unknown;
  readonly configSchema?: JsonSchema;
}): ReadPackage {
  const file = join(source.directory, 'package.json');
  const checked = checkManifest(source.manifest, source.name);
  const id = checked.manifest?.id ?? claimedId(source.manifest) ?? source.name;
  const problems: PluginProblem[] = checked.faults.map(({ pointer, message, hint }) => ({
    code: 'DW_PLUGIN_MANIFEST_INVALID',
    message,
    hint,
    where: `${file}#/datawave${pointer}`,
  }));
  const { manifest } = checked;
  if (manifest === null) return { package: null, id, problems };
  let configSchema = source.configSchema;
  if (configSchema === undefined && manifest.config !== undefined) {
    const schema = readConfigSchema(manifest, source.directory);
    if ('problem' in schema) problems.push(schema.problem);
    else configSchema = schema.value;
  }
  if (problems.length > 0) return { package: null, id, problems };
  return {
    package: {
      name: source.name,
      version: source.version,
      directory: source.directory,
      manifest,
      ...(configSchema === undefined ? {} : { configSchema }),
    },
    id,
    problems,
  };
}

type Outcome<T> = { readonly value: T } | { readonly problem: PluginProblem };

function readConfigSchema(manifest: PluginManifest, directory: string): Outcome<JsonSchema> {
  const file = resolve(directory, manifest.config ?? '');
  const code = 'DW_PLUGIN_CONFIG_SCHEMA_INVALID';
  if (!file.startsWith(directory + sep)) {
    return {
      problem: {
        code,
        message: `The settings schema of "${manifest.id}" lies outside its package.`,
        hint: 'Put it into the package.',
        where: file,
      },
    };
  }
  const content = readJson(
    file,
    code,
    `Correct the file, or the key "config" in the manifest of "${manifest.id}".`,
  );
  if ('problem' in content) return content;
  const schema = content.value;
  if (
    !isObject(schema) ||
    (schema.additionalProperties !== false && schema.unevaluatedProperties !== false)
  ) {
    return {
      problem: {
        code,
        message: `The settings schema of "${manifest.id}" is not closed: unknown keys would go unnoticed.`,
        hint: 'Add "additionalProperties": false at its top.',
        where: file,
      },
    };
  }
  return { value: schema };
}

function readJson(file: string, code: string, hint: string): Outcome<unknown> {
  try {
    return { value: JSON.parse(readFileSync(file, 'utf8')) as unknown };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: { code, message: `${file} cannot be read: ${reason}.`, hint, where: file } };
  }
}
