import { expect } from 'chai';
import { wilsonInterval } from './agreement.ts';
import { type Lesson, LessonTable, votesWeight } from './lessons.ts';
import { isDistinctive, nameKey, shapeKey } from './look-alike.ts';
import { decisionValue } from './priority.ts';

const lesson = (part: Partial<Lesson>): Lesson => ({
  nameKey: 'login',
  kind: 'text',
  shapeKey: 'a+',
  infoType: 'USERNAME',
  votes: 1,
  ...part,
});
const asked = { nameKey: 'login', kind: 'text', shapeKey: 'a+' };
const weight = (lessons: readonly Lesson[], question = asked, infoType = 'USERNAME'): number =>
  new LessonTable(lessons).evidence(question, 'feedback@1.0.0').get(infoType)?.[0]?.weight ?? 0;

describe('what corrections teach', () => {
  it('grows with agreeing ones and stays within its bound', () => {
    const weights = [1, 2, 3, 10, 10_000].map((votes) => weight([lesson({ votes })]));
    expect(weights).to.deep.equal([...weights].sort((a, b) => a - b));
    expect(weights[0]).to.be.closeTo(1.76, 0.01);
    expect(weights.at(-1)).to.be.at.most(6);
    expect(votesWeight(-3, 6)).to.equal(-votesWeight(3, 6));
  });

  it('counts for less where the values look different, and not at all for another kind or name', () => {
    expect(weight([lesson({ votes: 3, shapeKey: '9+' })])).to.be.closeTo(
      0.4 * weight([lesson({ votes: 3 })]),
      0.01,
    );
    expect(weight([lesson({ votes: 3, kind: 'integer' })])).to.equal(0);
    expect(weight([lesson({ votes: 3, nameKey: 'user' })]), 'a common shape says nothing').to.equal(0);
  });

  it('says of each shape by itself what people decided, and stays within its bound together', () => {
    const said = (votes: number, others: number) =>
      new LessonTable([lesson({ votes }), lesson({ votes: others, shapeKey: '9+' })])
        .evidence(asked, 'feedback@1.0.0')
        .get('USERNAME')
        ?.map(({ weight, detail }) => [Math.sign(weight), detail]);
    expect(said(1, -2)).to.deep.equal([
      [1, "a person's decision on a column of this name and shape says so"],
      [-1, '2 more decisions of people on columns of this name and another shape say otherwise than so'],
    ]);
    const many = new LessonTable([lesson({ votes: 5 }), lesson({ votes: 50, shapeKey: '9+' })]);
    const weights = many.evidence(asked, 'feedback@1.0.0').get('USERNAME') ?? [];
    expect(weights).to.have.length(2);
    expect(weights.reduce((sum, piece) => sum + piece.weight, 0)).to.be.closeTo(6, 0.002);
  });

  it('carries a distinctive shape to other names, weakly and from two on', () => {
    const shapeOnly = { nameKey: 'badge', kind: 'text', shapeKey: 'AA-9+' };
    expect(weight([lesson({ shapeKey: 'AA-9+', votes: 1 })], shapeOnly)).to.equal(0);
    expect(weight([lesson({ shapeKey: 'AA-9+', votes: 4 })], shapeOnly)).to.be.within(0.5, 2);
  });

  it('speaks against what was rejected', () => {
    expect(weight([lesson({ infoType: 'EMAIL_ADDRESS', votes: -2 })], asked, 'EMAIL_ADDRESS')).to.be.below(
      -2,
    );
  });
});

describe('columns that look alike', () => {
  it('have the same name tokens, whatever their spelling and numbering', () => {
    expect(nameKey('custEMail_2')).to.equal(nameKey('CUSTOMER_EMAIL'));
    expect(nameKey('42')).to.equal('');
  });

  it('have the shape that half of their values have', () => {
    expect(shapeKey([{ shape: '9+', share: 0.5 }])).to.equal('9+');
    expect(shapeKey([{ shape: '9+', share: 0.49 }])).to.equal('*');
    expect(shapeKey([])).to.equal('');
    expect(['AA-9+', '999-99-9+', 'A9+'].map(isDistinctive)).to.deep.equal([true, true, true]);
    expect(['a+', '9+', 'a+ a+', '*', ''].map(isDistinctive)).to.deep.equal([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('the value of a decision', () => {
  it('is highest for what is sensitive and uncertain', () => {
    const value = (sensitivity: 'public' | 'restricted', confidence: number): number =>
      decisionValue({ sensitivity, confidence }, 'suggested');
    expect(value('restricted', 0.5)).to.be.above(value('restricted', 0.9));
    expect(value('restricted', 0.5)).to.be.above(value('public', 0.5));
    expect(value('restricted', 1)).to.be.above(0);
  });
});

describe('an interval of agreement', () => {
  it('is wide for few, narrow for many, and holds the share', () => {
    // Wilson 1927 with z = 1.96: 8 of 10 gives 0.490 to 0.943.
    const { low, high } = wilsonInterval(8, 10);
    expect(low).to.be.closeTo(0.49, 0.001);
    expect(high).to.be.closeTo(0.943, 0.001);
    expect(wilsonInterval(0, 0)).to.deep.equal({ low: 0, high: 1 });
    expect(wilsonInterval(5, 5).high).to.equal(1);
    expect(wilsonInterval(0, 5).low).to.equal(0);
  });
});
