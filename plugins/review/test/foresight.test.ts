import { expect } from 'chai';
import type { Foreseen } from '../src/foresee.ts';
import { ReviewPlatform } from './review-platform.ts';
import { said, verdict } from './staged-classification.ts';

describe('what a decision would change', () => {
  let platform: ReviewPlatform;

  before(async function () {
    this.timeout(120_000);
    platform = await ReviewPlatform.start();
    platform.engine.verdicts = {
      diagnosis: said([verdict('DIAGNOSIS_CODE')]),
      note: said([verdict('PERSON_NAME')]),
    };
    await platform.scan({ patients: ['diagnosis', 'note'], archive: ['diagnosis'] });
  });
  after(async function () {
    this.timeout(60_000);
    await platform?.stop();
  });

  const foresee = async (body: unknown): Promise<Foreseen> => {
    const answer = await platform.post('classifications/foresight', body);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body as Foreseen;
  };

  it('is told with the violations that would go, and nothing of it happens', async () => {
    const { id, version } = await platform.verdictOn('patients', 'diagnosis');
    const violations = async (): Promise<unknown> => (await platform.get('violations/summary')).body;
    const before = await violations();
    const foreseen = await foresee({ action: 'reject', verdicts: [{ id, version }] });
    expect(foreseen).to.include({ decided: 1, assets: 1, isComplete: true });
    expect(foreseen.columns).to.deep.equal([
      {
        asset: 'urn:dw:staged:staged:main/patients',
        assetName: 'main.patients',
        column: 'diagnosis',
        infoType: { from: 'DIAGNOSIS_CODE', to: null },
        sensitivity: { from: 'restricted', to: null },
      },
    ]);
    expect(foreseen.violations?.lostTotal).to.be.greaterThan(0);
    expect(foreseen.violations?.gainedTotal).to.equal(0);
    expect(foreseen.violations?.lost[0]?.frameworkTitle).to.be.a('string').and.not.equal('gdpr');
    expect(await violations()).to.deep.equal(before);
    expect((await platform.verdictOn('patients', 'diagnosis')).version).to.equal(version);
    expect((await platform.get('classifications/decisions')).body).to.deep.include({ items: [] });
    await platform.decide(id, 'reject');
    expect(await violations()).to.not.deep.equal(before);
    await platform.decide(id, 'withdraw');
    expect(await violations()).to.deep.equal(before);
  });

  it('is nothing where what stands is accepted', async () => {
    const { id } = await platform.verdictOn('patients', 'note');
    const foreseen = await foresee({ action: 'accept', verdicts: [{ id }] });
    expect(foreseen).to.include({ decided: 1 });
    expect(foreseen.columns).to.deep.equal([]);
    expect(foreseen.violations).to.include({ gainedTotal: 0, lostTotal: 0 });
  });

  it('counts what would be alike before anybody has decided', async () => {
    const { id } = await platform.verdictOn('patients', 'diagnosis');
    const { body } = await platform.get(`classifications/${id}/alike?action=accept`);
    expect(body).to.include({ total: 1, infoType: 'DIAGNOSIS_CODE' });
    const corrected = await platform.get(`classifications/${id}/alike?action=correct&infoType=ALLERGY`);
    expect(corrected.body).to.include({ total: 1, infoType: 'ALLERGY' });
    expect((await platform.get(`classifications/${id}/alike?action=reject`)).body).to.include({ total: 1 });
  });

  it('is counted once it is decided: of today, and by whom', async () => {
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const decided = async (): Promise<unknown> =>
      Reflect.get(Object((await platform.get(`classifications/summary?since=${since}`)).body), 'decided');
    expect(await decided()).to.equal(0);
    const { id } = await platform.verdictOn('patients', 'note');
    await platform.decide(id, 'accept');
    expect(await decided()).to.equal(1);
    const { body } = await platform.get('classifications/decisions?mine=true&limit=1');
    expect(Reflect.get(Object(body), 'items')).to.have.length(1);
    expect(await platform.queue('minAgeDays=1')).to.have.length(0);
    expect(await platform.queue('maxAgeDays=1')).to.have.length(2);
    const [item] = await platform.queue();
    expect(item?.openedAt).to.match(/^\d{4}-/);
    expect(item?.engine).to.be.a('string');
  });
});
