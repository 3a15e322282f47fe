import type { PluginManifest } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { buildUiManifest, uiFolder } from './ui-manifest.ts';

describe('the web components of a plugin', () => {
  it('lie below dist in a checkout, and at the root of a published package', () => {
    expect(
      ['ui/index.ts', './ui/index.ts', 'dist/ui/index.js', 'ui/index.js', undefined].map(uiFolder),
    ).to.deep.equal(['dist/ui', 'dist/ui', 'dist/ui', 'ui', 'dist/ui']);
  });
});

describe('what the web shell is told of plugins', () => {
  it('names what a plugin offers and searches, though it brings no component', () => {
    const action = { title: 'Add a thing', href: '/things/new', permission: 'things:write' };
    const manifest = { manifestVersion: 1, id: 'things', title: 'Things', apiVersion: '^0.1' } as const;
    const told = (contributes?: object): unknown =>
      buildUiManifest([
        {
          package: {
            name: 'things',
            version: '1.2.3',
            directory: '/nowhere',
            manifest: contributes === undefined ? manifest : { ...manifest, contributes },
          },
          trust: 'first-party',
        },
      ]).plugins;
    expect(told({ actions: [action] })).to.deep.equal([
      {
        id: 'things',
        version: '1.2.3',
        title: 'Things',
        module: null,
        pages: [],
        slots: [],
        actions: [action],
        searches: [],
        frame: null,
      },
    ]);
    expect(told()).to.deep.equal([]);
    expect(told({ commands: [] })).to.deep.equal([]);
  });

  it('has elements framed of plugins that came from elsewhere and are not verified, with what these may ask for', () => {
    const manifest: PluginManifest = {
      ...{ manifestVersion: 1, id: 'things', title: 'Things', apiVersion: '^0.1', resources: ['things'] },
      needs: { api: ['GET /assets/*'] },
      contributes: { ui: 'dist/ui/index.js' },
    };
    const frames = (['first-party', 'verified', 'community', 'local'] as const).map(
      (trust) =>
        buildUiManifest([
          { package: { name: 'things', version: '1.2.3', directory: '/nowhere', manifest }, trust },
        ]).plugins[0]?.frame,
    );
    const held = { resources: ['things'], api: ['GET /assets/*'] };
    expect(frames).to.deep.equal([null, null, held, held]);
  });
});
