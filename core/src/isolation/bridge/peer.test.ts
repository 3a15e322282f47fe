import { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { echo, pair, rejection } from '../../../test/isolation/peer-pair.ts';

async function* nothing(): AsyncGenerator<never> {
  yield* [];
}

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
