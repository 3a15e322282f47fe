import { expect } from 'chai';
import { detectDialect } from './csv-dialect.ts';
import { hasHeader } from './csv-header.ts';
import { parseRows } from './csv-parser.ts';

const detect = (text: string): ReturnType<typeof detectDialect> => detectDialect(text, {}, true);
const header = (text: string): boolean =>
  hasHeader(parseRows(text, detect(text), { maxCell: 100, isWhole: true }));

describe('the dialect of a CSV file', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['a comma', 'a,b,c\n1,2,3\n4,5,6\n', ','],
    ['a semicolon beside decimal commas', 'a;b\n1,5;2,5\n3,5;4,5\n', ';'],
    ['a tab beside commas in texts', 'a\tb\nx, y\tz\nu, v, w\tq\n', '\t'],
    ['a bar', 'a|b|c\n1|2|3\n', '|'],
    ['a comma within quotes beside semicolons', 'name;note\n"a;b";"c,d"\n"e;f";"g,h"\n', ';'],
    ['a comma beside lists of one length', `id,tags\n${'1,a;b;c;d\n'.repeat(50)}`, ','],
    ['a semicolon below a title', `Sales, all\n${'a;b;c\n'.repeat(9)}`, ';'],
    ['none, for a single column', 'name\nx\ny\n', ','],
  ];
  for (const [what, text, delimiter] of cases)
    it(`finds ${what}`, () => expect(detect(text).delimiter).to.equal(delimiter));

  it('finds single quotes only where they stand at the edges of cells', () => {
    expect(detect("'a','b'\n'1','2'\n'3','4'\n'5','6'\n").quote).to.equal("'");
    expect(detect("it's,b\n'tis,2\n").quote).to.equal('"');
  });

  it('finds quotes escaped by a backslash', () => {
    expect(detect('a,b\n"x \\" y",1\n"z \\" w",2\n').escape).to.equal('backslash');
    expect(detect('a,b\n"x "" y",1\n').escape).to.equal('double');
  });
});

describe('the header of a CSV file', () => {
  const present: readonly string[] = [
    'id,name\n1,Ann\n2,Bob\n',
    'email\na@b.c\nd@e.f\n',
    'first,last\nAnn,Lee\nBob,Ray\n',
    '"",x,y\n1,2,3\n2,3,4\n',
    'plz,ort\n01234,Berlin\n',
    'only,names\n',
  ];
  const absent: readonly string[] = [
    '1,Ann\n2,Bob\n',
    'Ann,a@b.c\nBob,d@e.f\n',
    '2024-01-01,5,x\n2024-01-02,6,y\n',
    '3,4\n',
  ];
  for (const text of present)
    it(`is seen in ${JSON.stringify(text)}`, () => expect(header(text)).to.equal(true));
  for (const text of absent)
    it(`is missed in ${JSON.stringify(text)}`, () => expect(header(text)).to.equal(false));
});
