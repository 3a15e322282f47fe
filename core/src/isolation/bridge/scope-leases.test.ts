import { setTimeout as delay } from 'node:timers/promises';
import { DEFAULT_WORKSPACE, type ExecutionScope, pluginScope } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { pair, rejection } from '../../../test/isolation/peer-pair.ts';

const OVER = 'DW_ISOLATION_SCOPE_OVER';

/** Of an administrator's request, and how it ends. */
function request(): { readonly scope: ExecutionScope; readonly abort: AbortController } {
  const abort = new AbortController();
  const principal = { id: 'user:root', kind: 'user', displayName: 'Root', roles: ['admin'] } as const;
  return {
    scope: { workspace: DEFAULT_WORKSPACE, requestId: 'r', signal: abort.signal, principal },
    abort,
  };
}

const who = { act: async (scope: ExecutionScope) => scope.principal.id };
type Act = (scope: ExecutionScope) => Promise<unknown>;

describe('a scope in the hands of an isolated plugin', () => {
  it('is good while the call lasts in which it was handed out, and not after it', async () => {
    let kept: ExecutionScope | null = null;
    const { host, child } = pair(who, {
      handle: async (scope: ExecutionScope) => {
        kept = scope;
        return await child.callRoot('act', [scope]);
      },
    });
    const act: Act = async (scope) => await child.callRoot('act', [scope]);
    const { scope } = request();
    expect(await host.callRoot('handle', [scope])).to.equal('user:root');
    const held = kept as unknown as ExecutionScope;
    expect(await rejection(act(held))).to.include({ code: OVER, status: 403 });
    const dressed = { ...held, requestId: 'x', signal: new AbortController().signal };
    expect(await rejection(act(dressed)), 'with another signal').to.include({ code: OVER });
    expect(await host.callRoot('handle', [scope]), 'handed out anew').to.equal('user:root');
    expect(await rejection(act(held))).to.include({ code: OVER });
  });

  it('is over when what it stands for has ended, although the plugin still owes its answer', async () => {
    const { scope, abort } = request();
    const { host, child } = pair(who, {
      handle: async (given: ExecutionScope) => {
        abort.abort();
        return await child.callRoot('act', [given]);
      },
    });
    expect(await rejection(host.callRoot('handle', [scope]))).to.include({ code: OVER });
  });

  it('is over when a call fails, times out, or could not be sent at all', async () => {
    const kept: ExecutionScope[] = [];
    const { host, child } = pair(
      who,
      {
        fail: async (scope: ExecutionScope) => {
          kept.push(scope);
          throw new Error('failed');
        },
        never: (scope: ExecutionScope) => {
          kept.push(scope);
          return new Promise(() => undefined);
        },
      },
      { callMs: 50 },
    );
    await rejection(host.callRoot('fail', [request().scope]));
    const { scope } = request();
    await rejection(host.callRoot('never', [scope]));
    await rejection(host.callRoot('never', [scope, Symbol('unsendable')]));
    for (const one of kept) expect(await rejection(child.callRoot('act', [one]))).to.include({ code: OVER });
    expect(kept).to.have.length(2);
  });

  it('is good for as long as what was answered is being read, and no longer', async () => {
    let kept: ExecutionScope | null = null;
    const { host, child } = pair(who, {
      rows: async (scope: ExecutionScope) => {
        kept = scope;
        return {
          body: (async function* () {
            for (let row = 0; row < 3; row++) yield `${row} ${String(await child.callRoot('act', [scope]))}`;
          })(),
        };
      },
    });
    const { body } = (await host.callRoot('rows', [request().scope])) as { body: AsyncIterable<string> };
    const rows: string[] = [];
    for await (const row of body) {
      await delay(5);
      rows.push(row);
    }
    expect(rows).to.deep.equal(['0 user:root', '1 user:root', '2 user:root']);
    expect(await rejection(child.callRoot('act', [kept]))).to.include({ code: OVER });
  });

  it('ends what was begun in it, wherever it was passed on to', async () => {
    let passed: ExecutionScope | null = null;
    const other = pair(who, {
      collect: async (scope: ExecutionScope) => {
        passed = scope;
        await new Promise(() => undefined);
      },
    });
    let running: ExecutionScope | null = null;
    const { host, child } = pair(
      {
        begin: async (scope: ExecutionScope) => {
          running = scope;
          // Another plugin's service, in another process.
          void rejection(other.host.callRoot('collect', [scope]));
        },
      },
      { handle: async (scope: ExecutionScope) => void (await child.callRoot('begin', [scope])) },
    );
    await host.callRoot('handle', [request().scope]);
    expect((running as unknown as ExecutionScope).signal.aborted).to.equal(true);
    while (passed === null) await delay(1);
    expect(await rejection(other.child.callRoot('act', [passed])), 'in the other process').to.include({
      code: OVER,
    });
  });

  it('comes back as the very scope that it was, in the answer of the call that was given it', async () => {
    const { scope } = request();
    const kept: ExecutionScope[] = [];
    const { host } = pair(who, {
      waterfall: (payload: { scope: ExecutionScope }) => {
        kept.push(payload.scope);
        return { ...payload, note: 'changed' };
      },
      another: () => kept[0],
    });
    const answer = (await host.callRoot('waterfall', [{ scope, note: '' }])) as { scope: ExecutionScope };
    expect(answer.scope).to.equal(scope);
    expect(await rejection(host.callRoot('another', [request().scope]))).to.include({ code: OVER });
  });

  it('is no other process’s, whatever its number', async () => {
    const one = pair(who, { handle: () => new Promise(() => undefined) });
    const two = pair(who, { handle: async (scope: ExecutionScope) => scope.principal.id });
    void rejection(one.host.callRoot('handle', [request().scope]));
    let kept: ExecutionScope | null = null;
    const three = pair(who, {
      handle: (scope: ExecutionScope) => {
        kept = scope;
        return new Promise(() => undefined);
      },
    });
    void rejection(three.host.callRoot('handle', [request().scope]));
    while (kept === null) await delay(1);
    // What one process was given is nothing in another: not even a scope.
    expect(await rejection(two.child.callRoot('act', [kept]))).to.include({ code: 'DW_ISOLATION_SCOPE' });
    const MARK = '\u0000datawave';
    const heard: unknown[] = [];
    const four = pair({ act: (scope: unknown) => void heard.push(scope) }, {});
    four.raw([['call', 1, 'act', '', [{ [MARK]: 'scope', scope: { id: 1 }, signal: null }], false]]);
    await delay(20);
    expect(heard).to.deep.equal([]);
  });

  it('is the plugin’s own at any time', async () => {
    let kept: ExecutionScope | null = null;
    const { host, child } = pair(who, {
      handle: async (scope: ExecutionScope) => {
        kept = scope;
      },
    });
    const { signal } = new AbortController();
    await host.callRoot('handle', [pluginScope('guest', 'Guest', { signal })]);
    expect(await child.callRoot('act', [kept])).to.equal('plugin:guest');
    expect(await child.callRoot('act', [pluginScope('guest', 'Guest', { signal })])).to.equal('plugin:guest');
  });
});
