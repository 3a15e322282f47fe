import { randomBytes } from 'node:crypto';
import {
  DataWaveError,
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { NpmName } from '../npm/npm-names.ts';
import { noteListingChange } from '../store/listing-changes.ts';

/** How a publisher has proved that a namespace is theirs. */
export interface Proof {
  readonly method: 'dns' | 'oidc' | 'administrator';
  /** The domain, the repository, or who has vouched. */
  readonly detail: string;
  readonly provedAt: string;
  /** Null: until it is taken back. */
  readonly expiresAt: string | null;
  /** Why it could not be renewed when it was looked at last. */
  readonly problem: string | null;
}

/** Claims that the token of a trusted CI must carry. */
export interface TrustedCi {
  readonly issuer: string;
  readonly claims: Readonly<Record<string, string>>;
}

/** A publisher as it is shown. */
export interface Publisher {
  readonly id: string;
  readonly title: string;
  readonly scope: string | null;
  readonly domain: string | null;
  readonly verified: boolean;
  readonly proofs: readonly Proof[];
  readonly trustedCi: TrustedCi | null;
  readonly members: readonly string[];
  /** The TXT record that proves the domain; null without one. */
  readonly record: { readonly name: string; readonly value: string } | null;
}

/** Days for which a proof holds that is renewed by itself. */
const PROOF_DAYS = 30;
/** Minutes after a token of a CI in which a version counts as published by it. */
export const CI_MINUTES = 60;

interface PublisherRow extends Omit<Publisher, 'record' | 'verified'> {
  readonly challenge: string;
}

/** Who publishes, who of their people may, and what proves that the namespace is theirs. */
export class PublisherStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Id of the publisher that a new name belongs to: of its scope, or of the person. */
  static idFor(name: NpmName, scope: ExecutionScope): string {
    return name.scope?.slice(1) ?? `~${scope.principal.id.replace(/^[a-z]+:/, '')}`;
  }

  async find(tx: Transaction, id: string): Promise<Publisher | null> {
    const [row] = await this.#rows(tx, sql`p.id = ${id}`);
    return row ?? null;
  }

  async ofScope(tx: Transaction, npmScope: string): Promise<Publisher | null> {
    const [row] = await this.#rows(tx, sql`p.scope = ${npmScope}`);
    return row ?? null;
  }

  /** @throws DataWaveError DW_REGISTRY_PUBLISHER_UNKNOWN */
  async get(tx: Transaction, id: string): Promise<Publisher> {
    const found = await this.find(tx, id);
    if (found !== null) return found;
    throw new DataWaveError({
      code: 'DW_REGISTRY_PUBLISHER_UNKNOWN',
      message: `There is no publisher ${JSON.stringify(id)}.`,
      hint: 'A publisher appears with the first version published under its scope.',
      status: 404,
    });
  }

  /** By id, at most `limit`. */
  list(tx: Transaction, after: string | null, limit: number): Promise<readonly Publisher[]> {
    return this.#rows(tx, after === null ? sql`true` : sql`p.id > ${after}`, limit);
  }

  async add(tx: Transaction, scope: ExecutionScope, id: string, npmScope: string | null): Promise<void> {
    const by = scope.principal.id;
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('publishers')} (id, title, scope, challenge, created_by)
          values (${id}, ${npmScope === null ? scope.principal.displayName : id}, ${npmScope}, ${randomBytes(16).toString('hex')}, ${by})`,
    );
    await this.addMember(tx, scope, id, by);
  }

  async change(
    tx: Transaction,
    id: string,
    to: { readonly title?: string; readonly domain?: string | null; readonly trustedCi?: TrustedCi | null },
  ): Promise<void> {
    const { title, domain, trustedCi } = to;
    const sets = [
      ...(title === undefined ? [] : [sql`title = ${title}`]),
      ...(domain === undefined ? [] : [sql`domain = ${domain}`]),
      ...(trustedCi === undefined
        ? []
        : [sql`trusted_ci = ${trustedCi === null ? null : sql.json(trustedCi)}`]),
    ];
    if (sets.length === 0) return;
    await this.#storage.query(
      tx,
      sql`update ${this.#table('publishers')} set ${sql.join(sets)} where id = ${id}`,
    );
    // What proved the former domain or CI proves nothing of the new one.
    if (domain !== undefined) await this.removeProof(tx, id, 'dns');
    if (trustedCi !== undefined) await this.removeProof(tx, id, 'oidc');
  }

  async addMember(tx: Transaction, scope: ExecutionScope, id: string, principal: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('publisher_members')} (publisher_id, principal, added_by)
          values (${id}, ${principal}, ${scope.principal.id}) on conflict do nothing`,
    );
  }

  async removeMember(tx: Transaction, id: string, principal: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('publisher_members')} where publisher_id = ${id} and principal = ${principal}`,
    );
  }

  /** Keeps a proof. One to an administrator holds until it is taken back, others for 30 days. */
  async prove(tx: Transaction, id: string, method: Proof['method'], detail: string): Promise<void> {
    const expires =
      method === 'administrator' ? sql`null` : sql`now() + make_interval(days => ${PROOF_DAYS}::int)`;
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('proofs')} (publisher_id, method, detail, expires_at)
          values (${id}, ${method}, ${detail}, ${expires})
          on conflict (publisher_id, method) do update set detail = excluded.detail, proved_at = now(), checked_at = now(),
            expires_at = excluded.expires_at, problem = null`,
    );
    await this.#settle(tx, id);
  }

  /** Notes why a proof could not be renewed; it holds until its time is up. */
  async fail(tx: Transaction, id: string, method: Proof['method'], problem: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('proofs')} set problem = ${problem}, checked_at = now() where publisher_id = ${id} and method = ${method}`,
    );
    await this.#settle(tx, id);
  }

  async removeProof(tx: Transaction, id: string, method: Proof['method']): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('proofs')} where publisher_id = ${id} and method = ${method}`,
    );
    await this.#settle(tx, id);
  }

  /** Publishers whose record in the DNS was not looked at for a day. */
  async dueForDns(tx: Transaction): Promise<readonly string[]> {
    const rows = await this.#storage.query<{ id: string }>(
      tx,
      sql`select publisher_id as id from ${this.#table('proofs')} where method = 'dns' and checked_at < now() - interval '20 hours'
          order by checked_at limit 200`,
    );
    return rows.map(({ id }) => id);
  }

  /** Brings the listings of all publishers in line with what proofs hold now. */
  async settleAll(tx: Transaction): Promise<void> {
    await this.#settle(tx, null);
  }

  async #settle(tx: Transaction, id: string | null): Promise<void> {
    const changed = await this.#storage.query<{ name: string }>(
      tx,
      sql`update ${this.#table('plugins')} p set verified = v.verified, revision = revision + 1
          from (select u.id, exists (select from ${this.#table('proofs')} f where f.publisher_id = u.id
                  and (f.expires_at is null or f.expires_at > now())) as verified from ${this.#table('publishers')} u
                where ${id === null ? sql`true` : sql`u.id = ${id}`}) v
          where p.publisher_id = v.id and p.verified <> v.verified returning p.name`,
    );
    if (changed.length > 0) await noteListingChange(this.#storage, tx);
  }

  async #rows(tx: Transaction, where: SqlFragment, limit = 1): Promise<readonly Publisher[]> {
    const rows = await this.#storage.query<PublisherRow>(
      tx,
      sql`select p.id, p.title, p.scope, p.domain, p.challenge, p.trusted_ci as "trustedCi",
            coalesce((select jsonb_agg(jsonb_build_object('method', f.method, 'detail', f.detail,
                'provedAt', ${sql.isoTime(sql`f.proved_at`)}, 'expiresAt', ${sql.isoTime(sql`f.expires_at`)}, 'problem', f.problem) order by f.method)
              from ${this.#table('proofs')} f where f.publisher_id = p.id), '[]') as proofs,
            array(select m.principal from ${this.#table('publisher_members')} m where m.publisher_id = p.id order by 1) as members
          from ${this.#table('publishers')} p where ${where} order by p.id limit ${limit}`,
    );
    return rows.map(({ challenge, ...row }) => ({
      ...row,
      verified: row.proofs.some(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > Date.now()),
      record:
        row.domain === null
          ? null
          : { name: `_datawave.${row.domain}`, value: `datawave-publisher=${row.id}:${challenge}` },
    }));
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}

/**
 * Why the namespace of a publisher counts as not proved for a version that is published now; null where it is. A token of a CI proves
 * what is published within the hour.
 */
export function namespaceFault(publisher: Publisher, now: number): string | null {
  const holds = publisher.proofs.some(({ method, provedAt, expiresAt }) =>
    method === 'oidc'
      ? Date.parse(provedAt) > now - CI_MINUTES * 60_000
      : expiresAt === null || Date.parse(expiresAt) > now,
  );
  if (holds) return null;
  return `The publisher ${publisher.id} has not proved that the namespace is theirs: by a TXT record of its domain, by the token of its CI, or to an administrator.`;
}
