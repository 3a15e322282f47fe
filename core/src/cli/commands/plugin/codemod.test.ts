import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { UsageError } from '../../cli-command.ts';
import { changedLines } from './changed-lines.ts';
import { codemodAction } from './codemod.ts';

const BEFORE = `import { problemText } from '@datawave/plugin-sdk/ui';

export const said = (problem: { code: string; title: string }) => problemText(problem);
`;

describe('datawave plugin codemod', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-codemod-'));
    await mkdir(join(folder, 'src'));
    await writeFile(join(folder, 'src', 'index.ts'), BEFORE);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const run = async (
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly out: string }> => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const code = await codemodAction.run(args, {
      stdout,
      stderr,
      env: {},
      cwd: folder,
      isInteractive: false,
    });
    return { code, out: String(stdout.read() ?? '') };
  };
  const source = (): Promise<string> => readFile(join(folder, 'src', 'index.ts'), 'utf8');

  it('shows with --dry what would change, and changes nothing', async () => {
    const { code, out } = await run('.', '--dry');
    expect(code).to.equal(0);
    expect(out).to.equal(
      [
        'src/index.ts: problem-title',
        "  - import { problemText } from '@datawave/plugin-sdk/ui';",
        '  - ',
        '  - export const said = (problem: { code: string; title: string }) => problemText(problem);',
        '  + export const said = (problem: { code: string; title: string }) => problem.title;',
        '1 file would change.',
        '',
      ].join('\n'),
    );
    expect(await source()).to.equal(BEFORE);
  });

  it('changes the sources, and says so for machines, too', async () => {
    const { out } = await run('--json');
    expect(JSON.parse(out)).to.deep.equal({
      version: 1,
      isDry: false,
      files: [{ path: 'src/index.ts', codemods: ['problem-title'], isChanged: true, notes: [] }],
    });
    expect(await source())
      .to.contain('problem.title')
      .and.not.to.contain('problemText');
    expect((await run(folder)).out).to.equal('0 files changed.\n');
  });

  it('applies those that are named, lists those there are, and names the nearest of one that is not', async () => {
    expect((await run(folder, '--only', 'said-text')).out).to.equal('0 files changed.\n');
    expect((await run('--list')).out)
      .to.contain('problem-title')
      .and.to.contain('said-text');
    const refused = await run('--only', 'sad-text').catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(UsageError).and.have.property('message').that.contains('"said-text"');
  });
});

describe('the lines in which two texts differ', () => {
  it('are those that go and those that come, in their order', () => {
    expect(changedLines('a\nb\nc\nd', 'a\nc\nx\nd')).to.deep.equal(['- b', '+ x']);
    expect(changedLines('a\nb', 'a\nb')).to.deep.equal([]);
    expect(changedLines('', 'a')).to.deep.equal(['- ', '+ a']);
  });
});
