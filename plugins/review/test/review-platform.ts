import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pluginFolder, StagedSource, scanOnce } from '@datawave/core/test-platform';
import { coreServices } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestResponse } from '@datawave/plugin-sdk/testing';
import type { QueueItem } from '../src/queue-queries.ts';
import { staleJob } from '../src/stale.ts';
import { StagedClassification } from './staged-classification.ts';

/** A kernel with review and what it works with, the engine and the source being staged. */
export class ReviewPlatform {
  readonly test: TestKernel;
  readonly folder: string;
  readonly source: StagedSource;
  readonly engine: StagedClassification;

  private constructor(
    test: TestKernel,
    folder: string,
    parts: { readonly source: StagedSource; readonly engine: StagedClassification },
  ) {
    this.test = test;
    this.folder = folder;
    this.source = parts.source;
    this.engine = parts.engine;
  }

  static async start(config: Readonly<Record<string, unknown>> = {}): Promise<ReviewPlatform> {
    return ReviewPlatform.#startOn(await mkdtemp(join(tmpdir(), 'datawave-review-')), config);
  }

  /** Stops the process and starts another on the same data, whose engine is the given one. */
  async restart(engine: StagedClassification): Promise<ReviewPlatform> {
    await this.test.stop();
    return ReviewPlatform.#startOn(this.folder, {}, engine);
  }

  static async #startOn(
    folder: string,
    config: Readonly<Record<string, unknown>>,
    engine = new StagedClassification(),
  ): Promise<ReviewPlatform> {
    const source = new StagedSource([]);
    const own = [
      'scanner',
      'assessment',
      'sources',
      'scans',
      'catalog',
      'compliance',
      'framework-gdpr',
      'scan-rules',
    ];
    const test = await createTestKernel({
      dataDirectory: folder,
      plugins: [
        ...own.map(pluginFolder),
        engine.plugin,
        source.plugin,
        { directory: pluginFolder('review'), config: { reevaluate: false, ...config } },
      ],
    });
    const { state, reason } = test.plugin('review');
    if (state !== 'active') throw new Error(`review is ${state}: ${reason}`);
    return new ReviewPlatform(test, folder, { source, engine });
  }

  async stop(): Promise<void> {
    await this.test.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Scans the staged tables, each given by its columns' names. */
  async scan(
    tables: Readonly<Record<string, readonly string[]>>,
    scope = this.test.scope(),
  ): Promise<string> {
    this.source.assets = Object.entries(tables).map(([name, columns]) => ({
      name,
      columns: Object.fromEntries(columns.map((column) => [column, VALUES])),
    }));
    const source = { key: 'staged', connector: 'staged', config: { host: 'a' } };
    const { sourceId } = await scanOnce(this.test, source, scope);
    return sourceId;
  }

  /** Runs the look for stale verdicts to its end. */
  async lookForStale(): Promise<void> {
    const scope = this.test.scope();
    const jobs = this.test.service(coreServices.jobs);
    const id = await this.test
      .service(coreServices.storage)
      .transaction(scope, (tx) => jobs.enqueue(tx, scope, staleJob, {}));
    const state = await eventually(
      async () => (await jobs.get(scope, id))?.state,
      (now) => now === 'completed' || now === 'failed' || now === 'dead',
    );
    if (state !== 'completed') throw new Error(`The job is ${state}.`);
  }

  get(path: string): Promise<TestResponse> {
    return this.test.request('GET', `/api/v1/${path}`);
  }

  post(
    path: string,
    body: unknown = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TestResponse> {
    return this.test.request('POST', `/api/v1/${path}`, { body, headers });
  }

  async queue(query = ''): Promise<readonly QueueItem[]> {
    return itemsOf<QueueItem>(await this.get(`classifications?${query}`));
  }

  /** The verdict on a column of a table, whatever its status. @throws Error when there is none */
  async verdictOn(table: string, column: string, infoType?: string): Promise<QueueItem> {
    const query = new URLSearchParams({ asset: urnOf(table), column, status: 'all', limit: '500' });
    const found = (await this.queue(query.toString())).find(
      (item) => infoType === undefined || item.infoType === infoType,
    );
    if (found === undefined) throw new Error(`Nothing is to be reviewed of ${table}.${column}.`);
    return found;
  }

  /** Decides on a verdict. @throws Error with the answer when it is refused */
  async decide(id: string, action: string, body: unknown = {}): Promise<void> {
    const answer = await this.post(`classifications/${id}/${action}`, body);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  /** The first verdict that the catalog shows for a column. */
  async best(table: string, column: string) {
    return (await this.catalogued(table, column))[0];
  }

  /** How much waits, and how much of that is stale. */
  async summary(): Promise<{ readonly waiting: number; readonly stale: number }> {
    const { body } = await this.get('classifications/summary');
    return { waiting: Reflect.get(Object(body), 'waiting'), stale: Reflect.get(Object(body), 'stale') };
  }

  /** A column as the catalog shows it. */
  async catalogued(
    table: string,
    column: string,
  ): Promise<readonly { infoType: string; status: string; confidence: number; explanation: string }[]> {
    const { body } = await this.get(`assets/${encodeURIComponent(urnOf(table))}`);
    const columns = Reflect.get(Object(body), 'columns') as readonly {
      name: string;
      classifications: readonly {
        infoType: string;
        status: string;
        confidence: number;
        explanation: string;
      }[];
    }[];
    return columns.find(({ name }) => name === column)?.classifications ?? [];
  }
}

/** Asks until the answer fits. @throws Error when it has not within 60 s, which is a fault and not a slow machine */
export async function eventually<T>(ask: () => Promise<T> | T, fits: (answer: T) => boolean): Promise<T> {
  for (const end = Date.now() + 60_000; ; ) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > end) throw new Error(`It never came: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const VALUES = ['ab-12', 'cd-34', 'ef-56'];

export const urnOf = (table: string): string => `urn:dw:staged:staged:main/${table}`;

export const itemsOf = <T>(answer: TestResponse): readonly T[] =>
  Reflect.get(Object(answer.body), 'items') as readonly T[];
