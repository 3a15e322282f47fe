import { createHash, randomUUID } from 'node:crypto';
import {
  type ExecutionScope,
  type Json,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { Sealer } from './sealer.ts';

/** What was begun. */
export type CeremonyKind = 'passkey-registration' | 'passkey-sign-in' | 'passkey-step-up' | 'redirect';

/** What has been begun and waits for its end, with whatever must be remembered meanwhile. */
export interface Ceremony {
  readonly id: string;
  /** Whose it is; null where nobody has signed in yet. */
  readonly userId: string | null;
  readonly memory: Json;
}

/**
 * Things that begin with one request and end with another: a challenge and its answer, a way to a provider and back. What is to be
 * remembered goes along with the client, sealed, so that nothing is kept of those who never come back; each ends once.
 */
export class Ceremonies {
  readonly #storage: StorageService;
  readonly #sealer: Sealer;

  constructor(storage: StorageService, sealer: Sealer) {
    this.#storage = storage;
    this.#sealer = sealer;
  }

  /** Answers what the client must bring back. @param minutes - until when */
  begin(kind: CeremonyKind, userId: string | null, memory: Json, minutes: number): Promise<string> {
    const expiresAt = Date.now() + minutes * 60_000;
    return this.#sealer.seal(kind, { id: randomUUID(), userId, memory, expiresAt });
  }

  /** Null when it was not begun here, for this and for them, is too long ago, or has ended before. */
  async end(
    scope: ExecutionScope,
    kind: CeremonyKind,
    userId: string | null,
    text: string,
  ): Promise<Ceremony | null> {
    const opened = await this.#sealer.open(kind, text);
    if (!isCeremony(opened) || opened.expiresAt < Date.now() || opened.userId !== userId) return null;
    const id = createHash('sha256').update(`${kind} ${opened.id}`).digest('base64url');
    const isFirst = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`insert into ${this.#table()} (id, expires_at) values (${id}, ${new Date(opened.expiresAt)})
            on conflict do nothing returning id`,
      ),
    );
    return isFirst.length > 0 ? opened : null;
  }

  async sweep(tx: Transaction): Promise<void> {
    await this.#storage.query(tx, sql`delete from ${this.#table()} where expires_at < now()`);
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'ceremonies');
  }
}

/** Only the sealer has made it: that its parts are there is enough. */
const isCeremony = (value: unknown): value is Ceremony & { readonly expiresAt: number } =>
  typeof value === 'object' && value !== null && 'id' in value && 'memory' in value && 'expiresAt' in value;
