import { type ExecutionScope, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';

/**
 * Opens violations again whose waiver has run out, before anybody is shown where they stand: there is no moment at which one that has
 * ended counts, and nothing has to be awake for it. An index of those that are waived makes it next to nothing.
 * @returns assets whose violations have changed
 */
export async function endWaivers(
  storage: StorageService,
  tx: Transaction,
  scope: ExecutionScope,
): Promise<readonly string[]> {
  const violations = sql.identifier(storage.schema, 'violations');
  const changes = sql.identifier(storage.schema, 'violation_changes');
  const rows = await storage.query<{ asset: string }>(
    tx,
    sql`with ended as (
          update ${violations} set state = 'open', waived_until = null, waiver_reason = null, version = version + 1
          where id = any(array(select id from ${violations} where state = 'waived' and waived_until < current_date limit 1000 for update skip locked))
          returning id, asset
        ), told as (
          insert into ${changes} (id, workspace_id, violation_id, at, kind, from_state, to_state)
          select gen_random_uuid(), ${scope.workspace}::uuid, id, now(), 'waiver-ended', 'waived', 'open' from ended
        )
        select distinct asset from ended`,
  );
  return rows.map(({ asset }) => asset);
}
