import { expect } from 'chai';
import { publishedManifest } from './published-manifest.ts';

describe('the manifest of a published package', () => {
  it('names JavaScript and declarations in place of the sources', () => {
    const published = publishedManifest({
      name: '@datawave/x',
      exports: {
        '.': './src/index.ts',
        './package.json': './package.json',
        './test-servers': './test/servers/index.ts',
      },
      dependencies: { lit: '3.3.3' },
      devDependencies: { chai: '6.3.0' },
      scripts: { build: 'x' },
    });
    expect(published).to.deep.equal({
      name: '@datawave/x',
      dependencies: { lit: '3.3.3' },
      exports: {
        '.': { types: './src/index.d.ts', default: './src/index.js' },
        './package.json': './package.json',
      },
      publishConfig: { access: 'public' },
    });
  });

  it('names the built web components of a plugin', () => {
    const published = publishedManifest({
      name: '@datawave/plugin-x',
      datawave: { contributes: { ui: 'ui/index.ts' } },
    });
    expect(published['datawave']).to.deep.equal({ contributes: { ui: 'ui/index.js' } });
  });
});
