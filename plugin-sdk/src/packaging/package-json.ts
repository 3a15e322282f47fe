import type { PluginManifest } from '../manifest.ts';
import { checkManifest } from '../validation/check-manifest.ts';
import { packageFault } from './package-fault.ts';
import type { PackageJson } from './package-files.ts';
import { isRecord, parseJson } from './parse-json.ts';

/** Bytes of a package.json: registries store it and send it to everybody who looks. */
const MOST_BYTES = 262_144;

const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/** Semantic Versioning 2.0.0, with the pattern that https://semver.org recommends. */
const VERSION =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;

/** What npm runs by itself when a package is installed, packed or removed. */
const SCRIPTS =
  /^(?:(?:pre|post)?(?:install|uninstall|prepare|pack|publish|shrinkwrap)|prepublishOnly|dependencies)$/;

/** The one package that a plugin finds where it is installed. */
const SDK = '@datawave/plugin-sdk';

/** A package.json that may be a plugin's, and what it says of it. */
export interface ReadPackageJson {
  readonly packageJson: PackageJson;
  readonly manifest: PluginManifest;
  /** Range of SDK versions that it runs with. */
  readonly sdk: string;
}

/** @throws DataWaveError DW_PACKAGE_INCOMPLETE, DW_PACKAGE_MANIFEST, DW_PACKAGE_SCRIPTS, DW_PACKAGE_DEPENDENCIES */
export function readPackageJson(bytes: Uint8Array | undefined): ReadPackageJson {
  if (bytes === undefined) throw packageFault('DW_PACKAGE_INCOMPLETE', 'The package has no package.json.');
  if (bytes.length > MOST_BYTES)
    throw packageFault(
      'DW_PACKAGE_MANIFEST',
      `package.json has ${bytes.length} bytes, ${MOST_BYTES} at most.`,
    );
  const value = parseJson(bytes, (cause) =>
    packageFault('DW_PACKAGE_MANIFEST', 'package.json is no JSON.', { cause }),
  );
  if (!isRecord(value)) throw packageFault('DW_PACKAGE_MANIFEST', 'package.json is no object.');
  const { name, version, datawave } = value;
  if (typeof name !== 'string' || name.length > 214 || !NAME.test(name))
    throw packageFault('DW_PACKAGE_MANIFEST', 'The name in package.json is none that npm takes.');
  if (typeof version !== 'string' || version.length > 256 || !VERSION.test(version))
    throw packageFault('DW_PACKAGE_MANIFEST', 'The version in package.json is no semantic version.');
  if (!isRecord(datawave))
    throw packageFault(
      'DW_PACKAGE_MANIFEST',
      `"${name}" is no plugin: its package.json lacks the key "datawave".`,
    );
  refuseScripts(value);
  const sdk = checkDependencies(value);
  const checked = checkManifest(datawave, name);
  if (checked.manifest === null)
    throw packageFault('DW_PACKAGE_MANIFEST', checked.faults[0]?.message ?? 'The manifest is not valid.', {
      errors: checked.faults.map(({ pointer, message }) => ({ pointer: `/datawave${pointer}`, message })),
    });
  return { packageJson: { ...value, name, version } as PackageJson, manifest: checked.manifest, sdk };
}

/** Packages run nothing while they are installed, whatever tool installs them. */
function refuseScripts({ scripts, gypfile }: Readonly<Record<string, unknown>>): void {
  if (gypfile !== undefined && gypfile !== false)
    throw packageFault('DW_PACKAGE_SCRIPTS', 'package.json asks npm to compile something ("gypfile").');
  const run = scriptsThatRun(scripts);
  if (run.length > 0)
    throw packageFault(
      'DW_PACKAGE_SCRIPTS',
      `package.json has scripts that npm runs by itself: ${run.join(', ')}.`,
    );
}

/**
 * Those of a package.json's scripts that npm runs by itself when somebody installs, packs, publishes or removes the package.
 * @param scripts - whatever stands under `scripts`
 * @public
 */
export const scriptsThatRun = (scripts: unknown): readonly string[] =>
  Object.keys(isRecord(scripts) ? scripts : {}).filter((name) => SCRIPTS.test(name));

function checkDependencies(value: Readonly<Record<string, unknown>>): string {
  for (const key of ['dependencies', 'optionalDependencies', 'bundleDependencies', 'bundledDependencies']) {
    const entries = namesIn(value[key]);
    if (entries.length > 0)
      throw packageFault(
        'DW_PACKAGE_DEPENDENCIES',
        `The package is to bring all that it needs, and names ${key}: ${entries.slice(0, 5).join(', ')}.`,
      );
  }
  const peers = isRecord(value['peerDependencies']) ? value['peerDependencies'] : {};
  const others = Object.keys(peers).filter((peer) => peer !== SDK);
  if (others.length > 0)
    throw packageFault(
      'DW_PACKAGE_DEPENDENCIES',
      `No platform has what it names beside the SDK: ${others.slice(0, 5).join(', ')}.`,
    );
  const range = peers[SDK];
  if (typeof range !== 'string' || range === '' || range.length > 200)
    throw packageFault(
      'DW_PACKAGE_DEPENDENCIES',
      `The package does not say for which versions of ${SDK} it is (peerDependencies).`,
    );
  return range;
}

function namesIn(value: unknown): readonly string[] {
  if (value === undefined || value === null || value === false) return [];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'object' ? Object.keys(value) : [String(value)];
}
