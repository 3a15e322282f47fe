import { HttpError } from './problem.ts';

/** Open streams of one principal at most: a browser's tabs, not a leak. */
const STREAMS_PER_PRINCIPAL = 32;

/** The open streams of server-sent events: bounded, and ended together when the server stops. */
export class EventStreams {
  readonly #limit: number;
  readonly #open = new Map<symbol, { readonly principal: string; readonly end: () => void }>();

  /** @param limit open streams of all clients together */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Counts a stream in; call the result when it is over. @throws HttpError DW_HTTP_STREAM_LIMIT */
  open(principal: string, end: () => void): () => void {
    let own = 0;
    for (const stream of this.#open.values()) if (stream.principal === principal) own += 1;
    if (own >= STREAMS_PER_PRINCIPAL || this.#open.size >= this.#limit) {
      throw new HttpError({
        code: 'DW_HTTP_STREAM_LIMIT',
        message: 'Too many event streams are open.',
        hint: 'Close some, or subscribe once and share the events.',
        status: 429,
        headers: { 'retry-after': '10' },
      });
    }
    const id = Symbol(principal);
    this.#open.set(id, { principal, end });
    return () => void this.#open.delete(id);
  }

  endAll(): void {
    for (const stream of [...this.#open.values()]) stream.end();
  }
}
