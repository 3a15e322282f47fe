import { ProblemError } from '../client/problem.ts';

/** A form that is being saved or is not, and why the server refused it the last time; null where it did not. @public */
export interface SavedForm {
  isSaving: boolean;
  problem: ProblemError | null;
}

/** What else saving a form does. @public */
export interface SaveOptions {
  /** What is kept of the form until it is saved; see {@link FormDraft}. */
  readonly draft?: { clear(): void };
}

/**
 * Saves a form unless that is going on already; where the server refuses, its problem is the form's, to be shown at the fields that it
 * is about. Errors of other kinds are thrown on.
 *
 * ```ts
 * await saveForm(this, async () => {
 *   await this.shell.api.post('/badges', { title });
 *   this.shell.navigate('/badges');
 * });
 * ```
 * @public
 */
export async function saveForm(
  form: SavedForm,
  save: () => Promise<void>,
  options: SaveOptions = {},
): Promise<void> {
  if (form.isSaving) return;
  form.isSaving = true;
  form.problem = null;
  try {
    await save();
    options.draft?.clear();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    form.problem = error;
  } finally {
    form.isSaving = false;
  }
}
