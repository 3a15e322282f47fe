import {
  type AuditRecord,
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { Checkpoint, Head, Seal } from './seal.ts';

/** An entry and where it stands, which may be elsewhere than it says of itself. */
export interface PlacedEntry {
  readonly position: string;
  readonly record: AuditRecord;
}

/** The seals of the trail and the copy of it that is searched, as rows. Each workspace sees its own alone. */
export class SealStore {
  readonly storage: StorageService;

  constructor(storage: StorageService) {
    this.storage = storage;
  }

  table(name: 'heads' | 'seals' | 'checkpoints' | 'entries' | 'readings'): SqlFragment {
    return sql.identifier(this.storage.schema, name);
  }

  /** Waits until nobody else seals or shortens the trail of the workspace. Nobody who writes to the trail takes this lock. */
  async lock(tx: Transaction, scope: ExecutionScope): Promise<void> {
    const key = `${this.storage.schema} ${scope.workspace}`;
    await this.storage.query(tx, sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))::text`);
  }

  async head(tx: Transaction): Promise<Head | null> {
    const [row] = await this.storage.query<Head>(
      tx,
      sql`select sequence::text as sequence, position::text as position, entries::text as entries, head, sealed_at as "sealedAt", mac
          from ${this.table('heads')}`,
    );
    return row ?? null;
  }

  async checkpoint(tx: Transaction): Promise<Checkpoint | null> {
    const [row] = await this.storage.query<Checkpoint>(
      tx,
      sql`select sequence::text as sequence, through_position::text as through, head, removed::text as removed, kept, state,
            sealed_at as "sealedAt", mac
          from ${this.table('checkpoints')}`,
    );
    return row ?? null;
  }

  /** Seals after a sequence, in order. */
  seals(tx: Transaction, after: string, limit: number): Promise<readonly Seal[]> {
    return this.storage.query<Seal>(
      tx,
      sql`select sequence::text as sequence, kind, after_position::text as after, through_position::text as through, previous, head,
            positions::text[] as positions, hashes, sealed_at as "sealedAt", mac
          from ${this.table('seals')} s where s.sequence > ${after}::bigint order by s.sequence limit ${limit}`,
    );
  }

  async putHead(tx: Transaction, scope: ExecutionScope, head: Head): Promise<void> {
    await this.storage.query(
      tx,
      sql`insert into ${this.table('heads')} (workspace_id, sequence, position, entries, head, sealed_at, mac)
          values (${scope.workspace}, ${head.sequence}::bigint, ${head.position}::bigint, ${head.entries}::bigint, ${head.head},
            ${head.sealedAt}, ${head.mac})
          on conflict (workspace_id) do update set sequence = excluded.sequence, position = excluded.position,
            entries = excluded.entries, head = excluded.head, sealed_at = excluded.sealed_at, mac = excluded.mac`,
    );
  }

  async putCheckpoint(tx: Transaction, scope: ExecutionScope, point: Checkpoint): Promise<void> {
    await this.storage.query(
      tx,
      sql`insert into ${this.table('checkpoints')}
            (workspace_id, sequence, through_position, head, removed, kept, state, sealed_at, mac)
          values (${scope.workspace}, ${point.sequence}::bigint, ${point.through}::bigint, ${point.head}, ${point.removed}::bigint,
            ${point.kept}, ${point.state}, ${point.sealedAt}, ${point.mac})
          on conflict (workspace_id) do update set sequence = excluded.sequence, through_position = excluded.through_position,
            head = excluded.head, removed = excluded.removed, kept = excluded.kept, state = excluded.state,
            sealed_at = excluded.sealed_at, mac = excluded.mac`,
    );
  }

  async putSeal(tx: Transaction, scope: ExecutionScope, seal: Seal): Promise<void> {
    await this.storage.query(
      tx,
      sql`insert into ${this.table('seals')}
            (workspace_id, sequence, kind, after_position, through_position, previous, head, positions, hashes, sealed_at, mac)
          values (${scope.workspace}, ${seal.sequence}::bigint, ${seal.kind}, ${seal.after}::bigint, ${seal.through}::bigint,
            ${seal.previous}, ${seal.head}, ${seal.positions}::bigint[], ${seal.hashes}, ${seal.sealedAt}, ${seal.mac})
          on conflict (workspace_id, sequence) do update set kind = excluded.kind, previous = excluded.previous, head = excluded.head,
            positions = excluded.positions, hashes = excluded.hashes, sealed_at = excluded.sealed_at, mac = excluded.mac`,
    );
  }

  async removeSeal(tx: Transaction, sequence: string): Promise<void> {
    await this.storage.query(
      tx,
      sql`delete from ${this.table('seals')} s where s.sequence = ${sequence}::bigint`,
    );
  }

  /** Copies entries to where they are searched. */
  async putEntries(tx: Transaction, scope: ExecutionScope, records: readonly AuditRecord[]): Promise<void> {
    await this.storage.query(
      tx,
      sql`insert into ${this.table('entries')} (workspace_id, position, record)
          select ${scope.workspace}::uuid, (r ->> 'position')::bigint, r from jsonb_array_elements(${sql.json(records)}) r`,
    );
  }

  async removeEntries(tx: Transaction, positions: readonly string[]): Promise<void> {
    await this.storage.query(
      tx,
      sql`delete from ${this.table('entries')} e where e.position = any(${positions}::bigint[])`,
    );
  }

  /** When the newest entry between two positions (exclusive, inclusive) was recorded, in milliseconds since 1970. */
  async newestUnder(
    tx: Transaction,
    between: { readonly after: string; readonly through: string },
  ): Promise<number> {
    const [row] = await this.storage.query<{ newest: string | null }>(
      tx,
      sql`select max(e.occurred_at) as newest from ${this.table('entries')} e
          where e.position > ${between.after}::bigint and e.position <= ${between.through}::bigint`,
    );
    return row?.newest == null ? Number.POSITIVE_INFINITY : Date.parse(row.newest);
  }

  /** Copies of entries between two positions (exclusive, inclusive), in order. */
  entries(
    tx: Transaction,
    between: { readonly after: string; readonly through?: string },
    limit: number,
  ): Promise<readonly PlacedEntry[]> {
    const upTo = between.through === undefined ? sql`` : sql`and e.position <= ${between.through}::bigint`;
    return this.storage.query<PlacedEntry>(
      tx,
      sql`select e.position::text as position, e.record from ${this.table('entries')} e
          where e.position > ${between.after}::bigint ${upTo} order by e.position limit ${limit}`,
    );
  }
}
