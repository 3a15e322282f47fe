import type { ExecutionScope, StorageService, Transaction } from '@datawave/plugin-sdk';
import type { Journal } from '../journal.ts';
import type { ProofCache } from './proof-cache.ts';
import type { EndedSession, SessionStore } from './session-store.ts';

/** Ends sessions: tells of it, and forgets what was checked of them, here at once and on other replicas when they hear the event or within five seconds. */
export class SessionEnding {
  readonly #storage: StorageService;
  readonly #sessions: SessionStore;
  readonly #cache: ProofCache;
  readonly #journal: Journal;

  constructor(parts: {
    readonly storage: StorageService;
    readonly sessions: SessionStore;
    readonly cache: ProofCache;
    readonly journal: Journal;
  }) {
    this.#storage = parts.storage;
    this.#sessions = parts.sessions;
    this.#cache = parts.cache;
    this.#journal = parts.journal;
  }

  /** False when there was nothing to end. */
  async one(tx: Transaction, scope: ExecutionScope, id: string, reason: string): Promise<boolean> {
    const ended = await this.#sessions.revoke(tx, id, reason);
    await this.#tell(tx, scope, ended, reason);
    return ended.length > 0;
  }

  /** Answers how many. */
  async all(
    tx: Transaction,
    scope: ExecutionScope,
    userId: string,
    reason: string,
    exceptSession: string | null = null,
  ): Promise<number> {
    const ended = await this.#sessions.revokeAll(tx, userId, reason, exceptSession);
    await this.#tell(tx, scope, ended, reason);
    this.forgetUser(tx, userId);
    return ended.length;
  }

  /** What was checked of somebody is looked up again once this has committed. */
  forgetUser(tx: Transaction, userId: string): void {
    this.#storage.afterCommit(tx, () => this.#cache.forgetUser(userId));
  }

  async #tell(
    tx: Transaction,
    scope: ExecutionScope,
    ended: readonly EndedSession[],
    reason: string,
  ): Promise<void> {
    for (const { id, userId } of ended) {
      await this.#journal.session(tx, scope, 'sessionRevoked', {
        ...{ sessionId: id, accountId: userId, reason, address: scope.address ?? null },
      });
      this.#storage.afterCommit(tx, () => this.#cache.forgetSession(id));
    }
  }
}
