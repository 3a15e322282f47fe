import type { Authentication } from '@datawave/plugin-sdk';

/** A revocation is seen everywhere within five seconds, so that a look-up that takes its time still is. */
export const FRESH_MS = 4_000;
const MAX_ENTRIES = 10_000;

interface Entry {
  readonly authentication: Authentication;
  readonly sessionId: string;
  readonly userId: string;
  readonly freshUntil: number;
}

/** Proofs that were checked a moment ago, by the header that carried them. */
export class ProofCache {
  readonly #entries = new Map<string, Entry>();
  /** Rises with everything that is forgotten: what was looked up before is not kept after it. */
  #forgotten = 0;

  get generation(): number {
    return this.#forgotten;
  }

  get(header: string): Authentication | null {
    const entry = this.#entries.get(header);
    if (entry === undefined) return null;
    if (entry.freshUntil > Date.now()) return entry.authentication;
    this.#entries.delete(header);
    return null;
  }

  /**
   * @param lookedUpAt - milliseconds since 1970 at which the look-up began: from then on it ages
   * @param generation - that of the cache when the look-up began
   */
  put(
    header: string,
    proof: {
      readonly authentication: Authentication;
      readonly sessionId: string;
      readonly userId: string;
      readonly expiresAt: number;
    },
    lookedUpAt: number,
    generation: number,
  ): void {
    if (generation !== this.#forgotten) return;
    const oldest = this.#entries.size >= MAX_ENTRIES ? this.#entries.keys().next().value : undefined;
    if (oldest !== undefined) this.#entries.delete(oldest);
    const { authentication, sessionId, userId, expiresAt } = proof;
    this.#entries.set(header, {
      ...{ authentication, sessionId, userId },
      freshUntil: Math.min(expiresAt, lookedUpAt + FRESH_MS),
    });
  }

  forgetSession(sessionId: string): void {
    this.#forget((entry) => entry.sessionId === sessionId);
  }

  forgetUser(userId: string): void {
    this.#forget((entry) => entry.userId === userId);
  }

  clear(): void {
    this.#forget(() => true);
  }

  #forget(isMeant: (entry: Entry) => boolean): void {
    this.#forgotten += 1;
    for (const [header, entry] of this.#entries) if (isMeant(entry)) this.#entries.delete(header);
  }
}
