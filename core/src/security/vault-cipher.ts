import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** AES-256-GCM as NIST SP 800-38D recommends it: a random 96-bit nonce and the full 128-bit tag. */
const ALGORITHM = 'aes-256-gcm';
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a secret belongs to. It is authenticated with the ciphertext, so that rows cannot be swapped. */
export interface SecretAddress {
  readonly workspace: string;
  readonly plugin: string;
  readonly name: string;
}

/** A master key with the name under which rows refer to it. */
export interface MasterKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** The key's name reveals nothing of it. */
export const masterKey = (bytes: Buffer): MasterKey => ({
  id: createHmac('sha256', bytes).update('datawave vault key id').digest('hex').slice(0, 16),
  bytes,
});

/** A secret at rest. */
export interface SealedSecret {
  readonly keyId: string;
  readonly wrappedKey: Buffer;
  readonly sealed: Buffer;
}

/** Encrypts under a new data key and wraps that under the master key. */
export function sealSecret(key: MasterKey, address: SecretAddress, value: string): SealedSecret {
  const dataKey = randomBytes(KEY_BYTES);
  try {
    return {
      keyId: key.id,
      wrappedKey: seal(key.bytes, additionalData('key', address), dataKey),
      sealed: seal(dataKey, additionalData('value', address), Buffer.from(value, 'utf8')),
    };
  } finally {
    dataKey.fill(0);
  }
}

/** @throws Error when key, address or bytes are not those it was sealed with */
export function openSecret(key: MasterKey, address: SecretAddress, secret: SealedSecret): string {
  const dataKey = open(key.bytes, additionalData('key', address), secret.wrappedKey);
  try {
    return open(dataKey, additionalData('value', address), secret.sealed).toString('utf8');
  } finally {
    dataKey.fill(0);
  }
}

/** The data key under another master key; the value itself is not touched. */
export function rewrapKey(
  from: MasterKey,
  to: MasterKey,
  address: SecretAddress,
  wrappedKey: Buffer,
): Buffer {
  const dataKey = open(from.bytes, additionalData('key', address), wrappedKey);
  try {
    return seal(to.bytes, additionalData('key', address), dataKey);
  } finally {
    dataKey.fill(0);
  }
}

/** JSON keeps the parts apart whatever characters they hold. */
const additionalData = (purpose: 'key' | 'value', address: SecretAddress): Buffer =>
  Buffer.from(
    JSON.stringify([
      'datawave-vault-1',
      purpose,
      address.plugin,
      address.workspace.toLowerCase(),
      address.name,
    ]),
    'utf8',
  );

function seal(key: Buffer, aad: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('The ciphertext is too short');
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}
