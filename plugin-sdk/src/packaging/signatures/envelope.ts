import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { DataWaveError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import type { Envelope, EnvelopeSignature } from '../package-files.ts';

/** Signatures that are looked at in one envelope. */
const MOST_SIGNATURES = 64;

/**
 * The bytes that a DSSE signature is made over: `DSSEv1`, length and text of the type, length and bytes of the payload.
 * See https://github.com/secure-systems-lab/dsse/blob/v1.0.0/protocol.md
 * @public
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = Buffer.from(payloadType, 'utf8');
  const head = Buffer.from(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `, 'utf8');
  return Buffer.concat([head, payload]);
}

/** SHA-256 of a public key's SPKI DER, lower case hex. Takes the private key, too. @public */
export function keyIdOf(key: KeyObject): string {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(open.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** Signs bytes of a type with an Ed25519 key. @throws DataWaveError DW_PACKAGE_KEY_INVALID @public */
export function signEnvelope(payloadType: string, payload: Uint8Array, privateKey: KeyObject): Envelope {
  return {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [signatureOf(payloadType, payload, privateKey)],
  };
}

/**
 * The envelope with one more signature over the same bytes. One by the same key is replaced.
 * @throws DataWaveError DW_PACKAGE_KEY_INVALID, DW_PACKAGE_SIGNATURE_FORM
 * @public
 */
export function addSignature(envelope: Envelope, privateKey: KeyObject): Envelope {
  const signature = signatureOf(envelope.payloadType, payloadOf(envelope), privateKey);
  const others = envelope.signatures.filter(({ keyid }) => keyid !== signature.keyid);
  return { ...envelope, signatures: [...others, signature] };
}

function signatureOf(payloadType: string, payload: Uint8Array, privateKey: KeyObject): EnvelopeSignature {
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519')
    throw new DataWaveError({
      code: 'DW_PACKAGE_KEY_INVALID',
      message: `Packages are signed with a private Ed25519 key, not with a ${privateKey.type} key of type ${privateKey.asymmetricKeyType ?? 'unknown'}.`,
      hint: 'Make one with "datawave plugin key create NAME".',
      status: 400,
    });
  const sig = sign(null, preAuthEncoding(payloadType, payload), privateKey);
  return { keyid: keyIdOf(privateKey), sig: sig.toString('base64') };
}

/** What holds of an envelope. @public */
export interface VerifiedEnvelope {
  readonly payload: Uint8Array;
  /** Ids of the keys whose signatures hold, each once. */
  readonly keyids: readonly string[];
}

/**
 * Answers the payload when at least `threshold` of the given keys signed it. A signature by a key that is not given counts for nothing;
 * the key is found by its id and its id is computed anew, so that no envelope can name one key and mean another.
 * @throws DataWaveError DW_PACKAGE_SIGNATURE_FORM when it is no envelope of this type, DW_PACKAGE_SIGNER_UNKNOWN when none of the keys
 * signed, DW_PACKAGE_SIGNATURE_INVALID when a signature by one of the keys does not hold, DW_PACKAGE_SIGNATURES_FEW below the threshold
 * @public
 */
export function verifyEnvelope(
  envelope: Envelope,
  payloadType: string,
  keys: ReadonlyMap<string, KeyObject>,
  threshold = 1,
): VerifiedEnvelope {
  if (!Number.isInteger(threshold) || threshold < 1)
    throw new RangeError(`a threshold of ${threshold} proves nothing`);
  const { payloadType: type, signatures } = checkEnvelope(envelope);
  if (type !== payloadType)
    throw formError(`its type is "${type.slice(0, 100)}" where "${payloadType}" is expected`);
  const payload = payloadOf(envelope);
  const signed = preAuthEncoding(payloadType, payload);
  const held = new Set<string>();
  for (const { keyid, sig } of signatures) {
    const key = keys.get(keyid);
    if (key === undefined) continue;
    if (
      key.asymmetricKeyType !== 'ed25519' ||
      keyIdOf(key) !== keyid ||
      !verify(null, signed, key, fromBase64(sig))
    )
      throw new DataWaveError({
        code: 'DW_PACKAGE_SIGNATURE_INVALID',
        message: `The signature by the key ${keyid} does not hold: what was signed are other bytes, or another key signed them.`,
        hint: 'Do not use this file; get it again from its publisher.',
        status: 422,
      });
    held.add(keyid);
  }
  if (held.size === 0)
    throw new DataWaveError({
      code: 'DW_PACKAGE_SIGNER_UNKNOWN',
      message:
        signatures.length === 0
          ? 'It carries no signature.'
          : `None of the known keys signed it, but ${signatures.map(({ keyid }) => keyid).join(', ')}.`,
      hint: 'Ask the publisher for the public key, by another way than the file came, and name it.',
      status: 422,
    });
  if (held.size < threshold)
    throw new DataWaveError({
      code: 'DW_PACKAGE_SIGNATURES_FEW',
      message: `${held.size} of the known keys signed it where ${threshold} must.`,
      hint: 'Have the others sign it, too.',
      status: 422,
    });
  return { payload, keyids: [...held] };
}

/**
 * Reads an envelope from parsed JSON. It is closed: a key that DSSE does not know is refused.
 * @throws DataWaveError DW_PACKAGE_SIGNATURE_FORM
 * @public
 */
export function checkEnvelope(value: unknown): Envelope {
  if (!isRecord(value) || !hasOnly(value, ['payload', 'payloadType', 'signatures']))
    throw formError('it must have payloadType, payload and signatures, and nothing else');
  const { payloadType, payload, signatures } = value;
  if (typeof payloadType !== 'string' || typeof payload !== 'string' || !Array.isArray(signatures))
    throw formError('payloadType and payload must be texts, and signatures a list');
  if (signatures.length > MOST_SIGNATURES)
    throw formError(`it has ${signatures.length} signatures, ${MOST_SIGNATURES} at most`);
  const seen = new Set<string>();
  const read = signatures.map((signature: unknown): EnvelopeSignature => {
    if (!isRecord(signature) || !hasOnly(signature, ['keyid', 'sig']))
      throw formError('a signature must have keyid and sig, and nothing else');
    const { keyid, sig } = signature;
    if (typeof keyid !== 'string' || !/^[0-9a-f]{64}$/.test(keyid) || typeof sig !== 'string')
      throw formError('keyid must be 64 hex digits and sig a text');
    if (fromBase64(sig).length !== 64) throw formError(`the signature by ${keyid} is not 64 bytes long`);
    if (seen.has(keyid)) throw formError(`the key ${keyid} signed twice`);
    seen.add(keyid);
    return { keyid, sig };
  });
  fromBase64(payload);
  return { payloadType, payload, signatures: read };
}

/** The bytes that an envelope carries, whether or not its signatures hold. @throws DataWaveError DW_PACKAGE_SIGNATURE_FORM @public */
export const payloadOf = (envelope: Envelope): Uint8Array => fromBase64(envelope.payload);

/** Only the one way to write the bytes: two texts for the same bytes would be two files that verify. */
function fromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw formError('it is not written in plain base64');
  return bytes;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasOnly = (value: object, keys: readonly string[]): boolean =>
  Object.keys(value).every((key) => keys.includes(key));

const formError = (why: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGE_SIGNATURE_FORM',
    message: `This is no DSSE envelope as DataWave takes them: ${printable(why)}.`,
    hint: 'Sign the package anew with "datawave plugin sign".',
    status: 422,
  });
