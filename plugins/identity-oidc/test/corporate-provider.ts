import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** What the provider knows of somebody, beside `sub`. */
export type Person = Readonly<Record<string, unknown>>;

export const CLIENT = { id: 'datawave', secret: 'canary-client-secret-51' };

/** A real provider of OpenID Connect on the loopback interface, at which one clicks and types by itself. */
export class CorporateProvider {
  readonly people = new Map<string, Person>();
  /** Who sits before the browser. */
  signingIn = '';
  /** Where tokens were asked for, and with which kind of proof. */
  readonly asked: string[] = [];
  readonly #server: Server;
  #answer: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;

  constructor() {
    this.#server = createServer((request, response) => {
      this.asked.push(`${request.method} ${request.url?.replace(/[?].*/, '')}`);
      this.#answer?.(request, response);
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve()));
    return this.issuer;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Registers the platform, once it is known where that listens. */
  register(redirectUris: readonly string[]): void {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [...redirectUris] }],
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'first' }] },
      cookies: { keys: [randomBytes(16).toString('hex')] },
      claims: {
        openid: ['sub'],
        profile: ['name', 'preferred_username', 'groups', 'realm_access'],
        email: ['email', 'email_verified'],
      },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...this.people.get(sub) }) }),
      // Nobody is asked for their consent at work.
      loadExistingGrant: async (context) => {
        const { client, session } = context.oidc;
        const grant = new context.oidc.provider.Grant({
          ...(client === undefined ? {} : { clientId: client.clientId }),
          ...(session?.accountId === undefined ? {} : { accountId: session.accountId }),
        });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
      ttl: { Session: 600, Grant: 600, Interaction: 600, AccessToken: 600, IdToken: 600 },
    });
    const handle = provider.callback();
    this.#answer = (request, response) => {
      if (request.url?.startsWith('/interaction/') === true)
        void provider.interactionFinished(request, response, { login: { accountId: this.signingIn } });
      else void handle(request, response);
    };
  }

  /** Goes through the provider's pages as somebody, from where the platform sent the browser to where it is sent back. */
  async signIn(subject: string, from: string): Promise<URL> {
    this.signingIn = subject;
    const cookies = new Map<string, string>();
    let url = from;
    for (let hop = 0; hop < 10; hop += 1) {
      const reply = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const line of reply.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      const location = reply.headers.get('location');
      if (location === null)
        throw new Error(`the provider showed a page: ${reply.status} ${await reply.text()}`);
      url = new URL(location, url).href;
      if (!url.startsWith(this.issuer)) return new URL(url);
    }
    throw new Error('the provider sends the browser round and round');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
