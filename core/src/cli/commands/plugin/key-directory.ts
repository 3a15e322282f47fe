import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CommandIo } from '@datawave/plugin-sdk';
import {
  keyFilesOf,
  keyIdOf,
  listPublicKeys,
  type NamedKey,
  readPrivateKey,
  readPublicKey,
} from '@datawave/plugin-sdk/packaging';
import { readSecret } from '../../read-secret.ts';

/** The variable from which the passphrase of a key is taken where nobody can be asked. */
export const PASSPHRASE_VARIABLE = 'DATAWAVE_KEY_PASSPHRASE';

/** Folder of a publisher's keys: `datawave/keys` in the folder of settings, `~/.config` unless XDG_CONFIG_HOME says another. */
export function keyDirectory({ env }: CommandIo): string {
  const { XDG_CONFIG_HOME: settings, HOME: home } = env;
  const base = settings === undefined || settings === '' ? join(home ?? homedir(), '.config') : settings;
  return join(base, 'datawave', 'keys');
}

/** The private key of that name, or in that file. @throws DataWaveError DW_PACKAGE_KEY_* */
export function privateKeyOf(nameOrFile: string, io: CommandIo): ReturnType<typeof readPrivateKey> {
  const file = isFile(nameOrFile, '.pem', io)
    ? resolve(io.cwd, nameOrFile)
    : keyFilesOf(keyDirectory(io), nameOrFile).privateFile;
  return readPrivateKey(file, () => {
    const given = io.env[PASSPHRASE_VARIABLE];
    return given === undefined || given === ''
      ? readSecret(process.stdin, io, 'Passphrase of the key: ')
      : Promise.resolve(given);
  });
}

/** The public keys that are named, by name or file; all in the folder when none is. @throws DataWaveError DW_PACKAGE_KEY_* */
export function publicKeysOf(named: readonly string[], io: CommandIo): readonly NamedKey[] {
  const directory = keyDirectory(io);
  if (named.length === 0) return listPublicKeys(directory);
  return named.map((name) => {
    const file = isFile(name, '.pub', io) ? resolve(io.cwd, name) : keyFilesOf(directory, name).publicFile;
    const key = readPublicKey(file);
    return { name, keyid: keyIdOf(key), key };
  });
}

const isFile = (nameOrFile: string, ending: string, { cwd }: CommandIo): boolean =>
  /[\\/]/.test(nameOrFile) || (nameOrFile.endsWith(ending) && existsSync(resolve(cwd, nameOrFile)));
