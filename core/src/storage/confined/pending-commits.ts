import { type Logger, type Migration, workspaceTable } from '@datawave/plugin-sdk';
import type { DriverStatement } from '../statement.ts';
import type { PendingCommit } from './companion.ts';

/** What was noted, and how it is done. */
export interface PendingCommitsParts {
  readonly log: Logger;
  /** One statement as the kernel, committed by itself. */
  execute<Row>(statement: DriverStatement): Promise<readonly Row[]>;
  /** Runs statements as the platform's role in a workspace, in one transaction; the first must concern a row, or nothing is done. */
  redo(workspace: string, statements: readonly DriverStatement[]): Promise<boolean>;
}

export const pendingCommitsMigration: Migration = {
  name: 'storage_0002_pending_commits',
  up: [
    // What the platform is to write because a transaction of an isolated plugin was committed; a row is there for the moment between two commits.
    `create table pending_commits (
       id uuid primary key,
       workspace_id uuid not null,
       plugin text not null,
       transaction text not null,
       statements jsonb not null,
       noted_at timestamptz not null default now()
     )`,
    ...workspaceTable('pending_commits'),
  ],
};

/** Seconds after which whoever noted something has had the time to do it. */
const PATIENCE_S = 30;
const LOOK_MS = 30_000;

/** Does what was noted by a process that ended between the commit of an isolated plugin and the platform's own. */
export class PendingCommits {
  readonly #parts: PendingCommitsParts;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();

  constructor(parts: PendingCommitsParts) {
    this.#parts = parts;
  }

  async note({ id, workspace, plugin, transaction, statements }: PendingCommit): Promise<void> {
    await this.#parts.execute({
      text: 'insert into core.pending_commits (id, workspace_id, plugin, transaction, statements) values ($1, $2, $3, $4, $5::jsonb)',
      values: [id, workspace, plugin, transaction, JSON.stringify(statements.map(encode))],
    });
  }

  /** Looks now and then, until stopped. */
  start(): void {
    if (this.#timer !== null) return;
    const look = (): void => {
      this.#looking = this.look().catch((error: unknown) =>
        this.#parts.log.warn('What isolated plugins have left to be written could not be looked at.', {
          error,
        }),
      );
    };
    this.#timer = setInterval(look, LOOK_MS).unref();
    look();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await this.#looking;
  }

  /** @param patience - seconds that whoever noted something is given */
  async look(patience = PATIENCE_S): Promise<void> {
    const noted = await this.#parts.execute<{
      readonly id: string;
      readonly workspace: string;
      readonly plugin: string;
      readonly status: string | null;
      readonly statements: readonly EncodedStatement[];
    }>({
      text: `select id::text as id, workspace_id::text as workspace, plugin, case when transaction::xid8 < pg_snapshot_xmax(pg_current_snapshot()) then pg_xact_status(transaction::xid8) end as status, statements
        from core.pending_commits where noted_at <= now() - $1::float8 * interval '1 second' order by noted_at limit 100`,
      values: [patience],
    });
    for (const { id, workspace, plugin, status, statements } of noted) {
      if (status === 'in progress') continue;
      const gone = { text: 'delete from core.pending_commits where id = $1', values: [id] };
      if (status !== 'committed') {
        await this.#parts.execute(gone);
        continue;
      }
      try {
        // The row goes first: two that look at once must not both do it.
        if (await this.#parts.redo(workspace, [gone, ...statements.map(decode)]))
          this.#parts.log.info('What an isolated plugin had the platform write has been written.', {
            plugin,
          });
      } catch (error) {
        this.#parts.log.error('What an isolated plugin had the platform write cannot be written.', {
          plugin,
          error,
        });
      }
    }
  }
}

interface EncodedStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

const encode = ({ text, values }: DriverStatement): EncodedStatement => ({
  text,
  values: values.map(encodeValue),
});

function encodeValue(value: unknown): unknown {
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(encodeValue);
  if (typeof value === 'object' && value !== null) return { json: JSON.stringify(value) };
  return value;
}

const decode = ({ text, values }: EncodedStatement): DriverStatement => ({
  text,
  values: values.map(decodeValue),
});

function decodeValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodeValue);
  if (typeof value !== 'object' || value === null) return value;
  const { bigint, bytes, json } = value as { bigint?: string; bytes?: string; json?: string };
  return bytes === undefined ? (bigint ?? json) : Buffer.from(bytes, 'base64');
}
