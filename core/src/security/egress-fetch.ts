import { type IncomingMessage, request as requestHttp } from 'node:http';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import {
  DataWaveError,
  type EgressAnswer,
  type EgressRequest,
  type EgressTarget,
} from '@datawave/plugin-sdk';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_BYTES = 10 * 1024 * 1024;
const MOST_REDIRECTS = 5;
const MAX_HEADER_BYTES = 64 * 1024;

/** What frames a message on its connection is said here and nowhere else. */
const FRAMING = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'keep-alive',
  'te',
  'trailer',
  'expect',
  'accept-encoding',
  'proxy-connection',
]);
/** All that another origin is told; a credential may stand in any other header. */
const HARMLESS = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const TLS_FAULT =
  /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO|INVALID_CA)/;

type Connect = (target: EgressTarget) => Promise<Socket>;

interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  readonly isFirstOrigin: boolean;
}

/** Sends a request over connections that were checked, one for each hop. See {@link EgressService.fetch}. */
export async function fetchThrough(
  connect: Connect,
  target: string | URL,
  request: EgressRequest,
): Promise<EgressAnswer> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, maxRedirects = MOST_REDIRECTS } = request;
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = request.signal === undefined ? deadline : AbortSignal.any([request.signal, deadline]);
  const most = Math.min(maxRedirects, MOST_REDIRECTS);
  let hop = firstHop(target, request);
  try {
    for (let count = 0; ; count += 1) {
      const answer = await send(connect, hop, request, signal);
      if (!REDIRECTS.has(answer.status) || answer.headers['location'] === undefined || most <= 0)
        return answer;
      if (count >= most) throw redirectRefused(hop.url, request, `after ${most} redirects there was another`);
      hop = nextHop(hop, answer, request);
    }
  } catch (error) {
    if (!deadline.aborted || request.signal?.aborted) throw error;
    throw new DataWaveError({
      code: 'DW_EGRESS_TIMEOUT',
      message: `${hop.url.origin} did not answer within ${timeoutMs} ms (${request.purpose}).`,
      hint: 'Check that the server is up and answers in time.',
      status: 504,
    });
  }
}

function firstHop(target: string | URL, { method = 'GET', headers = {}, body, purpose }: EgressRequest): Hop {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    // Node says which character is wrong, and with it the value.
    if (FRAMING.has(key) || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(key) || /[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw invalid(purpose, `a header named "${name.slice(0, 60)}" that cannot be sent`);
    given[key] = value;
  }
  if (!/^[A-Z]{1,20}$/.test(method) || method === 'CONNECT') throw invalid(purpose, 'no method of HTTP');
  return {
    url: parse(String(target), purpose),
    method,
    headers: given,
    body: body === undefined ? null : typeof body === 'string' ? Buffer.from(body, 'utf8') : body,
    isFirstOrigin: true,
  };
}

/** An address in the only form that is understood everywhere alike: numbers in any spelling become dotted ones here. */
function parse(text: string, purpose: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (url === null) throw invalid(purpose, 'no address');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw invalid(purpose, 'an address that begins neither with http:// nor with https://');
  if (url.username !== '' || url.password !== '')
    throw invalid(purpose, 'an address with a user name or password in it');
  url.hash = '';
  return url;
}

function nextHop(hop: Hop, answer: EgressAnswer, request: EgressRequest): Hop {
  const { purpose } = request;
  let url: URL;
  try {
    url = parse(answer.headers['location'] ?? '', purpose, hop.url);
  } catch {
    throw redirectRefused(hop.url, request, 'it led to no address of HTTP');
  }
  if (hop.url.protocol === 'https:' && url.protocol !== 'https:')
    throw redirectRefused(hop.url, request, 'it led from HTTPS to HTTP');
  const isSame = url.origin === hop.url.origin;
  const becomesGet =
    answer.status === 303 ? hop.method !== 'HEAD' : answer.status < 303 && hop.method === 'POST';
  if (!isSame && !becomesGet && hop.body !== null)
    throw redirectRefused(
      hop.url,
      request,
      'it would have sent the content of the request to another origin',
    );
  const headers = Object.entries(hop.headers).filter(
    ([name]) => (isSame || HARMLESS.has(name)) && !(becomesGet && name === 'content-type'),
  );
  return {
    url,
    method: becomesGet ? 'GET' : hop.method,
    headers: Object.fromEntries(headers),
    body: becomesGet ? null : hop.body,
    isFirstOrigin: hop.isFirstOrigin && isSame,
  };
}

async function send(
  connect: Connect,
  hop: Hop,
  request: EgressRequest,
  signal: AbortSignal,
): Promise<EgressAnswer> {
  const { url } = hop;
  const { purpose, workspace, loopback = 'refuse', privateNetworks, maxBytes = DEFAULT_MAX_BYTES } = request;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isTls = url.protocol === 'https:';
  const socket = await connect({
    host,
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    purpose,
    loopback,
    ...(privateNetworks === undefined ? {} : { privateNetworks }),
    signal,
    ...(workspace === undefined ? {} : { workspace }),
  });
  // What goes wrong is heard of by whoever reads or writes at that moment.
  socket.on('error', () => undefined);
  const abort = (): void => {
    socket.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    const stream = isTls ? await secure(socket, host, hop, request) : socket;
    const answer = await exchange(stream, hop, signal);
    const body = await readBody(answer, maxBytes, hop, purpose);
    return { url: url.href, status: answer.statusCode ?? 0, headers: headersOf(answer), body };
  } catch (error) {
    signal.throwIfAborted();
    throw DataWaveError.is(error) ? error : broken(url, purpose, error);
  } finally {
    signal.removeEventListener('abort', abort);
    socket.destroy();
  }
}

function secure(socket: Socket, host: string, hop: Hop, { tls = {} }: EgressRequest): Promise<TLSSocket> {
  const { ca, cert, key } = tls;
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const stream: TLSSocket = connectTls({
    socket,
    // Whatever the process's environment says of it.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    host,
    // Numbers have no name that a certificate could be asked for by SNI; they are checked as addresses.
    ...(isIP(host) ? {} : { servername: host.replace(/\.$/, '') }),
    ...(ca === undefined ? {} : { ca }),
    ...(hop.isFirstOrigin && cert !== undefined && key !== undefined ? { cert, key } : {}),
  });
  stream.on('error', () => undefined);
  stream.once('secureConnect', () => resolve(stream)).once('error', reject);
  stream.once('close', () => reject(new Error('The connection was closed.')));
  return promise;
}

function exchange(stream: Duplex, hop: Hop, signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { url, body } = hop;
  const request = requestHttp({
    createConnection: () => stream,
    method: hop.method,
    path: `${url.pathname}${url.search}`,
    maxHeaderSize: MAX_HEADER_BYTES,
    insecureHTTPParser: false,
    signal,
    headers: {
      ...hop.headers,
      host: url.host,
      connection: 'close',
      // What is not packed cannot unpack to more than the limit.
      'accept-encoding': 'identity',
      ...(body === null ? {} : { 'content-length': body.byteLength }),
    },
  });
  request.once('response', resolve).on('error', reject);
  request.once('upgrade', () => reject(new Error('The server left HTTP.')));
  request.end(body ?? undefined);
  return promise;
}

async function readBody(
  answer: IncomingMessage,
  maxBytes: number,
  { url, method }: Hop,
  purpose: string,
): Promise<Uint8Array> {
  const tooLarge = (): DataWaveError =>
    new DataWaveError({
      code: 'DW_EGRESS_TOO_LARGE',
      message: `${url.origin} answered with more than ${maxBytes} bytes (${purpose}).`,
      hint: 'Check that the address is the right one.',
      status: 502,
    });
  const encoding = answer.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity') throw broken(url, purpose, new Error('It packed its answer unasked.'));
  if (method !== 'HEAD' && Number(answer.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    const part: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

const headersOf = (answer: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(answer.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

/** Of an address nothing but the origin is shown: paths and queries carry tokens. */
function broken(url: URL, purpose: string, cause: unknown): DataWaveError {
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  const isTls = typeof code === 'string' && TLS_FAULT.test(code);
  const said = typeof code === 'string' ? code : cause instanceof Error ? cause.message : 'unknown';
  return new DataWaveError({
    code: isTls ? 'DW_EGRESS_TLS' : 'DW_EGRESS_UNREACHABLE',
    message: isTls
      ? `No trusted connection to ${url.origin} could be made (${purpose}, ${said}).`
      : `The exchange with ${url.origin} broke off (${purpose}, ${said}).`,
    hint: isTls
      ? 'Check that its certificate is valid for this name, and give the certificate of its authority if that is your own.'
      : 'Check that an HTTP server listens there and that nothing on the way cuts the connection.',
    status: 502,
    cause,
  });
}

const redirectRefused = (url: URL, { purpose }: EgressRequest, why: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_EGRESS_REDIRECT',
    message: `A redirect of ${url.origin} was not followed: ${why} (${purpose}).`,
    hint: 'Name the address that it leads to, if that is meant.',
    status: 502,
  });

const invalid = (purpose: string, what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_EGRESS_TARGET_INVALID',
    message: `${purpose} named ${what}.`,
    hint: 'Give an address such as https://example.com/path, and credentials in headers.',
    status: 422,
  });
