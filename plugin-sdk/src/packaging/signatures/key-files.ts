import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataWaveError } from '../../errors.ts';
import { keyIdOf } from './envelope.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Bytes of a key file; one has some hundred. */
const MOST_BYTES = 16_384;

/** A pair of keys that was made. @public */
export interface CreatedKey {
  readonly keyid: string;
  /** Absolute path of the private key: PKCS#8 in PEM, readable by its owner alone. */
  readonly privateFile: string;
  /** Absolute path of the public key: SPKI in PEM, to be given to everybody. */
  readonly publicFile: string;
}

/** A public key with the name it goes by here. @public */
export interface NamedKey {
  readonly name: string;
  readonly keyid: string;
  readonly key: KeyObject;
}

/**
 * Makes an Ed25519 key as `NAME.pem` and `NAME.pub` in a folder, which is made when it is not there.
 * @param passphrase - encrypts the private key; it stands in plain otherwise
 * @throws DataWaveError DW_PACKAGE_KEY_NAME, DW_PACKAGE_KEY_EXISTS
 * @public
 */
export function createKeyFiles(directory: string, name: string, passphrase = ''): CreatedKey {
  checkName(name);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const secret = passphrase === '' ? {} : { cipher: 'aes-256-cbc', passphrase };
  const [privateFile, publicFile] = [join(directory, `${name}.pem`), join(directory, `${name}.pub`)];
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(privateFile, privateKey.export({ type: 'pkcs8', format: 'pem', ...secret }), {
      mode: 0o600,
      flag: 'wx',
    });
    writeFileSync(publicFile, publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new DataWaveError({
      code: 'DW_PACKAGE_KEY_EXISTS',
      message: `There is a key "${name}" already.`,
      hint: 'Choose another name; a key that is overwritten can never be had again.',
      where: directory,
      status: 409,
      cause: error,
    });
  }
  return { keyid: keyIdOf(publicKey), privateFile, publicFile };
}

/**
 * Reads a private Ed25519 key that nobody else can read.
 * @param askPassphrase - called when the key is encrypted
 * @throws DataWaveError DW_PACKAGE_KEY_MISSING, DW_PACKAGE_KEY_EXPOSED, DW_PACKAGE_KEY_PASSPHRASE, DW_PACKAGE_KEY_INVALID
 * @public
 */
export async function readPrivateKey(file: string, askPassphrase: () => Promise<string>): Promise<KeyObject> {
  const pem = readKeyFile(file, true);
  const isEncrypted = pem.includes('BEGIN ENCRYPTED PRIVATE KEY');
  const passphrase = isEncrypted ? await askPassphrase() : '';
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, ...(isEncrypted ? { passphrase } : {}) });
  } catch {
    // The cause would say nothing more, and may quote what was read.
    throw isEncrypted
      ? new DataWaveError({
          code: 'DW_PACKAGE_KEY_PASSPHRASE',
          message: 'The passphrase does not open the key.',
          hint: 'Try again; a passphrase that is lost cannot be had again, and a new key is needed.',
          where: file,
          status: 400,
        })
      : invalidKey(file);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw invalidKey(file);
  return key;
}

/** Reads a public Ed25519 key. @throws DataWaveError DW_PACKAGE_KEY_MISSING, DW_PACKAGE_KEY_INVALID @public */
export function readPublicKey(file: string): KeyObject {
  const pem = readKeyFile(file, false);
  if (!pem.includes('BEGIN PUBLIC KEY')) throw invalidKey(file);
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    throw invalidKey(file);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw invalidKey(file);
  return key;
}

/** The public keys in a folder, by name; none when there is no such folder. @throws DataWaveError DW_PACKAGE_KEY_INVALID @public */
export function listPublicKeys(directory: string): readonly NamedKey[] {
  let names: readonly string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter((file) => file.endsWith('.pub'))
    .sort()
    .map((file) => {
      const key = readPublicKey(join(directory, file));
      return { name: file.slice(0, -'.pub'.length), keyid: keyIdOf(key), key };
    });
}

/** Files of a key by its name. @throws DataWaveError DW_PACKAGE_KEY_NAME @public */
export function keyFilesOf(
  directory: string,
  name: string,
): { readonly privateFile: string; readonly publicFile: string } {
  checkName(name);
  return { privateFile: join(directory, `${name}.pem`), publicFile: join(directory, `${name}.pub`) };
}

function checkName(name: string): void {
  if (NAME.test(name)) return;
  throw new DataWaveError({
    code: 'DW_PACKAGE_KEY_NAME',
    message:
      'The name of a key has up to 64 letters, digits, points, hyphens and underscores, and begins with a letter or a digit.',
    hint: 'Choose a name such as "releases".',
    status: 400,
  });
}

function readKeyFile(file: string, isSecret: boolean): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    throw new DataWaveError({
      code: 'DW_PACKAGE_KEY_MISSING',
      message: `There is no key at ${file}.`,
      hint: 'Make one with "datawave plugin key create NAME", or correct the name.',
      status: 404,
      cause: error,
    });
  }
  try {
    const { mode, size } = fstatSync(descriptor);
    // Windows keeps rights elsewhere; the mode there says nothing.
    if (isSecret && process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new DataWaveError({
        code: 'DW_PACKAGE_KEY_EXPOSED',
        message: 'Others than its owner can read or change the private key.',
        hint: `Run chmod 600 ${file}; make a new key if somebody may have read it.`,
        where: file,
        status: 400,
      });
    if (size > MOST_BYTES) throw invalidKey(file);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

const invalidKey = (file: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGE_KEY_INVALID',
    message: 'The file holds no Ed25519 key in PEM of the kind that is needed here.',
    hint: 'Name the .pem file to sign and the .pub file to verify, as "datawave plugin key create" makes them.',
    where: file,
    status: 400,
  });
