import { endOf } from '@datawave/core/test-platform';
import { expect } from 'chai';
import { ReviewPlatform } from './review-platform.ts';
import { said, verdict } from './staged-classification.ts';

const UNSURE = said([], {
  reason: 'It may be a telephone number, but the evidence is not enough.',
  candidates: [verdict('PHONE_NUMBER', { confidence: 0.4 })],
});

describe('what a rule leaves out', () => {
  let platform: ReviewPlatform;

  before(async function () {
    this.timeout(120_000);
    platform = await ReviewPlatform.start();
    platform.engine.classifiers = ['other@1.0.0', 'staged@1.0.0'];
  });
  after(() => platform?.stop());

  const rule = async (body: object): Promise<string> => {
    const answer = await platform.post('scan-rules', { mode: 'full', ...body });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return String(Reflect.get(Object(answer.body), 'id'));
  };
  const scanBy = async (sourceId: string, ruleId: string): Promise<void> => {
    const answer = await platform.post('scans', { sourceId, ruleId });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(202);
    const end = await endOf(platform.test, String(Reflect.get(Object(answer.body), 'id')));
    expect(end).to.have.property('state', 'completed');
  };
  const waiting = async () => (await platform.queue()).map(({ column, reason }) => `${column} ${reason}`);

  it('goes on waiting for a person while its column is there, and no longer than that', async () => {
    platform.engine.verdicts = { mail: said([verdict('EMAIL_ADDRESS')]), unsure: UNSURE };
    const sourceId = await platform.scan({ people: ['mail', 'unsure'] });
    const before = await platform.verdictOn('people', 'unsure');
    const ruleId = await rule({
      title: 'Only mail',
      columns: { include: ['mail'], exclude: [], where: null },
    });
    platform.engine.verdicts = { mail: said([verdict('EMAIL_ADDRESS')]) };
    await scanBy(sourceId, ruleId);
    expect(await waiting()).to.have.members(['mail suggested', 'unsure abstained']);
    expect(await platform.verdictOn('people', 'unsure')).to.include({
      id: before.id,
      version: before.version,
    });
    platform.source.assets = [{ name: 'people', columns: { mail: ['one@example.com'] } }];
    await scanBy(sourceId, ruleId);
    expect(await waiting()).to.deep.equal(['mail suggested']);
  });

  it('stands as other classifiers said it where only some were asked', async () => {
    platform.engine.verdicts = { mail: said([verdict('EMAIL_ADDRESS')]), unsure: UNSURE };
    const sourceId = await platform.scan({ staff: ['mail', 'unsure'] });
    const accepted = await platform.verdictOn('staff', 'mail');
    await platform.decide(accepted.id, 'accept');
    const ruleId = await rule({ title: 'Only other', classifiers: ['other'] });
    const evidence = [{ signal: 'pattern', classifier: 'other@1.0.0', weight: 4, detail: 'fits' }] as const;
    platform.engine.verdicts = { unsure: said([verdict('CITY', { confidence: 0.6, evidence })]) };
    await scanBy(sourceId, ruleId);
    expect(await waiting(), 'what is suggested now is asked first').to.deep.equal(['unsure suggested']);
    expect((await platform.queue())[0]?.alternatives).to.deep.equal([
      { infoType: 'PHONE_NUMBER', confidence: 0.4 },
    ]);
    expect(await platform.best('staff', 'mail')).to.include({
      infoType: 'EMAIL_ADDRESS',
      status: 'accepted',
    });
    platform.engine.verdicts = {};
    await scanBy(sourceId, ruleId);
    expect(await waiting(), 'what was asked is answered anew').to.deep.equal(['unsure abstained']);
    await platform.decide(accepted.id, 'withdraw');
    expect(await platform.best('staff', 'mail'), 'as the engine said it').to.include({
      status: 'suggested',
      confidence: 0.9,
    });
  });
});
