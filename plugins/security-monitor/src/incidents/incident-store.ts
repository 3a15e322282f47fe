import { randomUUID } from 'node:crypto';
import {
  type AuditService,
  type EventsService,
  type ExecutionScope,
  SEVERITIES,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { DetectionId, Facts, Finding, Observation, Reach, Subject } from '../detect/detection.ts';
import { type Incident, incidentName, type TimelineEntry } from './incident.ts';
import { unknownIncident } from './incident-errors.ts';
import { INCIDENT_COLUMNS, type IncidentRow, toIncident } from './incident-row.ts';

/** Observations that the timeline of an incident shows; further ones are counted. */
const MOST_SHOWN = 300;
const MOST_ACCOUNTS = 50;
/** Incidents of one detection that are open at once about what whoever attacks thinks up: names that nobody has, and addresses. */
export const MOST_OF_STRANGERS = 200;
const STRANGERS: ReadonlySet<Subject['kind']> = new Set(['unknown-name', 'address']);

/** Under which {@link IncidentStore.openOnes} answers. */
export const openKey = ({
  detection,
  key,
}: {
  readonly detection: DetectionId;
  readonly key: string;
}): string => `${detection} ${key}`;

/** An incident that is about to be opened. */
export interface NewIncident {
  readonly detection: DetectionId;
  readonly key: string;
  readonly reach: Reach;
  readonly subject: Subject;
  readonly subjectName: string | null;
  readonly finding: Finding;
  readonly observations: readonly Observation[];
}

/** Opens incidents and carries them on with what is observed. */
export class IncidentStore {
  readonly #storage: StorageService;
  readonly #audit: AuditService;
  readonly #events: EventsService;

  constructor(storage: StorageService, audit: AuditService, events: EventsService) {
    this.#storage = storage;
    this.#audit = audit;
    this.#events = events;
  }

  /** One process after the other, so that all see what the one before has opened. */
  async lock(tx: Transaction, scope: ExecutionScope): Promise<void> {
    const key = `${this.#storage.schema} ${scope.workspace}`;
    await this.#storage.query(tx, sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))::text`);
  }

  /** The incident that is not closed yet; null where there is none. */
  async openOne(tx: Transaction, detection: DetectionId, key: string): Promise<Incident | null> {
    const [row] = await this.#storage.query<IncidentRow>(
      tx,
      sql`select ${INCIDENT_COLUMNS} from ${this.#incidents} i
          where i.detection = ${detection} and i.key = ${key} and i.status in ('open', 'acknowledged') for update`,
    );
    return row === undefined ? null : toIncident(row);
  }

  /** Of some keys the incidents that are not closed yet, by detection and key as {@link openKey} writes them. */
  async openOnes(
    tx: Transaction,
    keys: readonly { readonly detection: DetectionId; readonly key: string }[],
  ): Promise<ReadonlyMap<string, Incident>> {
    const rows = await this.#storage.query<IncidentRow>(
      tx,
      sql`select ${INCIDENT_COLUMNS} from ${this.#incidents} i
          join unnest(${keys.map(({ detection }) => detection)}::text[], ${keys.map(({ key }) => key)}::text[]) as k(detection, key)
            on i.detection = k.detection and i.key = k.key
          where i.status in ('open', 'acknowledged') for update of i`,
    );
    return new Map(rows.map((row) => [openKey(row), toIncident(row)]));
  }

  /** Whether there are so many open ones about strangers already that another one, which is no worse, would help nobody. */
  async isFull(
    tx: Transaction,
    detection: DetectionId,
    subject: Subject,
    { isCompromised }: Finding,
  ): Promise<boolean> {
    if (isCompromised || !STRANGERS.has(subject.kind)) return false;
    const rows = await this.#storage.query(
      tx,
      sql`select 1 as one from ${this.#incidents} where detection = ${detection} and subject_kind = ${subject.kind}
          and status in ('open', 'acknowledged') limit ${MOST_OF_STRANGERS}`,
    );
    return rows.length >= MOST_OF_STRANGERS;
  }

  /** @throws DataWaveError DW_SECURITY_INCIDENT_UNKNOWN */
  async load(tx: Transaction, id: string, how: 'read' | 'change' = 'read'): Promise<Incident> {
    const [row] = await this.#storage.query<IncidentRow>(
      tx,
      sql`select ${INCIDENT_COLUMNS} from ${this.#incidents} i where i.id = ${id} ${how === 'change' ? sql`for update` : sql``}`,
    );
    if (row === undefined) throw unknownIncident();
    return toIncident(row);
  }

  async open(tx: Transaction, scope: ExecutionScope, of: NewIncident): Promise<Incident> {
    const { detection, key, reach, subject, subjectName, finding, observations } = of;
    const id = randomUUID();
    const times = observations.map(({ at }) => at);
    const first = new Date(Math.min(...times));
    const last = new Date(Math.max(...times));
    await this.#storage.query(
      tx,
      sql`insert into ${this.#incidents} (id, workspace_id, detection, key, reach, subject_kind, subject_id, subject_name, severity, summary,
            accounts, is_compromised, observation_count, first_seen_at, last_seen_at, opened_at)
          values (${id}, ${scope.workspace}, ${detection}, ${key}, ${reach}, ${subject.kind}, ${subject.id}, ${subjectName}, ${finding.severity},
            ${finding.summary}, ${finding.accounts}::text[], ${finding.isCompromised}, ${observations.length}, ${first}, ${last}, clock_timestamp())`,
    );
    await this.#show(tx, scope, id, observations, MOST_SHOWN);
    await this.note(tx, scope, id, {
      kind: 'opened',
      facts: { severity: finding.severity, summary: finding.summary },
    });
    const incident = await this.load(tx, id);
    await this.#tell(tx, scope, incident, 'opened');
    return incident;
  }

  /** Adds what was observed since, and what it now amounts to. Answers the incident, and whether it has become worse. */
  async carryOn(
    tx: Transaction,
    scope: ExecutionScope,
    before: Incident,
    news: { readonly observations: readonly Observation[]; readonly finding: Finding | null },
  ): Promise<{ readonly incident: Incident; readonly isWorse: boolean }> {
    const { observations, finding } = news;
    const times = observations.map(({ at }) => at);
    const isMoreSevere =
      finding !== null && SEVERITIES.indexOf(finding.severity) > SEVERITIES.indexOf(before.severity);
    const isWorse = isMoreSevere || (finding?.isCompromised === true && !before.isCompromised);
    const named = finding?.accounts ?? [];
    // Those in other hands first: they must not be left out because bystanders are many.
    const accounts = [
      ...new Set(
        finding?.isCompromised === true ? [...named, ...before.accounts] : [...before.accounts, ...named],
      ),
    ].slice(0, MOST_ACCOUNTS);
    const after = {
      severity: isMoreSevere ? finding.severity : before.severity,
      // What is no worse than before is told as it was: a window that has moved on would tell less.
      summary:
        finding !== null && (isWorse || finding.severity === before.severity)
          ? finding.summary
          : before.summary,
      isCompromised: before.isCompromised || finding?.isCompromised === true,
    };
    const isOther = isWorse || after.summary !== before.summary || accounts.length !== before.accounts.length;
    const first = new Date(Math.min(Date.parse(before.firstSeenAt), ...times));
    const last = new Date(Math.max(Date.parse(before.lastSeenAt), ...times));
    await this.#show(tx, scope, before.id, observations, MOST_SHOWN - before.observationCount);
    await this.#storage.query(
      tx,
      sql`update ${this.#incidents} set severity = ${after.severity}, summary = ${after.summary}, accounts = ${accounts}::text[],
            is_compromised = ${after.isCompromised}, observation_count = observation_count + ${observations.length},
            first_seen_at = ${first}, last_seen_at = ${last}, version = version + ${isOther ? 1 : 0}
          where id = ${before.id}`,
    );
    if (isWorse)
      await this.note(tx, scope, before.id, {
        kind: 'raised',
        facts: { before: before.severity, severity: after.severity, summary: after.summary },
      });
    const incident = await this.load(tx, before.id);
    if (isWorse) await this.#tell(tx, scope, incident, 'raised');
    return { incident, isWorse };
  }

  /** Adds a line to the timeline. */
  async note(
    tx: Transaction,
    scope: ExecutionScope,
    incident: string,
    { kind, facts }: { readonly kind: TimelineEntry['kind']; readonly facts: Facts },
  ): Promise<void> {
    await this.#storage.query(
      tx,
      sql`insert into ${this.#timeline} (workspace_id, incident_id, at, kind, actor, facts)
          values (${scope.workspace}, ${incident}, clock_timestamp(), ${kind}, ${scope.principal.id}, ${sql.json(facts)})`,
    );
  }

  async #show(
    tx: Transaction,
    scope: ExecutionScope,
    incident: string,
    observations: readonly Observation[],
    most: number,
  ): Promise<void> {
    const shown = observations.slice(0, Math.max(0, most));
    if (shown.length === 0) return;
    await this.#storage.query(
      tx,
      sql`insert into ${this.#timeline} (workspace_id, incident_id, position, at, kind, facts)
          select ${scope.workspace}::uuid, ${incident}::uuid, (o ->> 'position')::bigint, to_timestamp((o ->> 'at')::float8 / 1000), 'observed', o -> 'facts'
          from jsonb_array_elements(${sql.json(shown)}) o on conflict do nothing`,
    );
  }

  async #tell(
    tx: Transaction,
    scope: ExecutionScope,
    incident: Incident,
    what: 'opened' | 'raised',
  ): Promise<void> {
    const { id, detection, severity, subject, reach, summary } = incident;
    await this.#audit.record(tx, scope, {
      action: `security-monitor.incident.${what}`,
      object: { type: 'security-incident', id, name: incidentName(incident) },
      after: { detection, severity, reach, subject: { kind: subject.kind, id: subject.id }, summary },
    });
    await this.#events.publish(tx, scope, {
      type: `security-monitor.incident.${what}`,
      subject: id,
      data: { id, detection, severity, reach },
    });
  }

  get #incidents(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'incidents');
  }

  get #timeline(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'timeline');
  }
}
