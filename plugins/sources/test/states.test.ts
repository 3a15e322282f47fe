import { endOf, StagedSource, scanOnce, startPlatform } from '@datawave/core/test-platform';
import { coreServices, scansService, sourcesService } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { followSources, refused, registerStaged, until } from './health-bench.ts';

interface Transition {
  readonly from: string | null;
  readonly to: string;
  readonly actor: string;
  readonly reason: string;
}

describe('the states of sources', () => {
  let test: TestKernel;
  let events: ReturnType<typeof followSources>;
  const staged = new StagedSource([{ name: 'people' }]);

  before(async function () {
    this.timeout(120_000);
    test = await startPlatform({ plugins: [staged.plugin], sources: { checkMinutes: 600 } });
    events = followSources(test);
  });
  after(async () => {
    events?.stop();
    await test?.stop();
  });
  afterEach(() => {
    staged.testing = null;
  });

  const stateOf = async (id: string): Promise<string> =>
    (await test.service(sourcesService).get(test.scope(), id)).state;
  const put = (id: string, body: object) => test.request('PATCH', `/api/v1/sources/${id}`, { body });
  const transitions = async (id: string): Promise<readonly Transition[]> => {
    const { body } = await test.request('GET', `/api/v1/sources/${id}/transitions`);
    return Reflect.get(Object(body), 'items') as readonly Transition[];
  };

  it('are moved on by what happens: a test that its settings pass, and a scan that is completed', async () => {
    const id = await registerStaged(test, 'growing');
    const tried = () => test.request('POST', `/api/v1/sources/${id}/test`);
    staged.testing = refused;
    expect((await tried()).status).to.equal(422);
    expect(await stateOf(id)).to.equal('registered');
    staged.testing = null;
    // Other settings than its own prove nothing of them.
    await test.request('POST', `/api/v1/sources/${id}/test`, { body: { config: { host: 'b' } } });
    expect(await stateOf(id)).to.equal('registered');
    expect((await tried()).status).to.equal(200);
    expect(await stateOf(id)).to.equal('validated');
    const run = await test.service(scansService).start(test.scope(), { sourceId: id });
    await endOf(test, run.id);
    expect(await stateOf(id)).to.equal('active');
    expect((await tried()).status).to.equal(200);
    expect(await stateOf(id)).to.equal('active');
    expect((await transitions(id)).map(({ from, to, reason }) => `${from} ${to}: ${reason}`)).to.deep.equal([
      'null registered: registered',
      'registered validated: its settings answered a test',
      'validated active: its first scan was completed',
    ]);
    await until(
      async () => events.of(id).filter((type) => type === 'state-changed'),
      (told) => told.length === 3,
    );
    const { body } = await test.request('GET', `/api/v1/sources/${id}`);
    expect(body).to.have.property('scannedAt').that.is.a('string');
  });

  it('begin with discovered where a plugin brings the source by itself, until somebody or a scan looks at it', async () => {
    const finder = { id: 'plugin:finder', kind: 'plugin', displayName: 'Finder', roles: ['admin'] } as const;
    const find = async (key: string): Promise<string> => {
      const source = { key, title: key, connector: 'staged', config: { host: 'a' } };
      const { id, state } = await test
        .service(sourcesService)
        .register(test.scope({ principal: finder }), source);
      expect(state).to.equal('discovered');
      return id;
    };
    const reasons = async (id: string): Promise<readonly string[]> =>
      (await transitions(id)).map(({ from, to, reason }) => `${from} ${to}: ${reason}`);
    const scanned = await find('found-and-scanned');
    const run = await test.service(scansService).start(test.scope(), { sourceId: scanned });
    await endOf(test, run.id);
    expect(await reasons(scanned)).to.deep.equal([
      'null discovered: found by Finder',
      'discovered active: its first scan was completed',
    ]);
    const tried = await find('found-and-tried');
    expect((await test.request('POST', `/api/v1/sources/${tried}/test`)).status).to.equal(200);
    expect(await stateOf(tried)).to.equal('validated');
    const wanted = await find('found-and-wanted');
    expect((await put(wanted, { state: 'active' })).status).to.equal(409);
    expect((await put(wanted, { state: 'registered' })).body).to.include({ state: 'registered' });
  });

  it('are changed by hand where that is true, with who and why', async () => {
    const { sourceId: id } = await scanOnce(test, {
      key: 'by-hand',
      connector: 'staged',
      config: { host: 'a' },
    });
    expect((await put(id, { state: 'maintenance', reason: 'new disks' })).body).to.deep.include({
      state: 'maintenance',
      nextStates: ['active', 'retired'],
    });
    for (const state of ['validated', 'discovered', 'registered']) {
      const answer = await put(id, { state });
      expect(answer.status, state).to.equal(409);
      expect(answer.body, state).to.include({ code: 'DW_SOURCE_STATE' });
    }
    expect((await put(id, { state: 'active' })).status).to.equal(200);
    // To where it is already is no change.
    expect((await put(id, { state: 'active' })).status).to.equal(200);
    expect((await put(id, { state: 'retired' })).body).to.deep.include({ nextStates: ['active'] });
    const recorded = await transitions(id);
    expect(recorded.map(({ to }) => to)).to.deep.equal([
      'registered',
      'active',
      'maintenance',
      'active',
      'retired',
    ]);
    expect(recorded[2]).to.deep.include({ actor: 'user:admin', reason: 'new disks' });
    const scan = await test.request('POST', '/api/v1/scans', { body: { sourceId: id } });
    expect(scan.body).to.include({ code: 'DW_SCAN_SOURCE_STATE' });
  });

  it('cannot be said to be active before a scan was', async () => {
    const id = await registerStaged(test, 'hasty');
    const answer = await put(id, { state: 'active' });
    expect(answer.status).to.equal(409);
    expect(Reflect.get(Object(answer.body), 'detail')).to.match(/never scanned/);
    expect(Reflect.get(Object(answer.body), 'hint')).to.equal('It may become maintenance or retired.');
  });

  it('are told in the transaction that changes them, or not at all', async () => {
    const id = await registerStaged(test, 'atomic');
    const scope = test.scope();
    const storage = test.service(coreServices.storage);
    const sources = test.service(sourcesService);
    const failed = await storage
      .transaction(scope, async (tx) => {
        await sources.scanned(tx, scope, id);
        throw new Error('it was not to be');
      })
      .catch((error: unknown) => error);
    expect(failed).to.have.property('message', 'it was not to be');
    expect(await stateOf(id)).to.equal('registered');
    expect(await transitions(id)).to.have.length(1);
  });
});
