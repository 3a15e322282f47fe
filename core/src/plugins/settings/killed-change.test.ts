import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from '@datawave/plugin-sdk';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import pg from 'pg';
import { settledPlugin } from '../../../test/settings-process.ts';
import { type TestStorage, testStorage } from '../../../test/storage.ts';

describe('a change of settings that is killed', () => {
  let database: TestStorage;
  let folder: string;
  let child: ChildProcess | null = null;

  beforeEach(async () => {
    database = await testStorage();
    folder = await mkdtemp(join(tmpdir(), 'datawave-settings-'));
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Boots a process of its own, and a way to wait for what it says. */
  async function replica(): Promise<{ until(wanted: RegExp): Promise<void>; set(settings: object): void }> {
    const { url, migrationUrl } = database;
    const program = fileURLToPath(import.meta.resolve('../../../test/settings-process.ts'));
    const running = fork(program, [JSON.stringify({ url, migrationUrl, dataDirectory: folder })]);
    child = running;
    const said: string[] = [];
    running.on('message', (message) => said.push(JSON.stringify(message)));
    const until = async (wanted: RegExp): Promise<void> => {
      while (!said.some((one) => wanted.test(one))) await once(running, 'message');
    };
    await until(/ready/);
    return { until, set: (settings) => running.send(settings) };
  }

  async function kill(): Promise<void> {
    const gone = child === null ? null : once(child, 'exit');
    child?.kill('SIGKILL');
    await gone;
  }

  /** What the plugin is given at the next start. */
  async function next(): Promise<unknown> {
    const seen: unknown[] = [];
    const { url, migrationUrl } = database;
    const kernel = await createTestKernel({
      plugins: [settledPlugin((config) => seen.push(config))],
      dataDirectory: folder,
      settings: { storage: { url, migrationUrl } },
    });
    await kernel.stop();
    return seen.at(-1);
  }

  const secrets = async (): Promise<number> =>
    (await database.storage.execute(sql`select 1 from core.secrets`)).length;

  it('while the plugin is tried leaves the former settings and no secret', async function () {
    this.timeout(60_000);
    const { until, set } = await replica();
    set({ size: 66, word: 'never stored' });
    await until(/"setup":\{"size":66/);
    await kill();
    expect([await next(), await secrets()]).to.deep.equal([{ size: 4 }, 0]);
  });

  it('while it is being stored leaves the former settings and no secret', async function () {
    this.timeout(60_000);
    const { until, set } = await replica();
    const blocker = new pg.Client({ connectionString: database.migrationUrl });
    blocker.on('error', () => undefined);
    await blocker.connect();
    // The settings and the secret have been written when the entry in the trail waits for this.
    await blocker.query('begin; lock table core.audit_entries in exclusive mode');
    set({ size: 7, word: 'never stored' });
    await until(/"setup":\{"size":7/);
    // Another connection: within a transaction this view does not change.
    const watcher = new pg.Client({ connectionString: database.migrationUrl });
    watcher.on('error', () => undefined);
    await watcher.connect();
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await watcher.query(waiting)).rowCount === 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await kill();
    await Promise.all([blocker.end(), watcher.end()]);
    expect([await next(), await secrets()]).to.deep.equal([{ size: 4 }, 0]);
  });

  it('after it was answered leaves the new ones', async function () {
    this.timeout(60_000);
    const { until, set } = await replica();
    set({ size: 7, word: 'stored now' });
    await until(/"status":200/);
    await kill();
    expect([await next(), await secrets()]).to.deep.equal([{ size: 7, word: 'stored now' }, 1]);
  });
});
