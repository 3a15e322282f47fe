import { expect } from 'chai';
import fc from 'fast-check';
import { BerReader, BerWriter, type Filter, FilterParser } from 'ldapts';
import { FilterTemplate } from './filter-template.ts';

/** As the server reads it: what was written, kind by kind, with the values in their places. */
function shape(filter: Filter): unknown {
  const writer = new BerWriter();
  filter.write(writer);
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    return {
      kind: value.constructor.name,
      ...Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, strip(inner)])),
    };
  };
  return strip(FilterParser.parse(new BerReader(writer.buffer)));
}

const TEMPLATE =
  '(&(objectClass=person)(!(cn=x*))(|(uid={username})(mail={username}@example.com)(member:1.2.840.113556.1.4.1941:={dn})))';

describe('a filter with places', () => {
  it('has one shape, whatever name comes in, and hands it over to the letter', () => {
    const template = new FilterTemplate(TEMPLATE);
    const marked = JSON.stringify(shape(template.fill({ username: 'U-U', dn: 'D-D' })));
    fc.assert(
      fc.property(
        fc
          .oneof(
            fc.string({ unit: 'binary', maxLength: 40 }),
            fc
              .array(
                fc.constantFrom(
                  '*',
                  '(',
                  ')',
                  '\\',
                  '\0',
                  '|',
                  '&',
                  '!',
                  '=',
                  '{dn}',
                  '{username}',
                  '$&',
                  'é',
                ),
                { maxLength: 12 },
              )
              .map((parts) => parts.join('')),
          )
          .filter((name) => name.isWellFormed() && name !== ''),
        (username) => {
          const filled = JSON.stringify(shape(template.fill({ username, dn: 'D-D' })));
          const text = JSON.stringify(username).slice(1, -1);
          expect(filled).to.equal(marked.replaceAll('U-U', () => text));
        },
      ),
      { numRuns: 80 },
    );
  });

  it('stands for everybody where nobody is named', () => {
    const all = (text: string): string => new FilterTemplate(text).any('username').toString();
    expect(all('(uid={username})')).to.equal('(uid=*)');
    expect(all('(&(a=b)(|(uid={username})(mail={username}@x.example)))')).to.equal(
      '(&(a=b)(|(uid=*)(mail=*@x.example)))',
    );
    expect(all('(uid:caseExactMatch:={username})')).to.equal('(uid=*)');
    expect(all('(!(c={dn}))')).to.equal('(!(c={dn}))');
  });

  it('is refused when it is none', () => {
    for (const text of ['(uid={username}', '((uid={username}))', '(&)', 'uid', '(=x)'])
      expect(() => new FilterTemplate(text), text).to.throw();
  });
});
