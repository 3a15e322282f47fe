import { DataWaveError, type FieldError } from '@datawave/plugin-sdk';

/** An error on its way. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly hint?: string;
  readonly where?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldError[];
  readonly stack?: string;
  readonly cause?: WireError;
}

const CAUSES = 4;
const LONGEST = 10_000;

export interface ErrorRules {
  /** Takes out what the other side must not read, such as paths. */
  scrub(text: string): string;
  /** Whether the other side may know where in the code it was thrown. */
  readonly hasStack: boolean;
}

/** Describes an error, or whatever else was thrown, so that it can be sent. */
export function toWireError(thrown: unknown, rules: ErrorRules, depth = 0): WireError {
  const text = (value: unknown): string => rules.scrub(String(value)).slice(0, LONGEST);
  if (!(thrown instanceof Error)) return { name: 'Error', message: text(thrown) };
  const cause =
    thrown.cause === undefined || thrown.cause === null || depth >= CAUSES
      ? {}
      : { cause: toWireError(thrown.cause, rules, depth + 1) };
  const stack = rules.hasStack && thrown.stack !== undefined ? { stack: text(thrown.stack) } : {};
  const described = { name: text(thrown.name), message: text(thrown.message), ...stack, ...cause };
  if (!DataWaveError.is(thrown)) return described;
  return {
    ...described,
    code: thrown.code,
    ...(thrown.hint === undefined ? {} : { hint: text(thrown.hint) }),
    ...(thrown.where === undefined ? {} : { where: text(thrown.where) }),
    // Errors of another copy of the SDK, or that only look like ours, may lack these.
    ...(Number.isInteger(thrown.status) ? { status: thrown.status } : {}),
    ...(isTexts(thrown.headers) ? { headers: { ...thrown.headers } } : {}),
    ...(Array.isArray(thrown.errors)
      ? {
          errors: thrown.errors.map(({ pointer, message }) => ({
            pointer: text(pointer),
            message: text(message),
          })),
        }
      : {}),
  };
}

/**
 * The error again. Takes anything for one: what was sent may be no error.
 * @param check - answers what is to be taken in its place
 */
export function fromWireError(
  sent: unknown,
  check: (error: Error) => Error = (error) => error,
  depth = 0,
): Error {
  const fields: Readonly<Record<string, unknown>> =
    typeof sent === 'object' && sent !== null ? (sent as Record<string, unknown>) : {};
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' ? value.slice(0, LONGEST) : undefined;
  const message = text(fields['message']) ?? 'an error without a message';
  const code = text(fields['code']);
  const cause =
    fields['cause'] === undefined || depth >= CAUSES
      ? undefined
      : fromWireError(fields['cause'], check, depth + 1);
  const [hint, where, status, headers, errors] = [
    text(fields['hint']),
    text(fields['where']),
    fields['status'],
    fields['headers'],
    fields['errors'],
  ];
  const error =
    code !== undefined && /^DW_[A-Z0-9_]{1,80}$/.test(code)
      ? new DataWaveError({
          code,
          message,
          ...(hint === undefined ? {} : { hint }),
          ...(where === undefined ? {} : { where }),
          ...(typeof status === 'number' && status >= 400 && status <= 599 ? { status } : {}),
          ...(isTexts(headers) ? { headers: tellable(headers) } : {}),
          ...(Array.isArray(errors) ? { errors: errors.filter(isFieldError) } : {}),
          cause,
        })
      : new Error(message, cause === undefined ? undefined : { cause });
  const name = text(fields['name']);
  if (name !== undefined && !(error instanceof DataWaveError)) error.name = name;
  const stack = text(fields['stack']);
  // Where it was thrown in the other process; the way through this one says nothing.
  error.stack = stack ?? `${error.name}: ${message}`;
  return check(error);
}

/** Of the headers of a problem, what only speaks of the problem: others would speak for the site, such as "set-cookie". */
const tellable = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => ['retry-after', 'allow'].includes(name.toLowerCase())),
  );

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');

const isFieldError = (value: unknown): value is FieldError =>
  typeof value === 'object' &&
  value !== null &&
  'pointer' in value &&
  typeof value.pointer === 'string' &&
  'message' in value &&
  typeof value.message === 'string';
