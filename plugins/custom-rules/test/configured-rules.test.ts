import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pluginFolder } from '@datawave/core/test-platform';
import { classificationService } from '@datawave/plugin-sdk';
import { buildSample, createTestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const rule = (key: string) => ({
  key,
  title: key,
  infoType: 'PERSON_ID',
  match: { kind: 'pattern', pattern: 'QZ-\\d{4}' },
  confidence: 0.95,
});
const start = (config: object) =>
  createTestKernel({
    plugins: [pluginFolder('classification'), { directory: pluginFolder('custom-rules'), config }],
  });

describe('rules of the configuration', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-rules-file-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('hold without a database, and from a file', async () => {
    const rulesFile = join(folder, 'rules.yaml');
    await writeFile(rulesFile, `rules:\n  - ${JSON.stringify(rule('from-file'))}\n`);
    await using test = await start({ rulesFile, rules: [rule('inline')] });
    expect(test.plugin('custom-rules')).to.include({ state: 'active', reason: null });
    const sample = buildSample('t', [{ name: 'c', values: ['QZ-1234', 'QZ-4321'] }]);
    const [verdict] = await test.service(classificationService).classify(sample, { minConfidence: 0.5 });
    const classifiers = verdict?.classifications[0]?.evidence.map(({ classifier }) => classifier);
    expect(classifiers).to.include.members(['custom/from-file@1', 'custom/inline@1']);
  });

  it('load nothing where there are none and no database', async () => {
    await using test = await start({});
    expect(test.plugin('custom-rules').state).to.equal('active');
    expect(await test.service(classificationService).classifiers()).to.deep.equal([]);
  });

  for (const [what, config, says] of [
    ['a fault', { rules: [{ ...rule('a'), infoType: 'CITI' }] }, /\/rules\/0\/infoType .*CITY/],
    ['a key twice', { rules: [rule('a'), rule('a')] }, /two rules are called "a"/],
    ['a file that is not there', { rulesFile: '/nowhere/rules.yaml' }, /file of rules cannot be used/],
  ] as const) {
    it(`are refused with ${what}, and the reason says where`, async () => {
      await using test = await start(config);
      const status = test.plugin('custom-rules');
      expect(status.state).to.equal('failed');
      expect(status.reason).to.match(says);
    });
  }
});
