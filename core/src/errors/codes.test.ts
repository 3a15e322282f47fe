import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { listErrorCodes, RETIRED } from './codes.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Every code that stands as a whole text in the sources. */
function codesInSources(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const folder of ['core/src', 'plugin-sdk/src']) {
    for (const path of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.ts') || path.endsWith('.test.ts') || path.endsWith('errors/codes.ts')) continue;
      // What stands in the templates of new plugins is theirs.
      if (/(^|[\\/])templates[\\/]/.test(path)) continue;
      const source = readFileSync(join(ROOT, folder, path), 'utf8');
      for (const [, code] of source.matchAll(/['"](DW_[A-Z0-9_]*[A-Z0-9])['"]/g))
        if (code !== undefined) found.add(code);
    }
  }
  return found;
}

describe('the error codes', () => {
  const listed = listErrorCodes();
  const codes = listed.map(({ code }) => code);

  it('are all listed, and none that is not given out', () => {
    const used = codesInSources();
    expect(
      [...used].filter((code) => !codes.includes(code)),
      'given out but not in errors/codes.ts',
    ).to.deep.equal([]);
    expect(
      codes.filter((code) => !used.has(code)),
      'listed but given out nowhere: move to RETIRED',
    ).to.deep.equal([]);
  });

  it('are listed once, in order, and never used again once retired', () => {
    expect(codes).to.deep.equal([...new Set([...codes])].sort());
    expect(codes.filter((code) => RETIRED.includes(code))).to.deep.equal([]);
  });

  it('each have a title and a way to mend it', () => {
    for (const { code, title, mend } of listed) {
      expect(code).to.match(/^DW_[A-Z0-9]+(_[A-Z0-9]+)+$|^DW_INTERNAL$/);
      expect(title, code).to.match(/^[A-Z].{10,}\.$/);
      expect(mend, code).to.match(/^.{5,}[.)]$/);
    }
  });
});
