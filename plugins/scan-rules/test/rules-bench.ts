import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pluginFolder, StagedSource, startPlatform } from '@datawave/core/test-platform';
import {
  coreServices,
  defineJob,
  definePlugin,
  type ExecutionScope,
  type JobsService,
  type StorageService,
  sourcesService,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { TestKernel, TestResponse } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

export const ROOT = '/api/v1/scan-rules';

/** The job of another plugin that the minute brings; here it is brought at once. */
const tick = defineJob<Record<never, never>>({
  name: 'scans.schedule-tick',
  payload: { type: 'object', additionalProperties: false },
});

/** The job that a due rule has; here it comes once more. */
const due = defineJob<{ readonly ruleId: string; readonly dueAt: string }>({
  name: 'scans.schedule-due',
  payload: { type: 'object' },
});

/**
 * A platform with scan rules for all tests of the `describe` that calls it, and short ways to them over HTTP.
 * @param plugins - folders of further plugins
 */
export function rulesBench(plugins: readonly string[] = []) {
  const staged = new StagedSource([]);
  const skipped: { readonly rule: string | undefined; readonly code: unknown }[] = [];
  let test: TestKernel | undefined;
  let folder = '';
  let sources = 0;
  let kernelJobs: { readonly jobs: JobsService; readonly storage: StorageService } | undefined;

  const clock = {
    manifest: {
      manifestVersion: 1 as const,
      id: 'test-clock',
      apiVersion: '*',
      needs: { database: 'own' as const, jobs: true },
    },
    plugin: definePlugin()({
      deps: { jobs: coreServices.jobs, storage: coreServices.storage, events: coreServices.events },
      setup: ({ deps, onDispose }) => {
        onDispose(
          deps.events.subscribe({ types: ['scan-rules.schedule.skipped'] }, ({ subject, data }) => {
            skipped.push({ rule: subject, code: part(data, 'code') });
          }),
        );
        kernelJobs = deps;
        return {};
      },
    }),
  };

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'datawave-scan-rules-'));
    test = await startPlatform({
      plugins: [staged.plugin, clock, ...['scan-rules', ...plugins].map(pluginFolder)],
      dataDirectory: folder,
    });
    expect(test.plugin('scan-rules')).to.include({ state: 'active', reason: null });
    expect(test.plugin('test-clock')).to.include({ state: 'active', reason: null });
  });
  after(async () => {
    staged.release();
    await test?.stop();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    staged.release();
    staged.problems = [];
    staged.sampled.length = 0;
    for (const rule of items(await platform().request('GET', `${ROOT}?limit=500`)))
      await platform().request('DELETE', `${ROOT}/${Reflect.get(rule, 'id')}`);
  });

  const platform = (): TestKernel => {
    if (test === undefined) throw new Error('the platform has not started');
    return test;
  };
  const request = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    platform().request(method, `${ROOT}${path}`, {
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    });
  /** Enqueues a job and waits until it, and what it brought about, has been done. */
  const settled = async (
    enqueue: (jobs: JobsService, tx: Transaction, scope: ExecutionScope) => Promise<string>,
  ): Promise<void> => {
    if (kernelJobs === undefined) throw new Error('the platform has not started');
    const { jobs, storage } = kernelJobs;
    const scope = platform().scope();
    const id = await storage.transaction(scope, (tx) => enqueue(jobs, tx, scope));
    const isDone = async (): Promise<boolean> => {
      const job = await jobs.get(scope, id);
      expect(job?.state, JSON.stringify(job?.error)).not.to.be.oneOf(['dead', 'failed', 'cancelled']);
      if (job?.state !== 'completed') return false;
      const { items: brought } = await jobs.list(scope, { name: due.name, limit: 200 });
      return brought.every(({ state }) => state === 'completed');
    };
    while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return {
    staged,
    /** What was told of as skipped so far. */
    skipped,
    get test() {
      return platform();
    },
    get folder() {
      return folder;
    },
    request,
    get: (path: string) => request('GET', path),
    /** Adds a rule and answers its id. */
    create: async (rule: object): Promise<string> => {
      const answer = await request('POST', '', rule);
      expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
      return String(field(answer, 'id'));
    },
    /** Registers a new source; a staged one unless told otherwise. */
    register: async (connector = 'staged', config: Readonly<Record<string, unknown>> = { host: 'a' }) => {
      sources += 1;
      const key = `source-${sources}`;
      return platform()
        .service(sourcesService)
        .register(platform().scope(), { key, title: key, connector, config });
    },
    /** Has the schedules looked at now, and waits until what was due has been seen to. */
    tick: (): Promise<void> => settled((jobs, tx, scope) => jobs.enqueue(tx, scope, tick, {})),
    /** Has a rule that was due seen to once more, as after a crash. */
    again: (ruleId: string, dueAt: string): Promise<void> =>
      settled((jobs, tx, scope) => jobs.enqueue(tx, scope, due, { ruleId, dueAt })),
  };
}

export const field = (answer: TestResponse, name: string): unknown => Reflect.get(Object(answer.body), name);

export const items = (answer: TestResponse): readonly object[] => field(answer, 'items') as readonly object[];

export const part = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((at, name) => Reflect.get(Object(at), name), value);
