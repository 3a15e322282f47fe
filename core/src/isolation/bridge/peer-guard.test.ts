import { setTimeout as delay } from 'node:timers/promises';
import { DEFAULT_WORKSPACE, type ExecutionScope } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { echo, pair, rejection } from '../../../test/isolation/peer-pair.ts';

describe('what the platform takes from a process that does not keep to the membrane', () => {
  const MARK = '\u0000datawave';
  const scope: ExecutionScope = {
    ...{ workspace: DEFAULT_WORKSPACE, requestId: 'r', signal: new AbortController().signal },
    principal: { id: 'user:ada', kind: 'user', displayName: 'Ada', roles: [] },
  };
  const principal = { id: 'user:root', kind: 'user', displayName: '', roles: ['admin'] };

  /** Sends a call and answers what the platform did with it. */
  async function call(target: unknown, method: string, args: unknown): Promise<string> {
    const heard: unknown[] = [];
    const { raw, violations, host } = pair(
      { act: (...given: unknown[]) => heard.push(given) },
      { take: () => undefined, wait: () => new Promise(() => undefined) },
    );
    // The process holds a scope and an object, 1 and 2, and is still to answer the call with the scope.
    const object = { open: async () => heard.push('opened'), _inner: () => heard.push('inner') };
    void rejection(host.callRoot('wait', [scope]));
    await host.callRoot('take', [object]);
    raw([['call', 1, target, method, args, true]]);
    await delay(20);
    return violations[0] ?? (heard.length > 0 ? 'heard' : 'refused');
  }

  it('is nothing that was not handed over, and no method that is not offered', async () => {
    expect(await call('act', '', [])).to.equal('heard');
    expect(await call(2, 'open', [])).to.equal('heard');
    const refused: readonly (readonly [unknown, string])[] = [
      ...([
        [2, '_inner'],
        [2, 'constructor'],
        [2, '__proto__'],
        [2, 'hasOwnProperty'],
        [3, 'open'],
        [-1, ''],
      ] as const),
      ...([
        ['constructor', ''],
        ['__proto__', ''],
        ['toString', ''],
        [{}, 'open'],
        [null, ''],
        [1, 'signal'],
      ] as const),
    ];
    for (const [target, method] of refused)
      expect(await call(target, method, []), `${String(target)}.${method}`).to.equal('refused');
  });

  it('is no scope that it made up, however it is dressed', async () => {
    const list = Object.assign([1], { principal, workspace: DEFAULT_WORKSPACE });
    const forged: readonly unknown[] = [
      { principal, workspace: DEFAULT_WORKSPACE, requestId: 'x' },
      { deep: [{ principal }] },
      new Map([['scope', { principal }]]),
      list,
      { [MARK]: 'escaped', value: { principal } },
      { [MARK]: 'object', id: 9, methods: [], data: { principal } },
      { [MARK]: 'scope', scope: { id: 2 }, signal: null },
      { [MARK]: 'scope', scope: { id: 99 }, signal: null },
      {
        [MARK]: 'scope',
        scope: { base: 2, requestId: 'x' },
        signal: { [MARK]: 'signal', id: 1, isAborted: false },
      },
      {
        [MARK]: 'scope',
        scope: { workspace: 'elsewhere' },
        signal: { [MARK]: 'signal', id: 1, isAborted: false },
      },
      { [MARK]: 'scope', scope: { principal, workspace: DEFAULT_WORKSPACE }, signal: null },
      // A scope is no object that could be handed back past whoever looks it up.
      { [MARK]: 'yours', id: 1 },
    ];
    for (const value of forged)
      expect(await call('act', '', [value]), JSON.stringify(value)).to.equal('refused');
    expect(await call('act', '', [{ [MARK]: 'scope', scope: { id: 1 }, signal: null }])).to.equal('heard');
  });

  it('is nothing that costs more than it weighs, or that runs when it is used', async () => {
    const deep: { a?: unknown } = {};
    let at = deep;
    for (let level = 0; level < 300; level++) {
      const next = {};
      at.a = next;
      at = next;
    }
    const sparse: unknown[] = [];
    sparse.length = 2 ** 31;
    const bad: readonly unknown[] = [
      ...[deep, sparse, /(a+)+$/, { [MARK]: 'texts', text: 'ab', lengths: new Int32Array([1, 5]) }],
      ...[{ [MARK]: 'texts', text: 'ab', lengths: [2] }, { [MARK]: 'unknown' }, { [MARK]: 'function' }],
      ...[{ [MARK]: 'yours', id: 'x' }, JSON.parse('{"__proto__": {"admin": true}}')],
    ];
    for (const value of bad) expect(await call('act', '', [value])).to.equal('refused');
    expect(await call('act', '', 'no list')).to.equal('refused');
  });

  it('hides nothing behind what is escaped, and no number that takes seconds to write', async () => {
    const large = 1n << 100_000n;
    const hidden: readonly unknown[] = [
      ...[/(a+)+$/, new Map([['scope', { principal }]]), [/(a+)+$/], new Set([/(a+)+$/])].map((value) => ({
        [MARK]: 'escaped',
        value,
      })),
      ...[large, -large, [large], { a: large }, new Map([[large, 1]]), new Set([large])],
      { [MARK]: 'url', href: large },
    ];
    for (const [index, value] of hidden.entries())
      expect(await call('act', '', [value]), String(index)).to.equal('refused');
    expect(await call('act', '', [{ a: 2n ** 4096n }])).to.equal('heard');
  });

  it('is no message whose parts throw or never end when they are read', async () => {
    let doubled: readonly unknown[] = ['x'];
    for (let level = 0; level < 30; level++) doubled = [doubled, doubled];
    for (const odd of [{ toString: 1, valueOf: 1 }, doubled, 1n << 100_000n]) {
      const { host, raw, violations } = pair(echo, { echo: () => 'still there' });
      raw([
        ['result', odd, 1, true],
        ['error', odd, 1],
        ['release', odd, odd],
        ['abort', odd, odd],
      ]);
      expect(await host.callRoot('echo', [])).to.equal('still there');
      raw([['tell', 'echo', odd, [], true]]);
      await delay(10);
      expect(violations).to.deep.equal(['it called without a name']);
      expect(await call(odd, '', [])).to.equal('refused');
    }
  });

  it('ends it when it sends what is no message, or too many', async () => {
    for (const batch of [[['unknown']], [['call', 'x']], [['call', 1, 'x', 2, []]], 'text', [1]]) {
      const { raw, violations } = pair({}, {});
      raw(batch as never);
      await delay(10);
      expect(violations).to.have.length(1);
    }
    const { raw, violations } = pair({}, {}, { framesPerSecond: 100 });
    raw(Array.from({ length: 101 }, () => ['release', 1, 1]));
    await delay(10);
    expect(violations[0]).to.contain('more than 100 messages within a second');
  });

  it('lets no error set a cookie', async () => {
    const { host, raw } = pair({}, { never: () => new Promise(() => undefined) });
    const failed = rejection(host.callRoot('never', []));
    const headers = { 'set-cookie': 'session=mine', 'Retry-After': '1' };
    raw([['error', 1, { code: 'DW_X', message: 'x', status: 503, headers }]]);
    expect((await failed).headers).to.deep.equal({ 'Retry-After': '1' });
  });

  it('takes any answer for what it can be', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withBigInt: true, withMap: true, withSet: true, withTypedArray: true }),
        async (answer) => {
          const { host, raw } = pair({}, { never: () => new Promise(() => undefined) });
          const asked = host.callRoot('never', []).then(
            () => 'answered',
            () => 'failed',
          );
          raw([
            ['result', 1, answer, false],
            ['error', 1, answer],
          ]);
          expect(await asked).to.be.oneOf(['answered', 'failed']);
        },
      ),
      { numRuns: 200 },
    );
  });
});
