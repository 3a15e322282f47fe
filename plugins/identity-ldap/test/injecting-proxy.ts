import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../../core/test/servers/server-process.ts';

/**
 * Somebody between the platform and a directory. Passes on what both say, and adds to the answer to StartTLS, which is not encrypted yet,
 * that whatever is asked next has succeeded: whole answers, and one that lacks its last byte, which the first byte of an encrypted answer
 * would be taken for.
 */
export class InjectingProxy {
  /** What went to the directory. */
  heard = '';
  connections = 0;
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(server: Server, port: number, directory: number) {
    this.#server = server;
    this.port = port;
    server.on('connection', (client) => {
      this.connections += 1;
      const upstream = connect({ host: '127.0.0.1', port: directory });
      for (const socket of [client, upstream]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          client.destroy();
          upstream.destroy();
        });
      }
      client.on('data', (data) => {
        this.heard += data.toString('latin1');
        upstream.write(data);
      });
      upstream.once('data', (agreed) => {
        client.write(Buffer.concat([agreed, ...[3, 4, 5].map(bound), bound(3).subarray(0, -1)]));
        upstream.on('data', (data) => client.write(data));
      });
    });
  }

  static async start(directory: number): Promise<InjectingProxy> {
    const server = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
    return new InjectingProxy(server, port, directory);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** BindResponse with success. */
const bound = (messageId: number): Buffer =>
  Buffer.from([0x30, 0x0c, 0x02, 0x01, messageId, 0x61, 0x07, 0x0a, 0x01, 0x00, 0x04, 0x00, 0x04, 0x00]);
