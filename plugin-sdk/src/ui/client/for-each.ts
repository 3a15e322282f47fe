import { t } from '../i18n/translate.ts';
import type { ShellContext } from '../shell-context.ts';
import { ProblemError } from './problem.ts';

/**
 * Does something to each row that is selected in a grid, one after the other, and says how many it was done to, and why not to
 * the others. Then nothing is selected any more. Errors that are no refusal of the server are thrown on.
 * @public
 */
export async function forEachSelected<Row>(
  shell: Pick<ShellContext, 'notify'>,
  { rows, clear }: { readonly rows: readonly Row[]; clear(): void },
  act: (row: Row) => Promise<unknown>,
): Promise<void> {
  const refused: string[] = [];
  for (const row of rows) {
    try {
      await act(row);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      refused.push(t(error.message));
    }
  }
  const n = rows.length - refused.length;
  const words = t('{n, plural, =0 {None was done} one {# was done} other {# were done}}', { n });
  shell.notify(
    refused.length === 0
      ? { tone: 'success', message: `${words}.` }
      : { tone: 'warning', message: `${words}. ${refused[0] ?? ''}` },
  );
  clear();
}
