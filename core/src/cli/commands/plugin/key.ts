import { createKeyFiles, listPublicKeys } from '@datawave/plugin-sdk/packaging';
import { parseOptions, UsageError } from '../../cli-command.ts';
import { formatTable } from '../../format-table.ts';
import { readSecret } from '../../read-secret.ts';
import type { PluginAction } from './action.ts';
import { keyDirectory, PASSPHRASE_VARIABLE } from './key-directory.ts';

const usage = `Usage: datawave plugin key create NAME [--passphrase]
       datawave plugin key list

Keys that packages are signed with (Ed25519), in ~/.config/datawave/keys or below XDG_CONFIG_HOME: NAME.pem is secret, NAME.pub is for everybody.
With --passphrase the secret one is encrypted: asked for, or taken from ${PASSPHRASE_VARIABLE}.
Keep a copy of NAME.pem where nobody else reads it: a key that is lost cannot be had again.`;

/** `datawave plugin key`. */
export const keyAction: PluginAction = {
  name: 'key',
  summary: 'Make and list the keys that packages are signed with',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(
      args,
      { passphrase: { type: 'boolean', default: false } },
      usage,
    );
    const [what, name, ...rest] = positionals;
    const directory = keyDirectory(io);
    if (what === 'list' && name === undefined) {
      const rows = listPublicKeys(directory).map((key) => [key.name, key.keyid]);
      io.stdout.write(
        rows.length === 0 ? `There are no keys in ${directory}.\n` : formatTable(['NAME', 'KEY'], rows),
      );
      return 0;
    }
    if (what !== 'create' || name === undefined || rest.length > 0)
      throw new UsageError('Say "key create NAME" or "key list".', usage);
    let passphrase = '';
    if (values.passphrase) {
      passphrase = io.env[PASSPHRASE_VARIABLE] ?? (await readSecret(process.stdin, io, 'Passphrase: '));
      if (passphrase === '') throw new UsageError('The passphrase is empty.', usage);
    }
    const { keyid, privateFile, publicFile } = createKeyFiles(directory, name, passphrase);
    io.stdout.write(
      formatTable(null, [
        ['key', keyid],
        ['secret', privateFile],
        ['public', publicFile],
      ]),
    );
    return 0;
  },
};
