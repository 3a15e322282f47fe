import { expect } from 'chai';
import { compileExpression } from '../src/expression/compile-expression.ts';
import { TEMPLATES } from '../src/templates.ts';
import { dropped, moved } from './block-moves.ts';
import { type Group, newGroup, readBlocks, type Test, type Topic, writeBlocks } from './conditions.ts';

const test = (value: string, part: Partial<Test> = {}): Test => ({
  ...{ kind: 'test', field: 'asset.name', operator: 'contains', value },
  ...part,
});
const group = (items: Group['items'], part: Partial<Group> = {}): Group => ({ ...newGroup(items), ...part });

describe('blocks of conditions', () => {
  it('lead to an expression that the server takes, and back to the same blocks', () => {
    const blocks = group([
      test('cust"omer\\'),
      group(
        [test('hr', { field: 'asset.schema', operator: 'is' }), test('mail', { field: 'asset.columns' })],
        {
          all: false,
        },
      ),
      group([test('100', { field: 'asset.rows', operator: 'at-most' }), test('x')], { not: true }),
      test('', { field: 'asset.bytes', operator: 'unknown' }),
    ]);
    const text = writeBlocks(blocks);
    expect(compileExpression(text, 'asset').fault, text).to.equal(null);
    expect(readBlocks(text, 'asset')).to.deep.equal(blocks);
    expect(writeBlocks(readBlocks(text, 'asset'))).to.equal(text);
  });

  it('keep what they have no words for as it is written', () => {
    const texts: readonly (readonly [Topic, string])[] = [
      ['asset', 'asset.columns.filter(c, c.name == "a && b || c").size() > 2'],
      ['asset', 'asset.schema == "hr" && size(asset.columns) > 3 || asset.type == "table"'],
      ['column', 'column.kind in ["text", "json"] && !(column.name == "id" || column.isPrimaryKey)'],
      ...TEMPLATES.flatMap(({ rule }) => [
        ['asset', rule.assets?.where ?? ''] as const,
        ['column', rule.columns?.where ?? ''] as const,
      ]).filter(([, text]) => text !== ''),
    ];
    for (const [topic, text] of texts) {
      const again = writeBlocks(readBlocks(text, topic));
      expect(compileExpression(again, topic).fault, again).to.equal(null);
      expect(readBlocks(again, topic), text).to.deep.equal(readBlocks(text, topic));
    }
  });

  it('say nothing where nothing is filled in, and take what is no expression at all', () => {
    expect(writeBlocks(group([test(''), group([test(' ')])]))).to.equal('');
    for (const text of ['(((', '"', 'a &&', ')(', '!(', '|| ||'])
      expect(() => writeBlocks(readBlocks(text, 'asset')), text).to.not.throw();
  });
});

describe('moving blocks', () => {
  const [a, b, c] = [test('a'), test('b'), test('c')];

  it('goes up and down, into a group and out of it', () => {
    const root = group([a, b, group([c])]);
    expect(moved(root, [1], 'up')).to.deep.equal({ root: group([b, a, group([c])]), place: [0] });
    expect(moved(root, [0], 'up')).to.equal(null);
    expect(moved(root, [1], 'in')).to.deep.equal({ root: group([a, group([b, c])]), place: [1, 0] });
    expect(moved(root, [2, 0], 'out')).to.deep.equal({ root: group([a, b, group([]), c]), place: [3] });
    expect(moved(root, [0], 'out')).to.equal(null);
  });

  it('puts one before another, never into itself', () => {
    const root = group([a, b, group([c])]);
    expect(dropped(root, [0], [2, 0])?.root).to.deep.equal(group([b, group([a, c])]));
    expect(dropped(root, [2, 0], [0])?.root).to.deep.equal(group([c, a, b, group([])]));
    expect(dropped(root, [2], [2, 0])).to.equal(null);
  });
});
