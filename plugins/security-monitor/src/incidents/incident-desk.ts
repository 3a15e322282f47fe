import {
  type AccessService,
  type AccountsService,
  type AuditService,
  cutPage,
  DEFAULT_WORKSPACE,
  decodeCursor,
  type EventsService,
  type ExecutionScope,
  type Page,
  type Severity,
  type SqlFragment,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import type { DetectionId } from '../detect/detection.ts';
import {
  DETECTION_TITLES,
  type Incident,
  type IncidentStatus,
  incidentName,
  isClosed,
  SUBJECT_WORDS,
  type TimelineEntry,
} from './incident.ts';
import {
  alreadyOpen,
  incidentStale,
  reasonMissing,
  unknownAssignee,
  unknownIncident,
} from './incident-errors.ts';
import { INCIDENT_COLUMNS, type IncidentRow, toIncident } from './incident-row.ts';
import type { IncidentStore } from './incident-store.ts';
import type { Observed } from './pace.ts';

/** Sees what is about the platform, and not about one workspace alone. */
export const PLATFORM = 'security-incidents:platform';

/** Accounts of an incident that are called by their names. */
const MOST_NAMED = 20;

/** Words that are searched for; further ones are passed over. */
const MOST_WORDS = 10;

/** Stands for whoever asks. */
const ME = 'me';

/** Which incidents are wanted; all that is given must agree. */
export interface IncidentFilter {
  /** Words, each a part of the kind, of whom or what it is about, or of the summary. */
  readonly q?: string;
  /** `active` is what is not closed. */
  readonly status?: IncidentStatus | 'active';
  readonly severity?: Severity;
  readonly detection?: DetectionId;
  /** Id of what it is about. */
  readonly subject?: string;
  /** Principal id. */
  readonly assignee?: string;
  /** ISO 8601: something was seen since. */
  readonly since?: string;
}

/** What people decide of an incident. */
export interface IncidentChange {
  readonly status?: IncidentStatus;
  readonly reason?: string;
  /** Principal id, or `me`; null gives it back. */
  readonly assignee?: string | null;
  /** What somebody has to say, for the timeline. */
  readonly comment?: string;
  /** A step of the playbook that is done, or not after all. */
  readonly step?: { readonly id: string; readonly isDone: boolean };
}

interface Parts {
  readonly storage: StorageService;
  readonly access: AccessService;
  readonly audit: AuditService;
  readonly events: EventsService;
  readonly accounts: () => AccountsService | undefined;
  readonly incidents: IncidentStore;
}

/** An incident with the scope in which it is kept: what is about the platform lies in the default workspace, wherever one looks from. */
export interface Placed {
  readonly incident: Incident;
  readonly inside: ExecutionScope;
}

/** Shows incidents to those who may see them, and writes down what they decide. */
export class IncidentDesk {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The newest first: of the workspace, and of the platform for those who may see that. */
  async page(
    scope: ExecutionScope,
    filter: IncidentFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<Incident>> {
    const where = conditions(filter);
    if (cursor !== undefined) {
      const [moment, id] = decodeCursor(cursor, ['integer', 'uuid']);
      where.push(sql`(i.opened_at, i.id) < (${sql.fromMicroseconds(moment)}, ${id}::uuid)`);
    }
    const own = this.#rows(scope, [...where, sql`i.reach = 'workspace'`], limit + 1);
    const shared = (await this.#seesPlatform(scope))
      ? this.#rows(platformScope(scope), [...where, sql`i.reach = 'platform'`], limit + 1)
      : Promise.resolve([]);
    const rows = [...(await own), ...(await shared)].toSorted(
      (left, right) => right.moment - left.moment || (left.id < right.id ? 1 : -1),
    );
    return cutPage(rows, limit, toIncident, ({ moment, id }) => [moment, id]);
  }

  /** @throws DataWaveError DW_SECURITY_INCIDENT_UNKNOWN, also for what the caller may not see */
  async one(scope: ExecutionScope, id: string): Promise<Placed> {
    const [own] = await this.#rows(scope, [sql`i.id = ${id}`, sql`i.reach = 'workspace'`], 1);
    if (own !== undefined) return { incident: toIncident(own), inside: scope };
    if (!(await this.#seesPlatform(scope))) throw unknownIncident();
    const inside = platformScope(scope);
    const [shared] = await this.#rows(inside, [sql`i.id = ${id}`, sql`i.reach = 'platform'`], 1);
    if (shared === undefined) throw unknownIncident();
    return { incident: toIncident(shared), inside };
  }

  /** User names of the accounts that an incident names, by id. Those that are gone have none. */
  async names({ incident, inside }: Placed): Promise<Readonly<Record<string, string>>> {
    const { subject, assignee, closedBy } = incident;
    return this.namesOf(inside, [subject.id, assignee, closedBy, ...incident.accounts]);
  }

  /** User names of accounts, by id: of the first twenty that are named. */
  async namesOf(
    inside: ExecutionScope,
    named: readonly (string | null)[],
  ): Promise<Readonly<Record<string, string>>> {
    const accounts = this.#parts.accounts();
    const ids = [...new Set(named)];
    const known = ids.filter((id) => id?.startsWith('user:')).slice(0, MOST_NAMED);
    const names: Record<string, string> = {};
    for (const id of known) {
      const account = id === null ? null : await accounts?.find(inside, { id });
      if (account != null) names[account.id] = account.username;
    }
    return names;
  }

  /** The newest first. */
  async timeline(
    { incident, inside }: Placed,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<TimelineEntry>> {
    const { storage } = this.#parts;
    const position = cursor === undefined ? undefined : decodeCursor(cursor, ['integer', 'integer']);
    const after =
      position === undefined
        ? sql``
        : sql`and (t.at, t.id) < (${sql.fromMicroseconds(position[0])}, ${position[1]}::bigint)`;
    const rows = await storage.transaction(inside, (tx) =>
      storage.query<TimelineEntry & { readonly moment: number }>(
        tx,
        sql`select t.id::text as id, ${sql.isoTime(sql`t.at`)} as at, t.kind, t.actor, t.facts, ${sql.microseconds(sql`t.at`)} as moment
            from ${this.#table('timeline')} t where t.incident_id = ${incident.id} ${after} order by t.at desc, t.id desc limit ${limit + 1}`,
      ),
    );
    return cutPage(
      rows,
      limit,
      ({ moment: _moment, ...entry }) => entry,
      ({ moment, id }) => [moment, Number(id)],
    );
  }

  /** What the timeline shows of observations, in order of time. */
  async observed({ incident, inside }: Placed): Promise<readonly Observed[]> {
    const { storage } = this.#parts;
    return storage.transaction(inside, (tx) =>
      storage.query<Observed>(
        tx,
        sql`select ${sql.microseconds(sql`t.at`)} / 1000 as at, t.facts from ${this.#table('timeline')} t
            where t.incident_id = ${incident.id} and t.kind = 'observed' order by t.at, t.id limit 1000`,
      ),
    );
  }

  /**
   * @param expected - version that the caller saw
   * @throws DataWaveError DW_SECURITY_INCIDENT_UNKNOWN, _STALE, _REASON, _ASSIGNEE, _REOPENED
   */
  async change(
    scope: ExecutionScope,
    id: string,
    change: IncidentChange,
    expected: string | undefined,
  ): Promise<Placed> {
    const { storage, incidents, audit, events } = this.#parts;
    const { inside } = await this.one(scope, id);
    const wanted = change.assignee === ME ? scope.principal.id : change.assignee;
    await this.#checkAssignee(inside, wanted);
    const incident = await storage.transaction(inside, async (tx) => {
      // What is observed in this moment must not open a second one while this one is opened again.
      await incidents.lock(tx, inside);
      const before = await incidents.load(tx, id, 'change');
      if (expected !== undefined && expected !== String(before.version)) throw incidentStale();
      const status = change.status ?? before.status;
      const reason = isClosed(status) ? (change.reason?.trim() ?? before.reason) : null;
      if (isClosed(status) && (reason === null || reason === '')) throw reasonMissing();
      const assignee = wanted === undefined ? before.assignee : wanted;
      const comment = change.comment?.trim() ?? '';
      const steps = stepsAfter(before.steps, change.step);
      const isSame =
        status === before.status &&
        reason === before.reason &&
        assignee === before.assignee &&
        comment === '' &&
        steps === before.steps;
      if (isSame) return before;
      if (isClosed(before.status) && !isClosed(status)) {
        if ((await incidents.openOne(tx, before.detection, before.key)) !== null) throw alreadyOpen();
      }
      const isClosing = isClosed(status) && !isClosed(before.status);
      const closing = isClosing
        ? sql`, closed_at = clock_timestamp(), closed_by = ${scope.principal.id}`
        : isClosed(status)
          ? sql``
          : sql`, closed_at = null, closed_by = null`;
      await storage.query(
        tx,
        sql`update ${this.#table('incidents')} set status = ${status}, reason = ${reason}, assignee = ${assignee},
              steps = ${steps}::text[], version = version + 1${closing} where id = ${id}`,
      );
      const facts = {
        ...(status === before.status ? {} : { before: before.status, status }),
        ...(reason === before.reason || reason === null ? {} : { reason }),
        ...(assignee === before.assignee ? {} : { assignee }),
        ...(comment === '' ? {} : { comment }),
        ...(steps === before.steps || change.step === undefined
          ? {}
          : { step: change.step.id, isDone: change.step.isDone }),
      };
      await incidents.note(tx, inside, id, { kind: 'changed', facts });
      await audit.record(tx, inside, {
        action: 'security-monitor.incident.changed',
        object: { type: 'security-incident', id, name: incidentName(before) },
        before: { status: before.status, assignee: before.assignee, steps: before.steps },
        after: { status, assignee, steps, ...(comment === '' ? {} : { comment }) },
        ...(reason === null ? {} : { reason }),
      });
      await events.publish(tx, inside, {
        type: 'security-monitor.incident.changed',
        subject: id,
        data: { id, detection: before.detection, severity: before.severity, reach: before.reach, status },
      });
      return incidents.load(tx, id);
    });
    return { incident, inside };
  }

  async #checkAssignee(scope: ExecutionScope, assignee: string | null | undefined): Promise<void> {
    const accounts = this.#parts.accounts();
    if (assignee == null || assignee === scope.principal.id || accounts === undefined) return;
    if ((await accounts.find(scope, { id: assignee })) === null) throw unknownAssignee();
  }

  async #seesPlatform(scope: ExecutionScope): Promise<boolean> {
    return (await this.#parts.access.decide(scope, { permission: PLATFORM })).allowed;
  }

  #rows(
    scope: ExecutionScope,
    where: readonly SqlFragment[],
    limit: number,
  ): Promise<readonly IncidentRow[]> {
    const { storage } = this.#parts;
    return storage.transaction(scope, (tx) =>
      storage.query<IncidentRow>(
        tx,
        sql`select ${INCIDENT_COLUMNS} from ${this.#table('incidents')} i where ${sql.join(where, ' and ')} order by i.opened_at desc, i.id desc limit ${limit}`,
      ),
    );
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#parts.storage.schema, name);
  }
}

/** The same list where nothing is another. */
function stepsAfter(before: readonly string[], step: IncidentChange['step']): readonly string[] {
  if (step === undefined || before.includes(step.id) === step.isDone) return before;
  return step.isDone ? [...before, step.id].sort() : before.filter((id) => id !== step.id);
}

const platformScope = (scope: ExecutionScope): ExecutionScope => ({ ...scope, workspace: DEFAULT_WORKSPACE });

function conditions({
  q,
  status,
  severity,
  detection,
  subject,
  assignee,
  since,
}: IncidentFilter): SqlFragment[] {
  const where: SqlFragment[] = [];
  const text = sql`concat(${sql.json(DETECTION_TITLES)}::jsonb ->> i.detection, ': ', concat_ws(' ', ${sql.json(SUBJECT_WORDS)}::jsonb ->> i.subject_kind, i.subject_name, i.subject_id, i.summary))`;
  for (const word of q
    ?.split(/\s+/)
    .filter((part) => part !== '')
    .slice(0, MOST_WORDS) ?? [])
    where.push(sql`${text} ilike ${sql.containing(word)}`);
  if (status === 'active') where.push(sql`i.status in ('open', 'acknowledged')`);
  else if (status !== undefined) where.push(sql`i.status = ${status}`);
  if (severity !== undefined) where.push(sql`i.severity = ${severity}`);
  if (detection !== undefined) where.push(sql`i.detection = ${detection}`);
  if (subject !== undefined) where.push(sql`i.subject_id = ${subject}`);
  if (assignee !== undefined) where.push(sql`i.assignee = ${assignee}`);
  if (since !== undefined) where.push(sql`i.last_seen_at >= ${new Date(since)}`);
  return where;
}
