import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pluginFolder, StagedSource, startPlatform } from '@datawave/core/test-platform';
import { sourcesService } from '@datawave/plugin-sdk';
import type { TestKernel, TestPlugin, TestResponse } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

/**
 * A platform for all tests of the `describe` that calls it, with a source whose tables and failures each test stages, and
 * short ways to scans over HTTP.
 * @param options - settings of `scans` beside the concurrency of 3, further plugins or their folders, settings of the kernel
 */
export function scanBench(
  options: {
    readonly scans?: Readonly<Record<string, unknown>>;
    readonly plugins?: readonly (string | TestPlugin)[];
    readonly settings?: Readonly<Record<string, unknown>>;
  } = {},
) {
  const staged = new StagedSource([]);
  let test: TestKernel | undefined;
  let folder = '';
  let sources = 0;

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'datawave-scans-'));
    test = await startPlatform({
      plugins: [
        staged.plugin,
        ...(options.plugins ?? []).map((plugin) =>
          typeof plugin === 'string' ? pluginFolder(plugin) : plugin,
        ),
      ],
      dataDirectory: folder,
      scans: { concurrency: 3, ...options.scans },
      ...(options.settings === undefined ? {} : { settings: options.settings }),
    });
  });
  after(async () => {
    staged.release();
    await test?.stop();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    staged.release();
    staged.openError = null;
    staged.discovering = null;
    staged.discovered = null;
    staged.problems = [];
    staged.sampled.length = 0;
  });

  const platform = (): TestKernel => {
    if (test === undefined) throw new Error('the platform has not started');
    return test;
  };
  const get = (path: string) => platform().request('GET', `/api/v1/scans/${path}`);
  return {
    staged,
    get test() {
      return platform();
    },
    get folder() {
      return folder;
    },
    get,
    /** Registers a new source; a staged one unless told otherwise. */
    register: async (connector = 'staged', config: Readonly<Record<string, unknown>> = { host: 'a' }) => {
      sources += 1;
      const key = `source-${sources}`;
      const service = platform().service(sourcesService);
      return service.register(platform().scope(), { key, title: key, connector, config });
    },
    /** Starts a scan and answers its id. */
    start: async (sourceId: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> => {
      const answer = await platform().request('POST', '/api/v1/scans', { body: { sourceId, ...more } });
      expect(answer.status, JSON.stringify(answer.body)).to.equal(202);
      expect(answer.headers.get('location')).to.equal(`/api/v1/scans/${field(answer, 'id')}`);
      return String(field(answer, 'id'));
    },
    /** Deletes a source, and waits until all that was kept about it has been taken away. */
    removeSource: async (id: string): Promise<TestResponse> => {
      const answer = await platform().request('DELETE', `/api/v1/sources/${id}`);
      if (answer.status === 202)
        while (
          field(await platform().request('GET', `/api/v1/sources/departures/${id}`), 'state') !== 'deleted'
        )
          await new Promise((resolve) => setTimeout(resolve, 20));
      return answer;
    },
    act: (run: string, verb: string) => platform().request('POST', `/api/v1/scans/${run}/${verb}`),
    /** The states that a run went through. */
    states: async (run: string): Promise<readonly unknown[]> =>
      items(await get(`${run}/transitions`)).map((transition) => Reflect.get(transition, 'to')),
  };
}

/** Today and the days around it; a source is not under maintenance for ever. */
export const THESE_DAYS = {
  ...{ from: '00:00', to: '00:00', timeZone: 'UTC' },
  days: [-1, 0, 1].map((distance) => ((new Date().getUTCDay() + 6 + distance) % 7) + 1),
};

export const field = (answer: TestResponse, name: string): unknown => Reflect.get(Object(answer.body), name);

export const items = (answer: TestResponse): readonly object[] => field(answer, 'items') as readonly object[];

export const tables = (count: number): readonly { readonly name: string }[] =>
  Array.from({ length: count }, (_, index) => ({ name: `t${index}` }));
