import { Agent, type IncomingHttpHeaders, request as openRequest } from 'node:http';

/** What came back. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly text: string;
  readonly durationMs: number;
}

/** What is sent, as it is. */
export interface RawSent {
  readonly headers?: Readonly<Record<string, string>>;
  /** Text or bytes of a body. */
  readonly body?: string | Buffer;
  /** Nothing more is waited for after so many milliseconds. */
  readonly timeoutMs?: number;
}

/** Sends requests whose paths and headers nobody tidies up on their way, over connections that are kept. */
export class RawClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });
  readonly #origin: URL;

  constructor(address: string) {
    this.#origin = new URL(address);
  }

  get host(): string {
    return this.#origin.host;
  }

  get address(): string {
    return this.#origin.origin;
  }

  async send(method: string, path: string, sent: RawSent = {}): Promise<RawAnswer> {
    // A connection that was kept may have ended in the same moment in which it is used again.
    try {
      return await this.#once(method, path, sent);
    } catch (error) {
      if (!['ECONNRESET', 'EPIPE'].includes(String(Reflect.get(Object(error), 'code')))) throw error;
      return this.#once(method, path, sent);
    }
  }

  #once(
    method: string,
    path: string,
    { headers = {}, body, timeoutMs = 60_000 }: RawSent,
  ): Promise<RawAnswer> {
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const request = openRequest(
        {
          ...{ host: this.#origin.hostname, port: this.#origin.port, agent: this.#agent, method, path },
          headers: {
            ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
            ...headers,
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          const done = (): void => {
            clearTimeout(timer);
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              rawHeaders: response.rawHeaders,
              text: Buffer.concat(parts).toString('utf8'),
              durationMs: performance.now() - started,
            });
          };
          response.on('data', (part: Buffer) => {
            parts.push(part);
            // Events go on for ever: the first of them is answer enough.
            if (response.headers['content-type']?.startsWith('text/event-stream') === true) {
              done();
              request.destroy();
            }
          });
          response.on('end', done).on('error', done);
        },
      );
      const timer = setTimeout(
        () =>
          request.destroy(new Error(`${method} ${path.slice(0, 200)} was not answered in ${timeoutMs} ms`)),
        timeoutMs,
      );
      request.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The body of an answer as JSON; an empty object where it is none. */
export function jsonOf(answer: RawAnswer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(answer.text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
