import { expect } from 'chai';
import { renderTiming, slowestPath, TimeTree, type TimingNode } from './time-tree.ts';

const node = (name: string, durationMs: number, children: readonly TimingNode[] = []): TimingNode => ({
  name,
  startMs: 0,
  durationMs,
  children,
});

describe('the tree of times', () => {
  const boot = node('boot', 100, [
    node('import', 10, [node('a', 9)]),
    node('set up', 85, [node('b', 2), node('c', 80)]),
  ]);

  it('blames the leaf that was slow', () => {
    expect(slowestPath(boot).map(({ name }) => name)).to.deep.equal(['boot', 'set up', 'c']);
  });

  it('blames a step for its own work, not for a small one inside it', () => {
    expect(slowestPath(node('boot', 100, [node('open', 90, [node('quick', 3)])])).at(-1)?.name).to.equal(
      'open',
    );
  });

  it('is drawn as a tree that marks the culprit', () => {
    expect(renderTiming(boot)).to.equal(
      [
        'boot 100.0 ms',
        '├─ import 10.0 ms',
        '│  └─ a 9.0 ms',
        '└─ set up 85.0 ms',
        '   ├─ b 2.0 ms',
        '   └─ c 80.0 ms  <- slowest',
        'Slowest: set up > c took 80.0 of 100.0 ms.',
      ].join('\n'),
    );
  });

  it('measures a step also when it fails', async () => {
    const tree = new TimeTree('root');
    await tree.measure('fails', () => Promise.reject(new Error('x'))).catch(() => undefined);
    tree.add('elsewhere', 5);
    tree.end();
    const { children } = tree.snapshot();
    expect(children.map(({ name }) => name)).to.deep.equal(['fails', 'elsewhere']);
    expect(children[1]?.durationMs).to.be.closeTo(5, 0.001);
  });
});
