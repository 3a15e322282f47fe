import type { Authentication } from '@datawave/plugin-sdk';

/** Looked up again after this, should a notification of a revocation be lost: it is seen within five seconds all the same. */
export const FRESH_MS = 4_000;
const MAX_ENTRIES = 10_000;

interface Entry {
  readonly authentication: Authentication;
  readonly sessionId: string;
  readonly freshUntil: number;
}

/** Tokens that were looked up a moment ago, by the header that carried them. */
export class TokenCache {
  readonly #entries = new Map<string, Entry>();

  get(header: string): Authentication | null {
    const entry = this.#entries.get(header);
    if (entry === undefined) return null;
    if (entry.freshUntil > Date.now()) return entry.authentication;
    this.#entries.delete(header);
    return null;
  }

  put(header: string, sessionId: string, expiresAt: number, authentication: Authentication): void {
    const oldest = this.#entries.size >= MAX_ENTRIES ? this.#entries.keys().next().value : undefined;
    if (oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(header, {
      authentication,
      sessionId,
      freshUntil: Math.min(expiresAt, Date.now() + FRESH_MS),
    });
  }

  /** Forgets the tokens of one session, or of all. */
  forget(sessionId: string | null): void {
    if (sessionId === null) this.#entries.clear();
    else
      for (const [header, entry] of this.#entries)
        if (entry.sessionId === sessionId) this.#entries.delete(header);
  }
}
