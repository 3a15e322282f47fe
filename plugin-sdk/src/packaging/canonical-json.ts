/**
 * JSON in the one form of RFC 8785: keys sorted by their UTF-16 code units, no spaces, numbers as ECMAScript writes them.
 * What is hashed or signed is written so.
 * @throws TypeError for what JSON does not know: undefined, functions, numbers that are not finite, a lone surrogate
 * @public
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no form in JSON`);
    return JSON.stringify(value);
  }
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, member]) => `${quote(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`a value of type ${typeof value} has no form in JSON`);
}

function quote(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('a text with a lone surrogate has no form in UTF-8');
  return JSON.stringify(text);
}
