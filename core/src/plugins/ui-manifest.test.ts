import { expect } from 'chai';
import { uiFolder } from './ui-manifest.ts';

describe('the web components of a plugin', () => {
  it('lie below dist in a checkout, and at the root of a published package', () => {
    expect(
      ['ui/index.ts', './ui/index.ts', 'dist/ui/index.js', 'ui/index.js', undefined].map(uiFolder),
    ).to.deep.equal(['dist/ui', 'dist/ui', 'dist/ui', 'ui', 'dist/ui']);
  });
});
