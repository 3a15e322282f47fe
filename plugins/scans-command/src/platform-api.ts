import { type IncomingMessage, request as requestHttp } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  createEventParser,
  DataWaveError,
  type EgressService,
  type ReceivedEvent,
} from '@datawave/plugin-sdk';
import { certificateError } from './certificate-error.ts';

/** Where the platform is and who asks. */
export interface Platform {
  readonly url: URL;
  readonly token: string;
}

const ANSWER_MS = 30_000;
/** The platform sends a comment every 15 seconds: a stream that is silent for longer is lost. */
const SILENCE_MS = 45_000;
const MOST_BYTES = 16_000_000;

/** The HTTP API of a platform. Every connection passes the egress service. */
export class PlatformApi {
  readonly #egress: EgressService;
  readonly #platform: Platform;
  readonly #signal: AbortSignal;

  constructor(egress: EgressService, platform: Platform, signal: AbortSignal) {
    this.#egress = egress;
    this.#platform = platform;
    this.#signal = signal;
  }

  /** @throws DataWaveError with the code that the platform answered, DW_EGRESS_*, DW_PLATFORM_ANSWER, DW_PLATFORM_CERTIFICATE */
  async ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const answer = await this.#send(method, path, { accept: 'application/json' }, body, ANSWER_MS);
    return parse(answer, await read(answer));
  }

  /** Server-sent events until the platform ends them; throws when the connection is lost. */
  async *events(path: string, after: string | null): AsyncGenerator<ReceivedEvent> {
    const headers = {
      accept: 'text/event-stream',
      ...(after === null ? {} : { 'last-event-id': after }),
    };
    const answer = await this.#send('GET', path, headers, undefined, SILENCE_MS);
    if (answer.statusCode !== 200) parse(answer, await read(answer));
    const next = createEventParser();
    try {
      for await (const chunk of answer.setEncoding('utf8')) yield* next(String(chunk));
    } finally {
      answer.destroy();
    }
  }

  async #send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: unknown,
    silenceMs: number,
  ): Promise<IncomingMessage> {
    const { url, token } = this.#platform;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const socket = await this.#connect();
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const request = requestHttp({
      ...{ method, createConnection: () => socket, signal: this.#signal },
      path: `${url.pathname.replace(/\/$/, '')}/api/v1${path}`,
      headers: {
        ...{ ...headers, host: url.host, authorization: `Bearer ${token}`, connection: 'close' },
        ...(text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      },
    });
    request.once('response', resolve).once('error', reject);
    request.setTimeout(silenceMs, () => request.destroy(new Error('no answer in time')));
    request.end(text);
    try {
      return await promise;
    } catch (cause) {
      if (this.#signal.aborted || DataWaveError.is(cause)) throw cause;
      throw (
        certificateError(url.host, cause) ??
        unreadable(url, cause instanceof Error ? cause.message : String(cause), cause)
      );
    }
  }

  async #connect(): Promise<Socket> {
    const { url } = this.#platform;
    const isTls = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const socket = await this.#egress.connect({
      ...{ host, purpose: 'datawave scans', signal: this.#signal },
      port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    });
    // Numbers have no name that a certificate could be asked for by SNI; they are checked as addresses.
    if (!isTls) return socket;
    // Verified whatever the environment of the process says.
    return connectTls({
      socket,
      host,
      rejectUnauthorized: true,
      ...(isIP(host) ? {} : { servername: host }),
    });
  }
}

async function read(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length <= MOST_BYTES) continue;
    answer.destroy();
    throw new RangeError('the answer is longer than any answer should be');
  }
  return text;
}

function parse(answer: IncomingMessage, text: string): unknown {
  const status = answer.statusCode ?? 0;
  let body: unknown = null;
  const isJson = /[/+]json/.test(answer.headers['content-type'] ?? '');
  if (isJson && text !== '') {
    try {
      body = JSON.parse(text);
    } catch (cause) {
      throw unreadable(null, 'its answer is no JSON', cause);
    }
  }
  if (status >= 200 && status < 300 && isJson) return body;
  const told = (name: string): string | undefined => {
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const code = told('code');
  if (status === 401)
    throw new DataWaveError({
      code: code ?? 'DW_AUTH_TOKEN_INVALID',
      message: 'The platform does not accept the token.',
      hint: 'Sign in anew and set DATAWAVE_TOKEN to the access token.',
    });
  if (code === undefined) throw unreadable(null, `it answered ${status} without saying why`, undefined);
  throw new DataWaveError({
    code,
    message: told('detail') ?? `The platform answered ${status}.`,
    hint: told('hint') ?? 'Read the present state and act on that.',
    status,
  });
}

const unreadable = (url: URL | null, why: string, cause: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_PLATFORM_ANSWER',
    message: `${url === null ? 'What answers' : `What answers at ${url.host}`} does not speak as DataWave does: ${why}.`,
    hint: 'Check DATAWAVE_URL or --url: it is the address of the shell, such as https://datawave.example.com.',
    cause,
  });
