import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginManifest } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { type Claimant, findConflicts } from './conflicts.ts';

const claimant = (id: string, manifest: Partial<PluginManifest>): Claimant => ({
  name: `@x/${id}`,
  manifest: { manifestVersion: 1, id, apiVersion: '*', ...manifest },
});

const pages = (element: string, ...paths: readonly string[]): Partial<PluginManifest> => ({
  contributes: {
    ui: 'ui/index.js',
    pages: paths.map((path) => ({ path, element, title: 'Page', permission: 'public' })),
  },
});

const sources = claimant('sources', {
  permissions: [{ id: 'sources:read', title: 'See sources' }],
  ...pages('sources-page', '/sources', '/sources/:id', '/sources/new'),
});

describe('what a plugin may not take from another', () => {
  const taken = (manifest: Partial<PluginManifest>): readonly string[] =>
    findConflicts([claimant('guest', manifest)], [sources]).map(({ what, owner }) => `${what} of ${owner}`);

  it('is an id and with it a database schema, a route, an element, a topic or a command', () => {
    expect(taken({ id: 'sources' })).to.deep.equal([
      'id "sources" of @x/sources',
      'database schema "sources" of @x/sources',
    ]);
    expect(taken({ id: 'pg-stat' })).to.deep.equal(['database schema "pg_stat" of the platform']);
    expect(taken(pages('sources-page', '/guest'))).to.deep.equal(['element <sources-page> of @x/sources']);
    const all = {
      resources: ['things'],
      contributes: {
        live: [{ topic: 'things', permission: 'signed-in', events: ['things.*'] }],
        commands: [{ name: 'thing', summary: 'Thing.' }],
      },
    };
    const both = findConflicts([claimant('one', all), claimant('two', all)], []);
    expect(both.map(({ name, what, owner }) => `${name} ${what} ${owner}`)).to.deep.equal([
      '@x/two route /api/v1/things @x/one',
      '@x/two topic "things" @x/one',
      '@x/two command "thing" @x/one',
    ]);
  });

  it('is a page of the shell or of another plugin, nor one that would be opened in its place', () => {
    for (const path of ['/settings/account', '/plugins/new', '/', '/plugin-changes/:any', '/marketplace/a/b'])
      expect(taken(pages('guest-page', path)), path).to.have.length(1);
    expect(taken(pages('guest-page', '/sources/recent', '/guest'))).to.deep.equal([
      'pages below /sources of @x/sources',
    ]);
    expect(taken(pages('guest-page', '/guest', '/guest/:id'))).to.deep.equal([]);
  });

  it('is a permission of the platform or of another plugin, which it could give another name and reach', () => {
    const permissions = ['sources:read', 'plugins:manage', 'guest:use'].map((id) => ({
      id,
      title: 'Harmless',
    }));
    expect(taken({ permissions })).to.deep.equal([
      'permission "sources:read" of @x/sources',
      'permission "plugins:manage" of the platform',
    ]);
  });

  it('counts all pages of the shell', () => {
    const source = readFileSync(
      join(import.meta.dirname, '../../../../shell-ui/src/kernel-pages.ts'),
      'utf8',
    );
    const paths = [...source.matchAll(/^ {4}path: '([^']+)'/gm)].map(([, path]) => path ?? '');
    expect(paths).to.include('/settings/:section');
    for (const path of paths) expect(taken(pages('guest-page', path)), path).to.have.length(1);
  });
});
