import { expect } from 'chai';
import { type ReadAnswer, SharedReads } from './shared-reads.ts';

describe('SharedReads', () => {
  interface Asked {
    readonly address: string;
    readonly signal: AbortSignal;
    answer(text: string): void;
  }
  let asked: Asked[];
  let reads: SharedReads;
  beforeEach(() => {
    asked = [];
    reads = new SharedReads((address, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<ReadAnswer>();
      signal.addEventListener('abort', () => reject(signal.reason));
      asked.push({ address, signal, answer: (text) => resolve({ text, etag: null }) });
      return promise;
    });
  });
  const addresses = (): readonly string[] => asked.map(({ address }) => address);

  it('asks once for what several want at the same time', async () => {
    const all = [reads.read('/a'), reads.read('/b'), reads.read('/a', new AbortController().signal)];
    expect(addresses()).to.deep.equal(['/a', '/b']);
    for (const { address, answer } of asked) answer(address);
    expect((await Promise.all(all)).map(({ text }) => text)).to.deep.equal(['/a', '/b', '/a']);
  });

  it('asks again once it was answered', async () => {
    const first = reads.read('/a');
    asked[0]?.answer('1');
    await first;
    void reads.read('/a');
    expect(addresses()).to.deep.equal(['/a', '/a']);
  });

  it('asks anew for what may have changed since it was asked for', async () => {
    const before = reads.read('/a');
    reads.forget();
    const after = reads.read('/a');
    asked[1]?.answer('new');
    asked[0]?.answer('old');
    expect([(await before).text, (await after).text]).to.deep.equal(['old', 'new']);
  });

  it('goes on for who still waits, and is aborted when nobody does', async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const [first, second] = [reads.read('/a', one.signal), reads.read('/a', other.signal)].map((read) =>
      read.catch((error: unknown) => (error instanceof Error ? error.name : error)),
    );
    one.abort();
    expect(await first).to.equal('AbortError');
    expect(asked[0]?.signal.aborted).to.equal(false);
    other.abort();
    expect(await second).to.equal('AbortError');
    expect(asked[0]?.signal.aborted).to.equal(true);
    // Who comes after that does not get an aborted one.
    void reads.read('/a');
    expect(addresses()).to.deep.equal(['/a', '/a']);
  });

  it('tells everybody who waits why it failed', async () => {
    const failing = new SharedReads(() => Promise.reject(new Error('no')));
    const said = [failing.read('/a'), failing.read('/a')].map((read) =>
      read.catch((error: unknown) => String(error)),
    );
    expect(await Promise.all(said)).to.deep.equal(['Error: no', 'Error: no']);
  });
});
