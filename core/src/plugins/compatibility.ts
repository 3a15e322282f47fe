import type { PluginPackage } from '@datawave/plugin-sdk';
import { nearestKey, SDK_API_VERSION, SDK_PREVIOUS_VERSION } from '@datawave/plugin-sdk';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import type { PluginProblem } from './plugin-problem.ts';

/** What stands against a plugin because of what else is there. */
export interface Incompatibility extends PluginProblem {
  /** Ids of the plugins at fault, when it is another's fault. */
  readonly blockedBy: readonly string[];
}

/** The version of the SDK that is there, and the last one before something broke. */
export interface SdkVersions {
  readonly current: string;
  readonly previous: string | null;
}

const SDK: SdkVersions = { current: SDK_API_VERSION, previous: SDK_PREVIOUS_VERSION };

/**
 * Whether a plugin was made for the present SDK, for the one before, which is supported as well, or for another.
 * @param range - `apiVersion` of its manifest
 */
export function sdkSupport(range: string, sdk: SdkVersions = SDK): 'current' | 'previous' | 'none' {
  const fits = (version: string): boolean => satisfies(version, range, { includePrerelease: true });
  if (fits(sdk.current)) return 'current';
  return sdk.previous !== null && fits(sdk.previous) ? 'previous' : 'none';
}

/**
 * Checks a plugin's range of the SDK and its ranges of other plugins.
 * @param others - all that were discovered: of what is required the version counts, running or not
 * @param planned - those that are to run: an optional plugin that does not run cannot be in the way
 * @param sdk - the versions of the SDK that are supported; those of this kernel unless given
 */
export function findIncompatibilities(
  plugin: PluginPackage,
  others: ReadonlyMap<string, PluginPackage>,
  planned: ReadonlyMap<string, PluginPackage>,
  sdk: SdkVersions = SDK,
): readonly Incompatibility[] {
  const { manifest } = plugin;
  const { id } = manifest;
  const where = `${plugin.directory}/package.json#/datawave`;
  const found: Incompatibility[] = [];
  const badRange = (pointer: string, range: string): boolean => {
    if (validRange(range) !== null) return false;
    found.push({
      code: 'DW_PLUGIN_MANIFEST_INVALID',
      message: `The manifest of "${id}" has "${range}" where a range of versions belongs.`,
      hint: 'Write a range such as "^1.0".',
      where: where + pointer,
      blockedBy: [],
    });
    return true;
  };

  if (!badRange('/apiVersion', manifest.apiVersion) && sdkSupport(manifest.apiVersion, sdk) === 'none') {
    found.push({
      code: 'DW_PLUGIN_SDK_INCOMPATIBLE',
      message: `The plugin "${id}" ${plugin.version} is made for version ${manifest.apiVersion} of the SDK, but this kernel offers ${sdk.current}${sdk.previous === null ? '' : ` and supports ${sdk.previous}`}.`,
      hint: `Install a version of "${plugin.name}" that fits, or update DataWave.`,
      where: `${where}/apiVersion`,
      blockedBy: [],
    });
  }
  const check = (needs: Readonly<Record<string, string>>, key: 'requires' | 'optional'): void => {
    for (const [other, range] of Object.entries(needs)) {
      const pointer = `/${key}/${other}`;
      if (badRange(pointer, range)) continue;
      const there = (key === 'requires' ? others : planned).get(other);
      if (there === undefined) {
        if (key === 'optional') continue;
        const nearest = nearestKey(other, others.keys());
        found.push({
          code: 'DW_PLUGIN_MISSING_DEPENDENCY',
          message: `The plugin "${id}" requires "${other}" ${range}, which is not among the configured plugins.`,
          hint:
            nearest === undefined
              ? `Add the plugin "${other}" to the configuration.`
              : `Did its author mean "${nearest}"? Otherwise add the plugin "${other}" to the configuration.`,
          where: where + pointer,
          blockedBy: [other],
        });
      } else if (!satisfies(there.version, range, { includePrerelease: true })) {
        found.push({
          code: 'DW_PLUGIN_VERSION_MISMATCH',
          message: `The plugin "${id}" ${key === 'requires' ? 'requires' : 'works with'} "${other}" ${range}, but version ${there.version} is installed.`,
          hint: `Install versions of "${id}" and "${other}" that fit each other.`,
          where: where + pointer,
          blockedBy: [other],
        });
      }
    }
  };
  check(manifest.requires ?? {}, 'requires');
  check(manifest.optional ?? {}, 'optional');
  return found;
}
