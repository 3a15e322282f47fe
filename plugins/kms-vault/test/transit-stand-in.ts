import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type StandInAnswer as Answer, KeyServiceStandIn } from '@datawave/plugin-sdk/testing';

const refused = (status: number, ...errors: readonly string[]): Answer => ({ status, body: { errors } });

/**
 * The part of Vault's HTTP interface that transit and AppRole are, as its documentation describes it: tokens, versions of a key, data
 * that is authenticated beside the ciphertext, sealing. Keeps what it was told, so that a test can see what left the platform.
 */
export class TransitStandIn extends KeyServiceStandIn {
  readonly rootToken = `hvs.${randomBytes(12).toString('hex')}`;
  role = { roleId: 'datawave', secretId: randomBytes(16).toString('hex') };
  isSealed = false;
  logins = 0;
  readonly plaintexts: string[] = [];
  readonly #tokens = new Set([this.rootToken]);
  readonly #keys = new Map<string, Buffer[]>([['datawave', [randomBytes(32)]]]);

  /** As after a restart, or when somebody revoked them: tokens of sign-ins are known no more. */
  forgetTokens(): void {
    this.#tokens.clear();
    this.#tokens.add(this.rootToken);
  }

  versions(name: string): number {
    return this.#keys.get(name)?.length ?? 0;
  }

  protected override answer(request: IncomingMessage, text: string): Answer {
    this.told.push(`${request.method} ${request.url} ${text}`);
    if (this.isSealed) return refused(503, 'Vault is sealed');
    const body: Readonly<Record<string, string>> = text === '' ? {} : JSON.parse(text);
    const path = (request.url ?? '').replace(/^\/v1\//, '');
    if (path === 'auth/approle/login') return this.#login(body);
    if (this.denies || !this.#tokens.has(String(request.headers['x-vault-token'])))
      return refused(403, 'permission denied');
    const [, act = '', name = '', rotate] =
      /^transit\/(keys|encrypt|decrypt)\/([^/]+)(\/rotate)?$/.exec(path) ?? [];
    const key = this.#keys.get(name);
    if (act === '') return refused(404);
    if (key === undefined)
      return act === 'keys' && rotate === undefined ? refused(404) : refused(400, 'encryption key not found');
    if (act === 'encrypt') return this.#encrypt(key, body);
    if (act === 'decrypt') return this.#decrypt(key, body);
    if (rotate === undefined)
      return { status: 200, body: { data: { name, latest_version: key.length, supports_encryption: true } } };
    key.push(randomBytes(32));
    return { status: 204 };
  }

  #login({ role_id, secret_id }: Readonly<Record<string, string>>): Answer {
    if (role_id !== this.role.roleId || secret_id !== this.role.secretId)
      return refused(400, 'invalid role or secret ID');
    this.logins += 1;
    const token = `hvs.${randomBytes(12).toString('hex')}`;
    this.#tokens.add(token);
    return { status: 200, body: { auth: { client_token: token, lease_duration: 3600, renewable: true } } };
  }

  #encrypt(
    key: readonly Buffer[],
    { plaintext = '', associated_data = '' }: Readonly<Record<string, string>>,
  ): Answer {
    this.plaintexts.push(plaintext);
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key.at(-1) ?? Buffer.alloc(0), nonce);
    cipher.setAAD(Buffer.from(associated_data, 'base64'));
    const sealed = Buffer.concat([
      nonce,
      cipher.update(Buffer.from(plaintext, 'base64')),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return {
      status: 200,
      body: {
        data: { ciphertext: `vault:v${key.length}:${sealed.toString('base64')}`, key_version: key.length },
      },
    };
  }

  #decrypt(
    key: readonly Buffer[],
    { ciphertext = '', associated_data = '' }: Readonly<Record<string, string>>,
  ): Answer {
    const [, version, text] = /^vault:v(\d+):(.+)$/.exec(ciphertext) ?? [];
    if (version === undefined || text === undefined) return refused(400, 'invalid ciphertext: no prefix');
    const secret = key[Number(version) - 1];
    if (secret === undefined) return refused(400, 'invalid ciphertext: version is too new');
    const sealed = Buffer.from(text, 'base64');
    try {
      const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, 12));
      decipher.setAAD(Buffer.from(associated_data, 'base64'));
      decipher.setAuthTag(sealed.subarray(-16));
      const plain = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
      return { status: 200, body: { data: { plaintext: plain.toString('base64') } } };
    } catch {
      return refused(400, 'cipher: message authentication failed');
    }
  }
}
