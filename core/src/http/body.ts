import type { IncomingMessage } from 'node:http';
import { HttpError } from './problem.ts';

/** A body that was read: its bytes, to compare them, and what they say. */
export interface ParsedBody {
  readonly bytes: Buffer;
  readonly value: unknown;
}

/** What a body may be sent as. */
export interface BodyType {
  readonly pattern: RegExp;
  /** As it stands in the hint of a refusal. */
  readonly name: string;
  readonly title: string;
}

/** JSON, and what is built upon it. */
export const JSON_BODY: BodyType = {
  pattern: /^application\/(?:[a-z0-9!#$&^_.+-]+\+)?json\s*(?:;|$)/i,
  name: 'application/json',
  title: 'JSON bodies',
};
/** A key that would change an object's prototype when copied carelessly, also when written with escapes. */
const PROTOTYPE_KEY =
  /"(?:_|\\u005[Ff]){2}(?:p|\\u0070)(?:r|\\u0072)(?:o|\\u006[Ff])(?:t|\\u0074)(?:o|\\u006[Ff])(?:_|\\u005[Ff]){2}"\s*:/;

/** How JSON writes U+0000, and halves of surrogate pairs among whole ones; a backslash that is itself escaped may stand before it. */
const MAYBE_UNSTORABLE = /\\u(?:0000|[dD][89a-fA-F])/;

/** Lists and objects within each other; what goes deeper overflows the stack of whoever looks at it. */
const DEEPEST = 100;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;

/** Whether the request says that a body follows. */
export function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Refuses what is too large or of another type by its headers alone. */
export function checkBodyHeaders(
  request: IncomingMessage,
  limit: number,
  accepted: BodyType = JSON_BODY,
): void {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new HttpError({
      code: 'DW_HTTP_MEDIA_TYPE',
      message: `A body encoded as ${JSON.stringify(encoding)} is not accepted.`,
      hint: 'Send the body without Content-Encoding.',
      status: 415,
      headers: { 'accept-encoding': 'identity' },
    });
  }
  const type = request.headers['content-type'];
  if (type === undefined || !accepted.pattern.test(type)) {
    throw new HttpError({
      code: 'DW_HTTP_MEDIA_TYPE',
      message: type === undefined ? 'The body names no media type.' : `Only ${accepted.title} are accepted.`,
      hint: `Send Content-Type: ${accepted.name}.`,
      status: 415,
      headers: { accept: accepted.name },
    });
  }
}

/** Reads and parses a JSON body of at most `limit` bytes. */
export async function readJsonBody(
  request: IncomingMessage,
  limit: number,
  signal: AbortSignal,
): Promise<ParsedBody> {
  const bytes = await readBytes(request, limit, signal);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HttpError({
      code: 'DW_HTTP_BODY_INVALID',
      message: 'The body is not valid UTF-8.',
      hint: 'JSON is sent as UTF-8.',
      status: 400,
      cause,
    });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (PROTOTYPE_KEY.test(text)) throw new SyntaxError('the key "__proto__"');
    if (mayBeDeep(text) && isDeep(value)) throw tooDeep();
    if (MAYBE_UNSTORABLE.test(text) && !isStorable(value)) throw unstorable();
    return { bytes, value };
  } catch (cause) {
    if (cause instanceof HttpError) throw cause;
    // The engine's message quotes the body, which may hold a password; the position alone is enough.
    const position = cause instanceof Error ? /position (\d+)/.exec(cause.message)?.[1] : undefined;
    throw new HttpError({
      code: 'DW_HTTP_BODY_INVALID',
      message:
        position === undefined
          ? 'The body is not acceptable JSON.'
          : `The body is not JSON: it goes wrong at character ${position}.`,
      hint: 'Send one JSON document without a "__proto__" key.',
      status: 400,
      errors: [{ pointer: '/body', message: 'must be JSON' }],
    });
  }
}

/** Whether there are so many lists and objects at all, within each other or not. */
function mayBeDeep(text: string): boolean {
  let opened = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === OPEN_LIST || character === OPEN_OBJECT) opened += 1;
    if (opened > DEEPEST) return true;
  }
  return false;
}

/** Goes level by level, so that it needs no stack itself. */
function isDeep(body: unknown): boolean {
  let level: readonly unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === DEEPEST) return true;
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null
        ? Object.values(value).filter((child) => typeof child === 'object' && child !== null)
        : [],
    );
  }
  return false;
}

const tooDeep = (): HttpError =>
  new HttpError({
    code: 'DW_HTTP_BODY_INVALID',
    message: `The body has more than ${DEEPEST} lists and objects within each other.`,
    hint: 'Nothing that can be asked here is nested so deeply.',
    status: 400,
    errors: [{ pointer: '/body', message: 'is nested too deeply' }],
  });

/** Whether the database keeps every text of a body as it is. */
function isStorable(body: unknown): boolean {
  const pending: unknown[] = [body];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === 'string' && (!value.isWellFormed() || value.includes('\0'))) return false;
    if (typeof value === 'object' && value !== null)
      for (const [key, child] of Object.entries(value)) pending.push(key, child);
  }
  return true;
}

const unstorable = (): HttpError =>
  new HttpError({
    code: 'DW_HTTP_BODY_INVALID',
    message: 'The body holds U+0000 or half of a surrogate pair, which the database keeps in no text.',
    hint: 'Leave the character out, or replace it by U+FFFD.',
    status: 400,
    errors: [{ pointer: '/body', message: 'must hold neither U+0000 nor half of a surrogate pair' }],
  });

/** All of a body, at most `limit` bytes. @throws HttpError DW_HTTP_BODY_TOO_LARGE, DW_HTTP_BODY_INCOMPLETE */
export function readBytes(request: IncomingMessage, limit: number, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (act: () => void): void => {
      request.off('data', onData).off('end', onEnd).off('error', onFail).off('close', onFail);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) {
        settle(() => reject(tooLarge(limit)));
        return;
      }
      chunks.push(chunk);
    };
    const onEnd = (): void =>
      settle(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const onFail = (): void =>
      settle(() =>
        reject(
          new HttpError({
            code: 'DW_HTTP_BODY_INCOMPLETE',
            message: 'The connection ended before the body did.',
            status: 400,
          }),
        ),
      );
    const onAbort = (): void => settle(() => reject(signal.reason));
    request.on('data', onData).on('end', onEnd).on('error', onFail).on('close', onFail);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}

/** @param limit - in bytes */
export function tooLarge(limit: number): HttpError {
  return new HttpError({
    code: 'DW_HTTP_BODY_TOO_LARGE',
    message: `The body is larger than ${limit} bytes.`,
    hint: 'Send less at once.',
    status: 413,
  });
}
