import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { buildUi } from './build.ts';
import { firstLoad } from './first-load.ts';

const SHELL = join(import.meta.dirname, '..');
const FIRST_LOAD_LIMIT = 150_000;

describe('buildUi', () => {
  let plugin: string;

  before(async function () {
    this.timeout(120_000);
    await buildUi();
    mkdirSync(join(SHELL, '.tmp'), { recursive: true });
    plugin = mkdtempSync(join(SHELL, '.tmp/plugin-'));
    mkdirSync(join(plugin, 'ui'));
  });
  after(() => rmSync(plugin, { recursive: true, force: true }));

  it('sees that nothing has changed in less time than a build would take to begin', async () => {
    const rounds = [];
    for (let round = 0; round < 5; round += 1) rounds.push(await buildUi());
    expect(rounds.flatMap(({ built }) => built)).to.deep.equal([]);
    // About 10 ms where nothing else runs; a build loads its tools for longer than this.
    expect(Math.min(...rounds.map(({ durationMs }) => durationMs))).to.be.lessThan(500);
  });

  it('writes the hash of the import map that stands in the page', () => {
    const html = readFileSync(join(SHELL, 'dist/index.html'), 'utf8');
    const map = /<script type="importmap">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(map).digest('base64');
    expect(JSON.parse(readFileSync(join(SHELL, 'dist/csp.json'), 'utf8'))).to.deep.equal({
      scriptHashes: [`sha256-${hash}`],
    });
    for (const file of Object.values(JSON.parse(map).imports as Record<string, string>)) {
      expect(existsSync(join(SHELL, 'dist', file)), file).to.equal(true);
    }
  });

  it('keeps the first load small, with what plugins bring to the start page and the frame', () => {
    const size = (file: string): number => gzipSync(readFileSync(file)).length;
    const shell = firstLoad(join(SHELL, 'dist'));
    expect(shell.length).to.be.greaterThan(2);
    let bytes = shell.reduce((sum, file) => sum + size(join(SHELL, 'dist', file)), 0);
    const plugins = join(SHELL, '../plugins');
    for (const name of readdirSync(plugins)) {
      const manifest = readFileSync(join(plugins, name, 'package.json'), 'utf8');
      if (!/"slot": "(?:overview|frame)\./.test(manifest)) continue;
      const folder = join(plugins, name, 'dist/ui');
      const module = readFileSync(join(folder, 'index.js'), 'utf8');
      const parts = [...module.matchAll(/(?:from|import)\s*["']\.\/(static\/[\w.-]+\.js)["']/g)];
      for (const [, part = ''] of [['', 'index.js'], ...parts]) bytes += size(join(folder, part));
    }
    expect(bytes, 'bytes of script, gzip').to.be.lessThan(FIRST_LOAD_LIMIT);
  });

  it('lets Web Awesome draw our icons alone, and fetch none', () => {
    const folder = join(SHELL, 'dist/static');
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
    const texts = scripts.map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(texts.some((text) => text.includes('wa-dropdown'))).to.equal(true);
    expect(texts.filter((text) => /font ?awesome|mode:\s*[`'"]cors/i.test(text))).to.deep.equal([]);
  });

  it('leaves grid, charts and editor out of the first load, and shares them', () => {
    const html = readFileSync(join(SHELL, 'dist/index.html'), 'utf8');
    const { imports } = JSON.parse(/<script type="importmap">(.*?)<\/script>/s.exec(html)?.[1] ?? '{}') as {
      readonly imports: Readonly<Record<string, string>>;
    };
    const loaded = firstLoad(join(SHELL, 'dist'));
    for (const name of ['grid', 'chart', 'code'])
      expect(loaded, name).not.to.include(imports[`@datawave/plugin-sdk/ui/${name}`]?.slice(1));
  });

  it('builds a plugin again when its sources change, and only then', async () => {
    const source = join(plugin, 'ui/index.ts');
    writeFileSync(source, `import { html } from 'lit';\nexport const one: unknown = html\`<p>one</p>\`;\n`);
    expect((await buildUi({ plugins: [plugin] })).built).to.have.length(1);
    const built = readFileSync(join(plugin, 'dist/ui/index.js'), 'utf8');
    expect(built).to.match(/from\s*["']lit["']/);
    expect((await buildUi({ plugins: [plugin] })).built).to.deep.equal([]);
    writeFileSync(source, `export const two = 2;\n`);
    expect((await buildUi({ plugins: [plugin] })).built).to.have.length(1);
  });

  it('lets several processes build at once', async function () {
    this.timeout(120_000);
    writeFileSync(join(plugin, 'ui/index.ts'), `export const shared = 1;\n`);
    const script = `import { buildUi } from ${JSON.stringify(join(SHELL, 'scripts/build.ts'))}; await buildUi({ plugins: [${JSON.stringify(plugin)}] });`;
    const run = promisify(execFile);
    await Promise.all([1, 2, 3].map(() => run(process.execPath, ['--input-type=module', '-e', script])));
    expect(readFileSync(join(plugin, 'dist/ui/index.js'), 'utf8')).to.contain('shared');
    expect(readdirSync(plugin).sort()).to.deep.equal(['dist', 'ui']);
  });

  it('refuses an import that no browser could resolve, and keeps what was built before', async () => {
    const source = join(plugin, 'ui/index.ts');
    writeFileSync(source, `export const before = 1;\n`);
    await buildUi({ plugins: [plugin] });
    cpSync(source, `${source}.bak`);
    writeFileSync(source, `import 'lit/directives/template-content.js';\n`);
    const error = await buildUi({ plugins: [plugin] }).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(Error);
    expect(String(error)).to.contain('lit/directives/template-content.js').and.to.contain('does not share');
    expect(readFileSync(join(plugin, 'dist/ui/index.js'), 'utf8')).to.contain('before');
  });
});
