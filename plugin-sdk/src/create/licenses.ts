import { DataWaveError } from '../errors.ts';

/** A licence as the command line names it. @public */
export type PluginLicense = 'apache-2.0' | 'mit' | 'none';

/** What stands for each in package.json. */
const LICENSES: Readonly<Record<PluginLicense, string>> = {
  'apache-2.0': 'Apache-2.0',
  mit: 'MIT',
  none: 'UNLICENSED',
};

/** Those that can be chosen. @public */
export const PLUGIN_LICENSES: readonly PluginLicense[] = ['apache-2.0', 'mit', 'none'];

/** @throws DataWaveError DW_CREATE_LICENSE_UNKNOWN */
export function parseLicense(text: string): PluginLicense {
  const found = PLUGIN_LICENSES.find((license) => license === text.toLowerCase());
  if (found !== undefined) return found;
  throw new DataWaveError({
    code: 'DW_CREATE_LICENSE_UNKNOWN',
    message: `The licence ${JSON.stringify(text)} is none that can be chosen here.`,
    hint: `Say one of ${PLUGIN_LICENSES.join(', ')}; any other is put into LICENSE and package.json by hand.`,
    status: 400,
  });
}

/** What stands under `license` in package.json. */
export const spdxOf = (license: PluginLicense): string => LICENSES[license];
