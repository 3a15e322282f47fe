import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DataWaveError } from '@datawave/plugin-sdk';

/** Folders that may hold feature sets: the working folder's own, then those that came with this package. */
const folders = (cwd: string): readonly string[] => {
  const core = dirname(dirname(import.meta.dirname));
  return [join(cwd, 'config'), join(dirname(core), 'config'), join(core, 'config')];
};

/** The file of a feature set by its name, or null. */
export function findFeatureSet(name: string, cwd: string): string | null {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) return null;
  return (
    folders(cwd)
      .map((folder) => join(folder, `${name}.yaml`))
      .find((file) => existsSync(file)) ?? null
  );
}

/**
 * The configuration to use: what `--config` or DATAWAVE_CONFIG names, else the standard set.
 * @throws DataWaveError DW_CONFIG_MISSING
 */
export function findConfig(
  option: string | undefined,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const named = option ?? env['DATAWAVE_CONFIG'];
  const file = named === undefined ? findFeatureSet('standard', cwd) : resolve(cwd, named);
  if (file !== null && existsSync(file)) return file;
  throw new DataWaveError({
    code: 'DW_CONFIG_MISSING',
    message:
      file === null ? 'No config/standard.yaml was found.' : `The configuration ${file} does not exist.`,
    hint: 'Name a configuration with --config FILE.',
  });
}
