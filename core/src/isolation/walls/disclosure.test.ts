import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { disclosePlan, type PluginIsolationDetail } from './disclosure.ts';
import { enforcedNeeds } from './enforced-needs.ts';
import { DEFAULT_POLICY, type IsolationCase, type PluginTrust } from './policy.ts';
import { probeWalls } from './probe-walls.ts';
import { promisesOf } from './promises.ts';
import { ISOLATION_LEVELS, type IsolationLevel } from './wall.ts';

const TOOLS = { shell: '/bin/sh', setpriv: '/s', prlimit: '/p', unshare: '/u', umount: '/m' };

describe('what is said of a plugin’s isolation', () => {
  const disclose = (given: Partial<IsolationCase>): Promise<PluginIsolationDetail> =>
    disclosePlan({ plugin: '@x/y', trust: 'verified', policy: DEFAULT_POLICY, configured: null, ...given });

  it('is that nothing is enforced in process', async () => {
    const { level, due, enforced, notEnforced } = await disclose({ trust: 'first-party' });
    expect({ level, due, enforced }).to.deep.equal({ level: 'in-process', due: 'in-process', enforced: [] });
    expect(notEnforced.join(' ')).to.contain('disclosure, not enforcement');
  });

  it('is what holds the data of a plugin that keeps some, and what does not', async () => {
    const none = await disclose({});
    const kept = promisesOf('child', { tools: TOOLS, isPrivileged: false }, { database: 'own' });
    const confined = promisesOf('confined', { tools: TOOLS, isPrivileged: false }, { database: 'optional' });
    expect(none.enforced.join(' ')).not.to.contain('database roles of its own');
    for (const { enforced, notEnforced } of [kept, confined]) {
      expect(enforced.join(' ')).to.contain('database roles of its own');
      expect(notEnforced.join(' ')).to.contain('against mistakes');
    }
    expect(kept.notEnforced.join(' ')).to.contain('own socket');
    expect(confined.notEnforced.join(' ')).not.to.contain('own socket');
  });

  it('is which of its needs it is held to, by level', () => {
    const needs = {
      network: ['a:1'],
      jobs: true,
      http: true,
      api: ['GET /assets'],
      database: 'own' as const,
    };
    const held = (level: IsolationLevel, trust: PluginTrust) => enforcedNeeds({ level, trust }, needs);
    expect(held('in-process', 'first-party')).to.deep.equal([]);
    expect(held('child', 'verified')).to.deep.equal(['jobs', 'http', 'database']);
    expect(held('confined', 'community')).to.deep.equal(['network', 'jobs', 'http', 'api', 'database']);
    for (const level of ['child', 'confined'] as const)
      expect(promisesOf(level, { tools: TOOLS, isPrivileged: true }).enforced.join()).to.include(
        'its needs name',
      );
  });

  it('is that a child is no wall against harm, and that its network is open', async () => {
    const { trust, level, enforced, notEnforced } = await disclose({});
    expect({ trust, level }).to.deep.equal({ trust: 'verified', level: 'child' });
    expect(enforced.join(' ')).to.contain('permission model').and.not.contain('network');
    expect(notEnforced.join(' '))
      .to.contain('no wall against code that means harm')
      .and.contain('Node 24 has no permission for it');
  });

  it('is whose user a confined plugin runs as', () => {
    const asRoot = promisesOf('confined', { tools: TOOLS, isPrivileged: true });
    const asOther = promisesOf('confined', { tools: TOOLS, isPrivileged: false });
    expect(asRoot.enforced.join(' ')).to.contain('a user of its own');
    expect(asOther.enforced.join(' ')).to.not.contain('a user of its own');
    expect(asOther.notEnforced.join(' ')).to.contain('the platform’s own user');
  });

  it('is that limits hold only where there is a program that sets them', () => {
    const limited = promisesOf('child', { tools: TOOLS, isPrivileged: false });
    const bare = promisesOf('child', { tools: null, isPrivileged: false });
    expect(limited.enforced.length).to.equal(bare.enforced.length + 1);
    expect(bare.notEnforced).to.include('Memory outside of the heap.');
  });

  it('is said in German, too', () => {
    const catalog: unknown = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../../locales/de.json'), 'utf8'),
    );
    const said = ISOLATION_LEVELS.flatMap((level) =>
      [TOOLS, null].flatMap((tools) =>
        [true, false].flatMap((isPrivileged) =>
          Object.values(promisesOf(level, { tools, isPrivileged }, { database: 'own' })).flat(),
        ),
      ),
    );
    expect(Object.keys(Object(catalog))).to.include.members(said);
  });

  it('is why it is refused, and by how much it falls short', async function () {
    const refused = await disclose({ trust: 'community', configured: 'child' });
    expect(refused).to.include({ level: null, due: 'confined' });
    expect(refused.reason).to.contain('accepted: true');
    expect(refused.enforced).to.deep.equal([]);
    if (!(await probeWalls()).child.available) this.skip();
    expect(await disclose({ trust: 'community', configured: { level: 'child', accepted: true } })).to.include(
      { level: 'child', due: 'confined', weakenedBy: 'operator' },
    );
  });
});
