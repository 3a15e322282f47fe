import { Buffer } from 'node:buffer';
import { posix } from 'node:path';
import {
  type CheckedPackage,
  checkPackage,
  FILE_LIST_PATH,
  findSecrets,
  listPackageFiles,
  writeArchive,
  writeFileList,
} from '@datawave/plugin-sdk/packaging';
import { buildCode } from './build-code.ts';
import { type BuiltComponents, buildComponents } from './build-components.ts';
import { checkNeeds } from './check-needs.ts';
import { packFault } from './pack-fault.ts';
import { shippedFiles } from './shipped-files.ts';
import { publishedPackageJson, readSourcePackage, type SourcePackage } from './source-package.ts';
import { THIRD_PARTY_PATH, thirdPartyLicenses } from './third-party.ts';
import { loadBundler } from './tools.ts';

/** A plugin as one file. */
export interface PackedPlugin {
  readonly checked: CheckedPackage;
  readonly tarball: Uint8Array;
  /** What npm calls such a file: `scope-name-1.2.3.tgz`. */
  readonly fileName: string;
}

/**
 * Packs a plugin with all that it needs into one tarball: its code and dependencies as one module, its web components, texts, licences and the
 * list of its files. The same sources and dependencies give the same bytes, wherever the folder lies.
 * @param conformance - bytes of the report of the conformance kits that goes along, null for none
 * @throws DataWaveError DW_PLUGIN_PACK_*, DW_PACKAGE_*
 */
export async function packPlugin(folder: string, conformance: Uint8Array | null): Promise<PackedPlugin> {
  const source = readSourcePackage(folder);
  const built = await buildCode(source, await loadBundler(source.directory));
  const components = source.ui === null ? null : await buildComponents(source.directory, source.ui);
  const licenses = thirdPartyLicenses([...built.modules, ...(components?.modules ?? [])]);
  await checkNeeds(source, built.code);
  const files = assemble(source, built.code, components);
  requireNamed(source, built.files, files);
  if (licenses !== null) files.set(THIRD_PARTY_PATH, bytesOf(licenses));
  files.delete('conformance.json');
  if (conformance !== null) files.set('conformance.json', conformance);
  refuseSecrets(source, files);
  const { name, version, sdk } = source;
  files.set(FILE_LIST_PATH, writeFileList(listPackageFiles({ name, packageVersion: version, sdk }, files)));
  const tarball = await writeArchive(files);
  // What is handed out passes what every registry and platform asks.
  const checked = await checkPackage(tarball, { name, version, requireFileList: true });
  return { checked, tarball, fileName: `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz` };
}

function assemble(
  source: SourcePackage,
  code: string,
  components: BuiltComponents | null,
): Map<string, Uint8Array> {
  const files = new Map(shippedFiles(source));
  files.set('package.json', bytesOf(`${JSON.stringify(publishedPackageJson(source), undefined, 2)}\n`));
  files.set('dist/index.js', bytesOf(code));
  for (const [path, bytes] of components?.files ?? []) files.set(`dist/ui/${path}`, bytes);
  return files;
}

/** What the module names beside itself has moved with it: it lies in `dist` now. */
function requireNamed(
  { directory }: SourcePackage,
  named: readonly string[],
  files: ReadonlyMap<string, Uint8Array>,
): void {
  const paths = named.map((file) => posix.join('dist', file).replace(/\/$/, ''));
  const missing = paths.find(
    (path) => !files.has(path) && ![...files.keys()].some((file) => file.startsWith(`${path}/`)),
  );
  if (missing === undefined) return;
  throw packFault(
    'DW_PLUGIN_PACK_INCOMPLETE',
    `The code reads a file beside its module, which would not be there: ${missing}.`,
    'Name the file under "files" of package.json, and find it from the folder that setup is given: join(plugin.directory, "data/x.json").',
    { where: directory },
  );
}

/** Where, and never what. */
function refuseSecrets({ directory }: SourcePackage, files: ReadonlyMap<string, Uint8Array>): void {
  const found = findSecrets(files);
  if (found.length === 0) return;
  const places = found
    .slice(0, 10)
    .map(({ path, line, kind }) => `${path}${line === null ? '' : `:${line}`} holds ${kind}`);
  throw packFault(
    'DW_PLUGIN_PACK_SECRETS',
    `Something that looks like a secret would be given to everybody: ${places.join('; ')}.`,
    'Take it out of the plugin, and out of force where it was valid: settings marked "writeOnly" are where secrets come from.',
    { where: directory },
  );
}

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
