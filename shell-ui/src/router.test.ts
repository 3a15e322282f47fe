import { expect } from 'chai';
import { matchPage } from './router.ts';

const PAGES = [
  { path: '/' },
  { path: '/sources' },
  { path: '/sources/:id' },
  { path: '/sources/new' },
  { path: '/assets/:urn' },
];

describe('matchPage', () => {
  const match = (path: string): unknown => matchPage(PAGES, path);

  it('takes the pattern with the fewest parameters', () => {
    expect(match('/sources/new')).to.deep.equal({ page: { path: '/sources/new' }, params: {} });
    expect(match('/sources/7')).to.deep.equal({ page: { path: '/sources/:id' }, params: { id: '7' } });
  });

  it('decodes parameters, slashes included', () => {
    expect(match(`/assets/${encodeURIComponent('urn:dw:sqlite:a.db:main/C d')}`)).to.deep.equal({
      page: { path: '/assets/:urn' },
      params: { urn: 'urn:dw:sqlite:a.db:main/C d' },
    });
  });

  it('does not mind a slash at the end', () => {
    expect(match('/sources/')).to.deep.equal({ page: { path: '/sources' }, params: {} });
  });

  it('answers null for what fits nothing or is broken', () => {
    expect([match('/nowhere'), match('/sources/1/2'), match('/assets/%ZZ'), match('/assets/')]).to.deep.equal(
      [null, null, null, null],
    );
  });
});
