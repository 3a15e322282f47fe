import { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { deserialize, serialize, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DataWaveError, DEFAULT_WORKSPACE, type ExecutionScope } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Frame, Transport } from '../channel/transport.ts';
import { CHANNEL_LIMITS, type ChannelLimits } from '../limits.ts';
import { childScopes } from './child-scopes.ts';
import { hostScopes } from './host-scopes.ts';
import { Peer, type Roots } from './peer.ts';

/** Two ends in one process; what passes is cloned as between two. */
function connect(): readonly [Transport, Transport] {
  const listeners: [((batch: unknown) => void)[], ((batch: unknown) => void)[]] = [[], []];
  const end = (own: 0 | 1, other: 0 | 1): Transport => ({
    send(batch: readonly Frame[], written) {
      const bytes = serialize(batch);
      setImmediate(() => {
        written();
        for (const listener of listeners[other]) listener(deserialize(bytes));
      });
    },
    onBatch: (listener) => void listeners[own].push(listener),
    onClose: () => undefined,
  });
  return [end(0, 1), end(1, 0)];
}

interface Pair {
  /** The platform's end. */
  readonly host: Peer;
  /** The plugin's end. */
  readonly child: Peer;
  readonly violations: string[];
  /** What arrives at the platform as if the plugin had not used the membrane. */
  raw(batch: readonly Frame[]): void;
}

function pair(hostRoots: Roots, childRoots: Roots, limits: Partial<ChannelLimits> = {}): Pair {
  const [a, b] = connect();
  const violations: string[] = [];
  const all = { ...CHANNEL_LIMITS, ...limits };
  const host = new Peer(a, {
    ...{ limits: all, isGuarded: true, roots: hostRoots },
    scopes: hostScopes({ id: 'guest', title: 'Guest' }),
    errors: { scrub: (text) => text, hasStack: false },
    onViolation: (reason) => void violations.push(reason),
  });
  const child = new Peer(b, {
    ...{ limits: all, isGuarded: false, roots: childRoots, scopes: childScopes('guest') },
    errors: { scrub: (text) => text, hasStack: true },
    onViolation: (reason) => void violations.push(reason),
  });
  return { host, child, violations, raw: (batch) => b.send(batch, () => undefined) };
}

async function* nothing(): AsyncGenerator<never> {
  yield* [];
}

const echo: Roots = { echo: (value: unknown) => value };
const rejection = (promise: PromiseLike<unknown>): Promise<DataWaveError> =>
  Promise.resolve(promise).then(
    () => {
      throw new Error('did not fail');
    },
    (error: unknown) => error as DataWaveError,
  );

/** Whatever plain data may hold; texts long enough to be packed among it. */
const data = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    ...[
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      fc.bigInt(),
      fc.constant(null),
      fc.constant(undefined),
    ],
    ...[
      fc.date({ noInvalidDate: false }),
      fc.uint8Array(),
      fc.array(fc.oneof(fc.string(), fc.constant(null)), { minLength: 6, maxLength: 12 }),
    ],
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__' && key !== 'principal'),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.uniqueArray(fc.oneof(fc.string(), fc.integer()), { maxLength: 4 }).map((items) => new Set(items)),
    // A field that looks like the membrane's own.
    fc.record({ '\u0000datawave': tie('value') }, { noNullPrototype: true }),
  ),
}));

describe('the membrane between two processes', () => {
  it('hands over plain data as it is, in both directions', async () => {
    const { host, child } = pair(echo, echo);
    await fc.assert(
      fc.asyncProperty(data.value, async (value) => {
        expect(await host.callRoot('echo', [value])).to.deep.equal(value);
        expect(await child.callRoot('echo', [value])).to.deep.equal(value);
      }),
      { numRuns: 300 },
    );
  });

  it('hands over functions, objects, errors, signals and iterables anywhere in data, and takes its own back', async () => {
    const { host, child } = pair(echo, echo);
    const special = fc.constantFrom<() => unknown>(
      () => async (value: unknown) => value,
      () => ({ title: 'T', run: async () => 1 }),
      () => new AbortController().signal,
      () => nothing(),
    );
    const place = fc.constantFrom<(value: unknown) => unknown>(
      (value) => value,
      (value) => [1, value],
      (value) => ({ deep: { at: [value] } }),
      (value) => new Map([['key', value]]),
      (value) => ({ '\u0000datawave': value }),
    );
    await fc.assert(
      fc.asyncProperty(special, place, fc.boolean(), async (make, put, isHost) => {
        const value = make();
        const back = await (isHost ? host : child).callRoot('echo', [put(value)]);
        if (value instanceof AbortSignal) return;
        expect(back).to.deep.equal(put(value));
      }),
      { numRuns: 100 },
    );
    const error = await host.callRoot('echo', [
      new DataWaveError({ code: 'DW_X_Y', message: 'm', status: 409, cause: new RangeError('c') }),
    ]);
    expect(error).to.be.instanceOf(Error).and.to.include({ code: 'DW_X_Y', message: 'm', status: 409 });
    expect((error as Error).cause)
      .to.be.instanceOf(Error)
      .and.to.include({ name: 'RangeError', message: 'c' });
  });

  it('names what cannot cross by its path, and sends nothing of it', async () => {
    const { host } = pair(echo, echo);
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const cases: readonly (readonly [unknown, RegExp])[] = [
      [{ a: [0, Symbol('s')] }, /argument\.0\.a\.1 is a symbol/],
      [{ when: Promise.resolve() }, /argument\.0\.when is a promise/],
      [{ out: process.stdout }, /argument\.0\.out is a stream that is written to/],
      [circle, /nested more than 200 deep, or circular/],
      [JSON.parse('{"__proto__": 1}'), /a field "__proto__"/],
    ];
    for (const [value, message] of cases) {
      const error = await rejection(host.callRoot('echo', [value]));
      expect(error).to.include({ code: 'DW_ISOLATION_VALUE' });
      expect(error.message).to.match(message);
    }
  });

  it('fails only the call whose value the clone refuses', async () => {
    const { host } = pair(echo, echo);
    const answers = await Promise.allSettled([
      host.callRoot('echo', [1]),
      host.callRoot('echo', [new Proxy({}, {})]),
      host.callRoot('echo', [3]),
    ]);
    expect(answers.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('asks a stream for more only when what came has been used, and ends it when nobody does', async () => {
    let made = 0;
    let isEnded = false;
    const { child } = pair(
      {
        stream: () =>
          (async function* () {
            try {
              for (;;) yield { number: made++, texts: Array.from({ length: 20 }, String) };
            } finally {
              isEnded = true;
            }
          })(),
      },
      {},
    );
    const seen: unknown[] = [];
    for await (const item of child.callRoot('stream', [])) {
      seen.push(Reflect.get(Object(item), 'number'));
      if (seen.length === 40) break;
      if (seen.length === 5) {
        await delay(50);
        expect(made, 'not far ahead').to.be.below(70);
      }
    }
    expect(seen).to.deep.equal(Array.from({ length: 40 }, (_, index) => index));
    while (!isEnded) await delay(5);
  });

  it('lets go of what the other side lets go of', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { host, child } = pair({}, { keep: () => undefined });
    for (let turn = 0; turn < 200; turn++) await host.callRoot('keep', [{ run: async () => turn }]);
    for (let waited = 0; host.held.given > 20 && waited < 100; waited++) {
      collect();
      await delay(20);
    }
    expect(host.held.given).to.be.below(20);
    expect(child.held.taken).to.be.below(20);
  });

  it('answers a call that takes too long, and refuses more than it can hold', async () => {
    const { host } = pair(
      {},
      { never: () => new Promise(() => undefined) },
      { callMs: 50, callsInFlight: 2 },
    );
    const waiting = rejection(host.callRoot('never', []));
    void rejection(host.callRoot('never', []));
    expect(await rejection(host.callRoot('never', []))).to.include({
      code: 'DW_ISOLATION_BUSY',
      status: 503,
    });
    expect(await waiting).to.include({ code: 'DW_ISOLATION_TIMEOUT', status: 504 });
    host.close(new DataWaveError({ code: 'DW_ISOLATION_GONE', message: 'gone' }));
    expect(await rejection(host.callRoot('never', []))).to.include({ code: 'DW_ISOLATION_GONE' });
  });

  it('leaves nothing open that it could not hand over', async () => {
    const socket = new Duplex();
    const { child } = pair({ connect: async () => socket }, {});
    expect(await rejection(child.callRoot('connect', []))).to.include({ code: 'DW_ISOLATION_VALUE' });
    expect(socket.destroyed).to.equal(true);
  });

  it('refuses what is larger than a message may be', async () => {
    const { host } = pair({}, echo, { messageBytes: 1000, messageValues: 50 });
    for (const value of ['x'.repeat(2000), Array.from({ length: 60 }, () => 1)])
      expect(await rejection(host.callRoot('echo', [value]))).to.include({ code: 'DW_ISOLATION_TOO_LARGE' });
  });
});

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
      { take: () => undefined },
    );
    // The process holds a scope and an object, 1 and 2.
    await host.callRoot('take', [
      scope,
      { open: async () => heard.push('opened'), _inner: () => heard.push('inner') },
    ]);
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
