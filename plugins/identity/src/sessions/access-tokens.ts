import { randomUUID, sign } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import type { SigningKeys } from './signing-keys.ts';

/** Seconds that an access token is good for. */
export const ACCESS_SECONDS = 600;
/** Clocks of replicas may differ by so many seconds. */
const SKEW_SECONDS = 5;
const LONGEST = 2_048;
const SHAPE = /^[A-Za-z0-9_-]{10,512}\.[A-Za-z0-9_-]{10,1200}\.[A-Za-z0-9_-]{86}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a good access token says. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Whether a text could be an access token at all: what could not is never looked at closer. */
export const isJwtShaped = (text: string): boolean => text.length <= LONGEST && SHAPE.test(text);

/**
 * Access tokens: JWTs (RFC 9068) signed with Ed25519. Algorithm, type, issuer and audience are ours, never the token's; of its
 * header only the key id is heard, and that finds nothing but our own keys.
 */
export class AccessTokens {
  readonly #keys: SigningKeys;
  readonly #issuer: string;
  readonly #audience: string;

  constructor(keys: SigningKeys, issuer: string, audience: string) {
    this.#keys = keys;
    this.#issuer = issuer;
    this.#audience = audience;
  }

  /** Makes sure that there is a key to sign with, before anything is used up for the sake of a token. @throws DataWaveError DW_VAULT_KEY */
  async prepare(): Promise<void> {
    await this.#keys.signer();
  }

  /** @throws DataWaveError DW_VAULT_KEY */
  async issue(userId: string, sessionId: string): Promise<string> {
    const { kid, key } = await this.#keys.signer();
    const now = Math.floor(Date.now() / 1000);
    const signed = `${encode({ alg: 'EdDSA', typ: 'at+jwt', kid })}.${encode({
      ...{ iss: this.#issuer, aud: this.#audience, sub: userId, sid: sessionId, jti: randomUUID() },
      ...{ iat: now, exp: now + ACCESS_SECONDS },
    })}`;
    // Here and not by the library, which signs on the threads on which passwords are hashed, and waits for them.
    return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
  }

  /** Null for anything but a token of ours that is still good. */
  async verify(token: string): Promise<AccessClaims | null> {
    if (!isJwtShaped(token)) return null;
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = typeof kid === 'string' && UUID.test(kid) ? await this.#keys.verifier(kid) : null;
          if (key === null) throw new errors.JWKSNoMatchingKey();
          return key;
        },
        {
          algorithms: ['EdDSA'],
          issuer: this.#issuer,
          audience: this.#audience,
          typ: 'at+jwt',
          clockTolerance: SKEW_SECONDS,
          maxTokenAge: ACCESS_SECONDS,
          requiredClaims: ['sub', 'sid', 'iat', 'exp', 'jti'],
        },
      );
      const { sub, sid, exp, aud } = payload;
      // A token for several audiences would be good for others, too.
      if (typeof sub !== 'string' || typeof sid !== 'string' || !UUID.test(sid) || aud !== this.#audience)
        return null;
      return { userId: sub, sessionId: sid, expiresAt: ((exp ?? 0) + SKEW_SECONDS) * 1000 };
    } catch (error) {
      // Anything that is wrong with the token itself; a database that cannot be asked is not.
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
