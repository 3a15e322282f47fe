import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type CommandIo, DataWaveError } from '@datawave/plugin-sdk';
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
export async function privateKeyOf(
  nameOrFile: string,
  io: CommandIo,
): Promise<Awaited<ReturnType<typeof readPrivateKey>>> {
  const directory = keyDirectory(io);
  const isOfName = !isFile(nameOrFile, '.pem', io);
  const file = isOfName ? keyFilesOf(directory, nameOrFile).privateFile : resolve(io.cwd, nameOrFile);
  try {
    return await readPrivateKey(file, () => {
      const given = io.env[PASSPHRASE_VARIABLE];
      return given === undefined || given === ''
        ? readSecret(process.stdin, io, 'Passphrase of the key: ')
        : Promise.resolve(given);
    });
  } catch (error) {
    throw isOfName ? withNames(error, directory, '.pem') : error;
  }
}

/** The public keys that are named, by name or file; all in the folder when none is. @throws DataWaveError DW_PACKAGE_KEY_* */
export function publicKeysOf(named: readonly string[], io: CommandIo): readonly NamedKey[] {
  const directory = keyDirectory(io);
  if (named.length === 0) return listPublicKeys(directory);
  return named.map((name) => {
    const isOfName = !isFile(name, '.pub', io);
    try {
      const key = readPublicKey(isOfName ? keyFilesOf(directory, name).publicFile : resolve(io.cwd, name));
      return { name, keyid: keyIdOf(key), key };
    } catch (error) {
      throw isOfName ? withNames(error, directory, '.pub') : error;
    }
  });
}

/** Of a key that is not there, the same error with the names of those that are. */
function withNames(error: unknown, directory: string, ending: '.pem' | '.pub'): unknown {
  if (!DataWaveError.is(error) || error.code !== 'DW_PACKAGE_KEY_MISSING') return error;
  const names = existsSync(directory)
    ? readdirSync(directory)
        .filter((file) => file.endsWith(ending))
        .map((file) => file.slice(0, -ending.length))
        .sort()
    : [];
  return new DataWaveError({
    code: error.code,
    message: error.message,
    hint:
      names.length === 0
        ? `There is no key in ${directory} yet: "datawave plugin key create NAME" makes one.`
        : `The keys in ${directory} are ${names.map((name) => `"${name}"`).join(', ')}; "datawave plugin key create NAME" makes another.`,
    cause: error,
    ...(error.where === undefined ? {} : { where: error.where }),
    ...(error.status === undefined ? {} : { status: error.status }),
  });
}

const isFile = (nameOrFile: string, ending: string, { cwd }: CommandIo): boolean =>
  /[\\/]/.test(nameOrFile) || (nameOrFile.endsWith(ending) && existsSync(resolve(cwd, nameOrFile)));
