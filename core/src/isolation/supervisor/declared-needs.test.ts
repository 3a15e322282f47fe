import type { PluginManifest, PluginNeeds } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { checkDeclared } from './declared-needs.ts';

const manifest = (needs: PluginNeeds, others: Partial<PluginManifest> = {}): PluginManifest => ({
  ...{ manifestVersion: 1, id: 'guest', apiVersion: '*', needs },
  ...others,
});

describe('what an isolated plugin takes', () => {
  for (const [service, line, needs] of [
    ['core.jobs', '"jobs": true', { jobs: true }],
    ['core.http', '"http": true', { http: true }],
    ['core.vault', '"secrets": ["what it keeps there"]', { secrets: ['token'] }],
    ['core.egress', '"network": ["api.example.com:443"]', { network: ['*'] }],
    ['mail.sender', '"mail": true', { mail: true }],
  ] as const)
    it(`is ${service} only where its manifest says so`, () => {
      for (const lacking of [{}, { jobs: false, http: false, mail: false, secrets: [], network: [] }])
        expect(() => checkDeclared(manifest(lacking), ['core.events', service]))
          .to.throw()
          .and.include({ code: 'DW_ISOLATION_UNDECLARED' })
          .and.have.property('hint')
          .that.contains(line);
      expect(() => checkDeclared(manifest(needs), ['core.events', service, 'core.audit'])).not.to.throw();
    });

  it('is what people type into search only where its manifest says so', () => {
    const search = { title: 'Notes', label: 'title', href: '/notes/{id}', permission: 'signed-in' } as const;
    const own = {
      resources: ['notes'],
      contributes: { searches: [{ ...search, path: '/notes?q={query}' }] },
    };
    expect(() => checkDeclared(manifest({}, own), []))
      .to.throw()
      .and.include({ code: 'DW_ISOLATION_UNDECLARED' })
      .and.have.property('hint')
      .that.contains('"search": true');
    expect(() => checkDeclared(manifest({ search: true }, own), [])).not.to.throw();
    // What the platform's own lists are asked for, the plugin does not hear of.
    const others = { ...own, contributes: { searches: [{ ...search, path: '/assets?q={query}' }] } };
    expect(() => checkDeclared(manifest({}, others), [])).not.to.throw();
  });

  it('is named all at once', () => {
    expect(() => checkDeclared(manifest({}), ['core.jobs', 'core.http']))
      .to.throw()
      .and.have.property('hint')
      .that.contains('"jobs": true, "http": true');
  });
});
