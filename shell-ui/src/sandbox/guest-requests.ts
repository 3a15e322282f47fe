import { type ApiClient, isAborted, t } from '@datawave/plugin-sdk/ui';
import { mayRequest, type RequestRules } from './allowed-requests.ts';
import type { FromGuest, FromShell } from './messages.ts';

/** Requests of one frame at the same time. */
const MOST_AT_ONCE = 32;
/** Bytes of an answer that is no stream of events. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Headers of an answer that a framed element is told. */
const TOLD = ['content-type', 'content-disposition', 'etag', 'retry-after', 'x-request-id'];

type Request = Extract<FromGuest, { readonly type: 'request' }>;

/** Sends what a framed element may ask for, in the name of whoever is signed in, and hands the answers over part by part. */
export class GuestRequests {
  readonly #api: ApiClient;
  readonly #rules: RequestRules;
  readonly #send: (message: FromShell) => void;
  readonly #running = new Map<number, AbortController>();

  constructor(api: ApiClient, rules: RequestRules, send: (message: FromShell) => void) {
    this.#api = api;
    this.#rules = rules;
    this.#send = send;
  }

  cancel(id: number): void {
    this.#running.get(id)?.abort();
  }

  stop(): void {
    for (const one of this.#running.values()) one.abort();
    this.#running.clear();
  }

  async take(request: Request): Promise<void> {
    const { id, method, path, headers, body } = request;
    const refusal = this.#refusal(request);
    if (refusal !== null) return this.#refuse(id, refusal);
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      const { signal } = controller;
      const response = await this.#api.respond({ method, path, headers, body, signal });
      await this.#handOver(id, response, signal);
    } catch (error) {
      if (isAborted(error)) return;
      this.#send({
        type: 'unanswered',
        id,
        reason: error instanceof Error ? error.message : String(error),
      });
    } finally {
      this.#running.delete(id);
    }
  }

  #refusal({ id, method, path }: Request): Refusal | null {
    if (this.#running.has(id) || this.#running.size >= MOST_AT_ONCE)
      return {
        status: 429,
        code: 'DW_UI_FRAME_BUSY',
        detail: t('Too many requests at the same time.'),
      };
    if (!mayRequest(method, path, this.#rules))
      return {
        status: 403,
        code: 'DW_UI_FRAME_REFUSED',
        detail: t('The plugin has not named {request} in its manifest.', {
          request: `${method} ${path.split(/[?#]/, 1)[0]?.slice(0, 200) ?? ''}`,
        }),
      };
    return null;
  }

  #refuse(id: number, { status, code, detail }: Refusal): void {
    const problem = { title: t('Refused'), status, detail, code };
    const bytes = new TextEncoder().encode(JSON.stringify(problem));
    this.#send({ type: 'answer', id, status, headers: { 'content-type': 'application/problem+json' } });
    this.#send({ type: 'part', id, bytes });
    this.#send({ type: 'part', id, bytes: null });
  }

  async #handOver(id: number, response: Response, signal: AbortSignal): Promise<void> {
    const headers = Object.fromEntries(
      TOLD.flatMap((name) => {
        const value = response.headers.get(name);
        return value === null ? [] : [[name, value]];
      }),
    );
    this.#send({ type: 'answer', id, status: response.status, headers });
    const isStream = headers['content-type']?.startsWith('text/event-stream') ?? false;
    const reader = response.body?.getReader();
    let bytes = 0;
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done || signal.aborted) break;
      bytes += value.byteLength;
      if (bytes > MOST_BYTES && !isStream) {
        await reader?.cancel();
        throw new Error(t('The answer is larger than {n} MiB.', { n: MOST_BYTES / 1024 / 1024 }));
      }
      this.#send({ type: 'part', id, bytes: value });
    }
    this.#send({ type: 'part', id, bytes: null });
  }
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}
