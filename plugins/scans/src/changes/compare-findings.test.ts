import { expect } from 'chai';
import { compareFindings, type FoundColumn } from './compare-findings.ts';

const column = (name: string, infoTypes: readonly string[], unread?: string): FoundColumn => ({
  name,
  classifications: infoTypes.map((infoType) => ({ infoType, status: 'suggested' })),
  ...(unread === undefined ? {} : { unread }),
});
const found = (name: string, infoType: string) => ({ column: name, infoType });
const all = { hasAskedAll: true };

describe('the comparison of findings', () => {
  it('tells what is new and what is gone, also with a column', () => {
    const before = [found('a', 'email'), found('b', 'iban'), found('dropped', 'name')];
    expect(compareFindings(before, [column('a', ['email']), column('b', ['phone'])], all)).to.deep.equal({
      added: [found('b', 'phone')],
      removed: [found('b', 'iban'), found('dropped', 'name')],
      known: [found('a', 'email'), found('b', 'phone')],
    });
  });

  it('keeps what nobody looked for: columns and classifiers that a rule left out', () => {
    const before = [found('a', 'email'), found('b', 'iban'), found('dropped', 'name')];
    const unread = compareFindings(before, [column('a', [], 'left out'), column('b', [])], all);
    expect(unread).to.deep.include({
      removed: [found('b', 'iban'), found('dropped', 'name')],
      known: [found('a', 'email')],
    });
    const limited = compareFindings(before, [column('a', []), column('b', ['phone'])], {
      hasAskedAll: false,
    });
    expect(limited).to.deep.equal({
      added: [found('b', 'phone')],
      removed: [found('dropped', 'name')],
      known: [found('b', 'phone'), found('a', 'email'), found('b', 'iban')],
    });
  });

  it('says nothing where it is not known what was found before', () => {
    expect(compareFindings(null, [column('a', ['email'])], all)).to.deep.equal({
      added: [],
      removed: [],
      known: [found('a', 'email')],
    });
  });
});
