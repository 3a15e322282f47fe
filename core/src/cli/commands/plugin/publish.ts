import { spawn } from 'node:child_process';
import { basename, dirname, resolve } from 'node:path';
import { type CommandIo, DataWaveError } from '@datawave/plugin-sdk';
import { type CheckedPackage, checkPackage, verifyPackage } from '@datawave/plugin-sdk/packaging';
import { parseOptions, UsageError } from '../../cli-command.ts';
import type { PluginAction } from './action.ts';
import { publicKeysOf } from './key-directory.ts';
import { readPackageFile } from './read-package-file.ts';

const usage = `Usage: datawave plugin publish FILE.tgz [--registry URL] [--tag TAG] [--key NAME]... [--unsigned]
                              [--provenance] [--dry-run]

Checks a package as "datawave plugin verify" does, and hands it to the npm client, which knows your registries and your tokens (.npmrc). It must be
signed by a key of yours, unless --unsigned says that it goes without. The registry is that of npm's settings unless given; --tag is "latest" unless
given; --provenance says where it was built, in workflows that can; with --dry-run nothing is sent.`;

/** What a file name may have that stands on a command line of npm, which is a shell script on some systems. */
const FILE_NAME = /^[A-Za-z0-9@._+-]+\.tgz$/;

/** `datawave plugin publish`. */
export const publishAction: PluginAction = {
  name: 'publish',
  summary: 'Check a signed package and give it to a registry',
  usage,
  async run(args, io) {
    const options = {
      registry: { type: 'string' },
      tag: { type: 'string' },
      key: { type: 'string', multiple: true },
      unsigned: { type: 'boolean', default: false },
      provenance: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    } as const;
    const { values, positionals } = parseOptions(args, options, usage);
    const [name, ...rest] = positionals;
    if (name === undefined || rest.length > 0)
      throw new UsageError('"publish" takes the file of one package.', usage);
    if (values.unsigned && values.key !== undefined)
      throw new UsageError('--unsigned asks for no key; leave one of both out.', usage);
    if (values.tag !== undefined && !/^[a-z][a-z0-9._-]*$/i.test(values.tag))
      throw new UsageError('--tag takes a word, such as "latest" or "next".', usage);
    const file = resolve(io.cwd, name);
    if (!FILE_NAME.test(basename(file)))
      throw new UsageError('The file is called by letters, digits and . _ - + @, and ends in .tgz.', usage);
    const checked = await checkPackage(await readPackageFile(file, io), { requireFileList: true });
    if (!values.unsigned) requireOwnSignature(file, checked, values.key ?? [], io);
    await runNpm(
      [
        ...['publish', `./${basename(file)}`, '--ignore-scripts', '--access', 'public'],
        ...(values.registry === undefined ? [] : ['--registry', registryUrl(values.registry)]),
        ...['--tag', values.tag ?? 'latest'],
        ...(values.provenance ? ['--provenance'] : []),
        ...(values['dry-run'] ? ['--dry-run'] : []),
      ],
      dirname(file),
      io,
    );
    io.stdout.write(
      `${checked.name} ${checked.version} ${values['dry-run'] ? 'would be published' : 'is published'}.\n`,
    );
    return 0;
  },
};

function requireOwnSignature(
  file: string,
  checked: CheckedPackage,
  named: readonly string[],
  io: CommandIo,
): void {
  const keys = publicKeysOf(named, io);
  try {
    verifyPackage(checked, new Map(keys.map(({ keyid, key }) => [keyid, key])));
  } catch (error) {
    // Whoever publishes signs: there is nobody else to ask.
    const own = DataWaveError.is(error) ? OWN_HINTS[error.code] : undefined;
    if (!DataWaveError.is(error) || own === undefined) throw error;
    const { code, message, where } = error;
    throw new DataWaveError({
      code,
      message,
      hint: own(`datawave plugin sign ${basename(file)} --key ${named[0] ?? keys[0]?.name ?? 'NAME'}`),
      cause: error,
      ...(where === undefined ? {} : { where }),
    });
  }
}

/** What one does about a package of one's own that is not signed as it must be. */
const OWN_HINTS: Readonly<Record<string, (sign: string) => string>> = {
  DW_PACKAGE_UNSIGNED: (sign) => `Sign it: ${sign}. Or let it go without: --unsigned.`,
  DW_PACKAGE_SIGNER_UNKNOWN: (sign) => `Sign it with a key of yours: ${sign}.`,
};

function registryUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || /[\s"'`$&|<>^%;]/.test(text))
    throw new UsageError(
      '--registry takes the address of a registry: https://…, without a password in it.',
      usage,
    );
  return url.href;
}

/** npm says on standard error what it does; its answer is not for whoever reads standard output. */
function runNpm(args: readonly string[], cwd: string, io: CommandIo): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn('npm', args, {
      cwd,
      env: { ...io.env },
      shell: process.platform === 'win32',
      stdio: ['inherit', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => io.stderr.write(chunk));
    child.stderr.on('data', (chunk: Buffer) => io.stderr.write(chunk));
    child.once('error', (cause) =>
      failed(
        new DataWaveError({
          code: 'DW_PLUGIN_PUBLISH_NPM',
          message: 'The npm client cannot be started.',
          hint: 'Install npm, which comes with Node.js.',
          cause,
        }),
      ),
    );
    child.once('close', (exit, signal) => {
      if (exit === 0) done();
      else
        failed(
          new DataWaveError({
            code: 'DW_PLUGIN_PUBLISH_FAILED',
            message: `npm did not publish the package; it ended with ${signal ?? exit}.`,
            hint: 'The reason stands above. "npm login --registry URL" signs you in.',
          }),
        );
    });
  });
}
