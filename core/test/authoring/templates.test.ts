import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
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
import { promisify } from 'node:util';
import { createPlugin, PLUGIN_KINDS } from '@datawave/plugin-sdk/create';
import { expect } from 'chai';
import { packCheckout } from '../../src/authoring/pack-checkout.ts';
import type { ConformanceReport } from '../../src/authoring/testing/conformance-report.ts';

const ROOT = join(import.meta.dirname, '../../..');
const run = promisify(execFile);
/** Waiting longer for something has found a fault and not a slow machine. */
const PATIENCE_MS = 40_000;

/**
 * Plugins outside of the repository, against the packages as they would be published. What npm would install of others is lent from the
 * checkout, so that no network is needed; what is ours is taken out of the tarballs, and nothing of ours is lent.
 */
describe('plugins that were just created, outside of the repository', function () {
  this.timeout(120_000);
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'datawave-templates-'));
    // Packed once for each state of the checkout.
    const env = { ...process.env, XDG_CACHE_HOME: join(ROOT, 'node_modules/.cache') };
    const packages = await packCheckout(ROOT, env, () => undefined);
    for (const kind of PLUGIN_KINDS)
      await createPlugin({
        kind,
        name: 'night-watch',
        cwd: folder,
        directory: kind,
        source: async () => ({ kind: 'vendored', packages }),
      });
    lendOthers(join(folder, 'node_modules'));
    await Promise.all(
      Object.entries(packages).map(([name, { file }]) => unpack(file, join(folder, 'node_modules', name))),
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the script `test` of a plugin's package.json, as npm would. */
  async function runTests(
    kind: string,
  ): Promise<{ readonly code: number; readonly shown: string; readonly report: ConformanceReport }> {
    const directory = join(folder, kind);
    const { scripts } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    expect(scripts.test).to.equal('tsc --noEmit && datawave plugin test');
    const node = (script: string, args: readonly string[]) =>
      run(process.execPath, [join(folder, 'node_modules', script), ...args], { cwd: directory });
    try {
      await node('typescript/bin/tsc', ['--noEmit']);
      const { stdout } = await node('@datawave/core/bin/datawave.mjs', ['plugin', 'test']);
      return { code: 0, shown: stdout, report: readReport(directory) };
    } catch (error) {
      const { code, stdout, stderr } = error as {
        readonly code: number;
        readonly stdout: string;
        readonly stderr: string;
      };
      return { code, shown: stdout + stderr, report: readReport(directory) };
    }
  }

  it('have sound types, pass their conformance kits, and say so in a report without a value or a time', async () => {
    const runs = await Promise.all(PLUGIN_KINDS.map(async (kind) => [kind, await runTests(kind)] as const));
    for (const [kind, { code, shown, report }] of runs) {
      expect(code, shown).to.equal(0);
      expect(report, kind).to.include({ version: 1, isPassed: true, packageVersion: '0.1.0', sdk: '0.1.0' });
      expect(report.name).to.equal(`datawave-${kind}-night-watch`);
      expect(report.summary).to.include({ failed: 0, skipped: 0 });
      expect(report.kits.map((entry) => entry.kit)).to.deep.equal([kind]);
      expect(JSON.stringify(report)).not.to.match(/durationMs|\d{4}-\d\d-\d\dT/);
      expect(shown).to.match(/Conformance: \d+ passed\. Own tests: \d+ passed\. \d+\.\d s\./);
    }
  });

  it('run on a platform while they are written: what is broken is told, what ran before goes on', async () => {
    const directory = join(folder, 'page');
    const file = join(directory, 'src/index.ts');
    const sound = readFileSync(file, 'utf8');
    const datawave = join(folder, 'node_modules/@datawave/core/bin/datawave.mjs');
    const dev = spawn(process.execPath, [datawave, 'plugin', 'dev', '--port', '0'], {
      cwd: directory,
      env: { ...process.env, DATAWAVE_ADMIN_PASSWORD: 'a-long-password-of-tests' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let shown = '';
    for (const stream of [dev.stdout, dev.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        shown += chunk;
      });
    const ended = once(dev, 'exit');
    /** Waits for what comes next; what was shown before does not count. */
    const told = async (...texts: readonly string[]): Promise<string> => {
      for (const end = Date.now() + PATIENCE_MS; !texts.every((text) => shown.includes(text)); ) {
        expect(dev.exitCode, shown).to.equal(null);
        expect(Date.now(), `${texts.join(' and ')} in:\n${shown}`).to.be.below(end);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const all = shown;
      shown = '';
      return all;
    };
    try {
      const begun = await told('night-watch is active', 'Waiting for changes');
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(begun)?.[0] ?? '';
      const component = async (): Promise<string> =>
        await (await fetch(`${address}/plugins/night-watch/ui/index.js`)).text();
      expect(await component())
        .to.contain('Addresses that everybody needs.')
        .and.to.contain('plugin-dev/reloads');
      writeFileSync(file, `${sound}\nconst = 1;\n`);
      expect(await told('What ran before goes on running.'))
        .to.contain('✗ The plugin does not load')
        .and.to.contain('src/index.ts:');
      writeFileSync(file, sound.replace('return {};', "throw new Error('not like this');"));
      expect(await told('What ran before runs again: it is active.')).to.contain('not like this');
      expect((await fetch(`${address}/api/v1/night-watch`)).status, 'its route asks who is there').to.equal(
        401,
      );
      writeFileSync(file, sound);
      await told('mended: The plugin is failed', 'night-watch is active after');
      const page = join(directory, 'ui/night-watch-page.ts');
      writeFileSync(
        page,
        readFileSync(page, 'utf8').replace('Addresses that everybody needs.', 'Another text.'),
      );
      await told('night-watch is active after');
      expect(await component()).to.contain('Another text.');
      writeFileSync(
        page,
        readFileSync(page, 'utf8').replace('Another text.', 'Addresses that everybody needs.'),
      );
      await told('night-watch is active after');
    } finally {
      dev.kill('SIGTERM');
      await ended;
    }
    expect(dev.exitCode, shown).to.equal(0);
    expect(readdirSync(directory)).not.to.include('.datawave-dev');
  });

  it('are told what failed and how to mend it, with a report that says so', async () => {
    const locale = join(folder, 'page/locales/de.json');
    const { 'No links yet': _removed, ...german } = JSON.parse(readFileSync(locale, 'utf8'));
    writeFileSync(locale, JSON.stringify(german));
    const before = readReport(join(folder, 'page'));
    const { code, shown, report } = await runTests('page');
    expect(code).to.equal(1);
    expect(shown).to.contain('✗ says every word in German, too').and.to.contain('No links yet');
    expect(shown).to.contain('To mend it: Add the missing texts to locales/de.json');
    expect(report).to.include({ isPassed: false }).and.to.have.nested.property('summary.failed', 1);
    expect(before.isPassed).to.equal(true);
    expect(JSON.stringify(report)).not.to.contain('No links yet');
  });

  it('are told why where tests cannot be run: none, broken ones, or a folder without a plugin', async () => {
    const broken = join(folder, 'step/src/step.test.ts');
    writeFileSync(broken, "import { missing } from './nowhere.ts';\nmissing();\n");
    const datawave = (cwd: string): Promise<string> =>
      run(
        process.execPath,
        [join(folder, 'node_modules/@datawave/core/bin/datawave.mjs'), 'plugin', 'test'],
        { cwd },
      ).then(
        () => 'passed',
        (error: { readonly stderr: string }) => error.stderr,
      );
    expect(await datawave(join(folder, 'step')))
      .to.contain('nowhere.ts')
      .and.to.contain('DW_PLUGIN_TEST_BROKEN')
      .and.not.to.contain('node:internal');
    rmSync(broken);
    expect(await datawave(join(folder, 'step'))).to.contain('DW_PLUGIN_TEST_NONE');
    expect(await datawave(folder)).to.contain('DW_PLUGIN_TEST_FOLDER');
  });
});

const readReport = (directory: string): ConformanceReport =>
  JSON.parse(readFileSync(join(directory, 'conformance.json'), 'utf8'));

/** Links to what is not ours. */
function lendOthers(to: string): void {
  const from = join(ROOT, 'node_modules');
  const link = (name: string): void => {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    symlinkSync(join(from, name), join(to, name), 'junction');
  };
  for (const name of readdirSync(from)) {
    if (name.startsWith('.') || name === '@datawave') continue;
    if (!name.startsWith('@')) link(name);
    else for (const scoped of readdirSync(join(from, name))) link(`${name}/${scoped}`);
  }
}

/** Takes a tarball apart as npm does. */
async function unpack(tarball: string, to: string): Promise<void> {
  const apart = mkdtempSync(join(tmpdir(), 'datawave-tarball-'));
  await run('tar', ['-xzf', tarball, '-C', apart]);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(join(apart, 'package'), to, { recursive: true });
  rmSync(apart, { recursive: true, force: true });
}
