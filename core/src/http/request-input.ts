import { parse as parseQuery } from 'node:querystring';
import type { FieldError } from '@datawave/plugin-sdk';
import { requireValid } from './input-validation.ts';
import type { MountedRoute, RouteMatch } from './mounted-route.ts';
import { decodeSegment } from './path.ts';
import { HttpError } from './problem.ts';

/** The parameters of a path and of its query, decoded and checked. */
export interface UrlInput {
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
}

const MAX_QUERY_KEYS = 200;

/** Decodes and checks what stands in the URL. @throws HttpError DW_HTTP_PATH_INVALID, DW_HTTP_INPUT_INVALID */
export function readUrlInput({ route, captures }: RouteMatch, search: string): UrlInput {
  const params: Record<string, string> = {};
  for (let index = 0; index < route.paramNames.length; index += 1) {
    const value = decodeSegment(captures[index] ?? '');
    const name = route.paramNames[index];
    if (value === null || name === undefined || value.includes('\0')) throw pathInvalid();
    params[name] = value;
  }
  const query = search === '' ? {} : readQuery(search);
  const paramErrors = route.checkParams === null ? [] : route.checkParams(params);
  const queryErrors = route.checkQuery === null ? [] : route.checkQuery(query);
  if (paramErrors.length > 0 || queryErrors.length > 0) requireValid([...paramErrors, ...queryErrors]);
  return { params, query };
}

/** Checks a parsed body. @throws HttpError DW_HTTP_INPUT_INVALID */
export function checkBody(route: MountedRoute, body: unknown): void {
  const errors: readonly FieldError[] = route.checkBody === null ? [] : route.checkBody(body);
  requireValid(errors);
}

/** A path or a query whose escapes do not decode, or to U+0000. */
export function pathInvalid(): HttpError {
  return new HttpError({
    code: 'DW_HTTP_PATH_INVALID',
    message: 'The address holds a percent escape that does not decode, or that of U+0000.',
    hint: 'Encode each segment and each value as UTF-8, as encodeURIComponent does.',
    status: 400,
  });
}

function readQuery(search: string): Record<string, unknown> {
  if (search.includes('%')) {
    try {
      decodeURIComponent(search.replaceAll('+', ' '));
    } catch {
      throw pathInvalid();
    }
    // The database keeps it in no text, and would call a search for it a failure.
    if (search.includes('%00')) throw pathInvalid();
  }
  const query: Record<string, unknown> = {};
  const parsed = parseQuery(search, '&', '=', { maxKeys: MAX_QUERY_KEYS });
  // The parser's object has no prototype, which schemas with `ownProperties` and handlers do not expect.
  for (const name in parsed) if (name !== '__proto__') query[name] = parsed[name];
  return query;
}
