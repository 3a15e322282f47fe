import { expect } from 'chai';
import fc from 'fast-check';
import { findCycle } from './role.ts';

describe('a circle of roles', () => {
  it('is found exactly where a role would come to inherit itself, and is a way that there is', () => {
    const graph = fc.array(fc.uniqueArray(fc.nat(7), { maxLength: 3 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(graph, (parents) => {
        const parentsOf = (key: string): readonly string[] => (parents[Number(key)] ?? []).map(String);
        const reached = new Set(parentsOf('0'));
        for (const key of reached) for (const parent of parentsOf(key)) reached.add(parent);
        const way = findCycle('0', parentsOf);
        expect(way !== null).to.equal(reached.has('0'));
        if (way === null) return;
        expect([way[0], way.at(-1)]).to.deep.equal(['0', '0']);
        for (const [index, key] of way.slice(1).entries())
          expect(parentsOf(way[index] ?? '')).to.include(key);
      }),
    );
  });
});
