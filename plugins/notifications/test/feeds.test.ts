import { pluginFolder, StagedSource, scanOnce, startPlatform } from '@datawave/core/test-platform';
import { coreServices, DataWaveError, type Principal, pluginEvents } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import type { ShownNotice } from '../src/notice-row.ts';

const PATIENCE_MS = 30_000;
const person = (name: string, roles: readonly string[] = []): Principal => ({
  ...{ id: `user:${name}`, kind: 'user', displayName: name },
  roles,
});

describe('what people are told of', function () {
  this.timeout(120_000);
  let test: TestKernel;
  const staged = new StagedSource([{ name: 'people' }]);
  const admin = person('admin', ['admin']);

  before(async () => {
    test = await startPlatform({
      plugins: [...['review', 'scan-rules', 'access', 'notifications'].map(pluginFolder), staged.plugin],
    });
    for (const id of ['notifications', 'access', 'review', 'scans'])
      expect(test.plugin(id), id).to.include({ state: 'active' });
  });
  after(() => test?.stop());

  const list = async (as: Principal): Promise<readonly ShownNotice[]> => {
    const { body } = await test.request('GET', '/api/v1/notifications', { as });
    return (body as { readonly items: readonly ShownNotice[] }).items;
  };
  /** Waits until somebody is told of a topic. */
  const told = async (as: Principal, topic: string): Promise<ShownNotice> => {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = (await list(as)).find((notice) => notice.topic === topic);
      if (found !== undefined) return found;
      expect(Date.now(), `${as.id} is not told of ${topic}`).to.be.below(end);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const scan = (key: string, as: Principal) =>
    scanOnce(test, { key, connector: 'staged', config: { host: key } }, test.scope({ principal: as }));

  it('a scan that failed: who started it, and nobody else', async () => {
    staged.openError = new DataWaveError({ code: 'DW_STAGED', message: 'It is away: CANARY.' });
    const { run } = await scan('broken', admin);
    staged.openError = null;
    expect(run.state).to.equal('failed');
    const notice = await told(admin, 'scans.failed');
    expect(notice).to.deep.include({
      ...{ title: 'The scan of {source} failed', values: { source: 'broken' }, tone: 'danger' },
      href: `/scans/${run.id}`,
    });
    expect((await list(person('other', ['admin']))).map(({ topic }) => topic)).not.to.include('scans.failed');
    expect(JSON.stringify(await list(admin))).not.to.contain('CANARY');
  });

  it('a scan with problems, and verdicts that wait: those who decide, as one for each source', async () => {
    staged.assets = [
      { name: 'people', columns: { kontakt: ['amelia@example.com', 'noah@example.org', 'none', 'unknown'] } },
      {
        name: 'torn',
        sample: () => {
          throw new DataWaveError({ code: 'DW_STAGED', message: 'Torn.' });
        },
      },
    ];
    const { run, sourceId } = await scan('crm', admin);
    expect(run.state).to.equal('completed-with-errors');
    const notice = await told(admin, 'scans.with-problems');
    // Not how many: whoever does not see every asset of it is not to learn that here.
    expect(notice).to.deep.include({
      ...{ title: 'The scan of {source} ended with problems', values: { source: 'crm' } },
    });
    const waiting = await told(admin, 'review.waiting');
    expect(waiting).to.deep.include({ values: { source: 'crm' }, href: `/review?source=${sourceId}` });
    expect(await list(person('nobody'))).to.deep.equal([]);
  });

  it('a request for a role: those who may decide; and the decision: who asked', async () => {
    const [ida, boss] = [person('ida', ['steward']), person('boss', ['admin'])];
    const asked = await test.request('POST', '/api/v1/elevations', {
      as: ida,
      body: { role: 'auditor', reason: 'CANARY of a reason', minutes: 60 },
    });
    expect(asked.status, JSON.stringify(asked.body)).to.equal(201);
    const { id } = asked.body as { readonly id: string };
    const request = await told(boss, 'access.elevation-requested');
    expect(request.values).to.deep.include({ person: 'ida' });
    expect((await list(ida)).map(({ topic }) => topic)).not.to.include('access.elevation-requested');
    const decided = await test.request('POST', `/api/v1/elevations/${id}/refuse`, {
      as: boss,
      body: { note: 'No.' },
    });
    expect(decided.status, JSON.stringify(decided.body)).to.equal(200);
    expect((await told(ida, 'access.elevation-decided')).tone).to.equal('warning');
    expect(JSON.stringify(await list(boss))).not.to.contain('CANARY');
  });

  it('nothing of a source that they may not see', async () => {
    const nell = person('nell', ['steward']);
    const denied = await test.request('POST', '/api/v1/access-policies', {
      body: {
        ...{ title: 'Nothing of far', effect: 'deny', permissions: ['sources:*', 'review:*', 'catalog:*'] },
        ...{ subjects: { principals: [nell.id] }, when: { source: { in: ['far'] } } },
      },
    });
    expect(denied.status, JSON.stringify(denied.body)).to.equal(201);
    staged.assets = [{ name: 'people' }];
    await scan('near', admin);
    await scan('far', admin);
    const sources = async (as: Principal): Promise<readonly unknown[]> =>
      (await list(as))
        .filter(({ topic }) => topic === 'review.waiting')
        .map(({ values }) => values['source']);
    const end = Date.now() + PATIENCE_MS;
    while (!(await sources(admin)).includes('far')) {
      expect(Date.now()).to.be.below(end);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await sources(nell))
      .to.include('near')
      .and.not.include('far');
  });

  it('a plugin that its registry has revoked: those who see plugins', async () => {
    const scope = test.scope();
    const said = { registry: 'acme', reason: 'CANARY.', severity: 'high', action: 'disable' };
    await test.service(coreServices.storage).transaction(scope, (tx) =>
      test.service(coreServices.events).publish(tx, scope, {
        ...{ type: pluginEvents.revoked, subject: 'weather' },
        data: {
          name: '@acme/weather',
          version: '1.0.0',
          title: 'Weather',
          at: '',
          isSwitchedOff: true,
          ...said,
        },
      }),
    );
    expect(await told(admin, 'platform.plugin-revoked')).to.deep.include({
      ...{ title: 'The plugin {title} was revoked by its registry', values: { title: 'Weather' } },
      ...{ href: '/plugins/weather', tone: 'danger' },
    });
    expect(await list(person('nobody'))).to.deep.equal([]);
  });
});
