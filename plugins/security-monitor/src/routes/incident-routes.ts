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
import type { Playbooks } from '../incidents/playbook.ts';

const READ = 'security-incidents:read';
const byId = closedSchema({ id: uuidSchema }, ['id']);

const filterSchema = {
  status: { enum: ['active', ...STATUSES], description: '`active` is what is not closed.' },
  severity: { enum: SEVERITIES },
  detection: { enum: DETECTIONS },
  subject: { type: 'string', minLength: 1, maxLength: 300, description: 'Id of what it is about.' },
  assignee: { type: 'string', minLength: 1, maxLength: 300 },
  since: { type: 'string', maxLength: 40, format: 'date-time', description: 'Something was seen since.' },
} as const;

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
  const shown = async (placed: Placed) => ({
    body: { ...detailed(placed.incident, playbooks), names: await desk.names(placed) },
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
      return { body: { items: items.map(listed), nextCursor } };
    },
  });

  http.route({
    method: 'GET',
    path: '/security-incidents/watch',
    permission: READ,
    summary: 'What is watched for, by what measure, and what is not',
    handler: async () => ({ body: { items: watched(), nextCursor: null, canNotify } }),
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/security-incidents/:id',
    permission: READ,
    summary: 'An incident with its playbook',
    params: byId,
    handler: async ({ scope, params }) => {
      const placed = await desk.one(scope, params.id);
      return shown(placed);
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
      return { body: { ...page, observationCount, firstSeenAt, lastSeenAt } };
    },
  });

  http.route<{ id: string }, never, IncidentChange>({
    method: 'PATCH',
    path: '/security-incidents/:id',
    permission: 'security-incidents:write',
    summary: 'Take an incident over, resolve or dismiss it',
    params: byId,
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
    }),
    handler: async ({ scope, params, body, expectedVersion }) => {
      return shown(await desk.change(scope, params.id, body, expectedVersion));
    },
  });
}

const listed = ({ key: _key, ...incident }: Incident) => incident;

/** Without what changes with every observation, for which the timeline answers: who decides must not lose against an attacker. */
const detailed = (incident: Incident, playbooks: Playbooks) => {
  const { key: _key, observationCount: _count, firstSeenAt: _first, lastSeenAt: _last, ...rest } = incident;
  return { ...rest, playbook: playbooks.get(incident.detection) ?? null };
};
