import type { Json } from '../json-schema.ts';
import type { EgressAnswer, EgressService } from '../services/egress.ts';
import { answerField, answerJson } from './answer-json.ts';
import type { KeyServiceFailure } from './key-errors.ts';
import { isSafeForSecrets } from './safe-for-secrets.ts';
import { ServiceToken } from './service-token.ts';

const MAX_BYTES = 256 * 1024;
/** Of a token that does not say how long it lives, in seconds. */
const SHORT_LIFE = 60;

/** What a key service answered: data, or the status and the name of its error. @public */
export type KeyServiceAnswer =
  | { readonly data: unknown }
  | { readonly refusal: { readonly status: number; readonly reason: string } };

/** What {@link OAuthKeyClient} is made with. @public */
export interface OAuthKeyClientOptions {
  readonly egress: EgressService;
  /** Id of the plugin. */
  readonly purpose: string;
  readonly failed: KeyServiceFailure;
  /** Where to ask for a path. */
  readonly urlOf: (path: string) => string;
  /** What must be safe for secrets. */
  readonly addresses: readonly string[];
  /** How a token is asked for: address and form of the grant, made anew each time. */
  readonly grant: () => { readonly url: string; readonly form: Readonly<Record<string, string>> };
  /** Field of `error` in an answer that names what is wrong. */
  readonly reasonField: string;
  /** Who signs in: "the application". With what to check when it is not accepted. */
  readonly client: { readonly title: string; readonly hint: string };
  /** Who is asked: "the vault". With what to check when it does not accept the token. */
  readonly service: { readonly title: string; readonly hint: string };
}

/** Asks a key service that speaks JSON and takes the bearer tokens of OAuth 2.0 (RFC 6749, 6750), signing in when it has to. @public */
export class OAuthKeyClient {
  readonly #o: OAuthKeyClientOptions;
  readonly #token = new ServiceToken();

  /** @throws DataWaveError DW_VAULT_PROVIDER for an address that is not encrypted */
  constructor(options: OAuthKeyClientOptions) {
    if (!options.addresses.every(isSafeForSecrets))
      throw options.failed('an address of the service is not encrypted', 'Write it with https://.');
    this.#o = options;
  }

  /** @throws DataWaveError DW_VAULT_PROVIDER when it cannot be reached or does not accept who asks */
  async ask(
    method: 'GET' | 'POST',
    path: string,
    body: Json | null,
    signal: AbortSignal,
  ): Promise<KeyServiceAnswer> {
    const { failed, service, reasonField } = this.#o;
    const hadToken = this.#token.isKept;
    let answer = await this.#send(method, path, body, signal);
    if (answer.status === 401 && hadToken) {
      // Revoked before its time.
      this.#token.forget();
      answer = await this.#send(method, path, body, signal);
    }
    const { status } = answer;
    const parsed = answerJson(answer);
    if (status === 200) return { data: parsed };
    if (status === 401) throw failed(`${service.title} does not accept the token`, service.hint);
    if (status >= 500 || status === 429)
      throw failed(`${service.title} answers with status ${status}`, 'Try again later.');
    const reason = answerField(answerField(parsed, 'error'), reasonField);
    return { refusal: { status, reason: typeof reason === 'string' ? reason : '' } };
  }

  async #send(method: string, path: string, body: Json | null, signal: AbortSignal): Promise<EgressAnswer> {
    const token = this.#token.value ?? (await this.#signIn(signal));
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === null ? {} : { 'content-type': 'application/json' }),
    };
    return this.#fetch(
      this.#o.urlOf(path),
      { method, headers, ...(body === null ? {} : { body: JSON.stringify(body) }) },
      signal,
    );
  }

  async #signIn(signal: AbortSignal): Promise<string> {
    const { failed, client, grant } = this.#o;
    const { url, form } = grant();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ ...form }).toString();
    const answer = await this.#fetch(url, { method: 'POST', headers, body }, signal);
    const parsed = answerJson(answer);
    const value = answerField(parsed, 'access_token');
    if (answer.status !== 200 || typeof value !== 'string')
      throw failed(`${client.title} is not accepted (status ${answer.status})`, client.hint);
    return this.#token.keep(value, answerField(parsed, 'expires_in'), SHORT_LIFE);
  }

  #fetch(
    url: string,
    request: {
      readonly method: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: string;
    },
    signal: AbortSignal,
  ): Promise<EgressAnswer> {
    const { egress, purpose } = this.#o;
    return egress.fetch(url, {
      ...request,
      // The addresses stand in the configuration.
      ...{ purpose, loopback: 'allow', signal, maxBytes: MAX_BYTES, maxRedirects: 0 },
    });
  }
}
