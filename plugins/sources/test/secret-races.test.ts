import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { sourcesService } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

type Client = Parameters<Parameters<typeof withDatabase>[1]>[0];

describe('secrets of sources that are changed meanwhile', () => {
  let test: TestKernel;
  let folder: string;
  const staged = new StagedSource([{ name: 'people' }]);

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'datawave-secret-races-'));
    // A check that succeeded would put the source into another state, and wait for what is locked below.
    staged.testing = () => Promise.reject(new Error('not now'));
    test = await startPlatform({
      plugins: [staged.plugin],
      dataDirectory: folder,
      sources: { checkMinutes: 60 },
    });
  });
  after(async () => {
    await test?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const register = async (title: string, config: object): Promise<string> => {
    const { body } = await test.request('POST', '/api/v1/sources', {
      body: { title, connector: 'staged', config },
    });
    return String(Reflect.get(Object(body), 'id'));
  };

  /** Has `late` come to where it waits for what a change has locked; the change is committed only then. */
  const during = <T>(
    late: () => Promise<T>,
    lock: (client: Client) => Promise<unknown>,
    change: (client: Client) => Promise<unknown>,
  ): Promise<T> =>
    withDatabase(folder, async (client) => {
      await client.query('begin');
      await lock(client);
      const answer = late();
      answer.catch(() => undefined);
      const waiting = `select 1 from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))`;
      while ((await client.query(waiting)).rowCount === 0) await sleep(10);
      await change(client);
      await client.query('commit');
      return answer;
    });

  it('are not kept by a change that saw none and sends them elsewhere', async () => {
    const id = await register('Without a secret', { host: 'good' });
    const answer = await during(
      () => test.request('PATCH', `/api/v1/sources/${id}`, { body: { config: { host: 'evil' } } }),
      (client) => client.query('select from sources.sources where id = $1 for no key update', [id]),
      (client) =>
        client.query(
          `update sources.sources set secrets = '{password}', version = version + 1 where id = $1`,
          [id],
        ),
    );
    expect(answer.status).to.equal(412);
    expect(answer.body).to.have.property('code', 'DW_SOURCE_CHANGED_MEANWHILE');
    const { body } = await test.request('GET', `/api/v1/sources/${id}`);
    expect(body).to.have.nested.property('config.host', 'good');
  });

  /** Has a source that points at `evil` mended while its secrets are being read. */
  const mendedMeanwhile = <T>(id: string, late: () => Promise<T>): Promise<T> =>
    during(
      late,
      (client) => client.query('lock table core.secrets in access exclusive mode'),
      (client) =>
        client.query(
          `update sources.sources set config = '{"host": "good", "port": 1234}', version = version + 1 where id = $1`,
          [id],
        ),
    );

  it('are never put together with settings of before', async () => {
    const id = await register('Mended', { host: 'evil', password: 'abc' });
    const { config } = await mendedMeanwhile(id, () =>
      test.service(sourcesService).connection(test.scope(), id),
    );
    expect(config).to.deep.equal({ host: 'good', port: 1234, password: 'abc' });
  });

  it('are not tried on a server where they were sent before only', async () => {
    const id = await register('Mended while tested', { host: 'evil', password: 'abc' });
    const answer = await mendedMeanwhile(id, () =>
      test.request('POST', `/api/v1/sources/${id}/test`, { body: { config: { host: 'evil' } } }),
    );
    expect(answer.status).to.equal(400);
    expect(answer.body).to.have.property('code', 'DW_SOURCE_SECRETS_NEEDED');
  });
});
