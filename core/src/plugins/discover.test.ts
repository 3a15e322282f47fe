import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ConfiguredPlugin } from '../config/kernel-config.ts';
import { validateSettings } from '../validation/validate-settings.ts';
import { type DiscoveredPlugin, discoverPlugins } from './discover.ts';
import { findEntry } from './entry.ts';

const configured: ConfiguredPlugin = {
  enabled: true,
  critical: false,
  config: {},
  isolation: null,
  location: { file: 'platform.yaml', line: 7, column: 3 },
  locate: () => null,
  environmentOf: () => [],
};

describe('discovering plugins', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'datawave-discover-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (path: string, content: unknown): void => {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  };
  const discover = (...names: readonly string[]): readonly DiscoveredPlugin[] =>
    discoverPlugins({
      projectDirectory: join(folder, 'project'),
      configured: Object.fromEntries(names.map((name) => [name, configured])),
      extra: [],
    });
  const manifest = { manifestVersion: 1, id: 'example', apiVersion: '^0.1' };

  it('finds them as Node would from the project folder, and imports nothing', async () => {
    write('node_modules/@them/plugin/package.json', {
      name: '@them/plugin',
      version: '2.0.0',
      type: 'module',
      exports: { '.': { import: './main.js' } },
      datawave: manifest,
    });
    write('node_modules/@them/plugin/main.js', 'throw new Error("imported");');
    const [found] = discover('@them/plugin');
    expect(found?.problems).to.deep.equal([]);
    expect(found?.package).to.deep.include({ name: '@them/plugin', version: '2.0.0' });
    const error: unknown = await found?.load().catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'imported');
  });

  it('has settings of what was installed checked in bounded time, or does not take it', async () => {
    const install = (pattern: string, trust: 'community' | 'first-party'): DiscoveredPlugin | undefined => {
      write('store/example/package.json', {
        ...{ name: 'example', version: '1.0.0' },
        datawave: { ...manifest, config: 'config.schema.json' },
      });
      write('store/example/config.schema.json', {
        ...{ type: 'object', additionalProperties: false },
        properties: { word: { type: 'string', pattern } },
      });
      return discoverPlugins({
        ...{ projectDirectory: join(folder, 'project'), configured: {}, extra: [] },
        installed: [
          {
            name: 'example',
            directory: join(folder, 'store/example'),
            trust,
            config: {},
            problem: null,
            verify: async () => undefined,
          },
        ],
      })[0];
    };
    const schema = install('^(a+)+$', 'community')?.package?.configSchema ?? {};
    const { errors } = await validateSettings(schema, { word: `${'a'.repeat(500)}!` });
    expect(errors.map(({ pointer }) => pointer)).to.deep.equal(['/word']);
    const refused = install('^(?=a)', 'community');
    expect(refused?.package).to.equal(null);
    expect(refused?.problems[0]).to.include({ code: 'DW_ISOLATION_SCHEMA' });
    expect(refused?.problems[0]?.message).to.contain('the settings').and.contain('#/properties/word/pattern');
    expect(refused?.problems[0]?.where).to.match(/example\/config\.schema\.json$/);
    expect(install('^(?=a)', 'first-party')?.problems).to.deep.equal([]);
  });

  it('follows a linked package to its real folder, where its TypeScript runs', () => {
    write('elsewhere/plugin/package.json', { name: 'linked', version: '1.0.0', datawave: manifest });
    mkdirSync(join(folder, 'project/node_modules'), { recursive: true });
    symlinkSync(join(folder, 'elsewhere/plugin'), join(folder, 'project/node_modules/linked'));
    expect(discover('linked')[0]?.package?.directory).to.match(/elsewhere\/plugin$/);
  });

  it('says where one is named that is not installed, and what looks like it', () => {
    const [missing] = discover('@them/pluggin', '@them/plugin');
    expect(missing?.problems).to.deep.equal([
      {
        code: 'DW_PLUGIN_NOT_INSTALLED',
        message: 'The plugin "@them/pluggin" is not installed.',
        hint: 'Install it (npm install @them/pluggin), or correct the name; "@them/plugin" is configured, too.',
        where: 'platform.yaml:7:3',
      },
    ]);
  });

  const offers = (contributes: object): unknown => ({ datawave: { ...manifest, contributes } });
  const search = {
    title: 'Things',
    path: '/things?q={query}&limit=5',
    label: 'name',
    detail: 'source.title',
    href: '/things/{id}',
    permission: 'things:read',
  };

  it('takes what the command palette offers and searches, without a module', () => {
    const action = { title: 'Add a thing', href: '/things/new?kind=x', permission: 'things:write' };
    write('node_modules/p/package.json', {
      name: 'p',
      version: '1.0.0',
      ...(offers({ actions: [{ ...action, keywords: ['new'] }], searches: [search] }) as object),
    });
    expect(discover('p')[0]?.problems).to.deep.equal([]);
  });

  const faults: Readonly<Record<string, readonly [unknown, string, RegExp]>> = {
    'no manifest': [{ name: 'p' }, 'DW_PLUGIN_MANIFEST_MISSING', /no manifest/],
    'no JSON': ['{', 'DW_PLUGIN_MANIFEST_INVALID', /cannot be read/],
    'the id of the kernel': [
      { datawave: { ...manifest, id: 'core' } },
      'DW_PLUGIN_MANIFEST_INVALID',
      /belongs to the kernel/,
    ],
    'an id in capitals': [
      { datawave: { ...manifest, id: 'Example' } },
      'DW_PLUGIN_MANIFEST_INVALID',
      /"\/id": must match/,
    ],
    'components without a module': [
      { datawave: { ...manifest, contributes: { slots: [{ slot: 'a', element: 'b-c' }] } } },
      'DW_PLUGIN_MANIFEST_INVALID',
      /names no module/,
    ],
    'an action that leads to another site': [
      offers({ actions: [{ title: 'Go', href: '//evil.example/', permission: 'signed-in' }] }),
      'DW_PLUGIN_MANIFEST_INVALID',
      /actions\/0\/href/,
    ],
    'an action that anybody is offered': [
      offers({ actions: [{ title: 'Go', href: '/things', permission: 'public' }] }),
      'DW_PLUGIN_MANIFEST_INVALID',
      /actions\/0\/permission/,
    ],
    'a search that leaves the API': [
      offers({ searches: [{ ...search, path: '/../../things?q={query}' }] }),
      'DW_PLUGIN_MANIFEST_INVALID',
      /searches\/0\/path/,
    ],
    'a search that has no place for what was typed': [
      offers({ searches: [{ ...search, path: '/things' }] }),
      'DW_PLUGIN_MANIFEST_INVALID',
      /searches\/0\/path/,
    ],
    'a search whose finds lead to another site': [
      offers({ searches: [{ ...search, href: 'https://evil.example/{id}' }] }),
      'DW_PLUGIN_MANIFEST_INVALID',
      /searches\/0\/href/,
    ],
    'a search that reads what is no field': [
      offers({ searches: [{ ...search, label: 'a[0]' }] }),
      'DW_PLUGIN_MANIFEST_INVALID',
      /searches\/0\/label/,
    ],
    'a settings schema that is not there': [
      { datawave: { ...manifest, config: 'nowhere.json' } },
      'DW_PLUGIN_CONFIG_SCHEMA_INVALID',
      /ENOENT|cannot be read/,
    ],
    'a settings schema outside of the package': [
      { datawave: { ...manifest, config: '../other.json' } },
      'DW_PLUGIN_CONFIG_SCHEMA_INVALID',
      /outside its package/,
    ],
    'a settings schema that is open': [
      { datawave: { ...manifest, config: 'open.json' } },
      'DW_PLUGIN_CONFIG_SCHEMA_INVALID',
      /not closed/,
    ],
  };
  for (const [what, [packageJson, code, message]] of Object.entries(faults)) {
    it(`refuses ${what}`, () => {
      write('node_modules/p/package.json', packageJson);
      write('node_modules/p/open.json', { type: 'object' });
      const [found] = discover('p');
      expect(found?.package).to.equal(null);
      expect(found?.problems[0]).to.have.property('code', code);
      expect(found?.problems[0]?.message).to.match(message);
    });
  }

  it('refuses who claims a path that the kernel or another plugin answers', () => {
    const claim = (name: string, id: string, resource: string): void =>
      write(`node_modules/${name}/package.json`, {
        name,
        version: '1.0.0',
        datawave: { ...manifest, id, resources: [resource] },
      });
    claim('one', 'one', 'things');
    claim('two', 'two', 'things');
    for (const resource of ['plugins', 'ui', 'jobs']) claim(`of-${resource}`, `of-${resource}`, resource);
    const found = discover('one', 'two', 'of-plugins', 'of-ui', 'of-jobs');
    const refused = found.filter(({ problems }) => problems[0]?.code === 'DW_PLUGIN_RESOURCE_TAKEN');
    expect(refused.map(({ id }) => id)).to.deep.equal(['two', 'of-plugins', 'of-ui', 'of-jobs']);
  });

  it('leaves the sign-in to one plugin, and refuses the second that claims it', () => {
    for (const id of ['one', 'two'])
      write(`node_modules/${id}/package.json`, {
        name: id,
        version: '1.0.0',
        datawave: { ...manifest, id, resources: ['auth'] },
      });
    const [one, two] = discover('one', 'two');
    expect(one?.problems).to.deep.equal([]);
    expect(two?.problems[0]).to.have.property('code', 'DW_PLUGIN_RESOURCE_TAKEN');
  });

  for (const [what, packageJson] of Object.entries({
    'a text under exports': { exports: './it.js' },
    'a condition under exports': { exports: { types: './it.d.ts', import: './it.js' } },
    'nested conditions': { exports: { '.': { node: { import: './it.js' }, default: './other.js' } } },
    main: { main: 'it.js' },
  })) {
    it(`finds the module behind ${what}`, () => {
      write('p/package.json', packageJson);
      write('p/it.js', '');
      expect(findEntry(join(folder, 'p'))).to.equal(join(folder, 'p/it.js'));
    });
  }
});
