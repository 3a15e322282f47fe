import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { SDK_API_VERSION } from '../../src/api-version.ts';
import { CODEMODS, runCodemods } from '../../src/codemods/index.ts';

const fixtures = join(import.meta.dirname, 'fixtures');

/** What is left to people in the fixture of a codemod, as `line: first words`. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  'info-type-titles': ['3: Hand over what infoTypeTitle did'],
};

describe('codemods', () => {
  let folder: string;
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const fixture = (id: string, which: 'before' | 'after'): Promise<string> =>
    readFile(join(fixtures, id, `${which}.ts.txt`), 'utf8');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-codemods-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('have a fixture each, an id of their own, and a version that there was', async () => {
    const ids = CODEMODS.map(({ id }) => id);
    expect((await readdir(fixtures)).sort()).to.deep.equal([...ids].sort());
    expect(new Set(ids).size).to.equal(ids.length);
    for (const { since } of CODEMODS)
      expect(since.localeCompare(SDK_API_VERSION, 'en', { numeric: true })).to.be.at.most(0);
  });

  for (const codemod of CODEMODS) {
    it(`follow the change "${codemod.title}", and find nothing more to do the second time`, async () => {
      await write('src/index.ts', await fixture(codemod.id, 'before'));
      const [changed] = await runCodemods({ directory: folder, codemods: CODEMODS });
      expect(changed?.codemods).to.deep.equal([codemod.id]);
      const after = await readFile(join(folder, 'src/index.ts'), 'utf8');
      expect(after).to.equal(await fixture(codemod.id, 'after'));
      const left = LEFT[codemod.id] ?? [];
      expect(
        changed?.notes.map(({ line, message }) => `${line}: ${message}`.slice(0, left[0]?.length)),
      ).to.deep.equal(left);
      for (const { before, after: again } of await runCodemods({ directory: folder, codemods: CODEMODS }))
        expect(again).to.equal(before);
    });
  }

  it('change nothing when they are only asked, and say the same', async () => {
    const before = await fixture('said-text', 'before');
    await write('src/index.ts', before);
    const asked = await runCodemods({ directory: folder, codemods: CODEMODS, isDry: true });
    expect(await readFile(join(folder, 'src/index.ts'), 'utf8')).to.equal(before);
    expect(asked).to.deep.equal(await runCodemods({ directory: folder, codemods: CODEMODS }));
  });

  it('leave alone what is not the plugin’s: packages, what was built, files elsewhere, other packages’ names', async () => {
    const before = await fixture('said-text', 'before');
    const foreign = join(folder, '..', `${folder.split('/').at(-1)}-foreign.ts`);
    await writeFile(foreign, before);
    try {
      for (const path of ['node_modules/x/index.ts', 'dist/index.js', '.cache/index.ts', 'src/types.d.ts'])
        await write(path, before);
      await symlink(foreign, join(folder, 'linked.ts'));
      await write('src/other.ts', before.replace('@datawave/plugin-sdk/ui', './words.ts'));
      expect(await runCodemods({ directory: folder, codemods: CODEMODS })).to.deep.equal([]);
      expect(await readFile(foreign, 'utf8')).to.equal(before);
    } finally {
      await rm(foreign);
    }
  });

  it('change no file when one of them fails, and name the codemod and the file', async () => {
    await write('a.ts', await fixture('said-text', 'before'));
    await write('b.ts', await fixture('said-text', 'before'));
    const broken = {
      id: 'broken',
      since: '0.1.0',
      title: 'fails at b.ts',
      apply: (file: { getBaseName(): string }) => {
        if (file.getBaseName() === 'b.ts') throw new Error('no');
        return [];
      },
    };
    const failed = await runCodemods({ directory: folder, codemods: [...CODEMODS, broken] }).catch(
      (error: unknown) => error,
    );
    expect(failed)
      .to.include({ code: 'DW_CODEMOD_FAILED' })
      .and.have.property('message')
      .that.contains('"broken"')
      .and.contains('b.ts');
    expect(await readFile(join(folder, 'a.ts'), 'utf8')).to.equal(await fixture('said-text', 'before'));
    const nowhere = await runCodemods({ directory: join(folder, 'none'), codemods: CODEMODS }).catch(
      (error: unknown) => error,
    );
    expect(nowhere).to.include({ code: 'DW_CODEMOD_SOURCE' });
  });
});
