import { expect } from 'chai';
import { SeededRandom } from '../faults/seeded-random.ts';
import { Findings } from './attack.ts';
import { AttackedPlatform } from './attacked-platform.ts';
import { ATTACKS } from './attacks.ts';

describe('the attack suite', function () {
  this.timeout(300_000);
  let platform: AttackedPlatform;

  before(async () => {
    platform = await AttackedPlatform.start();
  });
  after(() => platform?.stop());

  for (const attack of ATTACKS.filter(({ setting }) => setting === undefined))
    it(`finds that ${attack.title}`, async () => {
      const findings = new Findings();
      await attack.run({ platform, random: new SeededRandom(1), isShort: true }, findings);
      expect(findings.faults).to.deep.equal([]);
      expect(findings.cases).to.be.greaterThan(20);
    });
});
