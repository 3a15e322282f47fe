import {
  type AuditLogService,
  type AuditService,
  DataWaveError,
  type ExecutionScope,
} from '@datawave/plugin-sdk';
import type { Storage } from '../storage/storage.ts';
import { AUDIT_COLUMNS, type AuditRow, auditParameters, auditRecord } from './audit-row.ts';
import { SettledPosition } from './settled-position.ts';

/** The audit trail of the kernel. */
export interface Audit {
  /** As a plugin sees it that adds to it; its id is kept with each entry. */
  service(pluginId: string): AuditService;
  /** As the plugin sees it that reads and keeps it. */
  log(pluginId: string): AuditLogService;
}

/** Entries that are read at once, and removed by one statement. */
const MOST_READ = 1_000;
const MOST_REMOVED = 10_000;

const APPEND = `insert into core.audit_entries (${AUDIT_COLUMNS})
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::jsonb, $16::jsonb)`;

/** Microseconds are kept: what is computed over an entry must come out the same whenever it is read. */
const READ = `select e.position::text as position, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at,
    plugin, request_id, address, principal_id, principal_kind, principal_name, session_id, action, object_type, object_id, object_name,
    outcome, reason, before, after
  from core.audit_entries e where workspace_id = $1 and e.position > $2 and e.position <= $3 order by e.position limit $4`;

/** The newest entry of each workspace, by one step in the index for each. */
const NEWEST = `with recursive known (workspace_id) as (
    (select workspace_id from core.audit_entries order by workspace_id limit 1)
    union all
    select (select e.workspace_id from core.audit_entries e where e.workspace_id > k.workspace_id order by e.workspace_id limit 1)
    from known k where k.workspace_id is not null
  )
  select workspace_id as workspace, (select max(position) from core.audit_entries e where e.workspace_id = k.workspace_id)::text as position
  from known k where workspace_id is not null`;

/** Creates the audit trail over a storage whose core schema has the audit migrations. */
export function createAudit(storage: Storage): Audit {
  const settled = new SettledPosition(storage);
  const append = (plugin: string, scope: ExecutionScope, entry: Parameters<AuditService['note']>[1]) => ({
    text: APPEND,
    parameters: auditParameters(plugin, scope, entry),
    name: 'audit_append',
  });

  return {
    service: (pluginId) => ({
      async record(tx, scope, entry) {
        storage.deferIn(tx, append(pluginId, scope, entry));
      },
      async note(scope, entry) {
        await storage.execute(append(pluginId, scope, entry));
      },
    }),
    log: (pluginId) => ({
      async read(scope, { after = '0', limit = MOST_READ } = {}) {
        const from = positionOf(after);
        const to = await settled.read();
        if (to <= from) return [];
        const rows = await storage.execute<AuditRow>({
          text: READ,
          parameters: [
            scope.workspace,
            from.toString(),
            to.toString(),
            Math.max(1, Math.min(limit, MOST_READ)),
          ],
        });
        return rows.map((row) => auditRecord(scope.workspace, row));
      },
      settled: async () => (await settled.read()).toString(),
      newest: () => storage.execute({ text: NEWEST, parameters: [] }),
      async purge(scope, { through, reason }) {
        const wanted = positionOf(through);
        const complete = await settled.read();
        const upTo = (wanted < complete ? wanted : complete).toString();
        let removed = 0;
        // In parts, so that no statement runs for long; what is left over when one fails is removed by the next call.
        for (let part = MOST_REMOVED; part === MOST_REMOVED; removed += part) {
          scope.signal.throwIfAborted();
          part = await storage.kernelTransaction(async (tx) => {
            const [row] = await storage.executeIn<{ gone: string }>(tx, {
              text: 'select core.purge_audit_entries($1, $2, $3)::text as gone',
              parameters: [scope.workspace, upTo, MOST_REMOVED],
            });
            const gone = Number(row?.gone ?? 0);
            if (gone === 0) return 0;
            const object = { type: 'audit-trail', id: scope.workspace };
            const after = { through: upTo, entries: gone };
            const entry = { action: 'core.audit-entries.purged', object, reason, after };
            await storage.executeIn(tx, append(pluginId, scope, entry));
            return gone;
          });
        }
        return removed;
      },
    }),
  };
}

function positionOf(text: string): bigint {
  if (/^\d{1,18}$/.test(text)) return BigInt(text);
  throw new DataWaveError({
    code: 'DW_AUDIT_POSITION',
    status: 400,
    message: 'The position in the audit trail is none.',
    hint: 'Give the position of the last entry that was read, or none.',
  });
}
