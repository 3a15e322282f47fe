import {
  type AccessService,
  closedSchema,
  type HttpService,
  type StorageService,
  uuidSchema,
} from '@datawave/plugin-sdk';
import { RESPONSE_KINDS, type ResponseKind } from '../incidents/incident.ts';
import { type IncidentDesk, PLATFORM } from '../incidents/incident-desk.ts';
import type { Responder } from '../respond/responder.ts';
import type { ResponseStore } from '../respond/response-store.ts';

const byId = closedSchema({ id: uuidSchema }, ['id']);

interface Parts {
  readonly access: AccessService;
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly desk: IncidentDesk;
  readonly responder: Responder;
  readonly responses: ResponseStore;
}

/** Mounts what is done about an incident. */
export function mountResponseRoutes({ access, http, storage, desk, responder, responses }: Parts): void {
  http.route<{ id: string }>({
    method: 'GET',
    path: '/security-incidents/:id/responses',
    permission: 'security-incidents:read',
    summary: 'What was done about an incident, the newest first',
    params: byId,
    handler: async ({ scope, params }) => {
      const { inside } = await desk.one(scope, params.id);
      const items = await storage.transaction(inside, (tx) => responses.of(tx, params.id));
      return { body: { items, nextCursor: null } };
    },
  });

  http.route<{ id: string }, never, { readonly kind: ResponseKind; readonly account?: string }>({
    method: 'POST',
    path: '/security-incidents/:id/responses',
    permission: 'security-incidents:respond',
    recentSignIn: true,
    summary: 'Lock an account, end its sessions, or notify',
    params: byId,
    body: closedSchema(
      {
        kind: { enum: RESPONSE_KINDS },
        account: {
          type: 'string',
          minLength: 1,
          maxLength: 300,
          description: 'One of the accounts that the incident is about; needed where there are several.',
        },
      },
      ['kind'],
    ),
    rateLimit: { requests: 30, seconds: 60 },
    handler: async ({ scope, params, body: { kind, account } }) => {
      const { inside } = await desk.one(scope, params.id);
      // An account is every workspace's: who responds in one must not keep somebody out of all the others.
      if (kind !== 'notify') await access.require(scope, { permission: PLATFORM });
      const response = await responder.byHand(inside, params.id, { kind, account });
      return {
        status: 201,
        headers: { location: `/api/v1/security-incidents/${params.id}/responses` },
        body: response,
      };
    },
  });
}
