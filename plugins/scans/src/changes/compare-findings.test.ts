import { expect } from 'chai';
import { compareFindings, type FoundColumn, findingsOf } from './compare-findings.ts';

const column = (name: string, infoTypes: readonly string[], unread?: string): FoundColumn => ({
  name,
  classifications: infoTypes.map((infoType) => ({ infoType, status: 'suggested' })),
  ...(unread === undefined ? {} : { unread }),
});
const found = (name: string, infoType: string) => ({ column: name, infoType });
const all = { hasAskedAll: true };

/** Columns about which nobody decided anything. */
const undecided = (...columns: readonly FoundColumn[]) => ({ standing: columns, said: columns });

describe('the comparison of findings', () => {
  it('tells what is new and what is gone, also with a column', () => {
    const before = [found('a', 'email'), found('b', 'iban'), found('dropped', 'name')];
    expect(
      compareFindings(before, undecided(column('a', ['email']), column('b', ['phone'])), all),
    ).to.deep.equal({
      added: [found('b', 'phone')],
      removed: [found('b', 'iban'), found('dropped', 'name')],
      known: [found('a', 'email'), found('b', 'phone')],
    });
  });

  it('keeps what nobody looked for: columns and classifiers that a rule left out', () => {
    const before = [found('a', 'email'), found('b', 'iban'), found('dropped', 'name')];
    const unread = compareFindings(before, undecided(column('a', [], 'left out'), column('b', [])), all);
    expect(unread).to.deep.include({
      removed: [found('b', 'iban'), found('dropped', 'name')],
      known: [found('a', 'email')],
    });
    const limited = compareFindings(before, undecided(column('a', []), column('b', ['phone'])), {
      hasAskedAll: false,
    });
    expect(limited).to.deep.equal({
      added: [found('b', 'phone')],
      removed: [found('dropped', 'name')],
      known: [found('b', 'phone'), found('a', 'email'), found('b', 'iban')],
    });
  });

  it('says nothing where it is not known what was found before', () => {
    expect(compareFindings(null, undecided(column('a', ['email'])), all)).to.deep.equal({
      added: [],
      removed: [],
      known: [found('a', 'email')],
    });
  });

  const none = { added: [], removed: [] };
  const accepted = { name: 'a', classifications: [{ infoType: 'email', status: 'accepted' }] } as const;
  const corrected = { name: 'a', classifications: [{ infoType: 'user', status: 'corrected' }] } as const;
  const known = (standing: FoundColumn, said: FoundColumn) => findingsOf([standing], [said]);

  it('calls no change what people decided between two scans, and none what they took back', () => {
    const email = column('a', ['email']);
    for (const standing of [column('a', []), accepted, corrected])
      for (const said of [email, column('a', [])]) {
        // A rejection teaches nothing, so that a scan that says it no more has seen something else.
        if (standing.classifications.length === 0 && said !== email) continue;
        const columns = { standing: [standing], said: [said] };
        expect(compareFindings(known(email, email), columns, all)).to.deep.include(none);
        expect(compareFindings(known(standing, said), undecided(email), all), 'taken back').to.deep.include(
          said === email || standing === accepted ? none : { removed: [] },
        );
      }
  });

  it('tells what the source changed also where people have decided', () => {
    const rejected = known(column('a', []), column('a', ['email']));
    expect(rejected).to.deep.equal([{ ...found('a', 'email'), decided: 'rejected' }]);
    const both = { standing: [column('a', ['phone'])], said: [column('a', ['email', 'phone'])] };
    expect(compareFindings(rejected, both, all)).to.deep.include({
      added: [found('a', 'phone')],
      removed: [],
    });
    expect(compareFindings(rejected, undecided(), all), 'it never stood').to.deep.include(none);
    const given = known(corrected, column('a', ['email']));
    expect(compareFindings(given, undecided(), all).removed).to.deep.equal([found('a', 'user')]);
  });
});
