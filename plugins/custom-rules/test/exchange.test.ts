import { pluginFolder } from '@datawave/core/test-platform';
import { createTestKernel, type TestKernel, type TestResponse } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { BADGE } from './staff-badge.ts';

const ROOT = '/api/v1/classification-rules';

describe('export and import of custom rules', () => {
  let test: TestKernel;

  before(async function () {
    this.timeout(120_000);
    test = await createTestKernel({
      plugins: ['classification', 'catalog', 'custom-rules'].map(pluginFolder),
    });
  });
  after(() => test?.stop());
  afterEach(async () => {
    for (const { id } of items<{ id: string }>(await get(''))) await test.request('DELETE', `${ROOT}/${id}`);
  });

  const get = (path: string) => test.request('GET', `${ROOT}${path}`);
  const post = (path: string, body: unknown) => test.request('POST', `${ROOT}${path}`, { body });
  const create = async (rule: object = BADGE): Promise<string> => {
    const answer = await post('', rule);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return String(part(answer, 'id'));
  };

  it('exports and imports without loss, and says before what would become of each', async () => {
    await create();
    await create({
      key: 'zwei',
      title: 'Zwei: "ä" #1',
      infoType: 'CITY',
      question: 'contains',
      enabled: false,
      match: { kind: 'dictionary', words: true, terms: ['no', '012', 'Köln', '- x', 'null'] },
      threshold: { values: 3 },
    });
    for (const format of ['yaml', 'json']) {
      const file = await test.request('GET', `${ROOT}/export?format=${format}`);
      expect(file.headers.get('content-disposition')).to.include(`classification-rules.${format}`);
      const text = typeof file.body === 'string' ? file.body : JSON.stringify(file.body);
      const before = await Promise.all(items<{ id: string }>(await get('')).map(({ id }) => get(`/${id}`)));
      const same = await post('/import', { text, dryRun: true });
      expect(outcomes(same)).to.deep.equal(['staff-badge unchanged', 'zwei unchanged']);
      for (const { id } of items<{ id: string }>(await get('')))
        await test.request('DELETE', `${ROOT}/${id}`);
      expect(outcomes(await post('/import', { text, dryRun: true }))).to.deep.equal([
        'staff-badge create',
        'zwei create',
      ]);
      expect(items(await get(''))).to.have.length(0);
      expect((await post('/import', { text })).body).to.include({ possible: true, dryRun: false });
      const after = await Promise.all(items<{ id: string }>(await get('')).map(({ id }) => get(`/${id}`)));
      expect(after.map(contentOf)).to.deep.equal(before.map(contentOf));
    }
  });

  it('imports all or nothing where keys are taken or rules have faults', async () => {
    const id = await create();
    const text = JSON.stringify({
      rules: [
        { ...BADGE, title: 'Other' },
        { ...BADGE, key: 'new' },
      ],
    });
    expect(outcomes(await post('/import', { text, dryRun: true }))).to.deep.equal([
      'staff-badge conflict',
      'new create',
    ]);
    const refused = await post('/import', { text });
    expect(refused.status).to.equal(409);
    expect(refused.body).to.deep.include({
      code: 'DW_RULE_IMPORT',
      errors: [{ pointer: '/rules/0/key', message: 'is taken by another rule' }],
    });
    expect(items(await get(''))).to.have.length(1);
    expect(outcomes(await post('/import', { text, onConflict: 'skip' }))).to.deep.equal([
      'staff-badge skip',
      'new create',
    ]);
    expect((await get(`/${id}`)).body).to.include({ title: 'Staff badge', version: 1 });
    expect(outcomes(await post('/import', { text, onConflict: 'replace' }))).to.deep.equal([
      'staff-badge replace',
      'new unchanged',
    ]);
    expect((await get(`/${id}`)).body).to.include({ title: 'Other', version: 2 });
    const faulty = await post('/import', {
      text: JSON.stringify({ rules: [BADGE, { ...BADGE, key: 'staff-badge' }, { key: 'x' }] }),
      onConflict: 'replace',
    });
    expect(faulty.status).to.equal(400);
    expect(
      (part(faulty, 'errors') as { pointer: string }[]).map(({ pointer }) => pointer),
    ).to.include.members(['/rules/1/key', '/rules/2/match']);
    for (const text of [
      'rules: [',
      'a: &a [1]\nrules: [*a]',
      '[]',
      '{"rules":1}',
      'rules: []\nmore: 1',
      `rules: ${'['.repeat(500)}`,
    ])
      expect((await post('/import', { text })).body, text).to.include({
        code: 'DW_RULE_BUNDLE',
        status: 400,
      });
  });
});

const part = (answer: TestResponse, name: string): unknown => Reflect.get(Object(answer.body), name);
const items = <T>(answer: TestResponse): readonly T[] => part(answer, 'items') as readonly T[];
const outcomes = (answer: TestResponse): readonly string[] =>
  (part(answer, 'rules') as readonly { key: string; outcome: string }[]).map(
    ({ key, outcome }) => `${key} ${outcome}`,
  );
const contentOf = ({ body }: TestResponse): unknown => {
  const { id: _1, createdAt: _2, updatedAt: _3, ...content } = Object(body);
  return content;
};
