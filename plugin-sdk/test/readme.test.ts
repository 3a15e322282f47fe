import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { codeBlocks, fileNamedIn, readPage, sectionOf } from './readme.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const tutorial = sectionOf(readPage('README.md'), 'Ten minutes to a classifier');
const blocks = codeBlocks(tutorial);

/** Names that the samples of a page use and its reader has: what its text speaks of. */
const GIVEN: Readonly<Record<string, string>> = {
  'README.md': '',
  'docs/channels.md': '',
  'docs/classifiers.md': '',
  'docs/concepts.md': '',
  'docs/connectors.md': `
    import type { ConnectionConfig, ConnectorEnvironment, ConnectorSession, ResolvedTarget } from '@datawave/plugin-sdk';
    import type { KeyProbe } from '@datawave/plugin-sdk/connector';
    declare const keyProbe: KeyProbe;
    declare function parseTarget(target: string): ResolvedTarget | null;
    declare function openSession(config: ConnectionConfig, egress: ConnectorEnvironment['egress'],
      log: ConnectorEnvironment['log'], signal: AbortSignal): Promise<ConnectorSession>;`,
  'docs/frameworks.md': '',
  'docs/free-text.md': '',
  'docs/http.md': `
    import type { ExecutionScope, HttpService } from '@datawave/plugin-sdk';
    declare const http: HttpService;
    declare function change(scope: ExecutionScope, id: string, title: string): Promise<{ title: string; version: number }>;`,
  'docs/jobs-and-events.md': `
    import type { EventsService, ExecutionScope, JobsService, StorageService, Transaction } from '@datawave/plugin-sdk';
    declare const jobs: JobsService, events: EventsService, storage: StorageService;
    declare const scope: ExecutionScope, tx: Transaction, customerId: string, lastEventId: string;`,
  'docs/steps.md': '',
  'docs/storage.md': `
    import type { ExecutionScope, StorageService } from '@datawave/plugin-sdk';
    declare const storage: StorageService, scope: ExecutionScope, id: string;`,
  'docs/testing.md': '',
  'docs/ui.md': '',
  'docs/versions.md': '',
};

describe('the documentation of the SDK', function () {
  this.timeout(120_000);
  let folder: string;
  const packageFolder = (): string => join(folder, 'plugins', 'classifier-badge');

  before(() => {
    // Inside the checkout, as the tutorial has it: packages are found from here, and TypeScript runs as it stands.
    folder = mkdtempSync(join(root, '.datawave-readme-'));
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    };
    write(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    symlinkSync(join(root, 'config'), join(folder, 'config'));
    for (const { language, code, introduction } of blocks) {
      const file = fileNamedIn(introduction);
      if (language === 'sh' || file === undefined) continue;
      write(join(language === 'yaml' ? folder : packageFolder(), file), code);
    }
    mkdirSync(join(folder, 'node_modules', '@acme'), { recursive: true });
    symlinkSync(packageFolder(), join(folder, 'node_modules', '@acme', 'classifier-badge'));
    for (const [page, given] of Object.entries(GIVEN)) {
      const samples = codeBlocks(page === 'README.md' ? readPage(page).replace(tutorial, '') : readPage(page))
        .filter(({ language }) => language === 'ts')
        .map(({ code }) => code);
      write(
        join(folder, 'samples', `${page.replaceAll(/\W/g, '-')}.ts`),
        [given, ...samples, 'export {};'].join('\n'),
      );
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('has samples that compile', async () => {
    const project = {
      extends: '../tsconfig.json',
      compilerOptions: {
        lib: [
          'es2024',
          'dom',
          'dom.iterable',
          'esnext.disposable',
          'esnext.iterator',
          'esnext.collection',
          'esnext.array',
        ],
        // A sample may show more than it uses.
        noUnusedLocals: false,
        noUnusedParameters: false,
      },
      include: ['samples', 'plugins'],
      exclude: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
    const { stdout } = await run(join(root, 'node_modules', '.bin', 'tsc'), ['-p', folder, '--noEmit'], {
      cwd: root,
    }).catch((error: { readonly stdout: string }) => error);
    expect(stdout).to.equal('');
  });

  it('leads to a classifier that passes its conformance kit', async () => {
    const test = /npm test -- (\S+)/.exec(tutorial)?.[1] ?? '';
    expect(test).to.match(/\.test\.ts$/);
    const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
    const { stdout } = await run(process.execPath, [mocha, join(folder, test)], { cwd: root });
    expect(stdout)
      .to.include('recognises badges under another name')
      .and.to.match(/\d+ passing/);
  });

  it('leads to a scan that finds the badges, for the reason that the text gives', async () => {
    const [example, command] = blocks.findLast(({ language }) => language === 'sh')?.code.split('\n') ?? [];
    await run('sh', ['-c', example ?? ''], { cwd: folder });
    const args = command?.replace('npx datawave ', '').split(' ') ?? [];
    const scan = async (...more: readonly string[]): Promise<string> =>
      (
        await run(process.execPath, [join(root, 'core', 'src', 'cli', 'main.ts'), ...args, ...more], {
          cwd: folder,
        })
      ).stdout;
    const { assets } = JSON.parse(await scan('--format', 'json'));
    const badge = assets[0].columns.find(({ name }: { readonly name: string }) => name === 'badge');
    expect(badge.classifications[0]).to.include({ infoType: 'PERSON_ID', matched: 2 });
    const reason = /because \*(.+?)\*/.exec(tutorial)?.[1];
    expect(await scan()).to.include(reason);
  });
});
