import { type Severity, sql } from '@datawave/plugin-sdk';
import type { DetectionId, Reach, Subject } from '../detect/detection.ts';
import type { Incident, IncidentStatus } from './incident.ts';

/** An incident as a statement answers it. */
export interface IncidentRow {
  readonly id: string;
  readonly detection: DetectionId;
  readonly key: string;
  readonly reach: Reach;
  readonly subject_kind: Subject['kind'];
  readonly subject_id: string;
  readonly subject_name: string | null;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly reason: string | null;
  readonly assignee: string | null;
  readonly summary: string;
  readonly accounts: readonly string[];
  readonly is_compromised: boolean;
  readonly observation_count: number;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  readonly opened_at: string;
  readonly closed_at: string | null;
  readonly closed_by: string | null;
  readonly steps: readonly string[];
  readonly version: number;
  /** Microseconds since 1970 at which it was opened: for cursors. */
  readonly moment: number;
}

export const INCIDENT_COLUMNS = sql`i.id, i.detection, i.key, i.reach, i.subject_kind, i.subject_id, i.subject_name, i.severity, i.status, i.reason,
  i.assignee, i.summary, i.accounts, i.is_compromised, i.observation_count, ${sql.isoTime(sql`i.first_seen_at`)} as first_seen_at,
  ${sql.isoTime(sql`i.last_seen_at`)} as last_seen_at, ${sql.isoTime(sql`i.opened_at`)} as opened_at, ${sql.isoTime(sql`i.closed_at`)} as closed_at,
  i.closed_by, i.steps, i.version, ${sql.microseconds(sql`i.opened_at`)} as moment`;

export const toIncident = (row: IncidentRow): Incident => ({
  ...{ id: row.id, detection: row.detection, key: row.key, reach: row.reach },
  subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
  ...{ severity: row.severity, status: row.status, reason: row.reason, assignee: row.assignee },
  ...{ summary: row.summary, accounts: row.accounts, isCompromised: row.is_compromised },
  observationCount: row.observation_count,
  ...{ firstSeenAt: row.first_seen_at, lastSeenAt: row.last_seen_at, openedAt: row.opened_at },
  ...{ closedAt: row.closed_at, closedBy: row.closed_by },
  ...{ steps: row.steps, version: row.version },
});
