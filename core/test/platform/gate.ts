import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands before the server, as a proxy does: passes on, holds what comes, or takes no connection at all. */
export class Gate {
  port = 0;
  target = 0;
  /** Keeps what the server sends to itself. */
  isHolding = false;
  /** Takes no connection. */
  isShut = false;
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.#server = createServer((inner) => {
      if (this.isShut) {
        inner.destroy();
        return;
      }
      this.connections += 1;
      const outer = connect(this.target, '127.0.0.1');
      for (const socket of [inner, outer]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          inner.destroy();
          outer.destroy();
        });
      }
      inner.pipe(outer);
      outer.on('data', (part) => {
        if (!this.isHolding) inner.write(part);
      });
    });
  }

  listen(): Promise<void> {
    return new Promise((resolve) =>
      this.#server.listen(this.port, '127.0.0.1', () => {
        const address = this.#server.address();
        this.port = typeof address === 'object' && address !== null ? address.port : 0;
        resolve();
      }),
    );
  }

  /** Ends all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
