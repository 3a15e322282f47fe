import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createSecureContext, TLSSocket, connect as upgrade } from 'node:tls';
import type { EgressService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { pair, rejection } from '../../../test/isolation/peer-pair.ts';
import { makeCertificates } from '../../../test/servers/index.ts';
import { silentLog } from '../../../test/storage.ts';
import { createEgress } from '../../security/egress.ts';
import { GuardedEgress } from './guarded-egress.ts';
import { HostSockets, WRITE_BYTES } from './host-socket.ts';
import { MARK } from './wire.ts';

const hash = (...parts: readonly Uint8Array[]): string => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
};

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !isSo(); waited += 5) {
    if (waited > 20_000) throw new Error(`never: ${what}`);
    await delay(5);
  }
}

describe('a connection of an isolated plugin', () => {
  const served = new Set<Socket>();
  let server: Server;
  let serve: (socket: Socket) => void;
  let port: number;
  let sockets: HostSockets;
  /** The platform's own ends. */
  let raw: Socket[];
  let opened: Socket[];
  let connect: (options?: object) => Promise<Socket>;
  let peers: ReturnType<typeof pair>;

  before(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      served.add(socket);
      serve(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  after(() => {
    for (const socket of served) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });

  beforeEach(() => {
    raw = [];
    sockets = new HostSockets('guest', { most: 3 });
    const broker = createEgress({ policy: {}, log: silentLog });
    const egress: EgressService = {
      ...broker,
      async connect(target) {
        const socket = await broker.connect(target);
        raw.push(socket);
        return socket;
      },
    };
    const destinations = { network: ['127.0.0.1'], settings: [] };
    const guarded = new GuardedEgress(egress, destinations, {
      ...{ plugin: 'guest', sockets },
      isShown: () => false,
      onRefused: () => undefined,
    });
    peers = pair({ egress: () => guarded }, {});
    const way = peers.child.callRoot('egress', []) as Promise<unknown> as Promise<EgressService>;
    opened = [];
    connect = async (options = {}) => {
      const socket = await (await way).connect({ host: '127.0.0.1', port, purpose: 'test', ...options });
      opened.push(socket);
      return socket;
    };
  });
  afterEach(() => {
    for (const socket of opened) socket.on('error', () => undefined).destroy();
    sockets.close();
  });

  const read = async (socket: Socket): Promise<Buffer> => Buffer.concat(await socket.toArray());

  it('carries bytes whole in both directions, until both ends have said that they are done', async () => {
    const [sent, answered] = [randomBytes(3 * WRITE_BYTES + 17), randomBytes(5_000_000)];
    const heard: Buffer[] = [];
    serve = (socket) => {
      socket.on('data', (bytes: Buffer) => heard.push(bytes));
      // Half closed: the question has ended, and the answer comes nevertheless.
      socket.allowHalfOpen = true;
      socket.once('end', () => socket.end(answered));
    };
    const socket = await connect();
    socket.setNoDelay(true).setKeepAlive(true, 1000).ref().unref();
    socket.end(sent);
    expect(hash(await read(socket))).to.equal(hash(answered));
    expect(hash(...heard)).to.equal(hash(sent));
    await until(() => sockets.size === 0, 'the platform has let go of it');
    expect(socket.destroyed).to.equal(true);
    expect([socket.bytesRead, socket.bytesWritten]).to.deep.equal([answered.length, sent.length]);
  });

  it('can be made secure, as drivers do it', async () => {
    const { key, certificate, authority } = makeCertificates('localhost');
    serve = (plain) => {
      plain.once('data', () => {
        plain.write('ok');
        const secureContext = createSecureContext({ key, cert: certificate });
        const socket = new TLSSocket(plain, { isServer: true, secureContext });
        socket.on('error', () => undefined);
        socket.once('data', (bytes: Buffer) => socket.end(`heard ${bytes.toString()}`));
      });
    };
    const plain = await connect();
    plain.write('starttls');
    await once(plain, 'data');
    const secure = upgrade({ socket: plain, servername: 'localhost', ca: authority });
    secure.write('a secret');
    expect((await read(secure as unknown as Socket)).toString()).to.equal('heard a secret');
    expect(secure.authorized).to.equal(true);
    // As over a socket in process: who is not who they should be is told before the connection is.
    const events: string[] = [];
    const doubted = await connect();
    for (const event of ['end', 'error', 'close'] as const)
      doubted.on(event, () => void events.push(`plain ${event}`));
    doubted.write('starttls');
    await once(doubted, 'data');
    const { authority: strangers } = makeCertificates('localhost');
    const refused = upgrade({ socket: doubted, servername: 'localhost', ca: strangers });
    refused.on('error', (error) => void events.push(`secure ${String(Reflect.get(error, 'code'))}`));
    await once(refused, 'close').catch(() => undefined);
    await until(() => doubted.destroyed && events.includes('plain close'), 'both are closed');
    expect(events).to.deep.equal(['secure UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'plain close']);
  });

  it('tells what broke it off, with the code that drivers look at', async () => {
    serve = (socket) => {
      socket.write('x');
      socket.once('data', () => socket.resetAndDestroy());
    };
    const socket = await connect();
    socket.once('data', () => socket.write('y'));
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error).to.include({ code: 'ECONNRESET', syscall: 'read' });
    expect(error.message).not.to.contain('127.0.0.1');
    // The driver's own error is the driver's, and closes the platform's end.
    serve = () => undefined;
    const mine = await connect();
    mine.destroy(new Error('enough'));
    expect(((await once(mine, 'error')) as [Error])[0].message).to.equal('enough');
    await until(() => sockets.size === 0, 'closed');
    expect(await rejection(connect({ port: 1 }))).to.include({ code: 'DW_EGRESS_UNREACHABLE' });
  });

  it('is called off, and says when nothing has come for a while', async () => {
    serve = () => undefined;
    const gone = AbortSignal.abort(new Error('called off'));
    expect(await rejection(connect({ signal: gone }))).to.have.property('name', 'AbortError');
    const socket = await connect();
    socket.setTimeout(20);
    await once(socket, 'timeout');
    socket.destroy();
    await once(socket, 'close');
    await until(() => sockets.size === 0, 'closed');
  });

  it('holds back a sender whose bytes are not read, and goes on as soon as they are', async () => {
    const sent = randomBytes(24 * 1024 * 1024);
    serve = (socket) => socket.end(sent);
    const socket = await connect();
    await until(() => raw[0]?.isPaused() === true, 'the sender is held back');
    // What waits in the platform and in the plugin's process, and is less than was sent.
    expect(raw[0]?.bytesRead).to.be.below(3 * 1024 * 1024);
    expect(socket.readableLength).to.be.below(1.5 * 1024 * 1024);
    expect(hash(await read(socket))).to.equal(hash(sent));
  });

  it('waits for a receiver that does not read, with no more in the platform than one message', async () => {
    const sent = randomBytes(24 * 1024 * 1024);
    let slow: Socket | null = null;
    serve = (socket) => {
      slow = socket.pause();
    };
    const socket = await connect();
    let most = 0;
    const [own] = raw;
    if (own === undefined) throw new Error('nothing was connected');
    const write: unknown = own.write.bind(own);
    Reflect.set(own, 'write', (...args: readonly unknown[]): unknown => {
      const taken: unknown = Reflect.apply(write as () => unknown, own, args);
      most = Math.max(most, own.writableLength);
      return taken;
    });
    expect(socket.write(sent.subarray(0, sent.length / 2))).to.equal(false);
    socket.end(sent.subarray(sent.length / 2));
    await until(() => own.writableNeedDrain, 'the receiver takes no more');
    const heard = read((slow as Socket | null) ?? socket);
    expect(hash(await heard)).to.equal(hash(sent));
    expect(most).to.be.above(0).and.at.most(WRITE_BYTES);
  });

  it('is one of so many at a time, and ends with the process', async () => {
    let arrived = 0;
    const closed: Promise<unknown>[] = [];
    serve = (socket) => {
      arrived++;
      closed.push(once(socket.resume(), 'close'));
    };
    const [first] = await Promise.all([connect(), connect(), connect()]);
    const error = await rejection(connect());
    expect(error).to.include({ code: 'DW_ISOLATION_BUSY', status: 503 });
    first?.destroy();
    await until(() => sockets.size === 2, 'one is free');
    await connect();
    await until(() => arrived === 4, 'all have arrived');
    for (const socket of opened) socket.on('error', () => undefined);
    sockets.close();
    await Promise.all(closed);
    expect(sockets.size).to.equal(0);
    // What was on its way is nobody's.
    const late = sockets.open(async () => {
      throw new Error('not connected');
    });
    expect(await rejection(late)).to.have.property('message', 'not connected');
  });

  it('is answered in the next second where it is too busy, so that it is never taken for a flood', async () => {
    const [waits, answers]: [number[], string[]] = [[], []];
    const slow = new HostSockets('guest', {
      callsPerSecond: 0,
      wait: async (milliseconds) => waits.push(milliseconds),
    });
    serve = (socket) => socket.on('data', (bytes) => socket.write(bytes));
    const held = await slow.open(() =>
      createEgress({ policy: {}, log: silentLog }).connect({ host: '127.0.0.1', port, purpose: 'test' }),
    );
    for (let turn = 0; turn < 3; turn++) {
      await held.write([Buffer.from('x')]);
      const { chunks } = await held.read();
      answers.push(Buffer.concat(chunks).toString());
    }
    slow.close();
    expect(answers).to.deep.equal(['x', 'x', 'x']);
    expect(waits).to.have.length(6);
    for (const wait of waits) expect(wait).to.be.within(0, 1000);
  });

  it('is closed where its handle is misused, and made by the platform alone', async () => {
    serve = () => undefined;
    const misuses: readonly ((
      call: (method: string, ...args: unknown[]) => Promise<unknown>,
    ) => Promise<unknown>)[] = [
      async (call) => Promise.all([call('read'), call('read')]),
      async (call) => call('write', [Buffer.alloc(WRITE_BYTES + 1)]),
      async (call) => call('write', ['text']),
      async (call) => Promise.all([call('write', [Buffer.of(1)]), call('write', [Buffer.of(2)])]),
    ];
    for (const misuse of misuses) {
      const held = await sockets.open(() =>
        createEgress({ policy: {}, log: silentLog }).connect({ host: '127.0.0.1', port, purpose: 'test' }),
      );
      const call = async (method: string, ...args: unknown[]): Promise<unknown> =>
        Reflect.apply(Reflect.get(held, method) as () => unknown, held, args);
      expect(await rejection(misuse(call))).to.include({ code: 'DW_ISOLATION_SOCKET' });
      await until(() => sockets.size === 0, 'it is closed');
    }
    const { host, raw: send } = pair({ take: () => 'taken' }, {});
    send([['call', 1, 'take', '', [{ [MARK]: 'socket', id: 1 }], false]]);
    await delay(0);
    expect(host.held.taken).to.equal(0);
  });
});
