import { expect } from 'chai';
import type { RegisteredPage } from '../plugin-registry.ts';
import { navigationOf } from './navigation.ts';

const page = (path: string, more: Partial<RegisteredPage> = {}): RegisteredPage => ({
  plugin: 'some',
  path,
  element: 'some-page',
  title: path,
  permission: '',
  ...more,
});

const PAGES = [
  page('/', { order: 0 }),
  page('/users', { order: 70, group: 'administer' }),
  page('/users/groups'),
  page('/users/new'),
  page('/users/:id'),
  page('/assets', { order: 10, group: 'discover' }),
  page('/odd', { order: 5 }),
  page('/later', { order: 6, group: 'of-tomorrow' as 'more' }),
  page('/hidden'),
];

describe('the navigation', () => {
  const drawn = (path: string): unknown =>
    navigationOf(PAGES, path).map(({ group, entries }) => [
      group,
      ...entries.map((entry) =>
        [
          entry.page.path,
          ...(entry.isCurrent ? ['current'] : []),
          ...(entry.isHere ? ['here'] : []),
          ...entry.below.map((sub) => `${sub.page.path}${sub.isHere ? ' here' : ''}`),
        ].join(' '),
      ),
    ]);

  it('lists pages by group and order, and those of no known group with the rest', () => {
    expect(drawn('/')).to.deep.equal([
      ['top', '/ current here'],
      ['discover', '/assets'],
      ['administer', '/users'],
      ['more', '/odd', '/later'],
    ]);
  });

  it('shows what is reached from the section that is open, and marks what is open in it', () => {
    expect(drawn('/users')).to.deep.include(['administer', '/users current here /users/groups']);
    expect(drawn('/users/groups')).to.deep.include(['administer', '/users current /users/groups here']);
    expect(drawn('/users/7')).to.deep.include(['administer', '/users current /users/groups']);
  });
});
