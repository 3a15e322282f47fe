import { connect, type Socket } from 'node:net';

/**
 * One connection that sends requests as they are to be on the wire and reads of an answer no more than its status and its length: the
 * client shares the machine with what is measured, and should take as little of it as it can.
 */
export class LeanClient {
  readonly #socket: Socket;
  #received = '';
  #answered: PromiseWithResolvers<number> | null = null;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (chunk) => this.#take(String(chunk)));
    this.#socket.on('error', (error) => this.#answered?.reject(error));
  }

  /** Sends a request and answers the status. */
  send(request: string): Promise<number> {
    this.#answered = Promise.withResolvers();
    this.#socket.write(request);
    return this.#answered.promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: string): void {
    this.#received += chunk;
    const end = this.#received.indexOf('\r\n\r\n');
    if (end === -1) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#received)?.[1];
    if (length === undefined || this.#received.length < end + 4 + Number(length)) return;
    const status = Number(this.#received.slice(9, 12));
    this.#received = '';
    this.#answered?.resolve(status);
  }
}

/** A request as it is on the wire. */
export function requestText(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const own = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': text.length };
  const lines = Object.entries({ host: '127.0.0.1', ...headers, ...own }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${text}`;
}
