import {
  type AccessService,
  type AttributeColumns,
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';

/** Days before somebody first looked from which on they are told what concerns the holders of a permission. */
const DAYS_BEFORE = 7;

const COLUMNS: AttributeColumns = {
  owner: sql`n.owner`,
  domain: sql`n.domain`,
  sensitivity: sql`n.sensitivity`,
  tags: sql`n.tags`,
  source: sql`n.source`,
};

/**
 * Which notices (as `n`) somebody may see at this moment, with their own marks as `m` and what is known of them as `p`: what is theirs, or
 * for holders of a permission that they hold; and of a thing only what they may see of it, decided by the one decision function.
 */
export class Visible {
  readonly #storage: StorageService;
  readonly #access: AccessService;
  readonly #keepDays: number;

  constructor(storage: StorageService, access: AccessService, keepDays: number) {
    this.#storage = storage;
    this.#access = access;
    this.#keepDays = keepDays;
  }

  async of(scope: ExecutionScope): Promise<SqlFragment> {
    const asked = await this.#askedFor(scope);
    const held: string[] = [];
    for (const permission of asked.recipients)
      if ((await this.#access.decide(scope, { permission })).allowed) held.push(permission);
    const seen: SqlFragment[] = [sql`n.about_permission is null`];
    for (const permission of asked.things) {
      const { passes, predicate } = await this.#access.filter(scope, permission, COLUMNS);
      if (passes !== 'none') seen.push(sql`(n.about_permission = ${permission} and (${predicate}))`);
    }
    return sql`(n.person = ${scope.principal.id} or (n.permission = any(${held}::text[]) and n.at > p.since - ${DAYS_BEFORE} * interval '1 day'))
      and n.except_person is distinct from ${scope.principal.id}
      and n.at >= now() - ${this.#keepDays} * interval '1 day'
      and (${sql.join(seen, ' or ')})
      and not exists (select from ${this.#table('preferences')} o where o.person = ${scope.principal.id} and o.topic = n.topic and not o.in_app)
      and coalesce(m.dismissed_to < n.position, true)`;
  }

  /** Permissions by which notices in the workspace are addressed, and with which things in them are asked about. */
  async #askedFor(
    scope: ExecutionScope,
  ): Promise<{ readonly recipients: readonly string[]; readonly things: readonly string[] }> {
    const rows = await this.#storage.transaction(scope, async (tx) => {
      return this.#storage.query<{ recipient: string | null; thing: string | null }>(
        tx,
        sql`select distinct permission as recipient, about_permission as thing from ${this.#table('notices')}`,
      );
    });
    const known = (names: readonly (string | null)[]): readonly string[] => [
      ...new Set(names.filter((name) => name !== null)),
    ];
    return {
      recipients: known(rows.map(({ recipient }) => recipient)),
      things: known(rows.map(({ thing }) => thing)),
    };
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
