import { expect } from 'chai';
import fc from 'fast-check';
import { createDiagnosisCodes } from './icd10.ts';

const codes = createDiagnosisCodes();

describe('codes of ICD-10', () => {
  it('are read with and without their dot', () => {
    expect(codes.read('E11.9')).to.deep.equal({ chapter: 'E', category: 'E11', hasDot: true, exists: true });
    expect(codes.read('E119')).to.deep.equal({ chapter: 'E', category: 'E11', hasDot: false, exists: true });
    expect(codes.read('s72.001a')?.exists).to.equal(true);
    expect(codes.read('I10')?.exists).to.equal(true);
    expect(codes.read('M54.4+')?.exists).to.equal(true);
  });

  it('are told from codes that there are not', () => {
    for (const code of ['A98.7', 'C98.3', 'E97.2', 'F58.8', 'I10X9Z9', 'Q76.73.1'])
      expect(codes.read(code)?.exists ?? false, code).to.equal(false);
  });

  it('are none in other texts', () => {
    for (const text of ['', 'E1', '11.9', 'EE1.9', 'E11.', 'E11.9.1', 'E11-9', 'Essential'])
      expect(codes.read(text), text).to.equal(null);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const code = codes.read(text);
        expect(code === null || /^[a-z]\d/i.test(text)).to.equal(true);
      }),
    );
  });
});
