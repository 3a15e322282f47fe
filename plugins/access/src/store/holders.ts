import { type ExecutionScope, sql } from '@datawave/plugin-sdk';
import type { RulesLedger } from './rules-ledger.ts';

/** Somebody, or a group, who was given a role in the workspace or in all of them. */
export interface Holder {
  readonly id: string;
  /** What whoever gave it called them. */
  readonly name: string | null;
}

/** Those who were given roles, each once, by id. */
export function holdersOf(
  ledger: RulesLedger,
  scope: ExecutionScope,
  {
    kind,
    after = '',
    limit,
    except = '',
  }: {
    readonly kind: 'principal' | 'group';
    readonly after?: string;
    readonly limit: number;
    /** Beginning of ids that are told elsewhere. */
    readonly except?: string;
  },
): Promise<readonly Holder[]> {
  const wanted = except === '' ? sql`true` : sql`not starts_with(holder_id, ${except})`;
  return ledger.storage.transaction(scope, (tx) =>
    ledger.storage.query<Holder>(
      tx,
      sql`select holder_id as id, max(holder_name) as name from ${ledger.table('assignments')}
          where holder_kind = ${kind} and holder_id collate "C" > ${after} and ${wanted} and (expires_at is null or expires_at > now())
          group by 1 order by holder_id collate "C" limit ${limit}`,
    ),
  );
}
