import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';

/** A key of which both halves are known, as the platform publishes its own. */
export interface ForgersKey {
  readonly kid: string;
  readonly jwk: object;
  /** Signs a token like a good one, with these claims and parts of the header changed. */
  forge(good: string, claims: object, header?: object): string;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined): object =>
  Object(JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')));

/** Where its public half is accepted, a token can be made that is wrong in one thing alone. */
export function makeForgersKey(): ForgersKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const kid = randomUUID();
  return {
    kid,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'EdDSA' },
    forge(good, claims, header = {}) {
      const [head, body] = good.split('.');
      const own = { ...decode(body), jti: randomUUID(), ...claims };
      const text = `${encode({ ...decode(head), kid, ...header })}.${encode(own)}`;
      return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
    },
  };
}

/** A token with another signature of the same length. */
export function withOtherSignature(good: string): string {
  const [head, body, signature = ''] = good.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return `${head}.${body}.${bytes.toString('base64url')}`;
}
