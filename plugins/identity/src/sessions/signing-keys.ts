import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import {
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type VaultService,
} from '@datawave/plugin-sdk';

/** A public key as it is published (RFC 8037). */
export interface PublicKey {
  readonly kid: string;
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}

interface KeyRow {
  readonly kid: string;
  readonly public_key: PublicKey;
  readonly created_ms: number;
}

interface Signer {
  readonly kid: string;
  readonly key: KeyObject;
}

/** A retired key stays published for as long as a token may be around that it has signed, with plenty to spare. */
const KEPT_HOURS = 24;
/** A key of another replica is looked for at most so often: made-up key ids must not become queries. */
const LOOK_AGAIN_MS = 1_000;
/** A key that an operator has withdrawn is good for nothing after this. */
const KNOWN_MS = 60_000;
/** Another replica may have begun a new key; then this one signs with it, too. */
const SIGNER_MS = 60_000;

/** Ed25519 keys for access tokens: private ones in the vault, public ones in the database, a new one now and then. */
export class SigningKeys {
  readonly #storage: StorageService;
  readonly #vault: VaultService;
  readonly #scope: () => ExecutionScope;
  readonly #keyMs: number;
  #published = new Map<string, { readonly jwk: PublicKey; readonly key: KeyObject }>();
  #lookedAt = 0;
  /** The look that was begun last, while it lasts. */
  #looking: Promise<unknown> | null = null;
  #signer: { readonly signer: Promise<Signer>; readonly until: number } | null = null;

  constructor(parts: {
    readonly storage: StorageService;
    readonly vault: VaultService;
    readonly scope: () => ExecutionScope;
    readonly keyDays: number;
  }) {
    this.#storage = parts.storage;
    this.#vault = parts.vault;
    this.#scope = parts.scope;
    this.#keyMs = parts.keyDays * 86_400_000;
  }

  /** The key that signs now; made when there is none or it has had its time. @throws DataWaveError DW_VAULT_KEY */
  async signer(): Promise<Signer> {
    if (this.#signer === null || this.#signer.until < Date.now()) {
      const signer = this.#loadSigner();
      const entry = { signer, until: Date.now() + SIGNER_MS };
      this.#signer = entry;
      signer.catch(() => {
        if (this.#signer === entry) this.#signer = null;
      });
    }
    return this.#signer.signer;
  }

  /** The public key of an id; null for one that nobody made. */
  async verifier(kid: string): Promise<KeyObject | null> {
    const known = this.#published.get(kid);
    const age = Date.now() - this.#lookedAt;
    if (known !== undefined && age < KNOWN_MS) return known.key;
    // Somebody may be looking at this moment: at a start many come at once, and none of them may be turned away for that.
    if (known === undefined && age < LOOK_AGAIN_MS) await this.#looking;
    else await this.#read();
    return this.#published.get(kid)?.key ?? null;
  }

  /** Everything with which a token may be signed that is still good. */
  async published(): Promise<readonly PublicKey[]> {
    await this.#read();
    return [...this.#published.values()].map(({ jwk }) => jwk);
  }

  /** Forgets keys that have signed nothing that is still good. */
  async sweep(): Promise<void> {
    const scope = this.#scope();
    await this.#storage.transaction(scope, async (tx) => {
      const gone = await this.#storage.query<{ kid: string }>(
        tx,
        sql`delete from ${this.#table()} where retired_at < now() - ${KEPT_HOURS}::int * interval '1 hour' returning kid`,
      );
      for (const { kid } of gone) await this.#vault.delete(tx, scope, secretName(kid));
    });
  }

  async #loadSigner(): Promise<Signer> {
    let newest = await this.#newest();
    if (newest === null || newest.created_ms + this.#keyMs < Date.now()) {
      await this.#make(newest?.kid ?? null);
      newest = await this.#newest();
    }
    if (newest === null) throw new Error('No signing key after one was made.');
    const pem = await this.#vault.reveal(this.#scope(), secretName(newest.kid));
    return { kid: newest.kid, key: createPrivateKey(pem) };
  }

  /** @param instead - the key that was found too old, null where there was none: of several replicas that find so, one makes the next */
  async #make(instead: string | null): Promise<void> {
    const scope = this.#scope();
    const kid = randomUUID();
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const { x = '' } = publicKey.export({ format: 'jwk' });
    const jwk: PublicKey = { kid, kty: 'OKP', crv: 'Ed25519', x, use: 'sig', alg: 'EdDSA' };
    await this.#storage.transaction(scope, async (tx) => {
      await this.#storage.query(
        tx,
        sql`insert into ${sql.identifier(this.#storage.schema, 'own_keys')} (name) values ('signing-keys') on conflict (name) do update set created_at = now()`,
      );
      const current = await this.#storage.query<{ kid: string }>(
        tx,
        sql`select kid from ${this.#table()} where retired_at is null order by created_at desc`,
      );
      const isOvertaken = current.length > 0 && current[0]?.kid !== instead;
      if (isOvertaken) return;
      await this.#vault.put(
        tx,
        scope,
        secretName(kid),
        privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      );
      await this.#storage.query(
        tx,
        sql`update ${this.#table()} set retired_at = now() where retired_at is null`,
      );
      await this.#storage.query(
        tx,
        sql`insert into ${this.#table()} (kid, public_key, created_at) values (${kid}, ${sql.json(jwk)}, clock_timestamp())`,
      );
    });
  }

  async #newest(): Promise<KeyRow | null> {
    const rows = await this.#read();
    return rows[0] ?? null;
  }

  /** Unretired ones first, the newest at the front. */
  async #read(): Promise<readonly KeyRow[]> {
    this.#lookedAt = Date.now();
    const look = this.#look();
    this.#looking = look;
    try {
      return await look;
    } finally {
      if (this.#looking === look) this.#looking = null;
    }
  }

  async #look(): Promise<readonly KeyRow[]> {
    const rows = await this.#storage.transaction(this.#scope(), (tx) =>
      this.#storage.query<KeyRow & { readonly retired: boolean }>(
        tx,
        sql`select kid, public_key, (extract(epoch from created_at) * 1000)::float8 as created_ms, retired_at is not null as retired
            from ${this.#table()} where retired_at is null or retired_at > now() - ${KEPT_HOURS}::int * interval '1 hour'
            order by retired_at nulls first, created_at desc`,
      ),
    );
    this.#published = new Map(
      rows.map(({ kid, public_key: jwk }) => [
        kid,
        { jwk, key: this.#published.get(kid)?.key ?? createPublicKey({ key: { ...jwk }, format: 'jwk' }) },
      ]),
    );
    return rows.filter(({ retired }) => !retired);
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'signing_keys');
  }
}

const secretName = (kid: string): string => `signing-key/${kid}`;
