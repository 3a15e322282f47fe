import { DEFAULT_WORKSPACE, type JobSummary, type JobsService } from '@datawave/plugin-sdk';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { jobRoutes } from './job-routes.ts';

const dead: JobSummary = {
  id: '01a1fccb-df87-7000-9712-d29abca25bea',
  name: 'scans.task',
  plugin: 'scans',
  state: 'dead',
  attempt: 3,
  attempts: 3,
  progress: { fraction: 0.5, detail: null },
  priority: 0,
  createdAt: '2026-11-21T06:29:41.893Z',
  startedAt: '2026-11-21T06:29:41.898Z',
  finishedAt: null,
  error: { code: 'DW_X', message: 'x' },
};

/** As much of the jobs as the routes call. */
function jobsWith(job: JobSummary | null): JobsService {
  const unused = async (): Promise<never> => {
    throw new Error('not called by the routes');
  };
  return {
    handle: () => () => undefined,
    enqueue: unused,
    enqueueMany: unused,
    enqueueEphemeral: unused,
    schedule: unused,
    get: async () => job,
    list: async () => ({ items: job === null ? [] : [job], nextCursor: null }),
    cancel: async () => false,
    replay: async () => job?.state === 'dead',
  };
}

const request = {
  scope: {
    workspace: DEFAULT_WORKSPACE,
    principal: { id: 'user:ada', kind: 'user', displayName: 'Ada', roles: [] },
    requestId: 'r',
    signal: new AbortController().signal,
  },
  params: { id: dead.id },
  query: {},
  body: undefined,
  headers: {},
  client: { address: '127.0.0.1', isSecure: false },
} as const;

const route = (path: string, job: JobSummary | null) => {
  const found = jobRoutes(jobsWith(job)).find((one) => `${one.method} ${one.path}` === path);
  if (found === undefined) throw new Error(`no route ${path}`);
  return found;
};

describe('Job routes', () => {
  it('name a permission each', () => {
    expect(
      jobRoutes(jobsWith(null)).map(({ method, path, permission }) => `${method} ${path} ${permission}`),
    ).to.deep.equal([
      'GET /jobs jobs:read',
      'GET /jobs/:id jobs:read',
      'POST /jobs/:id/cancel jobs:manage',
      'POST /jobs/:id/replay jobs:manage',
    ]);
  });

  it('answer what their schemas say', async () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    for (const [path, status] of [
      ['GET /jobs', '200'],
      ['GET /jobs/:id', '200'],
      ['POST /jobs/:id/replay', '202'],
    ] as const) {
      const one = route(path, dead);
      const schema = one.responses?.[status]?.schema;
      const answer = await one.handler(request);
      expect(schema && ajv.validate(schema, answer.body), `${path}: ${ajv.errorsText()}`).to.equal(true);
    }
  });

  it('answer 404 for a job that is not there and 409 for one in another state', async () => {
    const code = (path: string, job: JobSummary | null) =>
      route(path, job)
        .handler(request)
        .then(
          () => null,
          (error: unknown) => error,
        );
    expect(await code('GET /jobs/:id', null)).to.include({ code: 'DW_JOB_NOT_FOUND', status: 404 });
    expect(await code('POST /jobs/:id/cancel', null)).to.include({ code: 'DW_JOB_NOT_FOUND', status: 404 });
    expect(await code('POST /jobs/:id/cancel', dead)).to.include({ code: 'DW_JOB_STATE', status: 409 });
  });
});
