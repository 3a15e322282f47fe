import { t } from '@datawave/plugin-sdk/ui';
import type { FromGuest, FromShell } from './messages.ts';

type Answered = Extract<FromShell, { readonly type: 'answer' | 'part' | 'unanswered' }>;

interface Waiting {
  readonly answered: (response: Response) => void;
  readonly failed: (error: Error) => void;
  stream: ReadableStreamDefaultController<Uint8Array> | null;
}

const ROOT = '/api/v1';
/** Statuses that have no body. */
const EMPTY: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** A `fetch` whose requests go through the shell, and what takes the answers that come back. */
export function guestFetch(send: (message: FromGuest) => void): {
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  take(message: FromShell): void;
} {
  const waiting = new Map<number, Waiting>();
  let last = 0;

  async function fetched(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const address = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    if (!address.startsWith(`${ROOT}/`))
      throw new TypeError(t('A framed element reaches nothing but the API of the platform.'));
    const { signal, body, method = 'GET' } = init;
    signal?.throwIfAborted();
    last += 1;
    const id = last;
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    waiting.set(id, { answered: resolve, failed: reject, stream: null });
    signal?.addEventListener(
      'abort',
      () => {
        const one = waiting.get(id);
        if (one === undefined) return;
        waiting.delete(id);
        send({ type: 'cancel', id });
        const reason: unknown = signal.reason;
        const error = reason instanceof Error ? reason : new DOMException('Aborted', 'AbortError');
        one.failed(error);
        one.stream?.error(error);
      },
      { once: true },
    );
    send({
      type: 'request',
      id,
      method: method as Extract<FromGuest, { readonly type: 'request' }>['method'],
      path: address.slice(ROOT.length),
      headers: Object.fromEntries(new Headers(init.headers)),
      body: typeof body === 'string' ? body : undefined,
    });
    return promise;
  }

  function answer(
    { id, status, headers }: Extract<Answered, { readonly type: 'answer' }>,
    one: Waiting,
  ): void {
    if (EMPTY.has(status)) {
      one.answered(new Response(null, { status, headers }));
      return;
    }
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        one.stream = controller;
      },
      cancel() {
        waiting.delete(id);
        send({ type: 'cancel', id });
      },
    });
    one.answered(new Response(body, { status, headers }));
  }

  function take(message: FromShell): void {
    if (message.type !== 'answer' && message.type !== 'part' && message.type !== 'unanswered') return;
    const one = waiting.get(message.id);
    if (one === undefined) return;
    if (message.type === 'answer') {
      answer(message, one);
      return;
    }
    if (message.type === 'part' && message.bytes !== null) {
      one.stream?.enqueue(message.bytes);
      return;
    }
    waiting.delete(message.id);
    if (message.type === 'part') {
      one.stream?.close();
      return;
    }
    const error = new TypeError(message.reason);
    one.failed(error);
    one.stream?.error(error);
  }

  return { fetch: fetched, take };
}
