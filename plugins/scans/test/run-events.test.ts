import { StagedSource, startPlatform } from '@datawave/core/test-platform';
import { scansService, sourcesService } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

interface Sent {
  readonly id: string | null;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('events of a scan', () => {
  let test: TestKernel;
  let source: string;
  const staged = new StagedSource(Array.from({ length: 8 }, (_, index) => ({ name: `t${index}` })));

  before(async function () {
    this.timeout(120_000);
    test = await startPlatform({ plugins: [staged.plugin], scans: { concurrency: 1 } });
    const registered = { key: 'live', title: 'Live', connector: 'staged', config: { host: 'a' } };
    source = (await test.service(sourcesService).register(test.scope(), registered)).id;
  });
  after(async () => {
    staged.release();
    await test?.stop();
  });

  /** Everything that is sent until the stream ends. */
  const follow = async (
    run: string,
    after?: string,
    onPart: () => void = () => undefined,
  ): Promise<readonly Sent[]> => {
    const headers = after === undefined ? {} : { 'last-event-id': after };
    const answer = await test.request('GET', `/api/v1/scans/${run}/events`, { headers, onPart });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.match(/^text\/event-stream/);
    return String(answer.body).split('\n\n').flatMap(parse);
  };
  const names = (sent: readonly Sent[]): readonly unknown[] =>
    sent.flatMap(({ event, data }) => (event === 'task' ? [data['name']] : []));
  const all = staged.assets.map(({ name }) => `main.${name}`);

  it('begin with the run as it is, tell each task once and end with the end', async () => {
    staged.hold();
    const run = (await test.service(scansService).start(test.scope(), { sourceId: source })).id;
    await staged.held(1);
    const begun = Promise.withResolvers<void>();
    const following = follow(run, undefined, begun.resolve);
    await Promise.race([begun.promise, following]);
    staged.release();
    const sent = await following;
    expect(sent[0]).to.deep.include({ event: 'scan' });
    expect(sent[0]?.data).to.include({ id: run, state: 'running' });
    expect([...names(sent)].sort()).to.deep.equal([...all].sort());
    expect(sent.at(-1)?.event).to.equal('scan');
    expect(sent.at(-1)?.data).to.include({ state: 'completed' });
    expect(sent.at(-1)?.data).to.have.deep.property('tasks', { total: 8, done: 8, failed: 0, skipped: 0 });
    const ids = sent.flatMap(({ id }) => (id === null ? [] : [Number(id)]));
    expect(ids).to.deep.equal([...ids].sort((a, b) => a - b));

    const tasks = sent.filter(({ event }) => event === 'task');
    const resumed = await follow(run, tasks[4]?.id ?? '');
    expect(names(resumed), 'what came after the fifth task').to.deep.equal(names(tasks.slice(5)));
    expect(resumed.at(-1)?.data).to.include({ state: 'completed' });
  });

  it('are over at once for a run that has ended', async () => {
    const run = (await test.service(scansService).start(test.scope(), { sourceId: source })).id;
    await test.service(scansService).finished(test.scope(), run);
    const sent = await follow(run);
    // Its log is told beside.
    const told = (all: typeof sent) => all.map(({ event }) => event).filter((event) => event !== 'log');
    expect(told(sent)).to.deep.equal(['scan']);
    expect(told(await follow(run, '999999999'))).to.deep.equal(['scan']);
    expect(told(await follow(run, 'yesterday'))).to.deep.equal(['scan']);
  });

  it('come at most a few times a second while tasks end faster', async () => {
    staged.assets = Array.from({ length: 60 }, (_, index) => ({ name: `many${index}` }));
    staged.hold();
    const run = (await test.service(scansService).start(test.scope(), { sourceId: source })).id;
    await staged.held(1);
    const from = performance.now();
    const following = follow(run);
    staged.release();
    const sent = await following;
    const seconds = (performance.now() - from) / 1000;
    expect(names(sent)).to.have.length(60);
    const scans = sent.filter(({ event }) => event === 'scan').length;
    expect(scans).to.be.within(2, 4 * seconds + 6);
  });
});

function parse(block: string): readonly Sent[] {
  const lines = new Map(
    block
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const data = lines.get('data');
  if (data === undefined) return [];
  return [{ id: lines.get('id') ?? null, event: lines.get('event') ?? 'message', data: JSON.parse(data) }];
}
