import { DEFAULT_WORKSPACE, type ExecutionScope, serviceRef } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { createPluginScope, createRootScope } from './plugin-scope.ts';
import { ServiceRegistry } from './service-registry.ts';

const request = (requestId: string): ExecutionScope => ({
  workspace: DEFAULT_WORKSPACE,
  principal: { id: 'system', kind: 'system', displayName: 'Test', roles: [] },
  requestId,
  signal: new AbortController().signal,
});

describe("a plugin's scope", () => {
  const clock = serviceRef<{ now(): number }>('clock.time');
  const registry = new ServiceRegistry();
  let hasEnded = false;
  const scope = createPluginScope(
    createRootScope(),
    registry,
    'diary',
    { clock },
    { maybe: clock },
    () => hasEnded,
  );
  const read = (value: unknown): number => (value as { now(): number }).now();

  it('answers what may come and go as it is at that moment', async () => {
    expect(scope.optional.maybe).to.equal(undefined);
    const stop = registry.provide('clock.time', 'clock', () => ({ now: () => 1 }));
    expect(read(scope.optional.maybe)).to.equal(1);
    await stop();
    expect(scope.optional.maybe).to.equal(undefined);
    registry.provide('clock.time', 'clock', () => ({ now: () => 2 }));
    expect(read(scope.deps.clock)).to.equal(2);
  });

  it('makes one of a kind for each request, and nothing before it is asked for', () => {
    let made = 0;
    const cache = scope.perRequest(({ requestId }) => ({ requestId, number: ++made }));
    expect(made).to.equal(0);
    const [first, second] = [request('a'), request('b')];
    expect(cache(first)).to.equal(cache(first));
    expect(cache(first)).to.deep.equal({ requestId: 'a', number: 1 });
    expect(cache(second)).to.deep.equal({ requestId: 'b', number: 2 });
    expect(scope.perRequest(() => 'other')(first), 'of another kind').to.equal('other');
  });

  it('gives nothing more to a plugin that has stopped', () => {
    hasEnded = true;
    expect(() => scope.deps.clock)
      .to.throw()
      .with.property('code', 'DW_PLUGIN_STOPPED');
    expect(() => scope.optional.maybe)
      .to.throw()
      .with.property('code', 'DW_PLUGIN_STOPPED');
  });
});
