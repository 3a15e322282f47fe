import type { Json } from '../../json-schema.ts';

/** Texts that metadata may hold: well-formed, without control characters. Then the canonical JSON of TUF and that of `JSON.stringify` are one. */
function isPlainText(text: string): boolean {
  if (!text.isWellFormed()) return false;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) < 0x20) return false;
  return true;
}

function write(value: unknown, depth: number): string {
  if (depth > 32) throw new TypeError('nested deeper than 32 levels');
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0))
      throw new TypeError('a number that is no safe integer');
    return String(value);
  }
  if (typeof value === 'string') {
    if (!isPlainText(value)) throw new TypeError('a text with control characters or half a character');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`a value of type ${typeof value}`);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${write(key, depth + 1)}:${write(item, depth + 1)}`).join(',')}}`;
}

/**
 * The one way of writing a value in signed metadata: keys sorted by UTF-16 code units, no spaces, integers only, texts without control
 * characters. Equal to the canonical JSON that TUF signs, and itself valid JSON, so that a file has exactly one form.
 * @throws TypeError for what has no such form
 * @public
 */
export function canonicalMetadata(value: unknown): string {
  return write(value, 0);
}

/**
 * Reads bytes that must be in that one form: whatever was changed in them, be it a space, is noticed.
 * @throws TypeError, SyntaxError
 */
export function readCanonical(bytes: Uint8Array): Json {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  const value: Json = JSON.parse(text);
  if (canonicalMetadata(value) !== text) throw new TypeError('not in canonical form');
  return value;
}
