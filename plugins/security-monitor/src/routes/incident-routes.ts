import {
  type AuditService,
  closedSchema,
  type HttpService,
  pageQuerySchema,
  SEVERITIES,
  uuidSchema,
} from '@datawave/plugin-sdk';
import { DETECTIONS } from '../detect/detection.ts';
import type { WatchState } from '../detect/detections.ts';
import { type Incident, incidentName, STATUSES } from '../incidents/incident.ts';
import type { IncidentChange, IncidentDesk, IncidentFilter, Placed } from '../incidents/incident-desk.ts';
import { behaviourOf } from '../incidents/pace.ts';
import type { Playbooks } from '../incidents/playbook.ts';

const READ = 'security-incidents:read';
const byId = closedSchema({ id: uuidSchema }, ['id']);

const filterSchema = {
  q: {
    type: 'string',
    maxLength: 200,
    description: 'Words, each a part of the kind, of whom or what it is about, or of the summary.',
  },
  status: { enum: ['active', ...STATUSES], description: '`active` is what is not closed.' },
  severity: { enum: SEVERITIES },
  detection: { enum: DETECTIONS },
  subject: { type: 'string', minLength: 1, maxLength: 300, description: 'Id of what it is about.' },
  assignee: { type: 'string', minLength: 1, maxLength: 300 },
  since: { type: 'string', maxLength: 40, format: 'date-time', description: 'Something was seen since.' },
} as const;

const languageSchema = {
  language: {
    type: 'string',
    maxLength: 35,
    pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$',
    description: 'In which the playbook is wanted, such as `de`; English where it is not written in it.',
  },
} as const;

interface Spoken {
  readonly language?: string;
}

interface Paged {
  readonly limit: number;
  readonly cursor?: string;
}

interface Parts {
  readonly http: HttpService;
  readonly audit: AuditService;
  readonly desk: IncidentDesk;
  readonly playbooks: Playbooks;
  readonly watched: () => readonly WatchState[];
  readonly canNotify: boolean;
}

/** Mounts what shows incidents and what is decided of them. */
export function mountIncidentRoutes({ http, audit, desk, playbooks, watched, canNotify }: Parts): void {
  const shown = async (placed: Placed, language: string) => ({
    body: { ...detailed(placed.incident, playbooks, language), names: await desk.names(placed) },
    version: placed.incident.version,
  });

  http.route<Record<string, never>, IncidentFilter & Paged>({
    method: 'GET',
    path: '/security-incidents',
    permission: READ,
    summary: 'Incidents, the newest first',
    query: closedSchema({ ...pageQuerySchema, ...filterSchema }),
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => {
      const { items, nextCursor } = await desk.page(scope, filter, limit, cursor);
      const names = await desk.namesOf(
        scope,
        items.map(({ assignee }) => assignee),
      );
      return { body: { items: items.map(listed), nextCursor, names } };
    },
  });

  http.route({
    method: 'GET',
    path: '/security-incidents/watch',
    permission: READ,
    summary: 'What is watched for, by what measure, and what is not',
    handler: async () => ({ body: { items: watched(), nextCursor: null, canNotify } }),
  });

  http.route<{ id: string }, Spoken>({
    method: 'GET',
    path: '/security-incidents/:id',
    permission: READ,
    summary: 'An incident with its playbook',
    params: byId,
    query: closedSchema(languageSchema),
    handler: async ({ scope, params, query }) => {
      const placed = await desk.one(scope, params.id);
      return shown(placed, query.language ?? 'en');
    },
  });

  http.route<{ id: string }, Paged>({
    method: 'GET',
    path: '/security-incidents/:id/timeline',
    permission: READ,
    summary: 'What was seen and done, the newest first',
    params: byId,
    query: closedSchema(pageQuerySchema),
    handler: async ({ scope, params, query: { limit, cursor } }) => {
      const placed = await desk.one(scope, params.id);
      // Who tried to sign in from where is not read without a trace; further pages are the same reading.
      if (cursor === undefined)
        await audit.note(placed.inside, {
          action: 'security-monitor.incident.viewed',
          object: { type: 'security-incident', id: params.id, name: incidentName(placed.incident) },
        });
      const { observationCount, firstSeenAt, lastSeenAt } = placed.incident;
      const page = await desk.timeline(placed, limit, cursor);
      const behaviour = cursor === undefined ? behaviourOf(await desk.observed(placed)) : null;
      return { body: { ...page, observationCount, firstSeenAt, lastSeenAt, behaviour } };
    },
  });

  http.route<{ id: string }, Spoken, IncidentChange>({
    method: 'PATCH',
    path: '/security-incidents/:id',
    permission: 'security-incidents:write',
    summary: 'Take an incident over, comment on it, mark steps of its playbook, resolve or dismiss it',
    params: byId,
    query: closedSchema(languageSchema),
    body: closedSchema({
      status: { enum: STATUSES },
      reason: {
        type: 'string',
        maxLength: 1_000,
        description: 'What was found; without it nothing is closed.',
      },
      assignee: {
        type: ['string', 'null'],
        minLength: 1,
        maxLength: 300,
        description: 'Id of an account, or `me`; null gives it back.',
      },
      comment: {
        type: 'string',
        minLength: 1,
        maxLength: 2_000,
        description: 'Stands in the timeline and in the audit trail.',
      },
      step: {
        ...closedSchema(
          { id: { type: 'string', pattern: '^[1-9][.][1-9][0-9]?$' }, isDone: { type: 'boolean' } },
          ['id', 'isDone'],
        ),
        description: 'A step of the playbook: its section and its number there, each counted from 1.',
      },
    }),
    handler: async ({ scope, params, query, body, expectedVersion }) => {
      return shown(await desk.change(scope, params.id, body, expectedVersion), query.language ?? 'en');
    },
  });
}

const listed = ({ key: _key, ...incident }: Incident) => ({ ...incident, name: incidentName(incident) });

/** Without what changes with every observation, for which the timeline answers: who decides must not lose against an attacker. */
const detailed = (incident: Incident, playbooks: Playbooks, language: string) => {
  const { key: _key, observationCount: _count, firstSeenAt: _first, lastSeenAt: _last, ...rest } = incident;
  return { ...rest, playbook: playbooks(incident.detection, language) };
};
