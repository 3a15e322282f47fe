import { ProblemError, type ShellContext, t } from '@datawave/plugin-sdk/ui';
import type { GridSelected } from '@datawave/plugin-sdk/ui/grid';

/** Does something to each row that is selected, one after the other, and says how many it was done to, and why not to the others. */
export async function forEach<Row>(
  shell: ShellContext,
  { rows, clear }: GridSelected<Row>,
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
