import {
  createCipheriv,
  createDecipheriv,
  createVerify,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type StandInAnswer as Answer, KeyServiceStandIn } from '@datawave/plugin-sdk/testing';

const refused = (code: number, status: string): Answer => ({
  status: code,
  body: { error: { code, status } },
});

/** The parts of Google's token endpoint and of Cloud KMS' REST interface that are used, as their references describe them. */
export class GoogleStandIn extends KeyServiceStandIn {
  readonly key = 'projects/test/locations/europe-west3/keyRings/datawave/cryptoKeys/secrets';
  readonly clientEmail = 'datawave@test.iam.gserviceaccount.com';
  readonly privateKey: string;
  signIns = 0;
  readonly #publicKey: string;
  readonly #tokens = new Set<string>();
  readonly #versions: Buffer[] = [randomBytes(32)];

  constructor() {
    super();
    const pair = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    this.privateKey = pair.privateKey;
    this.#publicKey = pair.publicKey;
  }

  makeVersion(): void {
    this.#versions.push(randomBytes(32));
  }

  forgetTokens(): void {
    this.#tokens.clear();
  }

  protected override answer(request: IncomingMessage, text: string): Answer {
    const url = request.url ?? '';
    if (url === '/token') return this.#token(new URLSearchParams(text));
    this.told.push(`${request.method} ${url} ${text}`);
    if (!this.#tokens.has((request.headers.authorization ?? '').replace(/^Bearer /, '')))
      return refused(401, 'UNAUTHENTICATED');
    if (this.denies) return refused(403, 'PERMISSION_DENIED');
    if (url === `/v1/${this.key}`)
      return {
        status: 200,
        body: { name: this.key, primary: { name: this.#nameOf(this.#versions.length) } },
      };
    const act = url.startsWith(`/v1/${this.key}:`) ? url.slice(`/v1/${this.key}:`.length) : '';
    if (act === 'encrypt') return this.#encrypt(JSON.parse(text));
    if (act === 'decrypt') return this.#decrypt(JSON.parse(text));
    return refused(404, 'NOT_FOUND');
  }

  #token(form: URLSearchParams): Answer {
    const [header = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    const isSigned = createVerify('RSA-SHA256')
      .update(`${header}.${claims}`)
      .verify(this.#publicKey, signature, 'base64url');
    const read = (part: string): Record<string, unknown> =>
      JSON.parse(Buffer.from(part, 'base64url').toString('utf8') || '{}');
    const { iss, scope, aud, iat, exp } = read(claims);
    const isRight =
      isSigned &&
      read(header)['alg'] === 'RS256' &&
      form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer' &&
      iss === this.clientEmail &&
      scope === 'https://www.googleapis.com/auth/cloudkms' &&
      aud === `${this.address}/token` &&
      Number(exp) - Number(iat) <= 3600 &&
      Math.abs(Date.now() / 1000 - Number(iat)) < 300;
    if (!isRight) return { status: 400, body: { error: 'invalid_grant' } };
    this.signIns += 1;
    const token = `ya29.${randomBytes(12).toString('hex')}`;
    this.#tokens.add(token);
    return { status: 200, body: { access_token: token, expires_in: 3599, token_type: 'Bearer' } };
  }

  #nameOf = (version: number): string => `${this.key}/cryptoKeyVersions/${version}`;

  #encrypt(body: { plaintext: string; additionalAuthenticatedData: string }): Answer {
    const version = this.#versions.length;
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#versions[version - 1] ?? Buffer.alloc(0), nonce);
    cipher.setAAD(Buffer.from(body.additionalAuthenticatedData, 'base64'));
    const sealed = Buffer.concat([
      Buffer.from([version]),
      nonce,
      cipher.update(Buffer.from(body.plaintext, 'base64')),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return { status: 200, body: { name: this.#nameOf(version), ciphertext: sealed.toString('base64') } };
  }

  #decrypt(body: { ciphertext: string; additionalAuthenticatedData: string }): Answer {
    const sealed = Buffer.from(body.ciphertext, 'base64');
    const key = this.#versions[(sealed[0] ?? 0) - 1];
    if (key === undefined) return refused(400, 'INVALID_ARGUMENT');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
      decipher.setAAD(Buffer.from(body.additionalAuthenticatedData, 'base64'));
      decipher.setAuthTag(sealed.subarray(-16));
      const plain = Buffer.concat([decipher.update(sealed.subarray(13, -16)), decipher.final()]);
      return { status: 200, body: { plaintext: plain.toString('base64') } };
    } catch {
      return refused(400, 'INVALID_ARGUMENT');
    }
  }
}
