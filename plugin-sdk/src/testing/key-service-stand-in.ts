import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';

/** What a stand-in answers; nothing where there is no body. @public */
export interface StandInAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** A key service on this machine that speaks JSON, for tests: what it does with a request is its subclass's. @public */
export abstract class KeyServiceStandIn {
  /** What left the platform, as the subclass writes it down. */
  readonly told: string[] = [];
  /** Whether it refuses who asks what they ask for. */
  denies = false;
  /** Where it listens. */
  protected address = '';
  readonly #server: Server;

  constructor(contentType = 'application/json') {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': contentType });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      });
    });
  }

  /** Answers its address. */
  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const at = this.#server.address();
    this.address = `http://127.0.0.1:${typeof at === 'object' ? at?.port : at}`;
    return this.address;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage): Promise<StandInAnswer> {
    let text = '';
    for await (const part of request) text += String(part);
    return this.answer(request, text);
  }

  /** Answers a request whose body was read. */
  protected abstract answer(request: IncomingMessage, text: string): StandInAnswer;
}
