import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { findDeprecationFaults } from './deprecations.ts';

const root = join(import.meta.dirname, '..', '..');

describe('deprecations', () => {
  it('say since when, and what to use instead, everywhere', () => {
    const faults = globSync(['plugin-sdk/src/**/*.ts', 'plugins/*/src/**/*.ts'], { cwd: root }).flatMap(
      (file) =>
        findDeprecationFaults(readFileSync(join(root, file), 'utf8')).map(
          ({ line, message }) => `${file}:${line} ${message}`,
        ),
    );
    expect(faults).to.deep.equal([]);
  });

  it('are found where they say neither, in comments of one line and of several, and on refs', () => {
    const lines = (source: string): readonly string[] =>
      findDeprecationFaults(source).map(({ line, message }) => `${line} ${message.split(':')[0]}`);
    expect(lines('/** Old. @deprecated Since 1.4.0. Use {@link next}. @public */')).to.deep.equal([]);
    expect(
      lines(
        '/**\n * Old.\n * @deprecated Since 1.4.0. It is slow.\n *   Use {@link next}, which is not.\n * @public\n */',
      ),
    ).to.deep.equal([]);
    expect(lines('/**\n * Old.\n * @deprecated Use {@link next}.\n */')).to.deep.equal([
      '3 does not begin with the version',
    ]);
    expect(lines('/** @deprecated Since 1.4.0. It is slow. */')).to.deep.equal([
      '1 does not say what to use instead',
    ]);
    expect(lines('/** @deprecated */')).to.deep.equal([
      '1 does not begin with the version',
      '1 does not say what to use instead',
    ]);
    expect(
      lines("const a = deprecated(serviceRef('a.b'), { since: '1.0.0', use: 'It is slow.' });"),
    ).to.deep.equal(['1 does not say what to use instead']);
    expect(
      lines("const a = deprecated(serviceRef('a.b'), { since: '1.0.0', use: 'Use \"a.c\".' });"),
    ).to.deep.equal([]);
  });
});
