import { sql, type Transaction } from '@datawave/plugin-sdk';
import type { RulesLedger } from './rules-ledger.ts';

/** What is named of each kind; the rest is counted. */
const MOST_NAMED = 5;

/** What refers to a role in this workspace and in all of them, as parts of a sentence. */
export async function referencesTo(
  ledger: RulesLedger,
  tx: Transaction,
  roleId: string,
): Promise<readonly string[]> {
  const rows = await ledger.storage.query<{ kind: string; name: string; total: number }>(
    tx,
    sql`select kind, name, total::int from (
          select kind, name, count(*) over (partition by kind) as total, row_number() over (partition by kind order by name) as place from (
            select 'assigned to' as kind, holder_kind || ' ' || coalesce(holder_name, holder_id) as name from ${ledger.table('assignments')} where role_id = ${roleId}
            union all
            select 'inherited by', r.key from ${ledger.table('role_parents')} p join ${ledger.table('roles')} r on r.id = p.role_id where p.parent_id = ${roleId}
            union all
            select 'named by policy', p.title from ${ledger.table('policy_roles')} l join ${ledger.table('policies')} p on p.id = l.policy_id where l.role_id = ${roleId}
            union all
            select 'asked for by', principal_name from ${ledger.table('elevations')} where role_id = ${roleId} and state in ('requested', 'approved')
          ) references_to
        ) placed where place <= ${MOST_NAMED} order by kind, name`,
  );
  return [...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, found]) => {
    const more = (found[0]?.total ?? 0) - found.length;
    return `${kind} ${found.map(({ name }) => name).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  });
}
