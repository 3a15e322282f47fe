import {
  type EgressAnswer,
  type EgressService,
  answerField as field,
  isSafeForSecrets,
  type Json,
  keyServiceFailure,
  ServiceToken,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';

/** What a server refused, as far as it may be shown: neither its words nor ours hold a key or a token. */
export interface Refusal {
  readonly status: number;
  readonly errors: readonly string[];
}

/** What a server answered: data, or that it would not. */
export type VaultAnswer = { readonly data: unknown } | { readonly refusal: Refusal };

const MAX_BYTES = 256 * 1024;

/** That the server does not do what it is needed for. */
export const failed = keyServiceFailure('Vault');

/** Speaks the HTTP interface of HashiCorp Vault and OpenBao, signing in when it has to. */
export class VaultClient {
  readonly #egress: EgressService;
  readonly #config: Config;
  readonly #purpose: string;
  readonly #token = new ServiceToken();

  /** @throws DataWaveError DW_VAULT_PROVIDER for an address to which a token must not be sent */
  constructor(egress: EgressService, config: Config, purpose: string) {
    if (!isSafeForSecrets(config.address))
      throw failed('its address is not encrypted', 'Write the address with https://.');
    this.#egress = egress;
    this.#config = config;
    this.#purpose = purpose;
  }

  /** @throws DataWaveError DW_VAULT_PROVIDER when it cannot be reached, is sealed or knows us no more */
  async ask(
    method: 'GET' | 'POST',
    path: string,
    body: Json | null,
    signal: AbortSignal,
  ): Promise<VaultAnswer> {
    const hadToken = this.#token.isKept;
    let answer = await this.#send(method, path, body, await this.#signedIn(signal), signal);
    if (answer.status === 403 && hadToken && this.#config.appRole !== undefined) {
      // Revoked before its time, as after a restart of the server.
      this.#token.forget();
      answer = await this.#send(method, path, body, await this.#signedIn(signal), signal);
    }
    return read(answer);
  }

  async #signedIn(signal: AbortSignal): Promise<string> {
    const { token, appRole } = this.#config;
    if (token !== undefined) return token;
    const kept = this.#token.value;
    if (kept !== null) return kept;
    if (appRole === undefined) throw failed('it was given neither a token nor a role', 'Set one of the two.');
    const { roleId, secretId, mount } = appRole;
    const answer = await this.#send(
      'POST',
      `auth/${mount}/login`,
      { role_id: roleId, secret_id: secretId },
      null,
      signal,
    );
    requireWorking(answer);
    const auth = field(parse(answer), 'auth');
    const value = field(auth, 'client_token');
    const seconds = field(auth, 'lease_duration');
    if (answer.status !== 200 || typeof value !== 'string')
      throw failed(
        `it does not accept the role (status ${answer.status})`,
        'Check appRole; its secret id may have expired.',
      );
    // One without an end lives for ever.
    return this.#token.keep(value, seconds, Number.POSITIVE_INFINITY);
  }

  #send(
    method: string,
    path: string,
    body: Json | null,
    token: string | null,
    signal: AbortSignal,
  ): Promise<EgressAnswer> {
    const { address, namespace, caCertificate } = this.#config;
    return this.#egress.fetch(`${address.replace(/\/$/, '')}/v1/${path}`, {
      purpose: this.#purpose,
      // The address stands in the configuration; an agent of the server often listens on the machine itself.
      loopback: 'allow',
      method,
      signal,
      maxBytes: MAX_BYTES,
      headers: {
        'x-vault-request': 'true',
        ...(token === null ? {} : { 'x-vault-token': token }),
        ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
        ...(body === null ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
      ...(caCertificate === undefined ? {} : { tls: { ca: caCertificate } }),
    });
  }
}

/** That it answered at all, be it with a refusal. */
function requireWorking({ status }: EgressAnswer): void {
  if (status === 503) throw failed('it is sealed or in standby', 'Unseal it, or name its active node.');
  if (status >= 500 || status === 429)
    throw failed(`it answers with status ${status}`, 'Look into the log of the server.');
}

function read(answer: EgressAnswer): VaultAnswer {
  const { status } = answer;
  requireWorking(answer);
  if (status >= 200 && status < 300) return { data: field(parse(answer), 'data') };
  const errors = field(parse(answer), 'errors');
  return {
    refusal: {
      status,
      errors: Array.isArray(errors) ? errors.filter((error) => typeof error === 'string') : [],
    },
  };
}

function parse({ body, headers }: EgressAnswer): unknown {
  if (body.byteLength === 0 || !/\bjson\b/.test(headers['content-type'] ?? '')) return null;
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    throw failed('its answer is no JSON', 'Check that a Vault or OpenBao server listens at the address.');
  }
}
