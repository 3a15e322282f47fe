import type { ShellContext } from '../shell-context.ts';
import { ProblemError } from './problem.ts';

/**
 * Does what a button asks for; where the server refuses, its reason is shown as a notice. Errors of other kinds are thrown on.
 *
 * ```ts
 * await attempt(this.shell, async () => {
 *   await this.shell.api.delete('/badges/7');
 *   this.shell.navigate('/badges');
 * });
 * ```
 * @returns whether it was done
 * @public
 */
export async function attempt(
  shell: Pick<ShellContext, 'notify'>,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    shell.notify({ tone: 'danger', message: error.message });
    return false;
  }
}
