import { expect } from 'chai';
import { probeWalls } from '../../src/isolation/walls/index.ts';
import { ATTEMPTS } from './attempts.ts';
import { mustFail, tryEscapes, withControl } from './try-escapes.ts';

const GENTLE = ATTEMPTS.filter(({ isHarsh }) => isHarsh !== true);

/** The part of the attack that one process can do; exhausting and crashing are left to `npm run test:attacks`. */
describe('a plugin that tries to get out', function () {
  this.timeout(60_000);

  it('has more than forty ways to try at each level', () => {
    for (const level of ['child', 'confined'] as const)
      expect(ATTEMPTS.filter((attempt) => mustFail(attempt, level)).length).to.be.greaterThan(40);
    expect(new Set(ATTEMPTS.map(({ name }) => name)).size).to.equal(ATTEMPTS.length);
  });

  it('gets out where there is no wall', async () => {
    const gentle = withControl(process.getuid?.() === 0).filter(({ isHarsh }) => isHarsh !== true);
    // One that exchanges parts of Node would make the next succeed or fail for another reason.
    const results = await tryEscapes('none', gentle);
    expect(results.filter(({ success }) => success === null)).to.deep.equal([]);
  });

  for (const level of ['child', 'confined', 'namespaces'] as const)
    it(`gets nowhere that ${level} promises to keep`, async function () {
      const { available } = (await probeWalls())[level === 'namespaces' ? 'confined' : level];
      if (!available) this.skip();
      const results = await tryEscapes(level, GENTLE);
      expect(results).to.have.length(GENTLE.length);
      expect(
        results
          .filter(({ attempt, success }) => mustFail(attempt, level) && success !== null)
          .map(({ attempt, success }) => `${attempt.name}: ${success}`),
      ).to.deep.equal([]);
    });
});
