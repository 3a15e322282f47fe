import type { IncomingMessage } from 'node:http';
import { type BodyType, type ParsedBody, readBytes } from './body.ts';
import { HttpError } from './problem.ts';

/** What a page posts by itself. */
export const FORM_BODY: BodyType = {
  pattern: /^application\/x-www-form-urlencoded\s*(?:;|$)/i,
  name: 'application/x-www-form-urlencoded',
  title: 'posted forms',
};

const MOST_FIELDS = 50;

/**
 * Reads a posted form of at most `limit` bytes: an object of texts. A field that comes twice is refused, because of two readers each
 * may take another one for it.
 * @throws HttpError DW_HTTP_BODY_INVALID
 */
export async function readFormBody(
  request: IncomingMessage,
  limit: number,
  signal: AbortSignal,
): Promise<ParsedBody> {
  const bytes = await readBytes(request, limit, signal);
  const text = bytes.toString('latin1');
  // A browser escapes everything else; what is not ASCII here has been written by hand.
  if (/[^\x21-\x7e]/.test(text)) throw invalid('holds what a form has as an escape');
  const pairs = text === '' ? [] : text.split('&');
  if (pairs.length > MOST_FIELDS) throw invalid(`has more than ${MOST_FIELDS} fields`);
  const fields = new Map<string, string>();
  for (const pair of pairs) {
    const mark = pair.indexOf('=');
    const name = decoded(mark === -1 ? pair : pair.slice(0, mark));
    if (name === '__proto__') throw invalid('has a field "__proto__"');
    if (fields.has(name)) throw invalid('has a field twice');
    fields.set(name, mark === -1 ? '' : decoded(pair.slice(mark + 1)));
  }
  return { bytes, value: Object.fromEntries(fields) };
}

function decoded(text: string): string {
  let plain: string;
  try {
    plain = decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalid('holds an escape that does not decode as UTF-8');
  }
  if (plain.includes('\0')) throw invalid('holds U+0000');
  return plain;
}

const invalid = (why: string): HttpError =>
  new HttpError({
    code: 'DW_HTTP_BODY_INVALID',
    message: `The posted form ${why}.`,
    hint: 'Send each field once, escaped as a browser does it.',
    status: 400,
    errors: [{ pointer: '/body', message: why }],
  });
