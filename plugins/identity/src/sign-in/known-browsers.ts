import { type SqlFragment, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import { createToken, hashToken, isTokenShaped } from '../sessions/token-text.ts';

/** Seconds for which a browser stays known without being used. */
export const KNOWN_SECONDS = 180 * 86_400;
const MOST = 20;

/** Browsers in which somebody has signed in before. They prove nothing, but guessing elsewhere does not slow them down. */
export class KnownBrowsers {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Hash of the token where the account knows it, else null. Asks the same for an account that is not there. */
  async recognise(tx: Transaction, userId: string | null, token: string | null): Promise<string | null> {
    if (token === null || !isTokenShaped(token, 'known-browser')) return null;
    const hash = hashToken(token);
    const found = await this.#storage.query(
      tx,
      sql`select 1 from ${this.#table()} where hash = ${hash} and user_id = ${userId ?? ''} and last_at > now() - interval '180 days'`,
    );
    return found.length > 0 ? hash : null;
  }

  /** Makes the browser known to the account, by the token that it has or by a new one, which is answered. */
  async remember(tx: Transaction, userId: string, token: string | null): Promise<string> {
    const kept =
      token !== null && isTokenShaped(token, 'known-browser') ? token : createToken('known-browser');
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table()} (hash, user_id) values (${hashToken(kept)}, ${userId}) on conflict (hash, user_id) do update set last_at = now()`,
    );
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table()} where user_id = ${userId} and hash not in (
            select hash from ${this.#table()} where user_id = ${userId} order by last_at desc limit ${MOST})`,
    );
    return kept;
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'known_browsers');
  }
}
