import { expect } from 'chai';
import fc from 'fast-check';
import { dependents, type Edges, orderGraph } from './graph.ts';

const graph = (edges: Readonly<Record<string, readonly string[]>>): Edges => new Map(Object.entries(edges));

/** Any graph of up to ten nodes, some needs naming nobody. */
const anyGraph = fc
  .uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 10 })
  .chain((nodes) =>
    fc.tuple(
      ...nodes.map((node) =>
        fc.tuple(fc.constant(node), fc.uniqueArray(fc.constantFrom(...'abcdefghijxyz'), { maxLength: 3 })),
      ),
    ),
  )
  .map((entries): Edges => new Map(entries));

/** Whether a node leads back to itself, found the plain way. */
function isOnCycle(edges: Edges, node: string): boolean {
  const seen = new Set<string>();
  const walk = (at: string): boolean =>
    (edges.get(at) ?? []).some((need) => {
      if (need === node) return true;
      if (seen.has(need)) return false;
      seen.add(need);
      return walk(need);
    });
  return walk(node);
}

describe('ordering a graph', () => {
  it('puts each node after what it needs, and equal ones by name', () => {
    expect(orderGraph(graph({ c: ['a'], b: [], a: [], d: ['c', 'b'] })).order).to.deep.equal([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  it('reports a cycle as a closed path, and who stands behind it', () => {
    const { order, cycles, behindCycles } = orderGraph(
      graph({ a: ['b'], b: ['c'], c: ['a'], d: ['a'], e: ['d'], f: [] }),
    );
    expect(order).to.deep.equal(['f']);
    expect(cycles).to.deep.equal([{ members: ['a', 'b', 'c'], path: ['a', 'b', 'c', 'a'] }]);
    expect(behindCycles).to.have.members(['d', 'e']);
  });

  it('reports a node that needs itself', () => {
    expect(orderGraph(graph({ a: ['a'] })).cycles).to.deep.equal([{ members: ['a'], path: ['a', 'a'] }]);
  });

  it('survives a chain of ten thousand', () => {
    const chain = new Map(
      Array.from({ length: 10_000 }, (_, index): [string, string[]] => [
        `n${index}`,
        index === 9_999 ? ['n0'] : [`n${index + 1}`],
      ]),
    );
    expect(orderGraph(chain).cycles[0]?.path).to.have.length(10_001);
  });

  it('is topological, whatever the graph', () => {
    fc.assert(
      fc.property(anyGraph, (edges) => {
        const { order } = orderGraph(edges);
        const place = new Map(order.map((node, index) => [node, index]));
        for (const [index, node] of order.entries()) {
          for (const need of edges.get(node) ?? [])
            if (edges.has(need)) expect(place.get(need)).to.be.lessThan(index);
        }
      }),
    );
  });

  it('accounts for every node exactly once', () => {
    fc.assert(
      fc.property(anyGraph, (edges) => {
        const { order, cycles, behindCycles } = orderGraph(edges);
        expect([...order, ...cycles.flatMap(({ members }) => members), ...behindCycles].sort()).to.deep.equal(
          [...edges.keys()].sort(),
        );
      }),
    );
  });

  it('finds every cycle, and each path it reports is a real one', () => {
    fc.assert(
      fc.property(anyGraph, (edges) => {
        const { cycles } = orderGraph(edges);
        const members = cycles.flatMap((cycle) => cycle.members);
        expect(members.toSorted()).to.deep.equal(
          [...edges.keys()].filter((node) => isOnCycle(edges, node)).sort(),
        );
        for (const { path } of cycles) {
          expect(path.length).to.be.greaterThan(1);
          expect(path[0]).to.equal(path.at(-1));
          for (let i = 1; i < path.length; i += 1) expect(edges.get(path[i - 1] ?? '')).to.include(path[i]);
        }
      }),
    );
  });

  it('does not depend on the order in which the graph is given', () => {
    fc.assert(
      fc.property(anyGraph, fc.infiniteStream(fc.nat()), (edges, random) => {
        const shuffle = <T>(items: Iterable<T>): T[] =>
          [...items]
            .map((item) => ({ item, key: random.next().value }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const shuffled: Edges = new Map(shuffle(edges).map(([node, needs]) => [node, shuffle(needs)]));
        expect(orderGraph(shuffled)).to.deep.equal(orderGraph(edges));
      }),
    );
  });
});

describe('the dependents of nodes', () => {
  it('are all that need them, directly or not', () => {
    fc.assert(
      fc.property(anyGraph, fc.constantFrom(...'abcdefghij'), (edges, start) => {
        const found = dependents(edges, [start]);
        const needs = (from: string, seen = new Set<string>()): boolean =>
          (edges.get(from) ?? []).some(
            (need) => need === start || (!seen.has(need) && edges.has(need) && needs(need, seen.add(need))),
          );
        expect([...found].sort()).to.deep.equal(
          [...edges.keys()].filter((node) => node !== start && needs(node)).sort(),
        );
      }),
    );
  });
});
