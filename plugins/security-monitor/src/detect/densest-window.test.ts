import { expect } from 'chai';
import fc from 'fast-check';
import { seen } from '../../test/sightings.ts';
import { countingScale, densestWindow, distinctScale, summingScale } from './densest-window.ts';
import { inOrder, type Observation } from './detection.ts';

const streams = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 500 }),
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    size: fc.nat(20),
  }),
  { maxLength: 40 },
);
const LENGTH = 60;

/** The same, by looking at every window that begins with an observation. */
const naive = (ordered: readonly Observation[], weigh: (inside: readonly Observation[]) => number): number =>
  Math.max(
    0,
    ...ordered.map(({ at }) => weigh(ordered.filter((one) => one.at >= at && one.at - at <= LENGTH))),
  );
const nameOf = ({ facts }: Observation): string => String(facts['name']);
const sizeOf = ({ facts }: Observation): number => Number(facts['size']);

describe('the densest window', () => {
  it('weighs as much as the heaviest of all windows', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const ordered = inOrder(stream.map(({ after, ...facts }) => seen(after, facts)));
        const weight = (scale = countingScale()): number => densestWindow(ordered, LENGTH, scale).weight;
        expect(weight()).to.equal(naive(ordered, (inside) => inside.length));
        expect(weight(distinctScale(nameOf))).to.equal(
          naive(ordered, (inside) => new Set(inside.map(nameOf)).size),
        );
        expect(weight(summingScale(sizeOf))).to.equal(
          naive(ordered, (inside) => inside.reduce((sum, one) => sum + sizeOf(one), 0)),
        );
      }),
    );
  });

  it('holds what it weighs', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const ordered = inOrder(stream.map(({ after, ...facts }) => seen(after, facts)));
        const { weight, inside } = densestWindow(ordered, LENGTH, countingScale());
        expect(inside).to.have.length(weight);
        expect((inside.at(-1)?.at ?? 0) - (inside.at(0)?.at ?? 0)).to.be.at.most(LENGTH);
      }),
    );
  });
});
