import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  endOf,
  pluginFolder,
  StagedSource,
  scanOnce,
  startPlatform,
  withDatabase,
} from '@datawave/core/test-platform';
import { scansService } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import type { QueueItem } from '../src/queue-queries.ts';
import { watchJob } from '../src/stale-watch.ts';
import { eventually, itemsOf } from './review-platform.ts';

const BADGE = {
  key: 'badge',
  title: 'Badge',
  infoType: 'PERSON_ID',
  match: { kind: 'pattern', pattern: 'QZ:\\d{2}:\\d{2}:K' },
  confidence: 0.95,
};
const SOURCE = { key: 'staged', connector: 'staged', config: { host: 'a' } };
const MAILS = ['amelia@example.com', 'noah@example.org', 'clara@example.net'];

describe('review after a rule of a workspace has changed', function () {
  this.timeout(120_000);
  let test: TestKernel;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-changed-rules-'));
  });
  afterEach(async () => {
    await test?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (reevaluate: boolean): Promise<void> => {
    const columns = {
      email: MAILS,
      home_email: MAILS,
      work_email: MAILS,
      slot: ['QZ:47:11:K', 'QZ:12:34:K', 'QZ:98:76:K'],
    };
    const staged = new StagedSource([{ name: 'staff', columns }]);
    test = await startPlatform({
      plugins: [
        staged.plugin,
        pluginFolder('custom-rules'),
        { directory: pluginFolder('review'), config: { reevaluate } },
      ],
      dataDirectory: folder,
    });
    expect(test.plugin('review')).to.include({ state: 'active', reason: null });
  };
  const ask = async (
    workspace: string,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Awaited<ReturnType<TestKernel['request']>>> => {
    const answer = await test.request(method, `/api/v1/${path}`, {
      workspace,
      ...(body === undefined ? {} : { body }),
    });
    expect(answer.status, JSON.stringify(answer.body)).to.be.below(300);
    return answer;
  };
  const saveRule = async (workspace: string): Promise<string> =>
    String(Reflect.get(Object((await ask(workspace, 'POST', 'classification-rules', BADGE)).body), 'id'));
  /** `STATUS TYPE` of each column, `stale` where it is. */
  const verdicts = async (workspace: string): Promise<Readonly<Record<string, string>>> => {
    const items = itemsOf<QueueItem>(await ask(workspace, 'GET', 'classifications?status=all&limit=500'));
    return Object.fromEntries(
      items.map(({ column, status, infoType, isStale }) => [
        column,
        `${status} ${infoType}${isStale ? ', stale' : ''}`,
      ]),
    );
  };
  const decide = async (workspace: string, column: string, action: string): Promise<void> => {
    const [item] = itemsOf<QueueItem>(await ask(workspace, 'GET', `classifications?column=${column}`));
    await ask(workspace, 'POST', `classifications/${item?.id}/${action}`, {});
  };
  const found = {
    email: 'suggested EMAIL_ADDRESS',
    home_email: 'suggested EMAIL_ADDRESS',
    work_email: 'suggested EMAIL_ADDRESS',
  };
  const scanned = async (): Promise<string> => {
    const scope = test.scope({ workspace: randomUUID() });
    await scanOnce(test, SOURCE, scope);
    expect(await verdicts(scope.workspace)).to.deep.equal(found);
    return scope.workspace;
  };

  it('marks the suggestions of that workspace, whichever it is, until the rule is as it was; decisions stay', async () => {
    await start(false);
    const [changing, other] = [await scanned(), await scanned()];
    await decide(changing, 'home_email', 'accept');
    await decide(changing, 'work_email', 'reject');
    const decided = { home_email: 'accepted EMAIL_ADDRESS', work_email: 'rejected EMAIL_ADDRESS' };
    const isStale = (one: Readonly<Record<string, string>>): boolean =>
      String(one['email']).endsWith('stale');
    const until = (wanted: boolean) =>
      eventually(
        () => verdicts(changing),
        (now) => isStale(now) === wanted,
      );
    const id = await saveRule(changing);
    expect(await until(true)).to.deep.equal({ email: 'suggested EMAIL_ADDRESS, stale', ...decided });
    await ask(changing, 'POST', `classification-rules/${id}/disable`);
    await until(false);
    await ask(changing, 'POST', `classification-rules/${id}/enable`);
    await until(true);
    await ask(changing, 'DELETE', `classification-rules/${id}`);
    expect(await until(false)).to.deep.equal({ email: 'suggested EMAIL_ADDRESS', ...decided });
    expect(await verdicts(other)).to.deep.equal(found);
    // Both are looked through every hour from their first scan on.
    const watched = await withDatabase(folder, (client) =>
      client.query(
        `select 1 from core.jobs where name = $1 and state = 'delayed' and workspace_id = any($2::uuid[])`,
        [watchJob.name, [changing, other]],
      ),
    );
    expect(watched.rows).to.have.length(2);
  });

  it('scans its sources again, so that what the rule finds is suggested, and no longer once it is gone', async () => {
    await start(true);
    const [changing, other] = [await scanned(), await scanned()];
    await decide(changing, 'home_email', 'accept');
    await decide(changing, 'work_email', 'reject');
    const decided = { home_email: 'accepted EMAIL_ADDRESS', work_email: 'rejected EMAIL_ADDRESS' };
    const id = await saveRule(changing);
    const withRule = { email: 'suggested EMAIL_ADDRESS', slot: 'suggested PERSON_ID', ...decided };
    const until = (wanted: Readonly<Record<string, string>>) =>
      eventually(
        () => verdicts(changing),
        (now) => JSON.stringify(Object.entries(now).sort()) === JSON.stringify(Object.entries(wanted).sort()),
      );
    await until(withRule);
    const scans = test.service(scansService);
    const scopeOf = (workspace: string) => test.scope({ workspace });
    const [latest] = await scans.list(scopeOf(changing), { limit: 1 });
    await endOf(test, String(latest?.id), scopeOf(changing));
    await ask(changing, 'DELETE', `classification-rules/${id}`);
    await until({ email: 'suggested EMAIL_ADDRESS', ...decided });
    expect(await scans.list(scopeOf(other), {})).to.have.length(1);
    expect(await verdicts(other)).to.deep.equal(found);
    for (const { id: run } of await scans.list(scopeOf(changing), {}))
      await endOf(test, run, scopeOf(changing));
  });
});
