import { Buffer } from 'node:buffer';
import type { PluginManifest } from '../manifest.ts';
import { packageFault } from './package-fault.ts';
import type { PackageJson } from './package-files.ts';
import { isRecord, parseJson } from './parse-json.ts';

/** First bytes of programs and libraries of Linux, Windows and macOS, in hex. */
const NATIVE = ['7f454c46', '4d5a9000', 'cffaedfe', 'cefaedfe', 'feedface', 'feedfacf', 'cafebabe'];

/** Nothing that the processor runs by itself, nothing that npm would compile, nobody else's package. @throws DataWaveError DW_PACKAGE_NATIVE, DW_PACKAGE_DEPENDENCIES */
export function refuseNative(files: ReadonlyMap<string, Uint8Array>): void {
  for (const [path, bytes] of files) {
    if (/(?:^|\/)node_modules\//i.test(path))
      throw packageFault('DW_PACKAGE_DEPENDENCIES', `"${path}" belongs to another package.`);
    const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4)).toString('hex');
    if (/\.(?:node|dll|dylib|exe|so(?:\.\d+)*)$/i.test(path) || NATIVE.includes(start))
      throw packageFault('DW_PACKAGE_NATIVE', `"${path}" is a native program or library.`);
    if (/(?:^|\/)binding\.gyp$/i.test(path))
      throw packageFault('DW_PACKAGE_NATIVE', `"${path}" asks npm to compile something.`);
  }
}

/**
 * What package.json and the manifest name is there: the module, the settings schema, the web components, the texts.
 * @throws DataWaveError DW_PACKAGE_INCOMPLETE, DW_PACKAGE_MANIFEST
 */
export function checkNamedFiles(
  packageJson: PackageJson,
  manifest: PluginManifest,
  files: ReadonlyMap<string, Uint8Array>,
): void {
  const entry = entryPathOf(packageJson);
  if (entry === undefined || !files.has(entry))
    throw packageFault(
      'DW_PACKAGE_INCOMPLETE',
      `The module of the plugin is not there: ${entry ?? 'package.json names none under "exports"'}.`,
    );
  if (!/\.m?js$/.test(entry))
    throw packageFault(
      'DW_PACKAGE_INCOMPLETE',
      `The module of the plugin is not built: "${entry}" is no JavaScript.`,
    );
  const { config, contributes } = manifest;
  if (config !== undefined) {
    const schema = parseJson(named(config, 'settings schema', files), (cause) =>
      packageFault('DW_PACKAGE_MANIFEST', `The settings schema "${config}" is no JSON.`, { cause }),
    );
    if (
      !isRecord(schema) ||
      (schema['additionalProperties'] !== false && schema['unevaluatedProperties'] !== false)
    )
      throw packageFault(
        'DW_PACKAGE_MANIFEST',
        `The settings schema "${config}" is not closed: unknown keys would go unnoticed.`,
      );
  }
  const ui = contributes?.ui;
  if (ui !== undefined) {
    if (!/^(?:\.\/)?dist\/ui\/.*\.js$/.test(ui))
      throw packageFault(
        'DW_PACKAGE_INCOMPLETE',
        `The web components must be built into dist/ui, and the manifest names "${ui}".`,
      );
    named(ui, 'module of the web components', files);
  }
  for (const [language, path] of Object.entries(contributes?.locales ?? {}))
    parseJson(named(path, `file of texts in "${language}"`, files), (cause) =>
      packageFault('DW_PACKAGE_MANIFEST', `The texts in "${path}" are no JSON.`, { cause }),
    );
}

function named(path: string, what: string, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const bytes = files.get(path.replace(/^\.\//, ''));
  if (bytes === undefined)
    throw packageFault(
      'DW_PACKAGE_INCOMPLETE',
      `The ${what} that the manifest names is not there: "${path}".`,
    );
  return bytes;
}

/** The module that `import 'NAME'` loads, as Node finds it. */
function entryPathOf({ exports, main }: PackageJson): string | undefined {
  const target =
    exports === undefined
      ? undefined
      : targetOf(isRecord(exports) && '.' in exports ? exports['.'] : exports);
  const path = target ?? (typeof main === 'string' ? main : undefined);
  return path?.replace(/^\.\//, '');
}

function targetOf(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (!isRecord(target)) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    if (!['node', 'import', 'module-sync', 'default'].includes(condition)) continue;
    const found = targetOf(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
