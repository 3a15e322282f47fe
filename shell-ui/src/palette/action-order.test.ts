import { expect } from 'chai';
import { inOrder } from './action-order.ts';

describe('the order of actions', () => {
  it('is that of the navigation, whatever the order of the plugins', () => {
    const pages = [
      { path: '/users', group: 'administer' },
      { path: '/compliance', group: 'govern' },
      { path: '/sources', group: 'discover' },
      { path: '/sources/new' },
      { path: '/scans', group: 'discover' },
    ] as const;
    const hrefs = [
      '/users?add=1',
      '/users/tokens',
      '/elsewhere',
      '/compliance',
      '/sources/new',
      '/scans?start=1',
    ];
    expect(
      inOrder(
        hrefs.map((href) => ({ href })),
        pages,
      ).map(({ href }) => href),
    ).to.deep.equal([
      ...['/sources/new', '/scans?start=1', '/compliance'],
      ...['/users?add=1', '/users/tokens', '/elsewhere'],
    ]);
  });
});
