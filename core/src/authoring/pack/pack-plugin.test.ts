import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DataWaveError } from '@datawave/plugin-sdk';
import { checkPackage } from '@datawave/plugin-sdk/packaging';
import { expect } from 'chai';
import { packPlugin } from './pack-plugin.ts';

const PACKAGES = join(import.meta.dirname, '../../../../node_modules');
const SDK = "import { coreServices, definePlugin } from '@datawave/plugin-sdk';\n";
const PLAIN = `${SDK}void coreServices;\nexport default definePlugin()({ setup: () => ({}) });\n`;

type Files = Readonly<Record<string, string | null>>;

/** Files of a plugin with a dependency and a page; null leaves one out. */
function sources(changed: Files = {}, packageJson: Readonly<Record<string, unknown>> = {}): Files {
  return {
    'package.json': JSON.stringify({
      name: '@example/plugin-tide',
      version: '1.2.3',
      description: 'Tells the tides.',
      license: 'MIT',
      type: 'module',
      exports: { '.': './src/index.ts', './package.json': './package.json' },
      files: ['src', 'data', '!**/*.draft.json'],
      scripts: { test: 'datawave plugin test' },
      peerDependencies: { '@datawave/plugin-sdk': '^0.1.0' },
      devDependencies: { moon: '^2.0.0' },
      datawave: {
        manifestVersion: 1,
        id: 'tide',
        apiVersion: '^0.1.0',
        config: 'config.schema.json',
        contributes: { locales: { de: 'locales/de.json' } },
      },
      ...packageJson,
    }),
    'README.md': '# Tide\n',
    LICENSE: 'MIT License\n',
    'config.schema.json': '{"type":"object","additionalProperties":false}',
    'locales/de.json': '{}',
    'data/ports.json': '["Bremen"]',
    'data/next.draft.json': '[]',
    'notes.txt': 'not named, so not shipped',
    'src/index.ts': `${SDK}import { phase } from 'moon';\nimport type { Port } from './port.ts';\nimport ports from './ports.json' with { type: 'json' };\nvoid coreServices;\nexport default definePlugin()({ setup: () => { const first: Port = { name: ports[0] ?? phase() }; void first; return {}; } });\n`,
    'src/port.ts': 'export interface Port { readonly name: string }\n',
    'src/ports.json': '["Bremen"]',
    'src/index.test.ts': 'throw new Error("a test is not shipped");\n',
    'node_modules/moon/package.json': '{"name":"moon","version":"2.0.1","license":"ISC","main":"index.js"}',
    'node_modules/moon/index.js': "const { EOL } = require('os');\nexports.phase = () => 'full' + EOL;\n",
    'node_modules/moon/LICENSE': 'ISC License\r\nCopyright Moon\r\n',
    ...changed,
  };
}

describe('packing a plugin', () => {
  const root = mkdtempSync(join(tmpdir(), 'datawave-pack-test-'));
  let count = 0;
  after(() => rmSync(root, { recursive: true }));

  /** Writes a plugin to a new folder, with the SDK beside it as npm would link it. */
  function plugin(files: Files, under = ''): string {
    count += 1;
    const folder = join(root, String(count), under);
    for (const [path, text] of Object.entries(files)) {
      if (text === null) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(join(PACKAGES, '@datawave'), join(folder, 'node_modules/@datawave'), 'junction');
    return folder;
  }

  async function refusal(
    files: Files,
    prepare: (folder: string) => void = () => undefined,
  ): Promise<DataWaveError> {
    const folder = plugin(files);
    prepare(folder);
    try {
      await packPlugin(folder, null);
    } catch (error) {
      if (DataWaveError.is(error)) return error;
      throw error;
    }
    throw new Error('it was packed');
  }

  it('puts all that it needs into one file, and nothing else', async () => {
    const report = Buffer.from('{"version":1}');
    const { checked, tarball, fileName } = await packPlugin(plugin(sources()), report);
    expect(fileName).to.equal('example-plugin-tide-1.2.3.tgz');
    expect([...checked.files.keys()]).to.deep.equal([
      ...['LICENSE', 'README.md', 'THIRD-PARTY-LICENSES', 'config.schema.json', 'conformance.json'],
      ...['data/ports.json', 'datawave-files.json', 'dist/index.js', 'locales/de.json', 'package.json'],
    ]);
    const text = (path: string): string => Buffer.from(checked.files.get(path) ?? []).toString();
    expect(text('dist/index.js')).to.contain('"full"').and.to.contain('from "@datawave/plugin-sdk"');
    expect(text('THIRD-PARTY-LICENSES')).to.match(
      /moon 2\.0\.1\nLicence: ISC\n\nISC License\nCopyright Moon\n/,
    );
    expect(text('conformance.json')).to.equal('{"version":1}');
    const packageJson = JSON.parse(text('package.json'));
    expect(packageJson).to.not.have.any.keys('scripts', 'devDependencies', 'files');
    expect(packageJson).to.deep.include({
      exports: { '.': './dist/index.js', './package.json': './package.json' },
      peerDependencies: { '@datawave/plugin-sdk': '^0.1.0' },
    });
    expect((await checkPackage(tarball)).sha256).to.equal(checked.sha256);
  });

  it('gives the same bytes in another folder, at another time, with dependencies installed elsewhere', async () => {
    const ui = {
      ui: 'ui/index.ts',
      pages: [{ path: '/tide', element: 'tide-page', title: 'Tide', permission: 'signed-in' }],
    };
    const files = sources(
      {
        'ui/index.ts':
          "import { html } from 'lit';\nimport { phase } from 'moon';\nexport const later = () => import('./later.ts');\nexport const page = html`${phase()}`;\n",
        'ui/later.ts': "export const tide: string = 'low';\n",
        'node_modules/moon/index.js': "exports.phase = () => 'full';\n",
      },
      { datawave: { manifestVersion: 1, id: 'tide', apiVersion: '^0.1.0', contributes: ui } },
    );
    const here = plugin(files);
    const there = plugin(files, 'a/deeper folder');
    const hoisted = join(root, String(count), 'a/node_modules');
    mkdirSync(hoisted, { recursive: true });
    cpSync(join(there, 'node_modules/moon'), join(hoisted, 'moon'), { recursive: true });
    rmSync(join(there, 'node_modules/moon'), { recursive: true });
    utimesSync(join(there, 'README.md'), 1, 1);
    chmodSync(join(there, 'README.md'), 0o600);
    const [one, other] = [await packPlugin(here, null), await packPlugin(there, null)];
    expect([...one.checked.files.keys()].filter((path) => path.startsWith('dist/'))).to.have.length(3);
    expect(other.checked.fileList).to.deep.equal(one.checked.fileList);
    expect(Buffer.from(other.tarball).equals(one.tarball)).to.equal(true);
    expect(Buffer.from((await packPlugin(here, null)).tarball).equals(one.tarball), 'packed twice').to.equal(
      true,
    );
    expect(one.checked.manifest.contributes?.ui).to.equal('dist/ui/index.js');
  });

  const withMoon = (packageJson: Readonly<Record<string, unknown>>, more: Files = {}): Files =>
    sources({
      'node_modules/moon/package.json': JSON.stringify({
        name: 'moon',
        version: '2.0.1',
        license: 'ISC',
        main: 'index.js',
        ...packageJson,
      }),
      ...more,
    });
  const token = `ghp_${'abCD12ef34GH'.repeat(3)}`;
  const refused: readonly (readonly [what: string, code: string, files: Files, says?: RegExp])[] = [
    ['no package.json', 'DW_PLUGIN_PACK_FOLDER', { 'README.md': '' }],
    [
      'no README and no licence',
      'DW_PLUGIN_PACK_INCOMPLETE',
      sources({ 'README.md': null, LICENSE: null }),
      /README.*LICENSE/,
    ],
    ['no word of a licence', 'DW_PLUGIN_PACK_INCOMPLETE', sources({}, { license: undefined })],
    [
      'a manifest with a fault',
      'DW_PLUGIN_PACK_MANIFEST',
      sources({}, { datawave: { manifestVersion: 1, id: 'tide' } }),
    ],
    ['a schema that is not there', 'DW_PACKAGE_INCOMPLETE', sources({ 'config.schema.json': null })],
    [
      'a script that npm runs',
      'DW_PLUGIN_PACK_SCRIPTS',
      sources({}, { scripts: { postinstall: 'node x' } }),
      /postinstall/,
    ],
    [
      'a dependency that runs a script',
      'DW_PLUGIN_PACK_SCRIPTS',
      withMoon({ scripts: { install: 'node x' } }),
      /moon 2\.0\.1/,
    ],
    [
      'a dependency that npm compiles',
      'DW_PLUGIN_PACK_NATIVE',
      withMoon({}, { 'node_modules/moon/binding.gyp': '{}' }),
    ],
    [
      'a dependency without a licence',
      'DW_PLUGIN_PACK_LICENCE',
      withMoon({ license: undefined }, { 'node_modules/moon/LICENSE': null }),
    ],
    [
      'a native addon',
      'DW_PLUGIN_PACK_NATIVE',
      sources({ 'src/index.ts': `${PLAIN}import './addon.node';\n`, 'src/addon.node': '\x7fELF' }),
    ],
    [
      'an import that is not installed',
      'DW_PLUGIN_PACK_BUILD',
      sources({ 'src/index.ts': `${PLAIN}import 'sun';\n` }),
      /sun/,
    ],
    [
      'a fault in the code',
      'DW_PLUGIN_PACK_BUILD',
      sources({ 'src/index.ts': 'export default {' }),
      /src\/index\.ts/,
    ],
    [
      'an import of a name that is not fixed',
      'DW_PLUGIN_PACK_DYNAMIC',
      sources({ 'src/index.ts': `${PLAIN}export const load = (name: string) => import(name);\n` }),
    ],
    [
      'a require of a name that is not fixed',
      'DW_PLUGIN_PACK_DYNAMIC',
      sources({ 'node_modules/moon/index.js': 'exports.phase = (name) => require(name);\n' }),
    ],
    [
      'a file from outside',
      'DW_PLUGIN_PACK_OUTSIDE',
      sources({
        'src/index.ts': `${PLAIN}import '../../outside.ts';\n`,
        '../outside.ts': 'globalThis.x = 1;\n',
      }),
      /outside\.ts/,
    ],
    [
      'a secret in the code',
      'DW_PLUGIN_PACK_SECRETS',
      sources({ 'src/index.ts': `${PLAIN}console.log('${token}');\n` }),
      /dist\/index\.js:\d+ holds a token of GitHub/,
    ],
    ['a file of secrets', 'DW_PLUGIN_PACK_SECRETS', sources({ 'data/id_rsa': 'x' }), /data\/id_rsa/],
    [
      'more than the manifest says',
      'DW_PLUGIN_PACK_NEEDS',
      sources({
        'src/index.ts': `${SDK}export default definePlugin()({ deps: { http: coreServices.http, jobs: coreServices.jobs }, setup: () => ({}) });\n`,
      }),
      /http.*jobs|jobs.*http/,
    ],
    [
      'data that the manifest does not tell of',
      'DW_PLUGIN_PACK_NEEDS',
      sources({
        'src/index.ts': `${PLAIN.replace('setup:', "migrations: [{ name: '0001_a', up: ['select 1'] }], setup:")}`,
      }),
      /database/,
    ],
    [
      'services of a plugin that the manifest does not name',
      'DW_PLUGIN_PACK_BUILD',
      sources({
        'src/index.ts':
          "import { definePlugin, serviceRef } from '@datawave/plugin-sdk';\nexport default definePlugin()({ deps: { moon: serviceRef('moon.phases') }, setup: () => ({}) });\n",
      }),
      /"moon"/,
    ],
    [
      'a module that is no plugin',
      'DW_PLUGIN_PACK_BUILD',
      sources({ 'src/index.ts': 'export default {};\n' }),
      /default export/,
    ],
    [
      'a module that ends the process',
      'DW_PLUGIN_PACK_BUILD',
      sources({ 'src/index.ts': `${PLAIN}process.exit(3);\n` }),
      /ended with 3/,
    ],
  ];
  for (const [what, code, files, says] of refused)
    it(`is refused with ${what}`, async () => {
      const error = await refusal(files);
      expect(error.code).to.equal(code);
      expect(error.hint).to.match(/^.{5,}$/);
      expect(`${error.message} ${error.hint}`).not.to.contain(token);
      if (says !== undefined) expect(error.message).to.match(says);
    });

  it('is refused with a link to another file', async function () {
    if (process.platform === 'win32') this.skip();
    const error = await refusal(sources(), (folder) =>
      symlinkSync('/etc/hostname', join(folder, 'data/host.txt')),
    );
    expect(error.code).to.equal('DW_PLUGIN_PACK_OUTSIDE');
  });

  it('is refused with web components that need what the shell does not share', async () => {
    const contributes = { ui: 'ui/index.ts' };
    const files = sources(
      { 'ui/index.ts': "import 'react';\n" },
      { datawave: { manifestVersion: 1, id: 'tide', apiVersion: '^0.1.0', contributes } },
    );
    expect((await refusal(files)).code).to.equal('DW_PLUGIN_PACK_BUILD');
  });

  it('finds what the code reads beside its module, or refuses', async () => {
    const reads = (file: string): Files =>
      sources({ 'src/index.ts': `${PLAIN}export const at = new URL('${file}', import.meta.url);\n` });
    for (const file of ['../data/ports.json', '../data/'])
      expect((await packPlugin(plugin(reads(file)), null)).checked.version, file).to.equal('1.2.3');
    for (const file of ['./worker.ts', '../../data/ports.json', '../data/next.draft.json'])
      expect((await refusal(reads(file))).code, file).to.equal('DW_PLUGIN_PACK_INCOMPLETE');
  });

  it('passes over what a library tries and does without', async () => {
    const optional = "try { require('sun'); } catch {}\nexports.phase = () => 'full';\n";
    const { checked } = await packPlugin(plugin(sources({ 'node_modules/moon/index.js': optional })), null);
    expect(checked.fileList).not.to.equal(null);
  });
});
