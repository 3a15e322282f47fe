import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { readArchive } from '@datawave/plugin-sdk/packaging';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { parseNames } from '../../../../../plugin-sdk/src/create/names.ts';
import { pluginFiles } from '../../../../../plugin-sdk/src/create/plugin-files.ts';
import { runCommandLine } from '../../command-line.ts';

const MODULES = join(import.meta.dirname, '../../../../../node_modules');

/** Writes a plugin as "plugin create" makes it, with everything of this repository installed beside it. */
function create(kind: 'connector' | 'page', project: string): void {
  const source = { kind: 'registry', version: '0.1.0' } as const;
  const request = { kind, names: parseNames(kind, 'tide-table'), license: 'mit', source } as const;
  for (const [path, text] of pluginFiles(request)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  symlinkSync(MODULES, join(project, 'node_modules'), 'junction');
}

describe('datawave plugin pack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'datawave-pack-command-'));
  const project = join(folder, 'project');
  before(() => create('connector', project));
  after(() => rmSync(folder, { recursive: true }));

  async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    const texts = { out: '', err: '' };
    const to = (name: 'out' | 'err'): Writable =>
      new Writable({
        write(chunk, _encoding, done) {
          texts[name] += String(chunk);
          done();
        },
      });
    const env = { PATH: process.env['PATH'], XDG_CONFIG_HOME: join(folder, 'config') };
    const io = { stdout: to('out'), stderr: to('err'), env, cwd: project, isInteractive: false };
    const code = await runCommandLine(['plugin', ...args], io);
    return { code, ...texts };
  }

  it('tests, packs, signs and verifies a plugin as "plugin create" makes it', async function () {
    this.timeout(60_000);
    const packed = await run('pack', '--out', 'out', '--json');
    expect(packed.code, packed.err).to.equal(0);
    expect(packed.err, 'the tests say what they checked').to.contain('Conformance: ');
    const { file, sha256, files } = JSON.parse(packed.out);
    expect(readdirSync(join(project, 'out'))).to.deep.equal(['datawave-connector-tide-table-0.1.0.tgz']);
    expect(Object.keys(files)).to.include.members([
      'conformance.json',
      'dist/index.js',
      'config.schema.json',
      'locales/de.json',
    ]);
    expect(Object.keys(files).filter((path) => path.endsWith('.ts'))).to.deep.equal([]);
    const again = JSON.parse((await run('pack', '--out', 'out', '--json')).out);
    expect(again.sha256, 'tested and packed twice').to.equal(sha256);
    expect((await run('key', 'create', 'releases')).code).to.equal(0);
    expect((await run('sign', file, '--key', 'releases')).code).to.equal(0);
    const { code, out, err } = await run('verify', file, '--key', 'releases');
    expect(code, err).to.equal(0);
    expect(out).to.match(/conformance +passed, as its author ran it: connector 1/);
    expect(out).to.match(/files +the folders under roots, read only/);
  });

  it('packs nothing that fails its tests, unless it is to go without them', async function () {
    this.timeout(60_000);
    const failing = "describe('it', () => { it('fails', () => { throw new Error('as it must'); }); });\n";
    writeFileSync(join(project, 'src/failing.test.ts'), failing);
    const failed = await run('pack', '--out', 'none');
    expect(failed.code).to.equal(1);
    expect(failed.err).to.contain('[DW_PLUGIN_PACK_CONFORMANCE]');
    expect(readdirSync(project)).not.to.include('none');
    const without = await run('pack', '--out', 'out', '--no-test');
    expect(without.code, without.err).to.equal(0);
    expect((await run('verify', without.out.match(/file +(.*)/)?.[1] ?? '', '--contents')).out).to.match(
      /conformance +the package has no report/,
    );
  });

  it('makes of pages what the platform runs and serves', async function () {
    this.timeout(60_000);
    create('page', join(folder, 'page'));
    const packed = await run('pack', '../page', '--out', 'out', '--no-test', '--json');
    expect(packed.code, packed.err).to.equal(0);
    const installed = join(folder, 'installed/node_modules/tide-table');
    for (const { path, bytes } of (await readArchive(readFileSync(JSON.parse(packed.out).file))).values()) {
      mkdirSync(dirname(join(installed, path)), { recursive: true });
      writeFileSync(join(installed, path), bytes);
    }
    symlinkSync(join(MODULES, '@datawave'), join(folder, 'installed/node_modules/@datawave'), 'junction');
    await using test = await createTestKernel({ plugins: [installed] });
    expect(test.plugin('tide-table')).to.include({ state: 'active', version: '0.1.0' });
    const { status, body } = await test.request('GET', '/plugins/tide-table/ui/index.js');
    expect(status).to.equal(200);
    expect(body).to.match(/from"@datawave\/plugin-sdk\/ui"/);
    expect((await test.request('GET', '/api/v1/tide-table')).status).to.equal(200);
  });
});
