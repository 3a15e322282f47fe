import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pluginFolder, startPlatform } from '@datawave/core/test-platform';
import { classificationService } from '@datawave/plugin-sdk';
import { buildSample, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const ROOT = '/api/v1/classification-rules';
const RULE = {
  key: 'badge',
  title: 'Badge',
  infoType: 'PERSON_ID',
  match: { kind: 'pattern', pattern: 'QZ-\\d{4}' },
  confidence: 0.95,
};

describe('rules in several processes', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-rules-replicas-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('reach a worker that has already loaded the old ones', async function () {
    this.timeout(120_000);
    const options = { plugins: [pluginFolder('custom-rules')], dataDirectory: folder };
    await using api = await startPlatform({ ...options, role: 'api' });
    await using worker = await startPlatform({ ...options, role: 'worker' });
    const sample = buildSample('t', [{ name: 'c', values: ['QZ-1234', 'QZ-4321'] }]);
    const said = async (test: TestKernel): Promise<string | undefined> => {
      const [verdict] = await test
        .service(classificationService)
        .classify(sample, { minConfidence: 0.5, workspaceId: test.scope().workspace });
      return verdict?.classifications
        .flatMap(({ evidence }) => evidence.map(({ classifier }) => classifier))
        .find((classifier) => classifier.startsWith('custom/'));
    };
    const until = async (wanted: string | undefined): Promise<void> => {
      while ((await said(worker)) !== wanted) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    expect(await said(worker)).to.equal(undefined);
    const { body } = await api.request('POST', ROOT, { body: RULE });
    const id = String(Reflect.get(Object(body), 'id'));
    expect(await said(api)).to.equal('custom/badge@1');
    await until('custom/badge@1');
    await api.request('PATCH', `${ROOT}/${id}`, { body: { title: 'Badges' } });
    await until('custom/badge@2');
    await api.request('POST', `${ROOT}/${id}/disable`);
    await until(undefined);
  });

  it('say by which enabled rules of a workspace they go, each at once and of that workspace alone', async function () {
    this.timeout(120_000);
    const options = { plugins: [pluginFolder('custom-rules')], dataDirectory: folder };
    await using api = await startPlatform({ ...options, role: 'api' });
    await using worker = await startPlatform({ ...options, role: 'worker' });
    const { workspace } = api.scope();
    const version = async (workspaceId: string | null = workspace) => {
      const { classifiers } = await worker.service(classificationService).version({ workspaceId });
      return classifiers.find((name) => name.startsWith('custom@'));
    };
    const change = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) => {
      const answer = await api.request(method, `${ROOT}${path}`, body === undefined ? {} : { body });
      expect(answer.status, JSON.stringify(answer.body)).to.be.below(300);
      return String(Reflect.get(Object(answer.body), 'id'));
    };
    const plain = await version();
    expect(plain).to.match(/^custom@\d+\.\d+\.\d+$/);
    const id = await change('POST', '', { ...RULE, enabled: false });
    expect(await version(), 'a rule that rests').to.equal(plain);
    await change('POST', `/${id}/enable`);
    const first = await version();
    expect(first).to.match(/^custom@\d+\.\d+\.\d+\+[0-9a-f]{16}$/);
    await change('PATCH', `/${id}`, { confidence: 0.9 });
    const second = await version();
    await change('DELETE', `/${id}`);
    expect(await version()).to.equal(plain);
    // Its key and its version are those of the first, what it says need not be.
    await change('POST', '', RULE);
    expect(new Set([plain, first, second, await version()]).size).to.equal(4);
    for (const other of [randomUUID(), null]) expect(await version(other)).to.equal(plain);
  });
});
