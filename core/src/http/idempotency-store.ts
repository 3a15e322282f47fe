import type { Migration } from '@datawave/plugin-sdk';
import type { KernelSql } from '../security/kernel-sql.ts';

/** What a key is found to be. */
export type IdempotencyClaim =
  | { readonly state: 'claimed'; readonly token: string }
  | { readonly state: 'running' }
  | { readonly state: 'conflict' }
  | { readonly state: 'completed'; readonly answer: string };

/** Where keys and answers are kept. */
export interface IdempotencyStore {
  /** Takes the key, or says who has it. A claim that was neither completed nor released lapses after `leaseMs`. */
  claim(id: string, fingerprint: string, leaseMs: number): Promise<IdempotencyClaim>;
  complete(id: string, token: string, answer: string): Promise<void>;
  release(id: string, token: string): Promise<void>;
}

/** Of the schema `core`. */
export const httpMigrations: readonly Migration[] = [
  {
    name: 'http_0001_idempotent_requests',
    up: [
      `create table core.http_idempotent_requests (
        id text primary key,
        fingerprint text not null,
        token uuid not null,
        lease_until timestamptz not null,
        answer text,
        expires_at timestamptz not null
      )`,
      'create index http_idempotent_requests_expires_at on core.http_idempotent_requests (expires_at)',
    ],
  },
];

interface KnownRow {
  readonly fingerprint: string;
  readonly answer: string | null;
}

/** Sweeping with every hundredth claim keeps the table to what a day brings. */
const SWEEP_EVERY = 100;

/** Keys in PostgreSQL, so that every replica knows them. */
export function createIdempotencyStore(sql: KernelSql): IdempotencyStore {
  let claims = 0;
  return {
    async claim(id, fingerprint, leaseMs) {
      claims += 1;
      if (claims % SWEEP_EVERY === 1)
        await sql.execute({
          text: 'delete from core.http_idempotent_requests where expires_at < now()',
          parameters: [],
        });
      const token = crypto.randomUUID();
      // An expired row, and one whose worker vanished, are taken over in the same statement that would insert.
      const [claimed] = await sql.execute<{ token: string }>({
        text: `insert into core.http_idempotent_requests as known (id, fingerprint, token, lease_until, expires_at)
          values ($1, $2, $3::uuid, now() + $4::double precision * interval '1 millisecond', now() + interval '24 hours')
          on conflict (id) do update set fingerprint = excluded.fingerprint, token = excluded.token, lease_until = excluded.lease_until,
            answer = null, expires_at = excluded.expires_at
          where known.expires_at < now() or (known.answer is null and known.lease_until < now() and known.fingerprint = excluded.fingerprint)
          returning token`,
        parameters: [id, fingerprint, token, leaseMs],
      });
      if (claimed) return { state: 'claimed', token };
      const [row] = await sql.execute<KnownRow>({
        text: 'select fingerprint, answer from core.http_idempotent_requests where id = $1',
        parameters: [id],
      });
      // Released between the two statements: the client may well try again.
      if (!row) return { state: 'running' };
      if (row.fingerprint !== fingerprint) return { state: 'conflict' };
      return row.answer === null ? { state: 'running' } : { state: 'completed', answer: row.answer };
    },
    async complete(id, token, answer) {
      await sql.execute({
        text: 'update core.http_idempotent_requests set answer = $3 where id = $1 and token = $2::uuid',
        parameters: [id, token, answer],
      });
    },
    async release(id, token) {
      await sql.execute({
        text: 'delete from core.http_idempotent_requests where id = $1 and token = $2::uuid and answer is null',
        parameters: [id, token],
      });
    },
  };
}
