import { expect } from 'chai';
import fc from 'fast-check';
import { ScimError } from '../scim-error.ts';
import { type AttributePath, COMPARISONS, type Filter } from './filter.ts';
import { parseFilter, parsePatchPath } from './parse-filter.ts';

const word = fc
  .stringMatching(/^[a-z][a-z0-9_-]{0,8}$/)
  .filter((text) => !['not', 'and', 'or', 'pr'].includes(text));
const path: fc.Arbitrary<AttributePath> = fc.record({
  schema: fc.option(fc.constant('urn:ietf:params:scim:schemas:core:2.0:user'), { freq: 5 }),
  name: word,
  sub: fc.option(word),
});
const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((one) => !/\p{Cc}/u.test(one));
const value = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
);
const filters = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(
      fc.record({ kind: fc.constant('present' as const), path }),
      fc.record({
        kind: fc.constant('compare' as const),
        path,
        operator: fc.constantFrom(...COMPARISONS),
        value,
      }),
    ),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      left: tie('filter'),
      right: tie('filter'),
    }),
    fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
    fc.record({ kind: fc.constant('some' as const), path, filter: tie('filter') }),
  ),
}));

const writePath = ({ schema, name, sub }: AttributePath): string =>
  `${schema === null ? '' : `${schema}:`}${name}${sub === null ? '' : `.${sub}`}`;
const write = (filter: Filter): string => {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${write(filter.left)}) ${filter.kind} (${write(filter.right)})`;
    case 'not':
      return `not (${write(filter.filter)})`;
    case 'some':
      return `${writePath(filter.path)}[${write(filter.filter)}]`;
    case 'present':
      return `${writePath(filter.path)} pr`;
    case 'compare':
      return `${writePath(filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`;
  }
};

describe('a SCIM filter', () => {
  it('is read as it was meant, however it is nested', () => {
    fc.assert(
      fc.property(filters.filter, (filter) => {
        fc.pre(write(filter).length < 4_000);
        expect(parseFilter(write(filter))).to.deep.equal(filter);
      }),
    );
  });

  it('binds and more than or, and not most of all', () => {
    const grouped = '(a eq "1") or ((b eq "2") and (not (c pr)))';
    expect(parseFilter('a eq "1" or b eq "2" and not (c pr)')).to.deep.equal(parseFilter(grouped));
  });

  it('takes operators and attributes in any case, as directories write them', () => {
    expect(parseFilter('USERNAME Eq "a" AND Active EQ True')).to.deep.equal(
      parseFilter('userName eq "a" and active eq true'),
    );
    expect(parseFilter('emails[type eq "work" and value co "@example.com"]')).to.have.property(
      'kind',
      'some',
    );
    expect(
      parseFilter('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "x"'),
    ).to.deep.include({
      path: {
        schema: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:user',
        name: 'department',
        sub: null,
      },
    });
  });

  it('is refused when it is none, and never with anything but the fault that the protocol names', () => {
    for (const broken of [
      '',
      'a',
      'a eq',
      'a eq b',
      'a eq "x',
      'a eq "x" and',
      '(a pr',
      'a pr)',
      'not a pr',
      'a[b eq "c"',
      'a eq "\\x"',
      'a like "x"',
      '"a" eq "b"',
      '1a eq 2',
      `${'('.repeat(30)}a pr${')'.repeat(30)}`,
      Array(150).fill('a pr').join(' or '),
    ])
      expect(() => parseFilter(broken), broken.slice(0, 40))
        .to.throw(ScimError)
        .with.property('scimType', 'invalidFilter');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary-ascii', maxLength: 60 }),
          fc
            .array(fc.constantFrom('a', 'eq', '"x"', '(', ')', '[', ']', 'and', 'not', 'pr', '.b', ' '), {
              maxLength: 20,
            })
            .map((all) => all.join(' ')),
        ),
        (any) => {
          try {
            parseFilter(any);
          } catch (error) {
            expect(error).to.be.instanceOf(ScimError);
          }
        },
      ),
    );
  });

  it('is read in a time that grows with its length', () => {
    for (const hostile of [
      `"${'\\'.repeat(3_990)}`,
      'urn:'.repeat(990),
      `urn:${'a.'.repeat(1_990)}`,
      '('.repeat(3_999),
      `a eq ${'1'.repeat(3_990)}x`,
    ])
      expect(() => parseFilter(hostile)).to.throw(ScimError);
  }).timeout(1_000);
});

describe('the path of a PATCH operation', () => {
  it('is an attribute, some of its values, or a part of these', () => {
    expect(parsePatchPath('emails[type eq "work"].value')).to.deep.include({ sub: 'value' });
    expect(parsePatchPath('members[value eq "x"]')).to.have.nested.property('filter.kind', 'compare');
    expect(parsePatchPath('name.familyName')).to.deep.equal({
      ...{ path: { schema: null, name: 'name', sub: 'familyname' }, filter: null, sub: null },
    });
    for (const broken of ['', 'a b', 'a[', 'a[b eq "c"]d', 'a[b eq "c"].d.e', '.a'])
      expect(() => parsePatchPath(broken), broken)
        .to.throw(ScimError)
        .with.property('scimType', 'invalidPath');
  });
});
