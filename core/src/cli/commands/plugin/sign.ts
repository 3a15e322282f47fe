import { resolve } from 'node:path';
import { signPackage } from '@datawave/plugin-sdk/packaging';
import { parseOptions, UsageError } from '../../cli-command.ts';
import type { PluginAction } from './action.ts';
import { privateKeyOf } from './key-directory.ts';
import { readPackageFile } from './read-package-file.ts';
import { replaceFile } from './replace-file.ts';

const usage = `Usage: datawave plugin sign FILE.tgz --key NAME [--json]

Signs the list of files of a package that "datawave plugin pack" made, and puts the signature into it. NAME is a key that "datawave plugin key
create" made, or a .pem file. Several may sign one package; who signs again replaces the own signature. Its bytes, and so its hash, change.`;

/** `datawave plugin sign`. */
export const signAction: PluginAction = {
  name: 'sign',
  summary: 'Sign a package of a plugin',
  usage,
  async run(args, io) {
    const options = { key: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseOptions(args, options, usage);
    const [name, ...rest] = positionals;
    if (name === undefined || rest.length > 0)
      throw new UsageError('"sign" takes the file of one package.', usage);
    if (values.key === undefined) throw new UsageError('Name the key: --key NAME.', usage);
    const file = resolve(io.cwd, name);
    const bytes = await readPackageFile(file, io);
    const { tarball, checked } = await signPackage(bytes, await privateKeyOf(values.key, io));
    await replaceFile(file, tarball);
    const keyids = checked.signatures.map(({ keyid }) => keyid);
    const { name: packageName, version, sha256, integrity } = checked;
    io.stdout.write(
      values.json
        ? `${JSON.stringify({ name: packageName, version, file, sha256, integrity, keyids }, null, 2)}\n`
        : `${packageName} ${version} is signed by ${keyids.join(' and ')}.\n${file}\n`,
    );
    return 0;
  },
};
