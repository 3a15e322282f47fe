import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { keyIdOf } from '../signatures/envelope.ts';

/** A public key as TUF metadata names it. @public */
export interface TufKey {
  readonly keytype: 'ed25519';
  readonly scheme: 'ed25519';
  /** The 32 bytes of the key in lower-case hex. */
  readonly keyval: { readonly public: string };
}

const SPKI_HEADER = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * The public half of an Ed25519 key with the name under which it is known: sha256, in hex, of its SPKI DER.
 * @throws TypeError for a key of another kind
 * @public
 */
export function tufKey(key: KeyObject): { readonly keyid: string; readonly key: TufKey } {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key');
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return {
    keyid: keyIdOf(publicKey),
    key: {
      keytype: 'ed25519',
      scheme: 'ed25519',
      keyval: { public: der.subarray(SPKI_HEADER.length).toString('hex') },
    },
  };
}

/** The key of such an entry, and the keyid that it must stand under; null where it is none. */
export function publicKeyOf(entry: {
  readonly keytype: string;
  readonly scheme: string;
  readonly keyval: Readonly<Record<string, string>>;
}): { readonly keyid: string; readonly key: KeyObject } | null {
  const hex = entry.keyval['public'];
  if (entry.keytype !== 'ed25519' || entry.scheme !== 'ed25519' || hex === undefined) return null;
  if (!/^[0-9a-f]{64}$/.test(hex)) return null;
  const der = Buffer.concat([SPKI_HEADER, Buffer.from(hex, 'hex')]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return { keyid: keyIdOf(key), key };
}

/** A signature over bytes by an Ed25519 key, as TUF metadata holds it. */
export function tufSignature(
  bytes: Uint8Array,
  key: KeyObject,
): { readonly keyid: string; readonly sig: string } {
  return { keyid: tufKey(key).keyid, sig: sign(null, bytes, key).toString('hex') };
}
