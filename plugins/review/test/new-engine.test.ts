import { expect } from 'chai';
import { eventually, ReviewPlatform } from './review-platform.ts';
import { StagedClassification, said, verdict } from './staged-classification.ts';

describe('review after a start with a new engine', () => {
  let platform: ReviewPlatform;
  after(() => platform?.stop());

  it('marks what the one before suggested as stale at once, and decisions never', async function () {
    this.timeout(120_000);
    platform = await ReviewPlatform.start();
    platform.engine.verdicts = {
      mail: said([verdict('EMAIL_ADDRESS')]),
      tel: said([verdict('PHONE_NUMBER')]),
    };
    await platform.scan({ people: ['mail', 'tel'] });
    await platform.decide((await platform.verdictOn('people', 'tel')).id, 'accept');
    const engine = new StagedClassification();
    engine.version = 'engine@1.0.0 model@another';
    platform = await platform.restart(engine);
    await eventually(
      () => platform.verdictOn('people', 'mail'),
      ({ isStale }) => isStale,
    );
    expect(await platform.summary()).to.include({ waiting: 1, stale: 1 });
    expect((await platform.verdictOn('people', 'tel')).isStale).to.equal(false);
  });
});
