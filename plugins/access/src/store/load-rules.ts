import { type ExecutionScope, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import type { Rules } from '../decide/rule-set.ts';
import { BUILT_IN_ROLES } from '../model/built-in-roles.ts';
import type { StoredPolicy } from '../model/policy.ts';
import type { Assignment, Role } from '../model/role.ts';
import { POLICY_COLUMNS, type PolicyRow, toPolicy } from './policy-row.ts';

const BUILT_IN = new Map(BUILT_IN_ROLES.map(({ id, permissions }) => [id, permissions]));

/** Which rules there are: another text for others. */
export async function readRevision(storage: StorageService, tx: Transaction): Promise<string> {
  const [row] = await storage.query<{ revision: string | null }>(
    tx,
    sql`select string_agg(place || ' ' || revision, ' ' order by place) as revision from ${sql.identifier(storage.schema, 'revisions')}`,
  );
  return row?.revision ?? '';
}

/** Everything that decisions in the scope's workspace stand on, with the revision that it is of. */
export function loadRules(
  storage: StorageService,
  scope: ExecutionScope,
): Promise<{ readonly revision: string; readonly rules: Rules }> {
  const table = (name: string) => sql.identifier(storage.schema, name);
  return storage.transaction(scope, async (tx) => {
    // Read first: what is changed meanwhile makes the next look at the revision see another one.
    const revision = await readRevision(storage, tx);
    const roles = await loadRoles(storage, tx);
    const assignments = await storage.query<
      Omit<Assignment, 'holder' | 'isElevation'> & { kind: 'principal' | 'group'; id: string }
    >(
      tx,
      sql`select role_id as role, holder_kind as kind, holder_id as id, holder_name as name, workspace_id is null as everywhere,
            (extract(epoch from expires_at) * 1000)::float8 as "expiresAt"
          from ${table('assignments')} where expires_at is null or expires_at > now() order by created_at, id`,
    );
    const elevations = await storage.query<{ role: string; id: string; expiresAt: number }>(
      tx,
      sql`select role_id as role, principal_id as id, (extract(epoch from expires_at) * 1000)::float8 as "expiresAt"
          from ${table('elevations')} where state = 'approved' and expires_at > now() order by decided_at, id`,
    );
    const policies = await storage.query<PolicyRow>(
      tx,
      sql`select ${POLICY_COLUMNS} from ${table('policies')} where enabled order by title`,
    );
    return {
      revision,
      rules: {
        roles,
        assignments: [
          ...assignments.map(({ kind, id, ...rest }) => ({
            ...rest,
            holder: { kind, id },
            isElevation: false,
          })),
          ...elevations.map(({ role, id, expiresAt }) => ({
            ...{ role, expiresAt, name: null, everywhere: false, isElevation: true },
            holder: { kind: 'principal', id } as const,
          })),
        ],
        policies: policies.map(toPolicy) satisfies readonly StoredPolicy[],
      },
    };
  });
}

/** All roles that can be held in the workspace. */
export async function loadRoles(storage: StorageService, tx: Transaction): Promise<readonly Role[]> {
  const table = (name: string) => sql.identifier(storage.schema, name);
  const rows = await storage.query<Role>(
    tx,
    sql`select id, key, permissions, workspace_id is null as everywhere,
          array(select parent_id from ${table('role_parents')} p where p.role_id = r.id order by 1) as parents
        from ${table('roles')} r order by key, id`,
  );
  return rows.map((row) => ({ ...row, permissions: BUILT_IN.get(row.id) ?? row.permissions }));
}
