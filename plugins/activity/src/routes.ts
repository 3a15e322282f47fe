import {
  type AuditLogService,
  type AuditService,
  closedSchema,
  DataWaveError,
  type EventsService,
  type ExecutionScope,
  type HttpService,
  type Logger,
  pageQuerySchema,
} from '@datawave/plugin-sdk';
import { differencesOf } from './differences.ts';
import type { EntryFilter, EntrySearch } from './entry-search.ts';
import { counted, exportParts } from './export-trail.ts';
import type { ReadingNotes } from './reading-notes.ts';
import type { SealKey } from './seal-key.ts';
import type { SealStore } from './seal-store.ts';
import type { Sealer } from './sealer.ts';
import { recordVerification } from './verification-record.ts';
import { type Anchor, verifyTrail } from './verify-trail.ts';

const READ = 'audit-events:read';
/** Entries that a reader waits for to be sealed: what was just done is shown. */
const MOST_SEALED_FIRST = 5_000;
const VERIFY_TIMEOUT_MS = 10 * 60_000;

const moment = {
  type: 'string',
  maxLength: 40,
  format: 'date-time',
} as const;
const text = (maxLength: number, description: string) =>
  ({ type: 'string', minLength: 1, maxLength, description }) as const;

const filterSchema = {
  actor: text(300, 'Id of who did it, such as `user:admin`.'),
  action: text(100, 'Beginning of the action, such as `sources.` or `sources.source.updated`.'),
  objectType: text(100, 'Kind of what it was done to.'),
  objectId: text(2_048, 'Id of what it was done to.'),
  outcome: { enum: ['succeeded', 'denied', 'failed'] },
  requestId: text(200, 'Id of the request in which it was done.'),
  from: { ...moment, description: 'Not before this moment.' },
  to: { ...moment, description: 'Before this moment.' },
  q: text(200, 'Words, or beginnings of words, that all occur.'),
} as const;

const byId = closedSchema({ id: { type: 'string', pattern: '^[0-9]{1,18}$' } }, ['id']);

interface Parts {
  readonly http: HttpService;
  readonly audit: AuditService;
  readonly auditLog: AuditLogService;
  readonly events: EventsService;
  readonly store: SealStore;
  readonly key: SealKey;
  readonly sealer: Sealer;
  readonly search: EntrySearch;
  readonly readings: ReadingNotes;
  readonly log: Logger;
}

/** Mounts `/audit-events`. */
export function mountRoutes(parts: Parts): void {
  const { http, audit, auditLog, events, store, key, search, readings } = parts;
  const { storage } = store;

  http.route<Record<string, never>, EntryFilter & { readonly limit: number; readonly cursor?: string }>({
    method: 'GET',
    path: '/audit-events',
    permission: READ,
    summary: 'Who did what, the newest first',
    query: closedSchema({ ...pageQuerySchema, ...filterSchema }),
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => {
      await readings.note(scope);
      if (cursor === undefined) await sealFirst(parts, scope);
      return { body: await search.page(scope, filter, limit, cursor) };
    },
  });

  http.route({
    method: 'GET',
    path: '/audit-events/status',
    permission: READ,
    summary: 'Up to where the trail is sealed, and what was removed because it was too old',
    handler: async ({ scope }) => {
      const halted = await sealFirst(parts, scope);
      const [head, checkpoint] = await storage.transaction(scope, async (tx) => [
        await store.head(tx),
        await store.checkpoint(tx),
      ]);
      return {
        body: {
          head:
            head === null
              ? null
              : {
                  sequence: head.sequence,
                  position: head.position,
                  entries: Number(head.entries),
                  hash: head.head.toString('hex'),
                  sealedAt: head.sealedAt,
                },
          removed:
            checkpoint === null
              ? null
              : {
                  entries: Number(checkpoint.removed),
                  through: checkpoint.through,
                  at: checkpoint.sealedAt,
                },
          halted,
        },
      };
    },
  });

  http.route<Record<string, never>, EntryFilter & { readonly format: 'jsonl' | 'cef' }>({
    method: 'GET',
    path: '/audit-events/export',
    permission: 'audit-events:export',
    recentSignIn: true,
    summary: 'The trail as JSON lines or as CEF, the oldest first',
    query: closedSchema({ format: { enum: ['jsonl', 'cef'], default: 'jsonl' }, ...filterSchema }),
    responses: { 200: { description: 'One entry a line.' } },
    handler: async ({ scope, query: { format, ...filter } }) => {
      // Recorded before the first line: an export that is broken off has told something, too.
      await audit.note(scope, {
        action: 'activity.trail.exported',
        object: { type: 'audit-trail', id: scope.workspace },
        after: { format, ...filter },
      });
      await sealFirst(parts, scope);
      const ended = (entries: number, isWhole: boolean): Promise<void> =>
        audit.note(scope, {
          action: 'activity.trail.export-ended',
          object: { type: 'audit-trail', id: scope.workspace },
          outcome: isWhole ? 'succeeded' : 'failed',
          after: { entries, format },
        });
      return {
        stream: exportParts(counted(search.all(scope, filter), ended), format),
        headers: {
          'content-type':
            format === 'cef' ? 'text/plain; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
          'content-disposition': `attachment; filename="audit-events.${format}"`,
        },
      };
    },
  });

  http.route<Record<string, never>, never, { readonly anchor?: Anchor }>({
    method: 'POST',
    path: '/audit-events/verify',
    permission: 'audit-events:verify',
    summary: 'Find any edit, removal, insertion or reordering in the trail, and name the first place',
    body: closedSchema({
      anchor: {
        ...closedSchema(
          {
            sequence: { type: 'string', pattern: '^[0-9]{1,18}$' },
            hash: { type: 'string', pattern: '^[0-9a-fA-F]{64}$' },
          },
          ['sequence', 'hash'],
        ),
        description:
          'A seal that was written down before and must still be there: head of an earlier verification.',
      },
    }),
    timeoutMs: VERIFY_TIMEOUT_MS,
    rateLimit: { requests: 6, seconds: 60 },
    handler: async ({ scope, body: { anchor } }) => {
      const found = await verifyTrail({ log: auditLog, store, key }, scope, { anchor });
      await recordVerification({ storage, audit, events }, scope, found);
      return { body: found };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/audit-events/:id',
    permission: READ,
    summary: 'An entry with what was before and is after, as differences',
    params: byId,
    handler: async ({ scope, params }) => {
      await readings.note(scope);
      const { position, principal, workspace: _workspace, ...entry } = await search.one(scope, params.id);
      return {
        body: {
          ...entry,
          id: position,
          actor: principal,
          differences: differencesOf(entry.before, entry.after),
        },
        // Nothing changes it any more.
        version: position,
      };
    },
  });
}

/** Seals what is new, so that it is found. Where that fails what was sealed is still shown; answers why nothing more is. */
async function sealFirst({ sealer, log }: Parts, scope: ExecutionScope): Promise<string | null> {
  try {
    await sealer.seal(scope, MOST_SEALED_FIRST);
    return null;
  } catch (error) {
    if (!DataWaveError.is(error) || scope.signal.aborted) throw error;
    log.warn('The audit trail is not sealed any further.', { error });
    return error.message;
  }
}
