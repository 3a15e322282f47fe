import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { KeyContext } from '@datawave/plugin-sdk';

/** AES-256-GCM as NIST SP 800-38D recommends it: a random 96-bit nonce and the full 128-bit tag. */
const ALGORITHM = 'aes-256-gcm';
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a version of a secret belongs to. It is authenticated with the ciphertext, so that rows cannot be swapped. */
export interface SecretAddress {
  readonly workspace: string;
  readonly plugin: string;
  /** With the connection and the field in it: `source/SOURCE_ID/password`. */
  readonly name: string;
  readonly version: number;
}

/** How a row is sealed: the first format did not bind the version. It is read still, and left behind by the next rotation. */
export type SealFormat = 1 | 2;
export const CURRENT_FORMAT: SealFormat = 2;

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

export const newDataKey = (): Buffer => randomBytes(KEY_BYTES);

/** What a key provider is told of a data key's purpose. */
export const keyContext = (address: SecretAddress): KeyContext => ({
  workspace: address.workspace.toLowerCase(),
  plugin: address.plugin,
  name: address.name,
  version: String(address.version),
});

/** The value under its data key, bound to where and which version it is. */
export const sealValue = (dataKey: Uint8Array, address: SecretAddress, value: string): Buffer =>
  seal(dataKey, boundData('value', keyContext(address), CURRENT_FORMAT), Buffer.from(value, 'utf8'));

/** @throws Error when key, address or bytes are not those it was sealed with */
export function openValue(
  dataKey: Uint8Array,
  address: SecretAddress,
  format: SealFormat,
  sealed: Buffer,
): string {
  const plain = open(dataKey, boundData('value', keyContext(address), format), sealed);
  try {
    return plain.toString('utf8');
  } finally {
    plain.fill(0);
  }
}

/** A data key under a master key of our own. */
export const wrapKey = (master: MasterKey, context: KeyContext, dataKey: Uint8Array): Buffer =>
  seal(master.bytes, boundData('key', context, CURRENT_FORMAT), dataKey);

/** @throws Error when key, context or bytes are not those it was wrapped with */
export const unwrapKey = (
  master: MasterKey,
  context: KeyContext,
  format: SealFormat,
  wrapped: Uint8Array,
): Buffer => open(master.bytes, boundData('key', context, format), Buffer.from(wrapped));

/** JSON keeps the parts apart whatever characters they hold. */
function boundData(purpose: 'key' | 'value', context: KeyContext, format: SealFormat): Buffer {
  const parts = [`datawave-vault-${format}`, purpose, context.plugin, context.workspace, context.name];
  return Buffer.from(JSON.stringify(format === 1 ? parts : [...parts, context.version]), 'utf8');
}

function seal(key: Uint8Array, bound: Buffer, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Uint8Array, bound: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('The ciphertext is too short');
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(bound);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}
