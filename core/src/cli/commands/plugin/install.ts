import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type CommandIo, DataWaveError } from '@datawave/plugin-sdk';
import { tooLarge } from '../../../packages/package-errors.ts';
import type { PlanRequest } from '../../../packages/plan/make-plan.ts';
import { isObject } from '../../../validation/is-object.ts';
import { parseOptions, UsageError } from '../../cli-command.ts';
import type { StorageWork } from '../../with-storage.ts';
import type { PluginAction } from './action.ts';
import { CHANGE_OPTIONS, CHANGE_USAGE, type ChangeOptions, changePlugins } from './change-plugins.ts';

const usage = `Usage: datawave plugin install NAME[@RANGE]|FILE.tgz... [OPTION...]
       datawave plugin install FILE.dwbundle [OPTION...]

Shows what the plugin asks for, where it comes from, who vouches for it and how it will be isolated, then asks.
A bundle is verified by the root of the registry that it comes from, which the configuration names, and nothing goes over the network.
A running platform starts anew with it; when it or the plugin fails, the former plugins come back by themselves.

  --registry NAME        ask this registry of the configuration
  --allow-downgrade      an older version than the installed one is meant
  --settings FILE.json   settings of the plugin; where several are named, of each by its npm name
${CHANGE_USAGE}`;

const options = {
  ...CHANGE_OPTIONS,
  registry: { type: 'string' },
  'allow-downgrade': { type: 'boolean', default: false },
  settings: { type: 'string' },
} as const;

/** By its name a bundle is told from a package. */
export const BUNDLE = /\.dwbundle$/;
const BUNDLE_BYTES = 1_000_000_000;
const FILE = /\.(tgz|tar\.gz)$/;

/** `NAME`, `NAME@RANGE`, `@SCOPE/NAME@RANGE`. */
export function parseWish(text: string): { readonly name: string; readonly range: string | null } {
  const at = text.indexOf('@', 1);
  const [name, range] = at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
  if (/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/.test(name) && range !== '') return { name, range };
  throw new UsageError(`"${text}" is no name of a package; files end with .tgz.`, usage);
}

/** `datawave plugin install`. */
export const installAction: PluginAction = {
  name: 'install',
  summary: 'Install plugins from a registry or a file',
  usage,
  run(args, io) {
    const { values, positionals } = parseOptions(args, options, usage);
    if (positionals.length === 0) throw new UsageError('Say what to install.', usage);
    const [bundle] = positionals.filter((one) => BUNDLE.test(one));
    if (bundle !== undefined) {
      if (positionals.length > 1 || values.registry !== undefined)
        throw new UsageError('A bundle is installed by itself.', usage);
      return installBundle(resolve(io.cwd, bundle), values, io);
    }
    const files = positionals.filter((one) => FILE.test(one));
    const install = positionals.filter((one) => !FILE.test(one)).map(parseWish);
    return changePlugins(values, io, async ({ config }: StorageWork): Promise<PlanRequest> => {
      const names = install.map(({ name }) => name);
      return {
        install,
        files: await Promise.all(
          files.map((file) => readPackageFile(resolve(io.cwd, file), config.packages.maxBytes)),
        ),
        allowDowngrade: values['allow-downgrade'],
        ...(values.registry === undefined ? {} : { registry: values.registry }),
        ...(values.settings === undefined
          ? {}
          : { settings: await readSettings(resolve(io.cwd, values.settings), names) }),
      };
    });
  },
};

function installBundle(
  file: string,
  values: ChangeOptions & { readonly 'allow-downgrade': boolean; readonly settings?: string },
  io: CommandIo,
): Promise<number> {
  return changePlugins(values, io, async ({ config }, use): Promise<PlanRequest> => {
    const { openBundleRegistry } = await import('../../../packages/registries/bundle-registry.ts');
    const { wishes, registries } = await openBundleRegistry(
      config,
      await readPackageFile(file, BUNDLE_BYTES),
    );
    use(registries);
    const names = wishes.map(({ name }) => name);
    return {
      install: wishes,
      allowDowngrade: values['allow-downgrade'],
      ...(values.settings === undefined
        ? {}
        : { settings: await readSettings(resolve(io.cwd, values.settings), names) }),
    };
  });
}

async function readPackageFile(file: string, maxBytes: number): Promise<Uint8Array> {
  try {
    if ((await stat(file)).size > maxBytes) throw tooLarge(maxBytes);
    return await readFile(file);
  } catch (cause) {
    if (DataWaveError.is(cause)) throw cause;
    throw unreadable(file, cause);
  }
}

/** Settings by npm name; where one package is named they may stand without it. */
async function readSettings(
  file: string,
  names: readonly string[],
): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (cause) {
    throw unreadable(file, cause);
  }
  if (!isObject(value)) throw unreadable(file, new Error('it holds no object'));
  const [only] = names;
  if (names.length === 1 && only !== undefined && !(only in value)) return { [only]: value };
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, Record<string, unknown>] => isObject(entry[1])),
  );
}

const unreadable = (file: string, cause: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_FILE',
    message: `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
    hint: 'Check the path.',
    cause,
  });
