import {
  type AuditService,
  DataWaveError,
  type ExecutionScope,
  type JobState,
  type JobSummary,
  type JobsService,
  type JsonSchema,
  pageQuerySchema,
  type Route,
} from '@datawave/plugin-sdk';

const states: readonly JobState[] = [
  'waiting',
  'delayed',
  'running',
  'completed',
  'failed',
  'cancelled',
  'dead',
];

const nullable = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

const jobSchema: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    name: { type: 'string' },
    plugin: { type: 'string' },
    state: { enum: states },
    attempt: { type: 'integer' },
    attempts: { type: 'integer' },
    progress: {
      type: 'object',
      properties: {
        fraction: { type: 'number', minimum: 0, maximum: 1 },
        detail: nullable({ type: 'string' }),
      },
      required: ['fraction', 'detail'],
    },
    priority: { type: 'integer' },
    createdAt: { type: 'string', format: 'date-time' },
    startedAt: nullable({ type: 'string', format: 'date-time' }),
    finishedAt: nullable({ type: 'string', format: 'date-time' }),
    error: nullable({
      type: 'object',
      properties: { code: { type: 'string' }, message: { type: 'string' } },
      required: ['code', 'message'],
    }),
  },
  required: [
    'id',
    'name',
    'plugin',
    'state',
    'attempt',
    'attempts',
    'progress',
    'priority',
    'createdAt',
    'startedAt',
    'finishedAt',
    'error',
  ],
};

const paramsSchema: JsonSchema = {
  type: 'object',
  properties: { id: { type: 'string', format: 'uuid' } },
  required: ['id'],
  additionalProperties: false,
};

const querySchema: JsonSchema = {
  type: 'object',
  properties: {
    ...pageQuerySchema,
    name: { type: 'string', maxLength: 200, description: 'Only jobs of this name, PLUGIN.NAME.' },
    state: {
      enum: states,
      description: 'Only jobs in this state; dead are those set aside after their last attempt.',
    },
  },
  additionalProperties: false,
};

type JobParams = { readonly id: string };

interface JobQuery {
  readonly limit?: number;
  readonly cursor?: string;
  readonly name?: string;
  readonly state?: JobState;
}

type AnyRoute = Route<Record<string, string>, Record<string, unknown>, unknown>;

/** What operators do with jobs. */
export type JobOperations = Pick<JobsService, 'get' | 'list' | 'cancel' | 'replay'>;

/** The kernel's routes over the jobs of the caller's workspace, for it to mount. Permissions `jobs:read` and `jobs:manage`. */
export function jobRoutes(
  jobs: JobOperations,
  audit: () => AuditService | null = () => null,
): readonly AnyRoute[] {
  const note = (
    scope: ExecutionScope,
    job: JobSummary,
    done: 'cancelled' | 'replayed',
  ): Promise<void> | undefined =>
    audit()?.note(scope, { action: `core.job.${done}`, object: { type: 'job', id: job.id, name: job.name } });
  const list: Route<Record<string, string>, JobQuery, unknown> = {
    method: 'GET',
    path: '/jobs',
    permission: 'jobs:read',
    summary: 'List jobs, newest first',
    query: querySchema,
    responses: {
      '200': {
        description: 'A page of jobs.',
        schema: {
          type: 'object',
          properties: {
            items: { type: 'array', items: jobSchema },
            nextCursor: nullable({ type: 'string' }),
          },
          required: ['items', 'nextCursor'],
        },
      },
    },
    handler: async ({ scope, query }) => ({ body: await jobs.list(scope, query) }),
  };
  const read: Route<JobParams, Record<string, unknown>, unknown> = {
    method: 'GET',
    path: '/jobs/:id',
    permission: 'jobs:read',
    summary: 'Read a job',
    params: paramsSchema,
    responses: { '200': { description: 'The job.', schema: jobSchema } },
    handler: async ({ scope, params }) => {
      const job = await jobs.get(scope, params.id);
      if (job === null) throw notFound(params.id);
      return { body: job };
    },
  };
  const cancel: Route<JobParams, Record<string, unknown>, unknown> = {
    method: 'POST',
    path: '/jobs/:id/cancel',
    permission: 'jobs:manage',
    summary: 'Cancel a job',
    description: 'A waiting job is cancelled at once; a running one is told to stop.',
    params: paramsSchema,
    responses: { '202': { description: 'It is being cancelled.', schema: jobSchema } },
    handler: async ({ scope, params }) => {
      const isCancelled = await jobs.cancel(scope, params.id);
      const job = await jobs.get(scope, params.id);
      if (job === null) throw notFound(params.id);
      if (!isCancelled)
        throw ended(params.id, job.state, 'cancelled', 'It has ended already; there is nothing to cancel.');
      await note(scope, job, 'cancelled');
      return { status: 202, body: job };
    },
  };
  const replay: Route<JobParams, Record<string, unknown>, unknown> = {
    method: 'POST',
    path: '/jobs/:id/replay',
    permission: 'jobs:manage',
    summary: 'Run a dead or failed job again',
    description: 'Puts it back with a fresh count of attempts.',
    params: paramsSchema,
    responses: { '202': { description: 'It waits to be run.', schema: jobSchema } },
    handler: async ({ scope, params }) => {
      const isReplayed = await jobs.replay(scope, params.id);
      const job = await jobs.get(scope, params.id);
      if (job === null) throw notFound(params.id);
      if (!isReplayed)
        throw ended(params.id, job.state, 'replayed', 'Only dead and failed jobs are replayed.');
      await note(scope, job, 'replayed');
      return { status: 202, body: job };
    },
  };
  return [list, read, cancel, replay];
}

function notFound(id: string): DataWaveError {
  return new DataWaveError({ code: 'DW_JOB_NOT_FOUND', message: `There is no job ${id}.`, status: 404 });
}

function ended(id: string, state: JobState, wanted: string, hint: string): DataWaveError {
  return new DataWaveError({
    code: 'DW_JOB_STATE',
    message: `Job ${id} is ${state} and cannot be ${wanted}.`,
    hint,
    status: 409,
  });
}
