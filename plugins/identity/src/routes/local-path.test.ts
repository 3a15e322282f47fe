import { expect } from 'chai';
import fc from 'fast-check';
import { localPath } from './local-path.ts';

describe('where a sign-in elsewhere goes on', () => {
  it('is a path of this site', () => {
    expect(localPath('/assets?q=a%20b#c')).to.equal('/assets?q=a%20b#c');
    expect(localPath('/')).to.equal('/');
  });

  it('is never another site, however it is written', () => {
    for (const wanted of [
      ...[
        '//evil.example',
        '///evil.example',
        '/\\evil.example',
        '\\\\evil.example',
        'https://evil.example',
        'javascript:alert(1)',
      ],
      ...[
        '/\t/evil.example',
        '/\n/evil.example',
        '/.//evil.example',
        '/a/..//evil.example',
        '',
        'evil.example',
        ' //evil.example',
      ],
    ])
      expect(localPath(wanted), JSON.stringify(wanted)).to.match(/^\/(?![/\\])/);
  });

  it('leads, as a browser reads it, to where it was read', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webPath(),
          fc.string().map((s) => `/${s}`),
        ),
        (wanted) => {
          expect(new URL(localPath(wanted), 'https://own.example').origin).to.equal('https://own.example');
        },
      ),
    );
  });
});
