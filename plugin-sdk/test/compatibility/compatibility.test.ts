import { execFile } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { SDK_API_VERSION, SDK_PREVIOUS_VERSION } from '../../src/api-version.ts';
import { createTestKernel } from '../../src/testing/index.ts';
import { lostNames, mayBreak, type Surface, surfaceOf } from './surface.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..', '..');
const kept = join(import.meta.dirname, 'fixtures');
const report = surfaceOf(readFileSync(join(root, 'plugin-sdk', 'report.api.md'), 'utf8'));

interface Built {
  readonly sdk: string;
  readonly commit: string;
  readonly kinds: readonly string[];
}

const readJson = <T>(...path: readonly string[]): T =>
  JSON.parse(readFileSync(join(kept, ...path), 'utf8')) as T;
const versions = readdirSync(kept).sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
/** What plugins of the kinds stand on. */
const PLATFORM = ['classification', 'scanner', 'assessment', 'notifications'].map((name) =>
  join(root, 'plugins', name),
);

/** Whether plugins made for a version are promised to load: those of the present line, and of the one before. */
const isSupported = (version: string): boolean =>
  !mayBreak(version, SDK_API_VERSION) ||
  (SDK_PREVIOUS_VERSION !== null && !mayBreak(version, SDK_PREVIOUS_VERSION));

describe('the names that the SDK exports', () => {
  for (const version of versions.filter((one) => !mayBreak(one, SDK_API_VERSION))) {
    it(`are still those of ${version}, as long as nothing may break`, () => {
      const lost = lostNames(readJson<Surface>(version, 'surface.json'), report);
      expect(
        lost,
        `These names are public since ${version} or before. Keep each as @deprecated, naming what to use instead; or raise the SDK to ` +
          'its next breaking version, with a codemod in plugin-sdk/src/codemods.',
      ).to.deep.equal([]);
    });
  }

  it('are read off the report as they stand there, without those that are not public yet', () => {
    const text =
      '# a\n\n```ts\n\n// @public\nexport interface One {\n    x: string;\n}\n\n// @alpha (undocumented)\nexport const two: string;\n\n// Warning: x\n// @public\nexport abstract class Three {\n}\n```\n\n# a/b\n\n```ts\n\n// @public\nexport function four(): void;\n```\n';
    expect(surfaceOf(text)).to.deep.equal({ a: ['One', 'Three'], 'a/b': ['four'] });
    expect(lostNames({ a: ['One', 'Gone'], c: ['five'] }, surfaceOf(text))).to.deep.equal([
      'a Gone',
      'c five',
    ]);
  });

  it('may go with a version that breaks, and with no other', () => {
    expect(
      [
        ['0.1.0', '0.1.9'],
        ['0.1.9', '0.2.0'],
        ['0.9.0', '1.0.0'],
        ['1.2.0', '1.9.0'],
        ['1.9.0', '2.0.0'],
      ].map(([from = '', to = '']) => mayBreak(from, to)),
    ).to.deep.equal([false, true, true, false, true]);
  });
});

describe('plugins that were built against an earlier SDK', function () {
  this.timeout(120_000);

  it('are kept for the present line, and for the one before', () => {
    for (const line of [SDK_API_VERSION, SDK_PREVIOUS_VERSION])
      if (line !== null)
        expect(
          versions.some((version) => !mayBreak(version, line)),
          `a fixture for ${line}: node plugin-sdk/test/compatibility/make-fixtures.ts makes it`,
        ).to.equal(true);
  });

  for (const version of versions.filter(isSupported)) {
    const { sdk, commit, kinds } = readJson<Built>(version, 'built.json');
    const folders = kinds.map((kind) => join(kept, version, kind));

    it(`are all there as ${version} had them: built JavaScript that says where it is from`, () => {
      expect(sdk).to.equal(version);
      expect(commit).to.match(/^[0-9a-f]{40}$/);
      for (const folder of folders) {
        expect(existsSync(join(folder, 'src', 'index.js')), folder).to.equal(true);
        expect(globSync('**/*.ts', { cwd: folder })).to.deep.equal([]);
      }
    });

    it(`load into the present kernel (${version})`, async () => {
      const plugins = folders.map((directory) =>
        directory.endsWith('channel')
          ? { directory, config: { url: 'https://chat.example.com/hook' } }
          : { directory },
      );
      await using test = await createTestKernel({ plugins: [...PLATFORM, ...plugins] });
      const states = folders.map((folder) => {
        const { datawave } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
          datawave: { id: string };
        };
        const { id, state, reason } = test.plugin(datawave.id);
        return { id, state, reason };
      });
      expect(states).to.deep.equal(states.map(({ id }) => ({ id, state: 'active', reason: null })));
    });

    it(`pass the conformance kits of today (${version})`, async () => {
      const tests = folders.flatMap((folder) =>
        globSync('src/*.test.js', { cwd: folder }).map((file) => join(folder, file)),
      );
      expect(tests).to.have.lengthOf(kinds.length);
      const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
      const { stdout } = await run(process.execPath, [mocha, '--no-config', '--timeout', '60000', ...tests], {
        cwd: root,
      }).catch((error: { readonly stdout: string }) => error);
      expect(stdout)
        .to.match(/\d+ passing/)
        .and.not.to.match(/\d+ failing/);
    });

    it(`find in the browser what they import (${version})`, () => {
      for (const file of globSync('*/ui/**/*.js', { cwd: join(kept, version) })) {
        const text = readFileSync(join(kept, version, file), 'utf8');
        for (const [, names = '', entry = ''] of text.matchAll(
          /import \{([^}]*)\} from "(@datawave\/[^"]+)"/g,
        )) {
          const wanted = names.split(',').map((name) => name.trim().split(' as ')[0] ?? '');
          expect(report[entry], `${entry}, imported by ${file}`).to.include.members(wanted);
        }
      }
    });
  }
});
