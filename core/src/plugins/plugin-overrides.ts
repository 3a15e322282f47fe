import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkValue, DataWaveError } from '@datawave/plugin-sdk';

/** Name of the file in the data folder that says what an operator has switched where no database was open: it is moved over at the next start. */
const OVERRIDES_FILE = 'plugins.local.yaml';

const HEADING = '# Written by "datawave plugin enable" and "disable". Wins over the configuration file.\n';

const schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    plugins: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: { enabled: { type: 'boolean' } },
        required: ['enabled'],
        additionalProperties: false,
      },
    },
  },
} as const;

/** Whether a plugin is enabled, by id; plugins that nobody switched are absent. */
export type PluginOverrides = ReadonlyMap<string, boolean>;

/**
 * Reads what operators have switched. No file is the usual case.
 * @throws DataWaveError DW_PLUGIN_OVERRIDES_INVALID
 */
export async function readOverrides(dataDirectory: string): Promise<PluginOverrides> {
  const file = join(dataDirectory, OVERRIDES_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return new Map();
    throw new DataWaveError({
      code: 'DW_PLUGIN_OVERRIDES_INVALID',
      message: `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      hint: 'Run as the owner of the data folder, or name another one with --data DIR.',
      where: file,
      cause: error,
    });
  }
  const { parse } = await import('yaml');
  let document: unknown;
  try {
    document = parse(text) ?? {};
  } catch (error) {
    throw invalid(file, error instanceof Error ? error.message : String(error), error);
  }
  const { errors, value } = checkValue(schema, document);
  if (errors.length > 0)
    throw invalid(file, errors.map(({ pointer, message }) => `${pointer} ${message}`).join('; '));
  // Exactly the shape that has just been checked.
  const { plugins = {} } = value as {
    readonly plugins?: Readonly<Record<string, { readonly enabled: boolean }>>;
  };
  return new Map(Object.entries(plugins).map(([id, { enabled }]) => [id, enabled]));
}

/** Remembers that a plugin was switched; the file is replaced as a whole, so that a crash leaves the old or the new one. */
export async function writeOverride(dataDirectory: string, id: string, isEnabled: boolean): Promise<void> {
  const file = join(dataDirectory, OVERRIDES_FILE);
  const overrides = new Map(await readOverrides(dataDirectory)).set(id, isEnabled);
  const { stringify } = await import('yaml');
  const plugins = Object.fromEntries([...overrides].sort().map(([name, enabled]) => [name, { enabled }]));
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, HEADING + stringify({ plugins }), { mode: 0o600 });
  renameSync(temporary, file);
}

/** Takes the file away, after what it said stands elsewhere. */
export function forgetOverrides(dataDirectory: string): void {
  rmSync(join(dataDirectory, OVERRIDES_FILE), { force: true });
}

function invalid(file: string, reason: string, cause?: unknown): DataWaveError {
  return new DataWaveError({
    code: 'DW_PLUGIN_OVERRIDES_INVALID',
    message: `${file} cannot be used: ${reason}.`,
    hint: 'Correct the file, or delete it to return to what the configuration says.',
    where: file,
    ...(cause === undefined ? {} : { cause }),
  });
}
