import { STATUS_CODES } from 'node:http';
import { DataWaveError, type DataWaveErrorOptions, type FieldError } from '@datawave/plugin-sdk';

/** Media type of RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json';

/** An error as a client sees it (RFC 9457). Never holds a stack. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  /** How to mend it. */
  readonly hint?: string;
  readonly errors?: readonly FieldError[];
}

/** JSON Schema of {@link Problem}, for OpenAPI. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What went wrong, in one sentence.' },
    code: { type: 'string', pattern: '^DW_[A-Z0-9_]+$', description: 'Stable; match on it.' },
    requestId: { type: 'string' },
    hint: { type: 'string', description: 'How to mend it.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'message'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the request, such as /body/name.' },
          message: { type: 'string' },
        },
      },
    },
  },
} as const;

/** What is told of one error at most: whatever was sent, and whoever finds fault with it, the answer stays small. */
const MOST_FIELDS = 100;
const LONGEST_POINTER = 500;
const LONGEST_TEXT = 2_000;

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length).toWellFormed()}…`;

/** Response headers that belong to an error. */
export type ProblemHeaders = Readonly<Record<string, string>>;

/** An error of the HTTP layer itself. */
export class HttpError extends DataWaveError {
  constructor(options: DataWaveErrorOptions & { readonly status: number }) {
    super(options);
    this.name = 'HttpError';
  }
}

/** Whether an error was foreseen by whoever threw it: its message may be shown. */
export function isForeseen(error: unknown): error is DataWaveError {
  return DataWaveError.is(error);
}

/** Turns whatever was thrown into what a client may see. What was not foreseen says nothing but its request id. */
export function problemFrom(error: unknown, requestId: string): Problem {
  if (!isForeseen(error)) {
    return problem(
      500,
      'DW_INTERNAL',
      'The request could not be completed because of an internal error.',
      requestId,
      'Look for the request id in the log.',
    );
  }
  // A copy of the class from another package, or one that crossed a process, may lack fields.
  const status =
    Number.isInteger(error.status) && error.status >= 400 && error.status <= 599 ? error.status : 500;
  const base = problem(status, error.code, error.message, requestId, error.hint);
  return Array.isArray(error.errors) && error.errors.length > 0
    ? { ...base, errors: error.errors.slice(0, MOST_FIELDS).map(shownField) }
    : base;
}

// A copy of the class may hold anything.
const shownField = ({ pointer, message }: FieldError): FieldError => ({
  pointer: cut(String(pointer), LONGEST_POINTER),
  message: cut(String(message), LONGEST_TEXT),
});

function problem(
  status: number,
  code: string,
  detail: string,
  requestId: string,
  hint: string | undefined,
): Problem {
  return {
    type: `urn:datawave:error:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: cut(String(detail), LONGEST_TEXT),
    code,
    requestId,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Headers that an error asks for. */
export function problemHeaders(error: unknown): ProblemHeaders {
  // A copy of the class from another package may lack the field.
  return isForeseen(error) ? (error.headers ?? {}) : {};
}
