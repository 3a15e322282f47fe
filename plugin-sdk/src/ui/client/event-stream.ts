import { createEventParser } from '../../event-parser.ts';
import { type ProblemError, problemFrom } from './problem.ts';

/** An event as the server sent it. @public */
export interface StreamedEvent {
  readonly event: string;
  readonly id: string | null;
  readonly data: unknown;
}

/** `behind`: the connection was lost and what is on screen may be old. @public */
export type StreamState = 'connecting' | 'live' | 'behind' | 'ended';

/** How to follow a stream of server-sent events. @public */
export interface EventStreamOptions {
  readonly signal: AbortSignal;
  /** Id of the event after which to go on, as one stream before gave it. From now on unless given. */
  readonly lastId?: string | null;
  /** Milliseconds of silence after which a connection counts as lost; 45,000 unless given. */
  readonly silenceMs?: number;
  onEvent(event: StreamedEvent): void;
  onState?(state: StreamState): void;
  /** The server refused for good: the stream has ended. */
  onProblem?(problem: ProblemError): void;
  /** Answers whether the stream is complete once the server has closed it; else it is opened again. */
  isComplete?(): boolean;
}

const LONGEST_WAIT_MS = 15_000;
const SILENCE_MS = 45_000;

/**
 * Server-sent events over fetch, so that a refusal can be read as a problem. After a lost connection it opens again,
 * waiting longer each time, and says with `Last-Event-ID` what it saw last. A connection that is silent for 45 s
 * counts as lost: the server sends a comment every 15 s.
 * @public
 */
export function openEventStream(
  url: string,
  options: EventStreamOptions,
  headers: Readonly<Record<string, string>> = {},
): void {
  void follow(url, options, headers);
}

async function follow(
  url: string,
  options: EventStreamOptions,
  given: Readonly<Record<string, string>>,
): Promise<void> {
  let lastId: string | null = options.lastId ?? null;
  let failures = 0;
  const onSilence = (): void => {
    // Who was not heard for so long has missed what happened meanwhile.
    failures = Math.max(failures, 1);
  };
  options.onState?.('connecting');
  while (!options.signal.aborted) {
    try {
      const problem = await connect(
        url,
        { ...given, ...(lastId === null ? {} : { 'last-event-id': lastId }) },
        options,
        onSilence,
        (event) => {
          failures = 0;
          lastId = event.id ?? lastId;
          options.onEvent(event);
        },
      );
      if (problem !== null && problem.status < 500 && problem.status !== 429) {
        options.onState?.('ended');
        options.onProblem?.(problem);
        return;
      }
      if (problem === null && (options.isComplete?.() ?? false)) {
        options.onState?.('ended');
        return;
      }
    } catch {
      // Lost or silent: what follows opens it again and resumes after the last event seen.
    }
    if (options.signal.aborted) return;
    if (failures > 0) options.onState?.('behind');
    await wait(Math.min(LONGEST_WAIT_MS, 250 * 2 ** failures) * (0.5 + Math.random() / 2), options.signal);
    failures += 1;
  }
}

async function connect(
  url: string,
  given: Readonly<Record<string, string>>,
  options: EventStreamOptions,
  onSilence: () => void,
  onEvent: (event: StreamedEvent) => void,
): Promise<ProblemError | null> {
  const silenceMs = options.silenceMs ?? SILENCE_MS;
  const lost = (): void => {
    onSilence();
    watchdog.abort();
  };
  const watchdog = new AbortController();
  const signal = AbortSignal.any([options.signal, watchdog.signal]);
  let timer = setTimeout(lost, silenceMs);
  try {
    const headers = { accept: 'text/event-stream', ...given };
    const response = await fetch(url, { headers, signal, credentials: 'same-origin', cache: 'no-store' });
    if (!response.ok) return await problemFrom(response);
    options.onState?.('live');
    if (response.body === null) return null;
    const next = createEventParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return null;
      clearTimeout(timer);
      timer = setTimeout(lost, silenceMs);
      for (const { event, id, data } of next(value)) onEvent({ event, id, data: JSON.parse(data) });
    }
  } finally {
    clearTimeout(timer);
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
