import {
  type ExecutionScope,
  KEPT_TABLE_COMMENT,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';

/** A table whose rows belong to workspaces. */
export interface ConfinedTable {
  readonly schema: string;
  readonly name: string;
  /** Whether a workspace's rows can be removed: not what may only be added to, such as the audit trail. */
  readonly isRemovable: boolean;
  /** Refers to itself: then only all rows at once can go. */
  readonly isTree: boolean;
  /** Tables that its rows refer to, as SCHEMA.NAME. */
  readonly refersTo: readonly string[];
}

/** Rows that a workspace has in a table. */
export interface TableRows {
  readonly schema: string;
  readonly table: string;
  readonly rows: number;
  readonly isRemovable: boolean;
}

const qualified = ({ schema, name }: ConfinedTable): string => `${schema}.${name}`;

/** Finds out what a workspace has in the whole database, whichever plugins run, and removes what they have left. */
export class Inventory {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Those whose rows refer to others come before them. */
  async tables(tx: Transaction): Promise<readonly ConfinedTable[]> {
    const found = await this.#storage.query<ConfinedTable>(
      tx,
      sql`select n.nspname as schema, c.relname as name,
            has_table_privilege(c.oid, 'select, delete') and exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd in ('*', 'd') and p.polroles = '{0}')
              and obj_description(c.oid, 'pg_class') is distinct from ${KEPT_TABLE_COMMENT} as "isRemovable",
            exists (select from pg_constraint k where k.contype = 'f' and k.conrelid = c.oid and k.confrelid = c.oid) as "isTree",
            array(select fn.nspname || '.' || fc.relname from pg_constraint k join pg_class fc on fc.oid = k.confrelid join pg_namespace fn on fn.oid = fc.relnamespace
                  where k.contype = 'f' and k.conrelid = c.oid and k.confrelid <> c.oid) as "refersTo"
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p') and not c.relispartition and c.relrowsecurity and has_schema_privilege(n.oid, 'usage')
            and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)
          order by 1, 2`,
    );
    return inOrder(found);
  }

  /** Rows of the scope's workspace, by table; tables without any are left out. */
  async count(scope: ExecutionScope): Promise<readonly TableRows[]> {
    return this.#storage.transaction(scope, async (tx) => {
      const counted: TableRows[] = [];
      for (const table of await this.tables(tx)) {
        const { schema, name, isRemovable } = table;
        // What cannot even be read cannot be counted either.
        if (!isRemovable) continue;
        const [row] = await this.#storage.query<{ n: number }>(
          tx,
          sql`select count(*)::int as n from ${sql.identifier(schema, name)} where ${rowsOf(scope, table)}`,
        );
        if (row !== undefined && row.n > 0) counted.push({ schema, table: name, rows: row.n, isRemovable });
      }
      return counted;
    });
  }

  /** Removes up to so many rows of the scope's workspace from a table; answers how many. */
  async remove(scope: ExecutionScope, from: ConfinedTable, most: number): Promise<number> {
    const table = sql.identifier(from.schema, from.name);
    const mine = rowsOf(scope, from);
    return this.#storage.transaction(scope, async (tx) => {
      const [row] = await this.#storage.query<{ n: number }>(
        tx,
        from.isTree
          ? sql`with gone as (delete from ${table} where ${mine} returning 1) select count(*)::int as n from gone`
          : sql`with gone as (delete from ${table} where ctid = any(array(select ctid from ${table} where ${mine} limit ${most})) and ${mine} returning 1)
                select count(*)::int as n from gone`,
      );
      return row?.n ?? 0;
    });
  }
}

/** Rows that go: of secrets not those of plugins that keep something which is proved with them. */
const rowsOf = (scope: ExecutionScope, { schema, name }: ConfinedTable): SqlFragment => {
  const mine = sql`workspace_id = ${scope.workspace}::uuid`;
  if (schema !== 'core' || name !== 'secrets') return mine;
  return sql`${mine} and not exists (
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = replace(plugin, '-', '_') and c.relkind in ('r', 'p') and obj_description(c.oid, 'pg_class') = ${KEPT_TABLE_COMMENT})`;
};

/** Those first to which nothing refers that is still to come; where they refer to each other in a circle, by name. */
function inOrder(tables: readonly ConfinedTable[]): readonly ConfinedTable[] {
  const waiting = new Map(tables.map((table) => [qualified(table), table]));
  const ordered: ConfinedTable[] = [];
  while (waiting.size > 0) {
    const referred = new Set([...waiting.values()].flatMap(({ refersTo }) => refersTo));
    const free = [...waiting].filter(([name]) => !referred.has(name));
    for (const [name, table] of free.length > 0 ? free : [...waiting].slice(0, 1)) {
      ordered.push(table);
      waiting.delete(name);
    }
  }
  return ordered;
}
