import { ProblemError } from './client/problem.ts';
import { t } from './i18n/translate.ts';

/** Whatever was thrown as a problem that can be shown. */
export const asProblem = (error: unknown): ProblemError =>
  error instanceof ProblemError
    ? error
    : new ProblemError({
        title: t('Error'),
        status: 0,
        detail: error instanceof Error ? error.message : String(error),
        code: 'DW_UI_ERROR',
        hint: null,
        requestId: null,
        errors: [],
      });
