import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { pluginFailure, reasonOf } from './plugin-failure.ts';

describe('the failure of a plugin', () => {
  const folder = mkdtempSync(join(tmpdir(), 'datawave failure-'));
  after(() => rmSync(folder, { recursive: true }));

  const failureOf = async (name: string, text: string): Promise<unknown> => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return import(pathToFileURL(file).href).catch((error: unknown) => error);
  };

  it('names the file and the line that do not read as code, and says each thing once', async () => {
    await failureOf('deep.ts', 'export const one = 1;\nconst = 2;\n');
    const broken: readonly (readonly [string, string, number])[] = [
      ['types.ts', '\n\nconst = 1;\n', 3],
      ['enum.ts', 'export {};\nenum Kind { A }\n', 2],
      ['plain.js', 'const a = 1;\nconst a = 2;\n', 2],
      ['export.ts', "import { nothing } from 'node:fs';\n", 1],
    ];
    for (const [name, text, line] of broken) {
      const failure = pluginFailure(await failureOf(name, text), 'tide', 'import');
      const place = `${join(folder, name)}:${line}`;
      expect(failure, name).to.include({ code: 'DW_PLUGIN_FAILED', where: place });
      expect(failure.cause, name).to.equal(undefined);
      const reason = reasonOf(failure, 'tide', 'import');
      expect(reason, name).to.match(
        /^Failed in import: (?!Plugin).* Mend that line of "tide", or disable it\.$/,
      );
      expect(reason.split(place), name).to.have.lengthOf(2);
    }
    const within = pluginFailure(await failureOf('outer.ts', "import './deep.ts';\n"), 'tide', 'import');
    expect(within.where).to.equal(`${join(folder, 'deep.ts')}:2`);
  });

  it('says what says the place where Node keeps it to itself', async () => {
    const twice = await failureOf('twice.mjs', 'const a = 1;\nconst a = 2;\n');
    expect(pluginFailure(twice, 'tide', 'import').hint).to.contain('"npx tsc --noEmit" in its folder');
    const parsed = await failureOf('parsed.mjs', "JSON.parse('{');\n");
    expect(pluginFailure(parsed, 'tide', 'import').hint).to.contain('Look at the cause in the log');
  });

  it('leaves other errors as they are', () => {
    const failure = pluginFailure(new Error('not today'), 'tide', 'setup');
    expect(failure.where).to.equal('plugin tide, setup');
    expect(reasonOf(failure, 'tide', 'setup')).to.equal(
      'Failed in setup: not today. Look at the cause in the log and mend "tide", or disable it.',
    );
    expect(pluginFailure(new SyntaxError('no JSON'), 'tide', 'start').where).to.equal('plugin tide, start');
  });
});
