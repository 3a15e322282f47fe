/** Whether a parsed value is an object of JSON. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses bytes as JSON in UTF-8; what they are instead is answered by the caller's own error. */
export function parseJson(bytes: Uint8Array, refuse: (cause: unknown) => Error): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    throw refuse(error);
  }
}
