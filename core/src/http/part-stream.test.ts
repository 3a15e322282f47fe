import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { serve } from '../../test/http/serve.ts';
import { sendParts } from './part-stream.ts';

const PART = 'x'.repeat(64 * 1024);

/** Sends parts to one client, and says how the sending ended. */
async function sending(parts: AsyncIterable<string>): Promise<{
  readonly answer: IncomingMessage;
  readonly ended: Promise<unknown>;
  readonly close: () => void;
}> {
  const outcome = Promise.withResolvers<unknown>();
  const server = createServer((_request, response) => {
    sendParts(response, parts, new AbortController().signal).then(
      () => outcome.resolve(null),
      (error: unknown) => outcome.resolve(error),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A listening TCP server has a port.
  const { port } = server.address() as AddressInfo;
  const [answer] = (await once(get({ host: '127.0.0.1', port }), 'response')) as [IncomingMessage];
  return {
    answer,
    ended: outcome.promise,
    close() {
      answer.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('an answer in parts', () => {
  it('is kept by nobody unless it says otherwise, and then says so once', async () => {
    const served = await serve();
    try {
      for (const [path, headers] of [
        ['/things/passing', {}],
        ['/things/lasting', { 'Cache-Control': 'private, immutable', 'Content-Length': '4' }],
      ] as const)
        served.routes.route({
          ...{ method: 'GET', path, permission: 'things:read', summary: 'Things, part by part' },
          handler: async () => ({
            headers,
            stream: (async function* () {
              yield 'th';
              yield 'is';
            })(),
          }),
        });
      const [passing, lasting] = await Promise.all(
        ['passing', 'lasting'].map((name) => served.call('GET', `/api/v1/things/${name}`)),
      );
      expect(passing?.headers.get('cache-control')).to.equal('no-store');
      expect(lasting?.headers.get('cache-control')).to.equal('private, immutable');
      expect(lasting?.headers.get('content-length')).to.equal('4');
      expect(await lasting?.text()).to.equal('this');
    } finally {
      await served.close();
    }
  });

  it('arrives whole', async () => {
    async function* parts() {
      for (let index = 0; index < 100; index++) yield `${index}\n`;
    }
    const { answer, ended, close } = await sending(parts());
    let text = '';
    for await (const chunk of answer) text += String(chunk);
    expect(text.split('\n')).to.have.length(101);
    expect(await ended).to.equal(null);
    close();
  });

  it('is made no faster than it is taken, and no more of it once the client is gone', async () => {
    const ENDLESS = 100_000;
    let made = 0;
    let isOver = false;
    async function* parts() {
      try {
        while (made < ENDLESS) {
          made += 1;
          yield PART;
        }
      } finally {
        isOver = true;
      }
    }
    const { answer, ended, close } = await sending(parts());
    answer.pause();
    // Everything that would be made without waiting is made before this many turns are over.
    for (let turn = 0; turn < 2_000; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(made).to.be.below(ENDLESS / 10);
    close();
    expect(await ended).to.be.an('error');
    expect(isOver).to.equal(true);
  });

  it('is cut off where its making fails, so that nobody takes it for the whole', async () => {
    async function* parts() {
      yield PART;
      throw new Error('the database is gone');
    }
    const { answer, ended, close } = await sending(parts());
    const read = async (): Promise<void> => {
      for await (const chunk of answer) void chunk;
    };
    expect(
      await read().then(
        () => null,
        (error: unknown) => error,
      ),
    ).to.be.an('error');
    expect(await ended).to.have.property('message', 'the database is gone');
    close();
  });
});
