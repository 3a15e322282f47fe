import { expect } from 'chai';
import { SeededRandom } from '../faults/seeded-random.ts';
import { addressesInside } from './addresses-inside.ts';
import { type Attack, Findings } from './attack.ts';
import { AttackedPlatform } from './attacked-platform.ts';
import { bentCursors } from './bent-cursors.ts';
import { FAULTY_THING, faultyPlugin } from './faulty-plugin.ts';
import { foreignSites } from './foreign-sites.ts';
import { hostileInput } from './hostile-input.ts';
import { oversizedInput } from './oversized-input.ts';
import { plantedFields } from './planted-fields.ts';
import { mannWhitney } from './sign-in-names.ts';
import { whoMayAsk } from './who-may-ask.ts';

describe('the attacks', function () {
  this.timeout(120_000);
  let platform: AttackedPlatform;

  before(async () => {
    platform = await AttackedPlatform.start({ plugins: [faultyPlugin(() => platform.workspaces.ours)] });
    await platform.callers();
    platform.held = new Map([...platform.held, ['/faulty/{id}', FAULTY_THING]]);
    platform.endpoints = platform.endpoints.filter(({ owner }) => owner === 'faulty');
    expect(platform.endpoints).to.have.length(3);
  });
  after(() => platform?.stop());

  const faultsOf = async (attack: Attack, isShort = false): Promise<string> => {
    const findings = new Findings();
    await attack.run({ platform, random: new SeededRandom(1), isShort }, findings);
    return findings.faults.join('\n');
  };

  it('see an answer that tells what others have', async () => {
    expect(await faultsOf(whoMayAsk)).to.match(/GET \/faulty\/\{id\} by .* tells what there is/);
  });

  it('see a text that is run as SQL, and one that breaks a statement', async () => {
    expect(await faultsOf(hostileInput))
      .to.contain('a text was run as SQL: its lock is held')
      .and.match(/GET \/faulty with \?q=.*: 500/);
  });

  it('see a field that is taken without being asked for', async () => {
    expect(await faultsOf(plantedFields)).to.match(/POST \/faulty takes workspaceId/);
  });

  it('see a cursor that is believed', async () => {
    expect(await faultsOf(bentCursors)).to.match(/GET \/faulty from .*: 500/);
  });

  it('see an answer that another site may read', async () => {
    expect(await faultsOf(foreignSites)).to.contain('answers another site with access-control-allow-origin');
  });

  it('see what is taken whatever its size', async () => {
    expect(await faultsOf(oversizedInput)).to.contain('POST /faulty takes 50,000 keys');
  });

  it('see that nothing gets through, not even to where it may', async () => {
    // A rule of the workspace refuses more than the configuration does.
    expect(await faultsOf(addressesInside, true)).to.match(
      /postgres with "127\.128\.0\.1", which is allowed, gets nowhere in a test: 422/,
    );
  });

  it('see times that differ, and none where they do not', () => {
    const random = new SeededRandom(1);
    const sample = (middle: number): number[] =>
      Array.from({ length: 60 }, () => middle + random.next() * 10);
    expect(Math.abs(mannWhitney(sample(20), sample(20)))).to.be.lessThan(3);
    expect(mannWhitney(sample(26), sample(20))).to.be.greaterThan(5);
  });
});
