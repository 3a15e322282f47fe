import { expect } from 'chai';
import fc from 'fast-check';
import { isPagePath, mayRequest } from './allowed-requests.ts';

const rules = {
  resources: ['notes'],
  api: ['GET /assets', 'GET /assets/*', 'GET /lineage/**', 'POST /scans'],
};

describe('what a framed element may ask for', () => {
  it('is what is its own and what its manifest names', () => {
    for (const [method, path] of [
      ['DELETE', '/notes/1'],
      ['GET', '/notes?limit=5'],
      ['GET', '/assets?q=a%2Fb'],
      ['GET', '/assets/urn:dw:sqlite:shop'],
      ['GET', '/lineage/urn:dw:a/columns/b'],
      ['POST', '/scans'],
    ] as const)
      expect(mayRequest(method, path, rules), `${method} ${path}`).to.equal(true);
  });

  it('is nothing else, whatever it is written like', () => {
    for (const [method, path] of [
      ['POST', '/assets'],
      ['GET', '/assets/a/b'],
      ['GET', '/lineage'],
      ['GET', '/users'],
      ['GET', 'notes'],
      ['GET', '//notes'],
      ['GET', '/notes/../users'],
      ['GET', '/notes/./../users'],
      ['GET', '/notes/%2e%2e/users'],
      ['GET', '/notes/.%2E/users'],
      ['GET', '/notes\\..\\users'],
      ['GET', '/notes%2f..%2fusers'],
      ['GET', '/notes%5c..%5cusers'],
      ['GET', '/notes/%00'],
      ['GET', '/notes%2500/../users'],
      ['GET', '/notes/\t../users'],
      ['GET', '/no\ntes'],
      ['GET', '/Notes'],
      ['GET', '/notes#/../users'],
      ['GET', '/notes//users'],
      ['GET', '/@host/notes'],
      ['GET', ''],
      ['GET', '/'],
    ] as const)
      expect(mayRequest(method, path, rules), `${method} ${JSON.stringify(path)}`).to.equal(false);
  });

  it('never reaches another resource, by whatever path', () => {
    const odd = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2E%2e',
      '%2f',
      '%5c',
      '\\',
      '/',
      '#',
      '?',
      '\t',
      '@',
      ':',
      'users',
    );
    const part = fc.oneof(odd, fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const path = `/notes/${parts.join('')}`;
        if (!mayRequest('GET', path, { resources: ['notes'], api: [] })) return;
        const { origin, pathname } = new URL(`/api/v1${path}`, 'http://platform');
        expect(origin).to.equal('http://platform');
        expect(pathname).to.match(/^\/api\/v1\/notes(\/|$)/);
        expect(decodeURIComponent(pathname)).to.not.match(/\/\.\.?(\/|$)|\\/);
      }),
      { numRuns: 3000 },
    );
  });

  it('leads to pages of the shell alone', () => {
    expect(['/scans', '/assets/urn:dw:a?tab=columns', '/'].filter(isPagePath)).to.have.length(3);
    const others = [
      '//evil',
      '/\\evil',
      'https://evil',
      'javascript:1',
      '/api/v1/users',
      '/docs',
      '/static/x',
      '',
      '/a\nb',
    ];
    expect(others.filter(isPagePath)).to.deep.equal([]);
  });
});
