/** One measured step with the steps inside it. Times in milliseconds, `startMs` since the root began. */
export interface TimingNode {
  readonly name: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly children: readonly TimingNode[];
}

/** A step that is being measured. */
export class TimeTree {
  readonly name: string;
  readonly #root: TimeTree;
  readonly #children: TimeTree[] = [];
  readonly #startedAt: number;
  #endedAt: number | undefined;

  constructor(name: string, root?: TimeTree, startedAt = performance.now()) {
    this.name = name;
    this.#root = root ?? this;
    this.#startedAt = startedAt;
  }

  /** Begins a step inside this one. */
  begin(name: string): TimeTree {
    const child = new TimeTree(name, this.#root);
    this.#children.push(child);
    return child;
  }

  /** Adds a step that was measured elsewhere and has just ended. */
  add(name: string, durationMs: number): void {
    const now = performance.now();
    const child = new TimeTree(name, this.#root, now - durationMs);
    child.#endedAt = now;
    this.#children.push(child);
  }

  /** Milliseconds the step took, or has taken so far. */
  get elapsedMs(): number {
    return (this.#endedAt ?? performance.now()) - this.#startedAt;
  }

  end(): void {
    this.#endedAt ??= performance.now();
  }

  /** Measures work as a step inside this one, whether it succeeds or not. */
  async measure<T>(name: string, work: (step: TimeTree) => Promise<T> | T): Promise<T> {
    const step = this.begin(name);
    try {
      return await work(step);
    } finally {
      step.end();
    }
  }

  snapshot(): TimingNode {
    return {
      name: this.name,
      startMs: this.#startedAt - this.#root.#startedAt,
      durationMs: this.elapsedMs,
      children: this.#children.map((child) => child.snapshot()),
    };
  }
}

/** The path to the leaf that held everything up: at each level the step that took longest, down to one with nothing inside. */
export function slowestPath(root: TimingNode): readonly TimingNode[] {
  const path = [root];
  for (let node: TimingNode | undefined = root; node !== undefined; ) {
    const slowest: TimingNode | undefined = node.children.toSorted((a, b) => b.durationMs - a.durationMs)[0];
    // A step whose own work outweighs anything inside it is itself to blame.
    if (slowest === undefined || slowest.durationMs < node.durationMs / 4) break;
    path.push(slowest);
    node = slowest;
  }
  return path;
}

/** Draws the tree as text, one step a line, and names the leaf that was slow. */
export function renderTiming(root: TimingNode): string {
  const blamed = slowestPath(root);
  const culprit = blamed.at(-1);
  const lines: string[] = [];
  const draw = (node: TimingNode, prefix: string, branch: string): void => {
    const mark = node === culprit && node !== root ? '  <- slowest' : '';
    lines.push(`${prefix}${branch}${node.name} ${node.durationMs.toFixed(1)} ms${mark}`);
    const inner = prefix + (branch === '' ? '' : branch.startsWith('└') ? '   ' : '│  ');
    node.children.forEach((child, index) =>
      draw(child, inner, index === node.children.length - 1 ? '└─ ' : '├─ '),
    );
  };
  draw(root, '', '');
  if (culprit !== undefined && culprit !== root) {
    const way = blamed
      .slice(1)
      .map((node) => node.name)
      .join(' > ');
    lines.push(`Slowest: ${way} took ${culprit.durationMs.toFixed(1)} of ${root.durationMs.toFixed(1)} ms.`);
  }
  return lines.join('\n');
}
