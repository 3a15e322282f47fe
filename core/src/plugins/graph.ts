/** Which nodes each node needs first. Names that are no node themselves are ignored. */
export type Edges = ReadonlyMap<string, readonly string[]>;

/** Nodes that all need each other, directly or not. */
export interface Cycle {
  readonly members: readonly string[];
  /** A shortest closed path through the first of them: `a, b, a` means that a needs b and b needs a. */
  readonly path: readonly string[];
}

/** A graph put in order. */
export interface OrderedGraph {
  /** Every node that is on no cycle and leads to none, each after all it needs; equal ones by name. */
  readonly order: readonly string[];
  readonly cycles: readonly Cycle[];
  /** Nodes that stand on no cycle but need, directly or not, one that does. */
  readonly behindCycles: readonly string[];
}

/** Puts a directed graph in order. The answer depends on the graph alone, never on the order in which it was given. */
export function orderGraph(edges: Edges): OrderedGraph {
  const needs = normalise(edges);
  const knots = findKnots(needs);
  const knotted = new Set(knots.flat());
  const cycles = knots.map((members) => ({ members, path: shortestCycle(members, needs) }));
  const order: string[] = [];
  const placed = new Set<string>();
  let waiting = [...needs.keys()].filter((node) => !knotted.has(node));
  for (;;) {
    const ready = waiting.filter((node) => (needs.get(node) ?? []).every((need) => placed.has(need)));
    if (ready.length === 0) break;
    for (const node of ready) placed.add(node);
    order.push(...ready);
    waiting = waiting.filter((node) => !placed.has(node));
  }
  return { order, cycles, behindCycles: waiting };
}

/** Everything that needs one of the given nodes, directly or not; without these nodes themselves. */
export function dependents(edges: Edges, nodes: Iterable<string>): ReadonlySet<string> {
  const start = new Set(nodes);
  const found = new Set<string>();
  let frontier = start;
  while (frontier.size > 0) {
    const next = new Set<string>();
    for (const [node, needs] of edges) {
      if (found.has(node) || start.has(node)) continue;
      if (needs.some((need) => frontier.has(need))) {
        found.add(node);
        next.add(node);
      }
    }
    frontier = next;
  }
  return found;
}

function normalise(edges: Edges): ReadonlyMap<string, readonly string[]> {
  const nodes = [...edges.keys()].sort();
  return new Map(
    nodes.map((node) => [node, [...new Set(edges.get(node) ?? [])].filter((need) => edges.has(need)).sort()]),
  );
}

interface Visit {
  readonly node: string;
  readonly index: number;
  low: number;
  next: number;
}

/** Strongly connected components that hold a cycle (Tarjan 1972), without recursion: a chain may be long. */
function findKnots(needs: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const visits = new Map<string, Visit>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const knots: string[][] = [];
  const enter = (node: string): Visit => {
    const visit: Visit = { node, index: visits.size, low: visits.size, next: 0 };
    visits.set(node, visit);
    stack.push(node);
    onStack.add(node);
    return visit;
  };
  for (const root of needs.keys()) {
    if (visits.has(root)) continue;
    const path = [enter(root)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const need = needs.get(visit.node)?.[visit.next];
      if (need !== undefined) {
        visit.next += 1;
        const seen = visits.get(need);
        if (seen === undefined) path.push(enter(need));
        else if (onStack.has(need)) visit.low = Math.min(visit.low, seen.index);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) parent.low = Math.min(parent.low, visit.low);
      if (visit.low !== visit.index) continue;
      const knot: string[] = [];
      for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
        onStack.delete(node);
        knot.push(node);
        if (node === visit.node) break;
      }
      const isCyclic = knot.length > 1 || (needs.get(visit.node) ?? []).includes(visit.node);
      if (isCyclic) knots.push(knot.sort());
    }
  }
  return knots.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

/** The shortest way from the knot's first node back to itself. */
function shortestCycle(
  knot: readonly string[],
  needs: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const start = knot[0] ?? '';
  const members = new Set(knot);
  const cameFrom = new Map<string, string>();
  let frontier = [start];
  while (frontier.length > 0) {
    const next: string[] = [];
    for (const node of frontier) {
      for (const need of needs.get(node) ?? []) {
        if (need === start) return unwind(start, node, cameFrom);
        if (!members.has(need) || cameFrom.has(need)) continue;
        cameFrom.set(need, node);
        next.push(need);
      }
    }
    frontier = next;
  }
  return [start, start];
}

function unwind(start: string, last: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const path = [start];
  for (let node: string | undefined = last; node !== undefined && node !== start; node = cameFrom.get(node))
    path.push(node);
  path.push(start);
  return path.reverse();
}
