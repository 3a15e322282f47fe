import { expect } from 'chai';
import { Neighbours } from './neighbours.ts';

describe('whom an isolated plugin may listen to', () => {
  const neighbours = new Neighbours('guest', new Set(['catalog', 'scan-rules']));
  const refused = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return String(Reflect.get(Object(error) as object, 'hint'));
    }
    return 'taken';
  };

  it('is itself and those that its manifest names', () => {
    for (const owner of ['guest', 'catalog', 'scan-rules'])
      expect(refused(() => neighbours.require(owner, 'x'))).to.equal('taken');
    for (const owner of ['review', 'core', '', 'guest2', '__proto__'])
      expect(
        refused(() => neighbours.require(owner, 'x')),
        owner,
      ).to.contain('under "requires" or "optional"');
  });

  it('holds for events, of which it hears no others where it names none', () => {
    expect(neighbours.events(undefined)).to.deep.equal(['guest.*', 'catalog.*', 'scan_rules.*']);
    expect(neighbours.events(['scan_rules.rule.changed', 'catalog.*'])).to.have.length(2);
    for (const type of ['identity.*', '*', '.*', 'identity.account.created', 'core.*', ''])
      expect(
        refused(() => neighbours.events(['catalog.*', type])),
        type,
      ).to.contain('"requires"');
  });

  it('may tell others only by hooks of its own', () => {
    expect(refused(() => neighbours.requireOwnHook('guest.greeting'))).to.equal('taken');
    for (const hook of ['catalog.retirement', 'guest', 'guestx.greeting', '.guest'])
      expect(
        refused(() => neighbours.requireOwnHook(hook)),
        hook,
      ).to.contain('of your own');
  });
});
