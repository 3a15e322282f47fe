import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pluginFolder, StagedSource, startPlatform } from '@datawave/core/test-platform';
import { sourcesService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { requireServer, startPostgres } from '../../../core/test/servers/index.ts';
import { healthOf, registerStaged, unreachable, until } from './health-bench.ts';

describe('the health of sources over several processes', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-health-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('lets one try through at a time when a rest is over', async function () {
    this.timeout(120_000);
    const staged = [new StagedSource([]), new StagedSource([])] as const;
    const [here, there] = staged;
    // Nobody tries by itself: the rest lasts as long as it takes to get there.
    const options = {
      dataDirectory: folder,
      sources: { checkMinutes: 600, failures: 1, firstRestSeconds: 3600 },
    };
    await using one = await startPlatform({ ...options, plugins: [here.plugin] });
    await using two = await startPlatform({ ...options, plugins: [there.plugin] });
    const id = await registerStaged(one, 'shared');
    here.testing = unreachable;
    there.testing = unreachable;
    await one.service(sourcesService).check(one.scope(), id);
    expect(await healthOf(two, id)).to.include({ state: 'unreachable', breaker: 'open', failures: 1 });
    const resting = await Promise.all(
      [one, two].map((test) => test.service(sourcesService).check(test.scope(), id)),
    );
    expect(resting.map(({ breaker }) => breaker)).to.deep.equal(['open', 'open']);
    expect(here.tests + there.tests).to.equal(1);
    // A change of the connection ends the rest; the job that follows on it and all who ask now are for one try.
    const gate = Promise.withResolvers<void>();
    here.testing = () => gate.promise;
    there.testing = () => gate.promise;
    await one.request('PATCH', `/api/v1/sources/${id}`, { body: { config: { host: 'b' } } });
    const asking = [one, two, one, two, one, two].map((test) =>
      test.service(sourcesService).check(test.scope(), id),
    );
    await until(
      async () => here.tests + there.tests,
      (tests) => tests === 2,
    );
    let turnedAway = 0;
    for (const answer of asking)
      void answer.then(({ breaker }) => {
        if (breaker === 'half-open') turnedAway += 1;
      });
    // All but the one that has the try, which may also be the job.
    await until(
      async () => turnedAway,
      (count) => count >= asking.length - 1,
    );
    expect(here.tests + there.tests).to.equal(2);
    gate.resolve();
    await Promise.all(asking);
    await until(
      () => healthOf(one, id),
      ({ breaker, state }) => breaker === 'closed' && state === 'healthy',
    );
  });

  it('asks from workers, never from a process that serves the API', async function () {
    this.timeout(120_000);
    const [here, there] = [new StagedSource([]), new StagedSource([])];
    const options = { dataDirectory: folder, sources: { checkMinutes: 0.002 } };
    await using api = await startPlatform({ ...options, plugins: [here.plugin], role: 'api' });
    const id = await registerStaged(api, 'apart');
    expect((await api.request('POST', `/api/v1/sources/${id}/check`)).status).to.equal(202);
    await using worker = await startPlatform({ ...options, plugins: [there.plugin], role: 'worker' });
    await until(
      async () => there.tests,
      (tests) => tests >= 3,
    );
    expect(worker.plugin('sources').state).to.equal('active');
    expect(await healthOf(api, id)).to.include({ state: 'healthy' });
    expect(here.tests).to.equal(0);
  });

  it('opens the breaker of a server that is stopped, and closes it when the server is back', async function () {
    requireServer(this, 'postgres');
    this.timeout(180_000);
    const server = await startPostgres();
    await using test = await startPlatform({
      dataDirectory: folder,
      plugins: [pluginFolder('connector-postgres')],
      sources: { checkMinutes: 0.003, firstRestSeconds: 0.2, longestRestSeconds: 0.5 },
    });
    try {
      const { host, port, user: username, password } = server;
      const config = { host, port, username, password, database: 'postgres', sslMode: 'disable' };
      const { id } = await test
        .service(sourcesService)
        .register(test.scope(), { key: 'real', title: 'Real', connector: 'postgres', config });
      await until(
        () => healthOf(test, id),
        ({ state }) => state === 'healthy',
      );
      await server.crash();
      const down = await until(
        () => healthOf(test, id),
        ({ state }) => state === 'unreachable',
      );
      expect(down.breaker).to.not.equal('closed');
      expect(down.error?.code).to.equal('DW_SOURCE_UNREACHABLE');
      await server.restart();
      await until(
        () => healthOf(test, id),
        ({ state, breaker }) => state === 'healthy' && breaker === 'closed',
      );
      // A wrong password: one attempt, and then none until it is mended.
      await test.request('PATCH', `/api/v1/sources/${id}`, {
        body: { config: { ...config, password: 'wrong' } },
      });
      const locked = await until(
        () => healthOf(test, id),
        ({ isRefused }) => isRefused,
      );
      expect(locked.error).to.have.property('code', 'DW_SOURCE_AUTHENTICATION');
      const failures = locked.history.failures;
      const { checkedAt } = locked;
      await test.service(sourcesService).check(test.scope(), id);
      expect(await healthOf(test, id)).to.deep.include({ checkedAt, isRefused: true, state: 'unreachable' });
      expect((await healthOf(test, id)).history.failures).to.equal(failures);
      await test.request('PATCH', `/api/v1/sources/${id}`, { body: { config: { ...config, password } } });
      await until(
        () => healthOf(test, id),
        ({ state, isRefused }) => state === 'healthy' && !isRefused,
      );
    } finally {
      await server.stop();
    }
  });
});
