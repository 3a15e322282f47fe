import { ProblemError } from './client/problem.ts';
import { t } from './i18n/translate.ts';

/** How browsers say that a module could not be fetched, in the order Chromium, Firefox, Safari. */
const UNFETCHED = /dynamically imported module|error loading dynamically|importing a module script failed/i;

/** Whatever was thrown as a problem that can be shown. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const isUnfetched = error instanceof TypeError && UNFETCHED.test(message);
  return new ProblemError({
    title: t('Error'),
    status: 0,
    detail: isUnfetched ? t('A part of this page could not be fetched.') : message,
    code: isUnfetched ? 'DW_UI_PART' : 'DW_UI_ERROR',
    hint: isUnfetched
      ? t(
          'Check that DataWave is running and that this computer can reach it. After an update, load the page again.',
        )
      : null,
    requestId: null,
    errors: [],
  });
}
