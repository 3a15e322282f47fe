import type { HookErrorPolicy, HookKind } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import type { TapFault } from './guarded-tap.ts';
import { HookRegistry } from './hook-registry.ts';
import { TIMED_CALLS } from './tap-timing.ts';

const PLUGINS = ['one', 'two', 'three', 'asleep'];

describe('a guarded hook', () => {
  let faults: TapFault[];
  let registry: HookRegistry;

  beforeEach(() => {
    faults = [];
    registry = new HookRegistry({
      knownPlugins: () => new Set(PLUGINS),
      rankOf: (plugin) => PLUGINS.indexOf(plugin),
      onFault: (fault) => void faults.push(fault),
      tapBudgetMs: 100,
    });
  });

  afterEach(() => registry.stop());

  const declare = <Mode extends 'sync' | 'async'>(
    flow: HookKind,
    mode: Mode,
    onError: HookErrorPolicy = 'isolate',
  ) => {
    const hook = { id: 'owner.hook', flow, mode, onError };
    registry.declare('owner', hook);
    return {
      tap: (
        plugin: string,
        call: (payload: never) => unknown,
        order?: { readonly before?: readonly string[]; readonly stage?: number },
      ) => registry.tap(plugin, hook, call, order),
      call: (payload: unknown): unknown => registry.call('owner', hook, payload),
    };
  };
  const codes = (): readonly string[] => faults.map(({ plugin, error }) => `${plugin} ${error.code}`);
  const fail = (): never => {
    throw new Error('boo');
  };

  describe('orders its taps', () => {
    const order = (
      taps: readonly (readonly [string, { readonly before?: readonly string[]; readonly stage?: number }?])[],
    ): readonly string[] => {
      const hook = declare('series', 'sync');
      for (const [plugin, at] of taps) hook.tap(plugin, () => undefined, at);
      return registry.order('owner.hook');
    };

    it('by the graph of the plugins, whoever came first', () => {
      expect(order([['three'], ['one'], ['two']])).to.deep.equal(['one', 'two', 'three']);
    });
    it('by stage before that', () => {
      expect(order([['one', { stage: 5 }], ['two'], ['three', { stage: -1 }]])).to.deep.equal([
        'three',
        'two',
        'one',
      ]);
    });
    it('by before, also when the other comes later', () => {
      expect(order([['three', { before: ['one'] }], ['one'], ['two']])).to.deep.equal([
        'two',
        'three',
        'one',
      ]);
    });
    it('ignoring a before that names a plugin which is not running', () => {
      expect(order([['two', { before: ['asleep'] }], ['one']])).to.deep.equal(['one', 'two']);
    });
    it('refusing a before that names nobody, with the nearest name', () => {
      expect(() => order([['one', { before: ['tow'] }]]))
        .to.throw(/"tow", which names no known plugin/)
        .with.property('hint', 'Did you mean "two"?');
    });
    it('refusing a before that contradicts a stage', () => {
      expect(() => order([['one', { before: ['two'], stage: 1 }], ['two']])).to.throw(
        /has stage 1.*earlier stage 0/,
      );
    });
    it('refusing befores that go in a circle, naming it', () => {
      expect(() =>
        order([
          ['one', { before: ['two'] }],
          ['two', { before: ['three'] }],
          ['three', { before: ['one'] }],
        ]),
      ).to.throw(/one before two before three before one/);
    });
    it('staying as it was when a tap is refused', () => {
      expect(() =>
        order([
          ['one', { before: ['two'] }],
          ['two', { before: ['one'] }],
        ]),
      ).to.throw();
      expect(registry.order('owner.hook')).to.deep.equal(['one']);
    });
  });

  describe('runs them', () => {
    it('as a waterfall, in which a failing tap changes nothing', () => {
      const hook = declare('waterfall', 'sync');
      hook.tap('one', (value: number) => value + 1);
      hook.tap('two', fail);
      hook.tap('three', (value: number) => value * 10);
      expect(hook.call(1)).to.equal(20);
      expect(codes()).to.deep.equal(['two DW_HOOK_TAP_FAILED']);
    });

    it('until one answers', async () => {
      const hook = declare('bail', 'async');
      const asked: string[] = [];
      hook.tap('one', () => void asked.push('one'));
      hook.tap('two', async () => 'two');
      hook.tap('three', () => void asked.push('three'));
      expect(await hook.call(null)).to.equal('two');
      expect(asked).to.deep.equal(['one']);
    });

    it('at once where they are parallel, one after the other where they are a series', async () => {
      for (const [flow, expected] of [
        ['parallel', 'abAB'],
        ['series', 'aAbB'],
      ] as const) {
        const hook = { id: `owner.${flow}`, flow, mode: 'async', onError: 'isolate' } as const;
        registry.declare('owner', hook);
        let events = '';
        for (const [plugin, name] of [
          ['one', 'a'],
          ['two', 'b'],
        ] as const) {
          registry.tap(plugin, hook, async () => {
            events += name;
            await new Promise((resolve) => setTimeout(resolve, 5));
            events += name.toUpperCase();
          });
        }
        await registry.call('owner', hook, null);
        expect(events).to.equal(expected);
      }
    });
  });

  describe('guards against taps', () => {
    it('that throw: isolated, they are recorded and the others go on', async () => {
      for (const mode of ['sync', 'async'] as const) {
        const hook = { id: `owner.${mode}`, flow: 'series', mode, onError: 'isolate' } as const;
        registry.declare('owner', hook);
        let reached = 0;
        registry.tap('one', hook, fail);
        registry.tap('two', hook, () => {
          reached += 1;
        });
        await registry.call('owner', hook, null);
        expect(reached).to.equal(1);
      }
      expect(codes()).to.deep.equal(['one DW_HOOK_TAP_FAILED', 'one DW_HOOK_TAP_FAILED']);
      expect(faults[0]?.error).to.have.nested.property('cause.message', 'boo');
    });

    it('that throw: closed, the call fails with plugin and hook named', async () => {
      const sync = declare('series', 'sync', 'fail-closed');
      sync.tap('one', fail);
      expect(() => sync.call(null)).to.throw('Plugin "one" failed in hook "owner.hook": boo');
      const hook = { id: 'owner.decision', flow: 'bail', mode: 'async', onError: 'fail-closed' } as const;
      registry.declare('owner', hook);
      registry.tap('two', hook, async () => fail());
      const error: unknown = await (registry.call('owner', hook, null) as Promise<unknown>).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).to.have.property('code', 'DW_HOOK_TAP_FAILED');
    });

    it('that throw before their first await', async () => {
      const hook = declare('parallel', 'async');
      hook.tap('one', fail);
      await hook.call(null);
      expect(codes()).to.deep.equal(['one DW_HOOK_TAP_FAILED']);
    });

    it('that are asynchronous on a synchronous hook, and reject later', async () => {
      const hook = declare('waterfall', 'sync');
      hook.tap('one', async () => fail());
      expect(hook.call(7)).to.equal(7);
      expect(codes()).to.deep.equal(['one DW_HOOK_TAP_ASYNC']);
      // An unhandled rejection would end the test run.
      await new Promise((resolve) => setTimeout(resolve, 5));
    });

    it('that never answer, or answer too late', async () => {
      const hook = declare('series', 'async');
      let reached = 0;
      hook.tap('one', () => new Promise((resolve) => setTimeout(resolve, 600)));
      hook.tap('two', () => {
        reached += 1;
      });
      await hook.call(null);
      expect(reached).to.equal(1);
      expect(codes()).to.deep.equal(['one DW_HOOK_TAP_TIMEOUT']);
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(reached, 'the late answer counts for nothing').to.equal(1);
    });
  });

  it('is compiled anew when a tap is withdrawn, and a call that runs ends on the old one', async () => {
    const hook = declare('series', 'async');
    const events: string[] = [];
    const withdraw = hook.tap('two', () => void events.push('two'));
    hook.tap('one', async () => {
      await withdraw();
      events.push('one');
    });
    await hook.call(null);
    await hook.call(null);
    expect(events).to.deep.equal(['one', 'two', 'one']);
  });

  it('may be called by its owner alone, and only while that one runs', () => {
    const hook = { id: 'owner.hook', flow: 'series', mode: 'sync', onError: 'isolate' } as const;
    registry.tap('one', hook, () => undefined);
    expect(() => registry.call('owner', hook, null)).to.throw(/does not own/);
    const withdraw = registry.declare('owner', hook);
    registry.call('owner', hook, null);
    expect(() => registry.call('one', hook, null)).to.throw(/does not own/);
    void withdraw();
    expect(() => registry.call('owner', hook, null)).to.throw(/does not own/);
  });

  it('refuses who takes it for another kind of hook', () => {
    declare('series', 'sync');
    const other = { id: 'owner.hook', flow: 'bail', mode: 'async', onError: 'isolate' } as const;
    expect(() => registry.tap('one', other, () => undefined)).to.throw(
      /for async bail, isolate, but it is sync series, isolate/,
    );
  });

  it('counts every call and error, and puts time down to the plugin from the calls it times', () => {
    const hook = declare('series', 'sync');
    hook.tap('one', () => {
      const until = performance.now() + 0.2;
      while (performance.now() < until);
    });
    hook.tap('two', fail);
    const calls = TIMED_CALLS * 4;
    const started = performance.now();
    for (let i = 0; i < calls; i += 1) hook.call(null);
    const tookMs = performance.now() - started;
    const [slow, failing] = registry.timings();
    expect(slow).to.include({ plugin: 'one', calls, samples: TIMED_CALLS + 3, errors: 0 });
    expect(slow?.meanMs).to.be.within(0.2, tookMs);
    expect(slow?.estimatedMs).to.be.closeTo((slow?.meanMs ?? 0) * calls, 0.001);
    expect(failing).to.include({ plugin: 'two', errors: calls });
  });
});
