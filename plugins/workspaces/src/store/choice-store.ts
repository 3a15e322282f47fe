import { type ExecutionScope, type StorageService, sql } from '@datawave/plugin-sdk';

/** Which workspace a session has chosen. */
export class ChoiceStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  async remember(scope: ExecutionScope, session: string, workspace: string): Promise<void> {
    const table = sql.identifier(this.#storage.schema, 'choices');
    await this.#storage.transaction(scope, async (tx) => {
      await this.#storage.query(
        tx,
        sql`insert into ${table} (session_id, workspace) values (${session}, ${workspace}::uuid)
            on conflict (session_id) do update set workspace = excluded.workspace, chosen_at = now()`,
      );
      // No session lasts longer without choosing anew; a few at a time, so that nobody waits for it.
      await this.#storage.query(
        tx,
        sql`delete from ${table} where session_id in (select session_id from ${table} where chosen_at < now() - interval '31 days' order by chosen_at limit 100)`,
      );
    });
  }
}
