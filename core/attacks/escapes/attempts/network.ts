import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { type EscapeAttempt, loot } from '../attempt.ts';

const confined = { holdsFrom: 'confined', control: 'always' } as const;

const answerOf = (socket: net.Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    socket.once('data', (data) => {
      socket.destroy();
      resolve(String(data));
    });
    socket.once('error', reject);
    socket.setTimeout(3000, () => socket.destroy(new Error('nobody answers')));
  });

const listening = (server: net.Server, ...where: [number, string] | [string]): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    const done = (): void => {
      server.close();
      resolve('it listens');
    };
    if (where.length === 1) server.listen(where[0], done);
    else server.listen(where[0], where[1], done);
  });

/** Ways of talking to others. Node 24 has no permission for the network. */
export const NETWORK: readonly EscapeAttempt[] = [
  {
    ...confined,
    name: 'connect to the host by TCP',
    run: async (at) => loot(at, await answerOf(net.connect(at.tcpPort, '127.0.0.1'))),
  },
  {
    ...confined,
    name: 'connect to the host by its address',
    control: { untried: 'not every machine has one' },
    run: async (at) =>
      at.address === null ? null : loot(at, await answerOf(net.connect(at.tcpPort, at.address))),
  },
  {
    ...confined,
    name: 'connect to the host by IPv6',
    control: { untried: 'not every machine has it' },
    run: async (at) => loot(at, await answerOf(net.connect(at.tcpPort, '::ffff:127.0.0.1'))),
  },
  {
    ...confined,
    name: 'ask by HTTP',
    run: async (at) => {
      try {
        return await new Promise((resolve, reject) => {
          http.get({ port: at.tcpPort, host: '127.0.0.1', timeout: 3000 }, resolve).once('error', reject);
        });
      } catch (error) {
        // The answer is no HTTP, but an answer.
        return error instanceof Error && 'rawPacket' in error ? loot(at, error.rawPacket) : null;
      }
    },
  },
  {
    ...confined,
    name: 'fetch',
    run: async (at) => {
      try {
        await fetch(`http://127.0.0.1:${at.tcpPort}/`);
        return 'it was answered';
      } catch (error) {
        // The answer is no HTTP, but an answer.
        const cause = error instanceof Error ? error.cause : null;
        return cause instanceof Error && /Parse|HTTP/i.test(cause.message) ? 'it was answered' : null;
      }
    },
  },
  {
    ...confined,
    name: 'send by UDP',
    run: async (at) => {
      const socket = dgram.createSocket('udp4');
      try {
        return loot(
          at,
          await new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error('nobody answers')), 3000);
            socket.once('message', (message) => {
              clearTimeout(timer);
              resolve(message);
            });
            socket.once('error', reject);
            socket.send('hello', at.udpPort, '127.0.0.1', (error) => error && reject(error));
          }),
        );
      } finally {
        socket.close();
      }
    },
  },
  {
    ...confined,
    name: 'ask a name server',
    run: async (at) => {
      const resolver = new dns.promises.Resolver({ timeout: 1500, tries: 1 });
      resolver.setServers([`127.0.0.1:${at.udpPort}`]);
      try {
        return await resolver.resolve4('example.test');
      } catch (error) {
        // What answers is no name server; that it was heard shows in the code.
        return error instanceof Error && 'code' in error && error.code === 'EBADRESP'
          ? 'it was answered'
          : null;
      }
    },
  },
  {
    ...confined,
    name: 'ask the host for a name',
    run: async () => (await dns.promises.lookup('localhost')).address,
  },
  {
    ...confined,
    name: 'connect to the database by its socket',
    run: async (at) => loot(at, await answerOf(net.connect(at.unixSocket))),
  },
  {
    ...confined,
    name: 'connect to a socket without a file',
    run: async (at) => loot(at, await answerOf(net.connect(at.abstractSocket))),
  },
  {
    ...confined,
    name: 'connect to the host’s bus',
    control: { untried: 'not every machine has one' },
    run: async () => answerOf(net.connect('/run/dbus/system_bus_socket')),
  },
  {
    ...confined,
    name: 'ask the metadata service of a cloud',
    control: { untried: 'there is none in tests' },
    run: async () => answerOf(net.connect(80, '169.254.169.254').end('GET / HTTP/1.0\r\n\r\n')),
  },
  {
    ...confined,
    name: 'listen for others',
    run: async () => {
      const server = net.createServer();
      await listening(server, 0, '127.0.0.1');
      // In an empty namespace one may listen, and nobody is there to connect: what counts is whether a connection is made.
      const again = net.createServer((socket) => socket.end('hello'));
      await new Promise<void>((resolve) => again.listen(0, '127.0.0.1', resolve));
      const address = again.address();
      try {
        return typeof address === 'object' && address !== null
          ? await answerOf(net.connect(address.port, '127.0.0.1'))
          : null;
      } finally {
        again.close();
      }
    },
  },
  {
    ...confined,
    name: 'put a socket beside the platform’s',
    run: (at) => listening(net.createServer(), join(at.outside, 'planted.sock')),
  },
  {
    ...confined,
    name: 'join a group of the local network',
    run: async () => {
      const socket = dgram.createSocket('udp4');
      try {
        await new Promise<void>((resolve) => socket.bind(0, resolve));
        socket.addMembership('224.0.0.251');
        return 'it was joined';
      } finally {
        socket.close();
      }
    },
  },
];
