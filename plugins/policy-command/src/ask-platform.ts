import { type IncomingMessage, request as requestHttp } from 'node:http';
import { isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { DataWaveError, type EgressService, type Json } from '@datawave/plugin-sdk';

const ANSWER_MS = 30_000;
const MOST_BYTES = 4_000_000;

/**
 * Posts a document to a platform's API and answers what comes back. The connection passes the egress service.
 * @throws DataWaveError with the code that the platform answered, DW_EGRESS_*, DW_PLATFORM_ANSWER
 */
export async function askPlatform(
  egress: EgressService,
  { url, token }: { readonly url: URL; readonly token: string },
  path: string,
  body: Json,
  signal: AbortSignal,
): Promise<unknown> {
  const isTls = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port);
  const plain = await egress.connect({ host, port, purpose: 'datawave policy', signal });
  // Numbers have no name that a certificate could be asked for by SNI; they are checked as addresses.
  const socket = isTls
    ? connectTls({ socket: plain, host, ...(isIP(host) ? {} : { servername: host }) })
    : plain;
  const text = JSON.stringify(body);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = requestHttp({
    ...{ method: 'POST', createConnection: () => socket, signal },
    path: `${url.pathname.replace(/\/$/, '')}/api/v1${path}`,
    headers: {
      ...{
        accept: 'application/json',
        host: url.host,
        authorization: `Bearer ${token}`,
        connection: 'close',
      },
      ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
    },
  });
  request.once('response', resolve).on('error', reject);
  request.setTimeout(ANSWER_MS, () => request.destroy(new Error('no answer in time')));
  request.end(text);
  try {
    const answer = await promise;
    return parse(answer.statusCode ?? 0, await read(answer));
  } catch (cause) {
    if (signal.aborted || DataWaveError.is(cause)) throw cause;
    throw unreadable(url.host, cause instanceof Error ? cause.message : String(cause), cause);
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

function parse(status: number, text: string): unknown {
  const body: unknown = text === '' ? null : JSON.parse(text);
  if (status >= 200 && status < 300) return body;
  const told = (name: string): string | undefined => {
    const value: unknown = Reflect.get(Object(body), name);
    return typeof value === 'string' ? value : undefined;
  };
  const errors: unknown = Reflect.get(Object(body), 'errors');
  const faults = Array.isArray(errors)
    ? errors.map(
        (one) =>
          `${String(Reflect.get(Object(one), 'pointer'))} ${String(Reflect.get(Object(one), 'message'))}`,
      )
    : [];
  throw new DataWaveError({
    code: told('code') ?? 'DW_PLATFORM_ANSWER',
    message: [told('detail') ?? `The platform answered ${status}.`, ...faults].join(' '),
    hint:
      status === 404
        ? 'The plugin "access" must run there, and the token’s holder needs access:test.'
        : (told('hint') ?? 'Check the question.'),
    status,
  });
}

const unreadable = (host: string, why: string, cause: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_PLATFORM_ANSWER',
    message: `What answers at ${host} does not speak as DataWave does: ${why}.`,
    hint: 'Check DATAWAVE_URL or --url: it is the address of the shell, such as https://datawave.example.com.',
    cause,
  });
