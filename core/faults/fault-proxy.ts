import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Nothing passes any more and nobody is told, as behind a firewall that has forgotten the connection. */
  isDead: boolean;
}

/** Stands between a process and a server of the loopback interface and disturbs what passes. */
export class FaultProxy {
  readonly #target: number;
  readonly #pairs = new Set<Pair>();
  #server: Server | null = null;
  #port = 0;
  #delayMs: number;
  readonly #usualDelayMs: number;

  private constructor(target: number, delayMs: number) {
    this.#target = target;
    this.#usualDelayMs = delayMs;
    this.#delayMs = delayMs;
  }

  /**
   * Opens a proxy to a port.
   * @param delayMs - how much later everything arrives in each direction when nothing is wrong
   */
  static async open(target: number, port: number, delayMs = 0): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, delayMs);
    proxy.#port = port;
    await proxy.accept();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Connections that pass at present. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** Resets every connection; new ones are taken. */
  cut(): void {
    for (const { client, server } of this.#pairs) {
      reset(client);
      reset(server);
    }
    this.#pairs.clear();
  }

  /** Has every connection stand still for ever without an end; new ones are taken. */
  abandon(): void {
    for (const pair of this.#pairs) pair.isDead = true;
  }

  /** Resets every connection and refuses new ones until {@link accept}. */
  async refuse(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.cut();
    if (server === null) return;
    server.close();
    await once(server, 'close');
  }

  async accept(): Promise<void> {
    if (this.#server !== null) return;
    const server = createServer({ allowHalfOpen: true }, (client) => this.#pass(client));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    server.on('error', () => undefined);
    this.#server = server;
  }

  /** Everything arrives so much later, in each direction; null: as usual. */
  slow(delayMs: number | null): void {
    this.#delayMs = delayMs ?? this.#usualDelayMs;
  }

  async close(): Promise<void> {
    await this.refuse();
  }

  #pass(client: Socket): void {
    const server = connect({ host: '127.0.0.1', port: this.#target, allowHalfOpen: true });
    const pair: Pair = { client, server, isDead: false };
    this.#pairs.add(pair);
    client.setNoDelay(true);
    server.setNoDelay(true);
    this.#forward(pair, client, server);
    this.#forward(pair, server, client);
  }

  #forward(pair: Pair, from: Socket, to: Socket): void {
    // What is said later never overtakes what was said before, also when the delay is lifted in between.
    let last = Promise.resolve();
    const afterDelay = (then: () => void): void => {
      const wait = this.#delayMs;
      if (wait === 0) {
        last = last.then(then);
        return;
      }
      const elapsed = new Promise<void>((resolve) => setTimeout(resolve, wait));
      last = last.then(() => elapsed).then(then);
    };
    from.on('data', (data) => {
      afterDelay(() => {
        if (!pair.isDead && !to.destroyed) to.write(data);
      });
    });
    from.on('error', () => undefined);
    from.on('end', () => {
      afterDelay(() => {
        if (!pair.isDead) to.end();
      });
    });
    from.on('close', () => {
      afterDelay(() => {
        // The other side of a dead connection hears nothing of it and keeps what it holds for it.
        if (pair.isDead) return;
        to.destroy();
        this.#pairs.delete(pair);
      });
    });
  }
}

/** A socket that has said its last word cannot be reset any more: Node would never let go of it. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
