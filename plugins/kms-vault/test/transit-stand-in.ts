import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type StandInAnswer as Answer, KeyServiceStandIn } from '@datawave/plugin-sdk/testing';

const refused = (status: number, ...errors: readonly string[]): Answer => ({ status, body: { errors } });

/** A key of the engine, whose versions count from 1. */
interface TransitKey {
  readonly type: string;
  readonly derived: boolean;
  readonly versions: Buffer[];
  oldest: number;
}

type Body = Readonly<Record<string, string>>;

const keyOf = (type: string, derived = false): TransitKey => ({
  type,
  derived,
  versions: [randomBytes(32)],
  oldest: 1,
});

/** What it says of a key, also when it has made or rotated it. */
const described = (name: string, { type, derived, versions, oldest }: TransitKey): Answer => ({
  status: 200,
  body: {
    data: {
      name,
      type,
      derived,
      latest_version: versions.length,
      min_decryption_version: oldest,
      supports_encryption: type !== 'ed25519',
    },
  },
});

/** Why a key encrypts nothing that is bound to other data; null where it does. */
const unfit = ({ type, derived }: TransitKey): Answer | null => {
  if (!/gcm|poly1305/.test(type))
    return refused(400, `'[0].associated_data' provided for non-AEAD cipher suite ${type}`);
  return derived
    ? refused(400, "missing 'context' for key derivation; the key was created using a derived key")
    : null;
};

/**
 * The part of Vault's HTTP interface that transit and AppRole are: tokens, versions of a key, data that is authenticated beside the
 * ciphertext, sealing. What transit answers was compared with its own engine, the rest with its documentation. Keeps what it was told, so that a test can see what left the platform.
 */
export class TransitStandIn extends KeyServiceStandIn {
  readonly rootToken = `hvs.${randomBytes(12).toString('hex')}`;
  role = { roleId: 'datawave', secretId: randomBytes(16).toString('hex') };
  isSealed = false;
  logins = 0;
  readonly plaintexts: string[] = [];
  readonly #tokens = new Set([this.rootToken]);
  readonly #keys = new Map<string, TransitKey>([['datawave', keyOf('aes256-gcm96')]]);

  /** As after a restart, or when somebody revoked them: tokens of sign-ins are known no more. */
  forgetTokens(): void {
    this.#tokens.clear();
    this.#tokens.add(this.rootToken);
  }

  versions(name: string): number {
    return this.#keys.get(name)?.versions.length ?? 0;
  }

  protected override answer(request: IncomingMessage, text: string): Answer {
    this.told.push(`${request.method} ${request.url} ${text}`);
    if (this.isSealed) return refused(503, 'Vault is sealed');
    const body: Body = text === '' ? {} : JSON.parse(text);
    const path = (request.url ?? '').replace(/^\/v1\//, '');
    if (path === 'auth/approle/login') return this.#login(body);
    if (this.denies || !this.#tokens.has(String(request.headers['x-vault-token'])))
      return refused(403, 'permission denied');
    const [, act = '', name = '', deed] =
      /^transit\/(keys|encrypt|decrypt)\/([^/]+)(?:\/(rotate|config))?$/.exec(path) ?? [];
    if (act === '') return refused(404, 'unsupported path');
    if (act === 'keys') return this.#manage(request.method === 'GET', name, deed, JSON.parse(text || '{}'));
    const key = this.#keys.get(name);
    if (key === undefined) return refused(400, 'encryption key not found');
    return unfit(key) ?? (act === 'encrypt' ? this.#encrypt(key, body) : this.#decrypt(key, body));
  }

  #manage(
    isRead: boolean,
    name: string,
    deed: string | undefined,
    given: Readonly<Record<string, unknown>>,
  ): Answer {
    const known = this.#keys.get(name);
    if (known === undefined && (isRead || deed !== undefined))
      return isRead ? refused(404) : refused(400, 'key not found');
    const key = known ?? keyOf(String(given['type']), given['derived'] === true);
    this.#keys.set(name, key);
    if (deed === 'rotate') key.versions.push(randomBytes(32));
    if (deed === 'config') key.oldest = Number(given['min_decryption_version']);
    return described(name, key);
  }

  #login({ role_id, secret_id }: Body): Answer {
    if (role_id !== this.role.roleId || secret_id !== this.role.secretId)
      return refused(400, 'invalid role or secret ID');
    this.logins += 1;
    const token = `hvs.${randomBytes(12).toString('hex')}`;
    this.#tokens.add(token);
    return { status: 200, body: { auth: { client_token: token, lease_duration: 3600, renewable: true } } };
  }

  #encrypt({ versions }: TransitKey, { plaintext = '', associated_data = '' }: Body): Answer {
    this.plaintexts.push(plaintext);
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', versions.at(-1) ?? Buffer.alloc(0), nonce);
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
        data: {
          ciphertext: `vault:v${versions.length}:${sealed.toString('base64')}`,
          key_version: versions.length,
        },
      },
    };
  }

  #decrypt({ type, versions, oldest }: TransitKey, { ciphertext = '', associated_data = '' }: Body): Answer {
    if (ciphertext === '') return refused(400, 'missing ciphertext to decrypt');
    const [, version, text] = /^vault:v([^:]*):(.*)$/.exec(ciphertext) ?? [];
    if (version === undefined || text === undefined) return refused(400, 'invalid ciphertext: no prefix');
    if (!/^\d+$/.test(version))
      return refused(400, 'invalid ciphertext: version number could not be decoded');
    // What has the version 0 was encrypted before there were any.
    const number = Math.max(1, Number(version));
    const secret = versions[number - 1];
    if (secret === undefined) return refused(400, 'invalid ciphertext: version is too new');
    if (number < oldest)
      return refused(400, 'ciphertext or signature version is disallowed by policy (too old)');
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0)
      return refused(400, 'invalid ciphertext: could not decode base64');
    const sealed = Buffer.from(text, 'base64');
    if (sealed.length < 12) return refused(400, 'invalid ciphertext length');
    try {
      const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, 12));
      decipher.setAAD(Buffer.from(associated_data, 'base64'));
      decipher.setAuthTag(sealed.subarray(-16));
      const plain = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
      return { status: 200, body: { data: { plaintext: plain.toString('base64') } } };
    } catch {
      const cipher = type.startsWith('chacha20') ? 'chacha20poly1305' : 'cipher';
      return refused(400, `${cipher}: message authentication failed`);
    }
  }
}
