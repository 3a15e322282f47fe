import { expect } from 'chai';
import { isNetwork, Networks } from './network.ts';

describe('networks', () => {
  it('are told from what is none', () => {
    for (const good of ['10.0.0.0/8', '192.0.2.1', '0.0.0.0/0', '2001:db8::/32', '::1', '::/0'])
      expect(isNetwork(good), good).to.equal(true);
    for (const bad of [
      '',
      '10.0.0.0/33',
      '10.0.0/8',
      '10.0.0.0/',
      '10.0.0.0/8/8',
      '10.0.0.0/-1',
      '2001:db8::/129',
      'localhost',
      'fe80::1%eth0',
      '010.0.0.1',
      '10.0.0.0/8 ',
    ])
      expect(isNetwork(bad), bad).to.equal(false);
  });

  it('know the addresses inside, however they are written', () => {
    const networks = new Networks(['10.0.0.0/8', '2001:db8::/32', '192.0.2.7']);
    for (const inside of ['10.255.0.1', '::ffff:10.0.0.1', '2001:DB8:0::5', '192.0.2.7'])
      expect(networks.has(inside), inside).to.equal(true);
    for (const outside of ['11.0.0.1', '::ffff:11.0.0.1', '2001:db9::1', '192.0.2.8', '::1'])
      expect(networks.has(outside), outside).to.equal(false);
    for (const none of ['', 'unknown', '10.0.0']) expect(networks.has(none), none).to.equal(null);
  });
});
