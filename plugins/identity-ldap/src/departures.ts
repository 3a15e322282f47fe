import { type ExecutionScope, type SqlFragment, type StorageService, sql } from '@datawave/plugin-sdk';

/** Whom this plugin has deactivated because they had left a directory. */
export class Departures {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Subjects in a directory. */
  async subjects(scope: ExecutionScope, directory: string): Promise<ReadonlySet<string>> {
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ subject: string }>(
        tx,
        sql`select subject from ${this.#table} where directory = ${directory}`,
      ),
    );
    return new Set(rows.map(({ subject }) => subject));
  }

  /** Noted before the account is deactivated: who is noted and active was brought back by somebody. */
  async note(scope: ExecutionScope, directory: string, subject: string, accountId: string): Promise<void> {
    await this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`insert into ${this.#table} (directory, subject, account_id) values (${directory}, ${subject}, ${accountId})
            on conflict (directory, subject) do update set account_id = excluded.account_id, noticed_at = now()`,
      ),
    );
  }

  async forget(scope: ExecutionScope, directory: string, subject: string): Promise<void> {
    await this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`delete from ${this.#table} where directory = ${directory} and subject = ${subject}`,
      ),
    );
  }

  get #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'departures');
  }
}
