import { createHash } from 'node:crypto';
import { type ExecutionScope, type SqlFragment, type StorageService, sql } from '@datawave/plugin-sdk';

/** Which assertions have been used, for as long as somebody could come with them again; the same on every replica. */
export class UsedAssertions {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Whether it is the first time. @param until - milliseconds since 1970 */
  async use(scope: ExecutionScope, issuer: string, id: string, until: number): Promise<boolean> {
    const hash = createHash('sha256')
      .update(JSON.stringify([issuer, id]))
      .digest('base64url');
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`insert into ${this.#table()} (hash, expires_at) values (${hash}, ${new Date(until)}) on conflict do nothing returning hash`,
      ),
    );
    return rows.length > 0;
  }

  async sweep(scope: ExecutionScope): Promise<void> {
    await this.#storage.transaction(scope, (tx) =>
      this.#storage.query(tx, sql`delete from ${this.#table()} where expires_at < now()`),
    );
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'used_assertions');
  }
}
