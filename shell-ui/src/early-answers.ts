declare global {
  /** What ask-early.js asked for, by address. */
  var datawaveEarly: Record<string, Promise<Response>> | undefined;
}

/** The answer to a request that was sent before there was a client; each once. */
export function takeEarly(address: string): Promise<Response> | undefined {
  const early = globalThis.datawaveEarly?.[address];
  if (early !== undefined) delete globalThis.datawaveEarly?.[address];
  return early;
}
