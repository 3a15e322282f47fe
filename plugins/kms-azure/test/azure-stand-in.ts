import {
  constants,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type StandInAnswer as Answer, KeyServiceStandIn } from '@datawave/plugin-sdk/testing';

interface Version {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const PADDING = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
const refused = (status: number, code: string): Answer => ({ status, body: { error: { code } } });
const makeVersion = (): Version => ({
  id: randomBytes(16).toString('hex'),
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }),
});

/** The parts of Entra's token endpoint and of Key Vault's REST interface that are used, as their references describe them. */
export class AzureStandIn extends KeyServiceStandIn {
  readonly application = {
    tenantId: 'tenant-1',
    clientId: 'app-1',
    clientSecret: randomBytes(12).toString('hex'),
  };
  readonly versions: Version[] = [makeVersion()];
  signIns = 0;
  readonly #tokens = new Set<string>();

  forgetTokens(): void {
    this.#tokens.clear();
  }

  protected override answer(request: IncomingMessage, text: string): Answer {
    const url = new URL(request.url ?? '', this.address);
    const { tenantId } = this.application;
    if (url.pathname === `/${tenantId}/oauth2/v2.0/token`) return this.#token(new URLSearchParams(text));
    this.told.push(`${request.method} ${url.pathname}`);
    if (!this.#tokens.has((request.headers.authorization ?? '').replace(/^Bearer /, '')))
      return refused(401, 'Unauthorized');
    if (this.denies) return refused(403, 'Forbidden');
    if (url.searchParams.get('api-version') !== '7.4') return refused(400, 'BadParameter');
    if (url.pathname === '/keys/datawave/rotate' && request.method === 'POST') {
      this.versions.push(makeVersion());
      return this.#newest();
    }
    if (url.pathname === '/keys/datawave' && request.method === 'GET') return this.#newest();
    const [, id, act] = /^\/keys\/datawave\/([0-9a-f]{32})\/(wrapkey|unwrapkey)$/.exec(url.pathname) ?? [];
    const version = this.versions.find((one) => one.id === id);
    if (version === undefined) return refused(404, 'KeyNotFound');
    const { alg, value } = JSON.parse(text);
    if (alg !== 'RSA-OAEP-256') return refused(400, 'BadParameter');
    const bytes = Buffer.from(value, 'base64url');
    try {
      const done =
        act === 'wrapkey'
          ? publicEncrypt({ key: version.publicKey, ...PADDING }, bytes)
          : privateDecrypt({ key: version.privateKey, ...PADDING }, bytes);
      return { status: 200, body: { kid: this.#kid(version), value: done.toString('base64url') } };
    } catch {
      return refused(400, 'BadParameter');
    }
  }

  #token(form: URLSearchParams): Answer {
    const isRight =
      form.get('grant_type') === 'client_credentials' &&
      form.get('client_id') === this.application.clientId &&
      form.get('client_secret') === this.application.clientSecret &&
      form.get('scope') === 'https://vault.azure.net/.default';
    if (!isRight) return { status: 401, body: { error: 'invalid_client' } };
    this.signIns += 1;
    const token = randomBytes(16).toString('hex');
    this.#tokens.add(token);
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: token } };
  }

  #newest(): Answer {
    const version = this.versions.at(-1);
    return version === undefined
      ? refused(404, 'KeyNotFound')
      : {
          status: 200,
          body: { key: { kid: this.#kid(version), kty: 'RSA' }, attributes: { enabled: true } },
        };
  }

  #kid(version: Version): string {
    return `${this.address}/keys/datawave/${version.id}`;
  }
}
