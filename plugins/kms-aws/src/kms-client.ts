import {
  answerField,
  answerJson,
  type EgressService,
  isSafeForSecrets,
  type Json,
  keyServiceFailure,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { signRequest } from './sign-request.ts';

/** What the service answered: data, or the name of its error. */
export type KmsAnswer = { readonly data: unknown } | { readonly error: string };

/** That the service does not do what it is needed for. */
export const failed = keyServiceFailure('AWS KMS');

const MAX_BYTES = 256 * 1024;

/** Speaks the JSON interface of AWS KMS. */
export class KmsClient {
  readonly #egress: EgressService;
  readonly #config: Config;
  readonly #purpose: string;
  readonly #url: URL;

  /** @throws DataWaveError DW_VAULT_PROVIDER for an address that is not encrypted */
  constructor(egress: EgressService, config: Config, purpose: string) {
    const { region, endpoint } = config;
    const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    this.#url = new URL(endpoint ?? `https://kms.${region}.${domain}/`);
    if (!isSafeForSecrets(this.#url))
      throw failed('the address of the service is not encrypted', 'Write the endpoint with https://.');
    this.#egress = egress;
    this.#config = config;
    this.#purpose = purpose;
  }

  /** @throws DataWaveError DW_VAULT_PROVIDER when it cannot be reached or does not accept the credentials */
  async ask(
    action: 'Encrypt' | 'Decrypt' | 'DescribeKey',
    body: Json,
    signal: AbortSignal,
  ): Promise<KmsAnswer> {
    const { accessKeyId, secretAccessKey, sessionToken, region, caCertificate } = this.#config;
    const text = JSON.stringify(body);
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `TrentService.${action}`,
    };
    const signed = signRequest(
      {
        ...{ method: 'POST', path: '/', query: '', body: text, at: new Date() },
        headers: { ...headers, host: this.#url.host },
      },
      {
        ...{ accessKeyId, secretAccessKey, region, service: 'kms' },
        ...(sessionToken === undefined ? {} : { sessionToken }),
      },
    );
    const answer = await this.#egress.fetch(this.#url, {
      purpose: this.#purpose,
      // The address stands in the configuration.
      loopback: 'allow',
      method: 'POST',
      headers: { ...headers, ...signed },
      body: text,
      signal,
      maxBytes: MAX_BYTES,
      maxRedirects: 0,
      ...(caCertificate === undefined ? {} : { tls: { ca: caCertificate } }),
    });
    const parsed = answerJson(answer);
    if (answer.status === 200) return { data: parsed };
    const type = answerField(parsed, '__type');
    const error = typeof type === 'string' ? type.replace(/^.*#/, '') : '';
    if (error === '' || answer.status >= 500)
      throw failed(`the service answers with status ${answer.status}`, 'Check region and endpoint.');
    if (
      /^(UnrecognizedClient|InvalidSignature|IncompleteSignature|ExpiredToken|InvalidClientTokenId|MissingAuthenticationToken)/.test(
        error,
      )
    )
      throw failed(
        `the service does not accept the credentials (${error})`,
        'Check accessKeyId and secretAccessKey, and the clock of this machine.',
      );
    return { error };
  }
}
