import type { Asset } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { compileExpression, type Verdict } from './compile-expression.ts';
import { ExpressionAsset, expressionColumn } from './expression-values.ts';

const ASSET: Asset = {
  path: ['shop', 'hr', 'Staff'],
  type: 'table',
  columns: [
    { name: 'id', ordinal: 0, dataType: 'INT', kind: 'integer', nullable: false, comment: null },
    { name: 'email', ordinal: 1, dataType: 'TEXT', kind: 'text', nullable: true, comment: 'private' },
  ],
  comment: 'who works here',
  rowEstimate: 1200,
  sizeBytes: null,
  primaryKey: ['id'],
  uniqueKeys: [],
  foreignKeys: [],
  fingerprint: 'f',
};

function ask(text: string, asset: Asset = ASSET): Verdict {
  const { expression, fault } = compileExpression(text, 'asset');
  if (expression === null) throw new Error(`${text}: ${fault.message}`);
  return expression(new ExpressionAsset(asset));
}

const faultOf = (text: string, topic: 'asset' | 'column' = 'asset') => compileExpression(text, topic).fault;

describe('an expression', () => {
  it('speaks of an asset', () => {
    const facts: readonly (readonly [string, boolean])[] = [
      ['asset.name == "shop.hr.Staff"', true],
      ['asset.schema == "hr" && asset.path[0] == "shop" && asset.path.size() == 3', true],
      ['asset.type in ["view", "file"]', false],
      ['asset.rows > 1000', true],
      ['has(asset.bytes)', false],
      ['!has(asset.bytes) || asset.bytes > 10', true],
      ['asset.comment.contains("works")', true],
      ['asset.columns.exists(c, c.name == "email" && c.nullable)', true],
      ['asset.columns.all(c, c.kind == "text")', false],
      ['asset.columns.filter(c, c.isPrimaryKey).size() == 1', true],
      ['asset.columns[0].isPrimaryKey', true],
      ['asset.columns[1].comment == "private"', true],
      ['"id" in asset.primaryKey', true],
      ['asset.name.lowerAscii().endsWith("staff")', true],
      ['asset.name.matches("^shop\\\\..*f$")', true],
      ['asset.columns.exists(c, c.name.matches("(?i)E-?MAIL"))', true],
    ];
    for (const [text, holds] of facts) expect(ask(text), text).to.equal(holds);
  });

  it('speaks of a column and its asset', () => {
    const { expression } = compileExpression('column.kind == "text" && asset.schema == "hr"', 'column');
    const asset = new ExpressionAsset(ASSET);
    expect(ASSET.columns.map((column) => expression?.(asset, expressionColumn(ASSET, column)))).to.deep.equal(
      [false, true],
    );
  });

  it('is refused with the place and the reason when it cannot be meant', () => {
    const refused: readonly (readonly [string, number, RegExp])[] = [
      ['asset.nme == "x"', 6, /No such key: nme/],
      ['asset.name + 3 == "x"', 0, /string \+ int/],
      ['asset.name ==', 13, /ends too early/],
      ['column.name == "x"', 0, /columns have an expression of their own/],
      ['asset.rows == null', 0, /has\(…\)/],
      ['asset.name', 0, /true or false/],
      ['', 0, /says nothing/],
      ['  ', 0, /says nothing/],
      ['asset.name.matches("(?=x)")', 19, /pattern cannot be used/],
      ['asset.name.matches(asset.comment)', 19, /written out/],
      [`asset.name.matches("${'(a{1,100}){1,100}'.repeat(2)}")`, 19, /pattern/],
      ['asset.name.split(".").size() > 1', 0, /no function "split"/],
      ['asset.columns.map(c, c.name).size() > 1', 0, /no function "map"/],
      ['cel.bind(x, 1, x == 1)', 0, /no function "bind"/],
      ['asset.columns.exists(c, asset.columns.exists(d, d.name == c.name))', 24, /within|again/],
      ['asset.columns.exists(c, asset.columns.size() > 3)', 24, /again/],
      ['{"a": 1}["a"] == 1', 0, /maps/],
      [`${'('.repeat(60)}true${')'.repeat(60)}`, 24, /Depth/],
      [`${'!'.repeat(1500)}true`, 0, /./],
      [`"${'x'.repeat(3000)}" == asset.name`, 2000, /longer than 2000/],
    ];
    for (const [text, position, message] of refused) {
      const fault = faultOf(text);
      expect(fault?.message, text).to.match(message);
      if (position > 0)
        expect(fault?.position, `${text}: ${fault?.message}`).to.be.within(position - 1, position + 2);
    }
  });

  it('says that it cannot tell, and why, where something is not known', () => {
    expect(ask('asset.bytes > 10')).to.deep.equal({ undecided: '"bytes" is not known of it' });
    expect(ask('asset.columns.size() > 1', { ...ASSET, columns: [] })).to.deep.equal({
      undecided: '"columns" is not known of it',
    });
    expect(ask('asset.path[7] == "x"')).to.deep.equal({
      undecided: 'a position that it asks for does not exist',
    });
    expect(ask('asset.rows / 0 > 1')).to.have.property('undecided');
    expect(ask('asset.rows + 9223372036854775807 > 1')).to.have.property('undecided');
    expect(JSON.stringify(ask('int(asset.comment) > 1')), 'no text of the source is told').not.to.include(
      'works',
    );
  });

  it('finds patterns in linear time, where JavaScript would take forever', () => {
    const name = `${'a'.repeat(900)}!`;
    const started = performance.now();
    for (const pattern of ['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '(.*a){12}$'])
      expect(
        ask(`asset.name.matches("${pattern}") || asset.columns.exists(c, asset.name.matches("${pattern}"))`, {
          ...ASSET,
          path: [name],
        }),
        pattern,
      ).to.equal(false);
    expect(performance.now() - started, 'milliseconds').to.be.lessThan(10_000);
  });

  it('never throws and never hangs, whatever is written', () => {
    const piece = fc.constantFrom(
      ...[
        'asset',
        '.',
        'columns',
        '.exists(c, ',
        'c.name',
        ')',
        '(',
        '"',
        '"x"',
        ' == ',
        ' && ',
        '||',
        '!',
        '[',
        ']',
      ],
      ...[
        '0',
        '9999999999999999999',
        'matches("',
        '(a+)+',
        '\\',
        '{',
        '}',
        '?',
        ':',
        'has(',
        'in',
        ' ',
        '\n',
        '//',
        'é',
        '\u0000',
      ],
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
      fc.string({ maxLength: 80 }),
      fc.nat(3000).map((depth) => `${'['.repeat(depth)}true`),
    );
    fc.assert(
      fc.property(text, (written) => {
        const { expression, fault } = compileExpression(written, 'column');
        if (fault !== null)
          return fault.position >= 0 && fault.position <= written.length && fault.end >= fault.position;
        const verdict = expression(new ExpressionAsset(ASSET));
        return typeof verdict === 'boolean' || verdict.undecided.length > 0;
      }),
      { numRuns: 1500 },
    );
  });
});
