import { ProblemError } from './client/problem.ts';

/** Whatever was thrown as a problem that can be shown. */
export const asProblem = (error: unknown): ProblemError =>
  error instanceof ProblemError
    ? error
    : new ProblemError({
        title: 'Error',
        status: 0,
        detail: error instanceof Error ? error.message : String(error),
        code: 'DW_UI_ERROR',
        hint: null,
        requestId: null,
        errors: [],
      });
