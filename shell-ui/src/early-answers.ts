declare global {
  /** What ask-early.js asked for, by address, and for which workspace; null where that was left to the server. */
  var datawaveEarly:
    | { readonly workspace: string | null; readonly answers: Record<string, Promise<Response>> }
    | undefined;
}

/** The answer to a request that was sent before there was a client, for the same workspace; each once. */
export function takeEarly(address: string, workspace: string | null): Promise<Response> | undefined {
  const early = globalThis.datawaveEarly;
  const answer = early?.answers[address];
  if (answer !== undefined) delete early?.answers[address];
  return early?.workspace === workspace ? answer : undefined;
}
