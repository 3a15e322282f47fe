import {
  closedSchema,
  type EventsService,
  type ExecutionScope,
  type HttpService,
  type JsonSchema,
  pageQuerySchema,
  type ScanRequest,
  type ScanRulesService,
  type ScanState,
  type SourcesService,
  sql,
  uuidSchema,
} from '@datawave/plugin-sdk';
import { CHANGE_KINDS, type ChangeKind, type ChangeStore } from './changes/change-store.ts';
import type { CompareRuns } from './compare/compare-runs.ts';
import { LOG_LEVELS, type LogLevel, type RunLog, uncounted } from './log/run-log.ts';
import type { RunDetail } from './run/run.ts';
import type { RunControl } from './run/run-control.ts';
import { runEvents } from './run/run-events.ts';
import { RUN_ORDERS } from './run/run-order.ts';
import type { RunFilter, RunQueries } from './run/run-queries.ts';
import { nothingToRetry, SCAN_STATES } from './run/run-state.ts';
import type { SeenRuns } from './run/seen-runs.ts';
import type { WantingRunsFinder } from './run/wanting-runs.ts';

import { TASK_STATES, type TaskState } from './task/task.ts';
import { TASK_ORDERS, type TaskOrder } from './task/task-order.ts';
import type { TaskQueries } from './task/task-queries.ts';
import type { Visibility } from './visibility.ts';

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

/** Tasks that one request retries; all that is missing is retried by its own route. */
const MOST_RETRIED = 1000;

const id = closedSchema({ id: uuidSchema }, ['id']);
const page = (properties: Readonly<Record<string, JsonSchema>>) =>
  closedSchema({ ...pageQuerySchema, ...properties });

const textSchema = { type: 'string', minLength: 1, maxLength: 200 } as const;
/** One of these words or several, with commas between them. */
const someOf = (words: readonly string[]): JsonSchema => ({
  type: 'string',
  pattern: `^(?:${words.join('|')})(?:,(?:${words.join('|')})){0,20}$`,
  description: `One or several of ${words.join(', ')}, with commas between them.`,
});

/** Mounts `/scans`. */
export function mountRoutes(
  http: HttpService,
  services: {
    readonly control: RunControl;
    readonly runs: RunQueries;
    readonly seen: SeenRuns;
    readonly compare: CompareRuns;
    readonly wanting: WantingRunsFinder;
    readonly sources: SourcesService;
    readonly rules: () => ScanRulesService | undefined;
    readonly tasks: TaskQueries;
    readonly changes: ChangeStore;
    readonly runLog: RunLog;
    readonly visible: Visibility;
    readonly events: EventsService;
  },
): void {
  const { control, runs, seen, compare, wanting, sources, tasks, changes, runLog, visible, events } =
    services;

  http.route<Record<string, never>, never, ScanRequest>({
    method: 'POST',
    path: '/scans',
    permission: 'scans:run',
    summary: 'Scan a source',
    body: {
      type: 'object',
      required: ['sourceId'],
      additionalProperties: false,
      properties: {
        sourceId: uuidSchema,
        ruleId: uuidSchema,
        mode: { enum: ['full', 'incremental'] },
        priority: { type: 'integer', minimum: -100, maximum: 100 },
        reason: { type: 'string', minLength: 1, maxLength: 200 },
      },
    },
    responses: {
      202: { description: 'The scan is queued.' },
      409: { description: 'The source is being scanned already.' },
    },
    handler: async ({ scope, body }) => {
      await sources.require(scope, 'scans:run', body.sourceId);
      if (body.ruleId !== undefined) await services.rules()?.require(scope, body.ruleId);
      const run = await control.start(scope, body);
      return { status: 202, headers: { Location: `/api/v1/scans/${run.id}` }, body: run };
    },
  });

  http.route<
    Record<string, never>,
    PageQuery & Omit<RunFilter, 'states' | 'title'> & { readonly state?: string; readonly q?: string }
  >({
    method: 'GET',
    path: '/scans',
    permission: 'scans:read',
    summary: 'Scans, the newest first',
    query: page({
      source: uuidSchema,
      state: someOf(['active', 'ended', ...SCAN_STATES]),
      q: { ...textSchema, description: 'What the title of the source contains.' },
      sort: { enum: RUN_ORDERS },
    }),
    handler: async ({ scope, query: { limit, cursor, state, q, ...filter } }) => ({
      body: await seen.page(
        scope,
        {
          ...filter,
          ...(q === undefined ? {} : { title: q }),
          ...(state === undefined ? {} : { states: state.split(',') as (ScanState | 'active' | 'ended')[] }),
        },
        limit,
        cursor,
      ),
    }),
  });

  http.route({
    method: 'GET',
    path: '/scans/attention',
    permission: 'scans:read',
    summary: 'Scans that somebody should look at: failed, paused for long, or with assets of another shape',
    handler: async ({ scope }) => ({ body: await wanting.find(scope) }),
  });

  http.route<
    Record<string, never>,
    { readonly a: string; readonly b: string; readonly limit: number; readonly cursor?: string }
  >({
    method: 'GET',
    path: '/scans/compare',
    permission: 'scans:read',
    summary: 'Two scans of one source side by side: assets, columns and verdicts that differ',
    query: {
      ...page({
        a: uuidSchema,
        b: uuidSchema,
        cursor: { type: 'string', pattern: '^[0-9]{1,9}$' },
      }),
      required: ['a', 'b'],
    },
    handler: async ({ scope, query: { a, b, limit, cursor = '0' } }) => ({
      body: await compare.compare(scope, { a, b }, { limit, offset: Number(cursor) }),
    }),
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/scans/:id',
    permission: 'scans:read',
    summary: 'A scan',
    params: id,
    handler: async ({ scope, params }) => ({ body: await seen.detail(scope, params.id) }),
  });

  http.route<
    { id: string },
    PageQuery & { readonly state?: string; readonly q?: string; readonly sort?: TaskOrder }
  >({
    method: 'GET',
    path: '/scans/:id/tasks',
    permission: 'scans:read',
    summary: 'Tasks of a scan, the failed first',
    params: id,
    query: page({
      state: someOf(TASK_STATES),
      q: { ...textSchema, description: 'What their names contain.' },
      sort: { enum: TASK_ORDERS },
    }),
    handler: async ({ scope, params, query: { limit, cursor, state, q, sort } }) => {
      await seen.require(scope, params.id, 'scans:read');
      const filter = {
        ...(state === undefined ? {} : { states: state.split(',') as TaskState[] }),
        ...(q === undefined ? {} : { name: q }),
        ...(sort === undefined ? {} : { sort }),
      };
      return { body: await tasks.page(scope, params.id, filter, limit, cursor) };
    },
  });

  http.route<{ id: string }, PageQuery>({
    method: 'GET',
    path: '/scans/:id/problems',
    permission: 'scans:read',
    summary: 'Assets that could not be found or scanned, and why',
    params: id,
    query: page({}),
    handler: async ({ scope, params, query }) => {
      await seen.require(scope, params.id, 'scans:read');
      const failed = await tasks.page(scope, params.id, { states: ['failed'] }, query.limit, query.cursor);
      const items = failed.items.map(({ urn, name, error }) => ({
        urn,
        name,
        code: error?.code ?? '',
        message: error?.message ?? '',
        hint: error?.hint ?? null,
      }));
      return { body: { items, nextCursor: failed.nextCursor } };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/scans/:id/transitions',
    permission: 'scans:read',
    summary: 'Who moved a scan from state to state, when and why',
    params: id,
    handler: async ({ scope, params }) => {
      await seen.require(scope, params.id, 'scans:read');
      const items = await runs.transitions(scope, params.id);
      // Whoever does not see every asset is not told how many there are.
      const { passes } = await visible(scope, sql`tasks.urn`);
      const told = items.map((item) => ({ ...item, reason: uncounted(item['reason']) }));
      return { body: { items: passes === 'all' ? items : told, nextCursor: null } };
    },
  });

  http.route<{ id: string }, PageQuery & { readonly level?: LogLevel }>({
    method: 'GET',
    path: '/scans/:id/log',
    permission: 'scans:read',
    summary: 'What happened in a scan, the newest first: states, workers, retries, failures',
    params: id,
    query: page({
      level: { enum: LOG_LEVELS, description: 'The least grave that is wanted; info unless given.' },
    }),
    handler: async ({ scope, params, query: { limit, cursor, ...filter } }) => {
      await seen.require(scope, params.id, 'scans:read');
      return { body: await runLog.page(scope, params.id, filter, { limit, cursor }, visible) };
    },
  });

  http.route<{ id: string }, PageQuery>({
    method: 'GET',
    path: '/scans/:id/drift',
    permission: 'scans:read',
    summary: 'How the shapes of assets had changed since the scan before',
    params: id,
    query: page({}),
    handler: async ({ scope, params, query }) => {
      await seen.require(scope, params.id, 'scans:read');
      return { body: await runs.drifts(scope, params.id, query.limit, query.cursor) };
    },
  });

  http.route<{ id: string }, PageQuery & { readonly kind?: ChangeKind }>({
    method: 'GET',
    path: '/scans/:id/changes',
    permission: 'scans:read',
    summary:
      'Assets that appeared, changed or are gone, and findings that are new or gone, since each was last scanned',
    params: id,
    query: page({ kind: { enum: CHANGE_KINDS } }),
    handler: async ({ scope, params, query }) => {
      await seen.require(scope, params.id, 'scans:read');
      const { limit, cursor } = query;
      const { predicate } = await visible(scope, sql`changes.urn`);
      return {
        body: await changes.page(scope, params.id, query.kind, { limit, cursor, visible: predicate }),
      };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/scans/:id/comparison',
    permission: 'scans:read',
    summary: 'A scan beside the one of the same source before it',
    params: id,
    handler: async ({ scope, params }) => ({ body: await seen.comparison(scope, params.id) }),
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/scans/:id/events',
    permission: 'scans:read',
    summary: 'Live progress of a scan as server-sent events',
    params: id,
    handler: async ({ scope, params, headers }) => {
      await seen.require(scope, params.id, 'scans:read');
      const last = headers['last-event-id'];
      return {
        events: runEvents(
          { events, runs: seen, tasks, log: runLog, visible },
          scope,
          params.id,
          last !== undefined && /^\d{1,19}$/.test(last) ? last : undefined,
        ),
      };
    },
  });

  http.route<{ id: string }, never, { readonly tasks: readonly string[] }>({
    method: 'POST',
    path: '/scans/:id/tasks/retry',
    permission: 'scans:run',
    summary:
      'Scan chosen assets once more that a scan which has ended did not get done, as a scan of its own',
    params: id,
    body: closedSchema(
      {
        tasks: { type: 'array', minItems: 1, maxItems: MOST_RETRIED, uniqueItems: true, items: uuidSchema },
      },
      ['tasks'],
    ),
    responses: {
      202: { description: 'The scan that makes up for them.' },
      409: { description: 'None of them is left to be done, or the scan has not ended.' },
    },
    handler: async ({ scope, params, body }) => {
      await seen.require(scope, params.id, 'scans:run');
      const chosen = await tasks.retryable(scope, params.id, body.tasks);
      if (chosen.length === 0) throw nothingToRetry();
      const run = await seen.counted(scope, await control.retry(scope, params.id, chosen));
      return { status: 202, headers: { Location: `/api/v1/scans/${run.id}` }, body: run };
    },
  });

  const action = (
    verb: 'pause' | 'resume' | 'cancel' | 'retry',
    summary: string,
    act: (scope: ExecutionScope, id: string) => Promise<RunDetail>,
  ): void => {
    http.route<{ id: string }>({
      method: 'POST',
      path: `/scans/:id/${verb}`,
      permission: 'scans:run',
      summary,
      params: id,
      responses: {
        200: { description: 'The scan as it is now.' },
        409: { description: "The scan's state does not allow it." },
      },
      handler: async ({ scope, params }) => {
        await seen.require(scope, params.id, 'scans:run');
        return { body: await seen.counted(scope, await act(scope, params.id)) };
      },
    });
  };
  action('pause', 'Pause a scan; running tasks end first', (scope, run) => control.pause(scope, run));
  action('resume', 'Resume a paused scan', (scope, run) => control.resume(scope, run));
  action('cancel', 'Cancel a scan; what it found so far stays', (scope, run) => control.cancel(scope, run));
  action('retry', 'Scan what a scan that has ended did not get done', (scope, run) =>
    control.retry(scope, run),
  );
}
