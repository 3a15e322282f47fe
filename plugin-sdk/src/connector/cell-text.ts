/** Bytes of a binary value that are shown. */
const BINARY_BYTES = 64;

/** Binary as `ColumnSample` wants it: `\x` and the hexadecimal of its first 64 bytes. @public */
export function binaryText(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, BINARY_BYTES)).toString('hex')}`;
}

/** A number in plain decimal notation: `1.5e-7` becomes `0.00000015`. Anything else is given back as it is. @public */
export function plainDecimal(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d*))?[eE]([+-]?\d{1,4})$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  const plain =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : point >= digits.length
        ? digits.padEnd(point, '0')
        : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return sign + (plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain);
}

/** `2024-01-31 10:00:00` as ISO 8601 writes it, with a `T`. Anything else is given back as it is. @public */
export function isoTimestamp(text: string): string {
  return /^\d{4,}-\d\d-\d\d \d\d:/.test(text) ? text.replace(' ', 'T') : text;
}
