import { createHash, randomBytes } from 'node:crypto';
import {
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { Sealer } from '../sealer.ts';
import { isSame } from '../sessions/token-text.ts';

/** What a provider had a browser post. */
export type PostedFields = Readonly<Record<string, string>>;

const PURPOSE = 'posted-answer';
/** The browser comes back at once. */
const KEPT_SECONDS = 120;

/**
 * Answers that a provider's page posts. The cookie that began the sign-in stays behind in a request that comes from another site, so the
 * answer waits here, sealed, until the browser fetches it with a GET, which carries the cookie; once.
 */
export class PostedAnswers {
  readonly #storage: StorageService;
  readonly #sealer: Sealer;

  constructor(storage: StorageService, sealer: Sealer) {
    this.#storage = storage;
    this.#sealer = sealer;
  }

  /**
   * What goes to the provider and back; at most 80 characters, which is all that SAML carries. It can be told from made-up ones without
   * the cookie, so that nobody fills the table who has not begun a sign-in for each row.
   */
  async createState(provider: string, minutes: number): Promise<string> {
    const random = randomBytes(18).toString('base64url');
    const until = Math.ceil(Date.now() / 1_000 + minutes * 60).toString(36);
    return `${random}.${until}.${await this.#mark(provider, random, until)}`;
  }

  /** Keeps what was posted and answers the handle that fetches it; null where no sign-in was begun that it could answer, or it was answered already. */
  async keep(
    scope: ExecutionScope,
    provider: string,
    state: string,
    fields: PostedFields,
  ): Promise<string | null> {
    if (!(await this.#isOwn(provider, state))) return null;
    const handle = randomBytes(32).toString('base64url');
    const sealed = await this.#sealer.seal(`${PURPOSE} ${provider}`, { ...fields });
    const kept = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`insert into ${this.#table()} (state_hash, handle_hash, sealed, expires_at)
            values (${hashed(state)}, ${hashed(handle)}, ${sealed}, now() + make_interval(secs => ${KEPT_SECONDS}))
            on conflict do nothing returning state_hash`,
      ),
    );
    return kept.length > 0 ? handle : null;
  }

  /** What was posted, for the first who fetches it; null when it is not there any more, or was another provider's. */
  async take(scope: ExecutionScope, provider: string, handle: string): Promise<PostedFields | null> {
    const [row] = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ sealed: string; is_fresh: boolean }>(
        tx,
        sql`delete from ${this.#table()} where handle_hash = ${hashed(handle)} returning sealed, expires_at > now() as is_fresh`,
      ),
    );
    if (row?.is_fresh !== true) return null;
    const opened = await this.#sealer.open(`${PURPOSE} ${provider}`, row.sealed);
    return isFields(opened) ? opened : null;
  }

  async sweep(tx: Transaction): Promise<void> {
    await this.#storage.query(tx, sql`delete from ${this.#table()} where expires_at < now()`);
  }

  async #isOwn(provider: string, state: string): Promise<boolean> {
    const [random = '', until = '', mark = '', ...more] = state.split('.');
    if (more.length > 0 || !/^[0-9a-z]{1,10}$/.test(until)) return false;
    if (Number.parseInt(until, 36) * 1_000 < Date.now()) return false;
    return isSame(mark, await this.#mark(provider, random, until));
  }

  #mark(provider: string, random: string, until: string): Promise<string> {
    return this.#sealer.fingerprint(`state ${provider} ${random} ${until}`);
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'posted_answers');
  }
}

const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Only the sealer has made it: that it is an object is enough. */
const isFields = (value: unknown): value is PostedFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
