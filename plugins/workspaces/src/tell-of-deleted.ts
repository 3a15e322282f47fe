import {
  type Disposer,
  defineJob,
  type EventsService,
  type ExecutionScope,
  identityEvents,
  type JobContext,
  type JobsService,
  type StorageService,
  sql,
  workspaceEvents,
} from '@datawave/plugin-sdk';
import type { WorkspaceStore } from './store/workspace-store.ts';

/** Tells every workspace that an account is deleted. */
export const accountDeletedJob = defineJob<{ readonly account: string }>({
  name: 'workspaces.account-deleted',
  payload: {
    type: 'object',
    additionalProperties: false,
    required: ['account'],
    properties: { account: { type: 'string', minLength: 1, maxLength: 400 } },
  },
  attempts: 10,
  timeoutMs: 10 * 60_000,
});

interface Parts {
  readonly storage: StorageService;
  readonly events: EventsService;
  readonly jobs: JobsService;
  readonly workspaces: WorkspaceStore;
  readonly scope: () => ExecutionScope;
}

/** Has them told once, however many processes hear of it. The event of an account is one of the workspace of who deleted it. */
export const followDeletions = ({ storage, events, jobs, scope }: Parts): Disposer =>
  events.subscribe({ types: [identityEvents.userDeleted] }, async ({ subject }) => {
    if (subject === undefined) return;
    await storage.transaction(scope(), async (tx) => {
      await jobs.enqueue(tx, scope(), accountDeletedJob, { account: subject }, { deduplicationKey: subject });
    });
  });

/** Makes the handler. Who is told twice, as after a crash, has nothing left to forget. */
export const tellOfDeleted =
  ({ storage, events, workspaces, scope }: Parts) =>
  async ({ payload, scope: { signal } }: JobContext<{ readonly account: string }>): Promise<void> => {
    for (const workspace of await workspaces.ids(scope(), sql`true`)) {
      signal.throwIfAborted();
      const there = { ...scope(), workspace };
      await storage.transaction(there, (tx) =>
        events.publish(tx, there, {
          type: workspaceEvents.accountDeleted,
          subject: payload.account,
          data: {},
        }),
      );
    }
  };
