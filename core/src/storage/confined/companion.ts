import { randomUUID } from 'node:crypto';
import type { Logger } from '@datawave/plugin-sdk';
import type { TransactionSession } from '../session.ts';
import type { DriverStatement } from '../statement.ts';

/** What was to be committed beside a plugin's transaction, as it is noted. */
export interface PendingCommit {
  readonly id: string;
  readonly workspace: string;
  readonly plugin: string;
  /** Of the plugin's transaction, as the server numbers it. */
  readonly transaction: string;
  readonly statements: readonly DriverStatement[];
}

export interface CompanionParts {
  readonly plugin: string;
  readonly workspace: string;
  readonly log: Logger;
  /** Begins a transaction of the platform's own role, in the same workspace. */
  begin(): Promise<TransactionSession>;
  /** Writes down what is to be committed, in a transaction of its own. */
  note(pending: PendingCommit): Promise<void>;
}

/**
 * What the platform writes beside the transaction of an isolated plugin: jobs, events, entries of the trail, secrets. The plugin's own session must
 * not be able to write them, so they have one of their own. It is committed after the plugin's; before that, what it does is noted with the number
 * of the plugin's transaction, so that it is done later by whoever finds the note, should this process end in between. See {@link PendingCommits}.
 */
export class Companion {
  readonly #parts: CompanionParts;
  #session: Promise<TransactionSession> | null = null;
  readonly #statements: DriverStatement[] = [];
  #deferred: DriverStatement[] = [];
  #noted: string | null = null;

  constructor(parts: CompanionParts) {
    this.#parts = parts;
  }

  /** Whether the database gave up one of its statements for the sake of others. */
  async hasCollided(): Promise<boolean> {
    return (await this.#session?.catch(() => null))?.hasCollided ?? false;
  }

  async execute(statement: DriverStatement): Promise<readonly object[]> {
    await this.#flush();
    return await this.#run(statement);
  }

  /** Runs a statement with the next one, or before the commit. */
  defer(statement: DriverStatement): void {
    this.#deferred.push(statement);
  }

  /** Before the plugin's transaction commits: everything has been done and noted. Nothing where nothing was to be done. */
  async prepare(plugins: TransactionSession): Promise<void> {
    await this.#flush();
    if (this.#statements.length === 0) return;
    const { rows } = await plugins.query(
      { text: 'select pg_catalog.pg_current_xact_id()::text as id', values: [] },
      { guarded: false },
    );
    const id = randomUUID();
    const { plugin, workspace, note } = this.#parts;
    const transaction = String(Reflect.get(rows[0] ?? {}, 'id'));
    await note({ id, workspace, plugin, transaction, statements: this.#statements });
    this.#noted = id;
  }

  /** After the plugin's transaction has committed. What fails now is done by whoever finds the note. */
  async commit(): Promise<void> {
    const session = await this.#session?.catch(() => null);
    if (session === null || session === undefined) return;
    try {
      if (this.#noted !== null) {
        const { rowCount } = await session.query(
          { text: 'delete from core.pending_commits where id = $1', values: [this.#noted] },
          { guarded: false },
        );
        if (rowCount !== 1) throw new Error('what was noted has been done by another process already');
      }
      await session.commit();
    } catch (error) {
      await session.rollback();
      this.#parts.log.warn(
        'What an isolated plugin had the platform write with its transaction is written later.',
        { plugin: this.#parts.plugin, error },
      );
    }
  }

  async rollback(): Promise<void> {
    const session = await this.#session?.catch(() => null);
    await session?.rollback();
  }

  async abort(): Promise<void> {
    const session = await this.#session?.catch(() => null);
    await session?.abort();
  }

  async #flush(): Promise<void> {
    for (const statement of this.#deferred.splice(0)) await this.#run(statement);
  }

  async #run(statement: DriverStatement): Promise<readonly object[]> {
    this.#session ??= this.#parts.begin();
    const session = await this.#session;
    const { rows } = await session.query(statement, { guarded: false });
    this.#statements.push(statement);
    return rows;
  }
}
