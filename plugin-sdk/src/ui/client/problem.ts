import { translationOf } from '../i18n/language.ts';
import { saidText } from '../i18n/said-text.ts';
import { t } from '../i18n/translate.ts';

/** One fault in a bad input, as the server names it. @public */
export interface ProblemField {
  /** RFC 6901 pointer: `/config/host`. */
  readonly pointer: string;
  readonly message: string;
}

/** What {@link ProblemError} is made from. @public */
export interface ProblemDetails {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly hint: string | null;
  readonly requestId: string | null;
  readonly errors: readonly ProblemField[];
}

/**
 * An answer of the server that is not what was asked for, as a typed error. `status` is 0 when there was no answer.
 * @public
 */
export class ProblemError extends Error {
  readonly title: string;
  readonly status: number;
  /** Stable: `DW_SOURCE_AUTHENTICATION`. `DW_UI_OFFLINE` when the server could not be reached. */
  readonly code: string;
  readonly hint: string | null;
  readonly requestId: string | null;
  readonly errors: readonly ProblemField[];

  constructor(problem: ProblemDetails) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.title = problem.title;
    this.status = problem.status;
    this.code = problem.code;
    this.hint = problem.hint;
    this.requestId = problem.requestId;
    this.errors = problem.errors;
  }
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** What is always said in the same words, or by a form that names the very thing. */
const inWords = (said: string): string => saidText(t(said));

const fields = (value: unknown): readonly ProblemField[] =>
  Array.isArray(value)
    ? value.flatMap((entry: unknown) => {
        if (typeof entry !== 'object' || entry === null) return [];
        const pointer = 'pointer' in entry ? text(entry.pointer) : null;
        const message = 'message' in entry ? text(entry.message) : null;
        return message === null ? [] : [{ pointer: pointer ?? '', message: inWords(message) }];
      })
    : [];

/** Reads problem details (RFC 9457) out of a failed answer, whatever its body holds. @public */
export async function problemFrom(response: Response): Promise<ProblemError> {
  let body: Record<string, unknown> = {};
  if (/\bjson\b/.test(response.headers.get('content-type') ?? '')) {
    // A proxy may cut an answer short; the status alone still says enough.
    const parsed: unknown = await response.json().catch(() => null);
    if (typeof parsed === 'object' && parsed !== null) body = { ...parsed };
  }
  const code = text(body['code']) ?? `DW_HTTP_${response.status}`;
  const hint = text(body['hint']);
  const detail = text(body['detail']) ?? text(body['title']);
  return new ProblemError({
    title: translationOf(code) ?? t(text(body['title']) ?? response.statusText),
    status: response.status,
    detail:
      detail === null
        ? t('The server answered {status}.', { status: String(response.status) })
        : inWords(detail),
    code,
    hint: hint === null ? null : inWords(hint),
    requestId: text(body['requestId']) ?? response.headers.get('x-request-id'),
    errors: fields(body['errors']),
  });
}

/** What a proxy says by itself when there is no server behind it, or none that answers in time. */
const OF_A_PROXY: ReadonlySet<number> = new Set([502, 503, 504]);

/** Whether it was the server that answered, and not a proxy in its stead: the server's own refusals are written in JSON. @public */
export const isAnswered = (response: Response): boolean =>
  !OF_A_PROXY.has(response.status) || /\bjson\b/.test(response.headers.get('content-type') ?? '');

/** The error when no answer came at all. @public */
export const offlineProblem = (): ProblemError =>
  new ProblemError({
    title: t('No answer'),
    status: 0,
    detail: t('The server does not answer.'),
    code: 'DW_UI_OFFLINE',
    hint: t('Check that DataWave is running and that this computer can reach it, then try again.'),
    requestId: null,
    errors: [],
  });

/** Whether an error only says that nobody waits for the answer any more. @public */
export const isAborted = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';
