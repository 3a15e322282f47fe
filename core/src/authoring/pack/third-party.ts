import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { isObject } from '../../validation/is-object.ts';
import { packFault } from './pack-fault.ts';

/** Path, in a package, of the licences of what was bundled. */
export const THIRD_PARTY_PATH = 'THIRD-PARTY-LICENSES';

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-][\w.-]+)?$/i;
/** What a package runs where it is installed; what is bundled would lack what that makes. */
const INSTALL = ['preinstall', 'install', 'postinstall'];

/** A package of which modules were bundled. */
interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly texts: readonly string[];
}

/**
 * The licences of everything that was bundled, as one text; null when nothing was.
 * @param modules - absolute paths of what was bundled
 * @throws DataWaveError DW_PLUGIN_PACK_LICENCE, DW_PLUGIN_PACK_SCRIPTS, DW_PLUGIN_PACK_NATIVE
 */
export function thirdPartyLicenses(modules: readonly string[]): string | null {
  const folders = new Set(
    modules.filter((id) => id.includes(`${sep}node_modules${sep}`)).map((id) => packageFolder(id)),
  );
  const packages = [...folders].map(readPackage).sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  if (packages.length === 0) return null;
  const parts = packages.map(
    (bundled) => `${keyOf(bundled)}\nLicence: ${bundled.license}\n\n${bundled.texts.join('\n\n')}\n`,
  );
  const line = `\n${'-'.repeat(80)}\n\n`;
  return `This package contains code of the following packages.\n${line}${[...new Set(parts)].join(line)}`;
}

const keyOf = ({ name, version }: BundledPackage): string => `${name} ${version}`;

/** The folder of the innermost package that a module lies in; nested package.json files without a name do not count. */
function packageFolder(module: string): string {
  for (let at = dirname(module); dirname(at) !== at; at = dirname(at)) {
    const read = readJson(join(at, 'package.json'));
    if (read !== null && typeof read['name'] === 'string' && typeof read['version'] === 'string') return at;
  }
  throw packFault(
    'DW_PLUGIN_PACK_LICENCE',
    'A bundled module belongs to no package.',
    'Install the package that it is of.',
    {
      where: module,
    },
  );
}

function readPackage(folder: string): BundledPackage {
  const read = readJson(join(folder, 'package.json')) ?? {};
  const [name, version] = [String(read['name']), String(read['version'])];
  const { scripts, gypfile } = read;
  const run = INSTALL.filter((script) => isObject(scripts) && typeof scripts[script] === 'string');
  if (run.length > 0)
    throw packFault(
      'DW_PLUGIN_PACK_SCRIPTS',
      `${name} ${version}, which is bundled, runs ${run.join(' and ')} when it is installed; nothing runs where a plugin is.`,
      'Take a library that needs none.',
      { where: folder },
    );
  if (gypfile === true || existsSync(join(folder, 'binding.gyp')))
    throw packFault(
      'DW_PLUGIN_PACK_NATIVE',
      `${name} ${version}, which is bundled, has native code.`,
      'Take a library in JavaScript or WebAssembly.',
      {
        where: folder,
      },
    );
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  const license = licenceOf(read);
  if (license === null && texts.length === 0)
    throw packFault(
      'DW_PLUGIN_PACK_LICENCE',
      `${name} ${version}, which is bundled, says nothing about its licence, so that nobody may pass it on.`,
      'Take another library, or ask its author.',
      { where: folder },
    );
  return { name, version, license: license ?? 'see below', texts };
}

function licenceOf({ license, licenses }: Readonly<Record<string, unknown>>): string | null {
  const named: readonly unknown[] = [license, ...(Array.isArray(licenses) ? licenses : [])];
  const texts = named.flatMap((one) => {
    const text = isObject(one) ? one['type'] : one;
    return typeof text === 'string' && text !== '' && text !== 'UNLICENSED' ? [text] : [];
  });
  return texts.length === 0 ? null : texts.join(' or ');
}

function readJson(file: string): Readonly<Record<string, unknown>> | null {
  if (!existsSync(file)) return null;
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return isObject(read) ? read : null;
}
