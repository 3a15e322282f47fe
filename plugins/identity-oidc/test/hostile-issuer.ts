import { createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from '../../../core/test/servers/server-process.ts';

type Claims = Readonly<Record<string, unknown>>;

/** How the next ID token is made. */
export interface Forgery {
  readonly header?: Claims;
  /** Put over the claims of an honest token; `undefined` takes one out. */
  readonly claims?: Claims;
  /** Signs; an honest key unless given. */
  readonly key?: KeyObject;
  /** Signs by HMAC with the public key, as if that were a shared secret. */
  readonly hmacWithPublicKey?: boolean;
  readonly unsigned?: boolean;
  readonly userInfo?: Claims;
  readonly tokenStatus?: number;
  readonly error?: string;
  /** Put over the metadata. */
  readonly metadata?: Claims;
}

/** An issuer that writes whatever a test wants into its tokens, and can be switched off. */
export class HostileIssuer {
  readonly port: number;
  forgery: Forgery = {};
  /** Parameters of the last request for tokens. */
  lastGrant = new URLSearchParams();
  readonly asked: string[] = [];
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  #nonce = '';
  #server: Server | null = null;

  constructor(port: number) {
    this.port = port;
  }

  static async make(): Promise<HostileIssuer> {
    return new HostileIssuer(await freePort());
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}/realm`;
  }

  async start(): Promise<void> {
    const server = createServer(async (request, response) => {
      const { status, body } = await this.#answer(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', () => resolve()));
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
  }

  /** Where the browser would be sent back to, without any page in between. */
  comeBack(from: URL, extra: Readonly<Record<string, string>> = {}): URL {
    this.#nonce = from.searchParams.get('nonce') ?? '';
    const back = new URL(from.searchParams.get('redirect_uri') ?? '');
    const parameters = {
      code: 'a-code',
      state: from.searchParams.get('state') ?? '',
      iss: this.issuer,
      ...extra,
    };
    for (const [name, value] of Object.entries(parameters)) back.searchParams.set(name, value);
    return back;
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const path = new URL(request.url ?? '', this.issuer).pathname.replace(/^\/realm/, '');
    this.asked.push(path);
    const { issuer, forgery } = this;
    if (path === '/.well-known/openid-configuration')
      return {
        status: 200,
        body: {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          authorization_response_iss_parameter_supported: true,
          // As Keycloak does: what is listed here must not decide what is believed.
          id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
          ...forgery.metadata,
        },
      };
    if (path === '/jwks') {
      const key = this.#keys.publicKey.export({ format: 'jwk' });
      return { status: 200, body: { keys: [{ ...key, kid: 'one', use: 'sig', alg: 'RS256' }] } };
    }
    if (path === '/userinfo') return { status: 200, body: { sub: 'mallory', ...forgery.userInfo } };
    this.lastGrant = new URLSearchParams(await text(request));
    if (forgery.error !== undefined)
      return { status: forgery.tokenStatus ?? 400, body: { error: forgery.error } };
    return {
      status: 200,
      body: { access_token: 'canary-access-token', token_type: 'Bearer', id_token: this.#idToken() },
    };
  }

  #idToken(): string {
    const { header, claims, key, hmacWithPublicKey, unsigned } = this.forgery;
    const now = Math.floor(Date.now() / 1000);
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const all = {
      ...{ iss: this.issuer, sub: 'mallory', aud: 'datawave', iat: now, exp: now + 60, nonce: this.#nonce },
      ...{ preferred_username: 'mallory', jti: randomBytes(6).toString('hex'), ...claims },
    };
    const input = `${encode({ alg: 'RS256', kid: 'one', ...header })}.${encode(all)}`;
    if (unsigned === true) return `${input}.`;
    const signature =
      hmacWithPublicKey === true
        ? createHmac('sha256', this.#keys.publicKey.export({ format: 'pem', type: 'spki' }))
            .update(input)
            .digest()
        : sign('sha256', Buffer.from(input), key ?? this.#keys.privateKey);
    return `${input}.${signature.toString('base64url')}`;
  }
}
